-- As strict as the outbox: an address that could name two recipients, or end a header, is none.
create or replace function public.is_mail_address(p_text text)
  returns boolean
  language sql
  immutable
  parallel safe
  return coalesce(
    length(p_text) <= 255
      and p_text ~ '^[^@[:space:][:cntrl:],;<>]+@[^@[:space:][:cntrl:],;<>]+\.[^@[:space:][:cntrl:],;<>]+$',
    false
  );
comment on function public.is_mail_address is
  'Whether a text can be the address of one mailbox. Called by request_registration and open_account_for_identity.
@notNull';
revoke all on function public.is_mail_address from public;
grant execute on function public.is_mail_address to app_definer;
