create or replace function public.mail_address(p_text text)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select case when public.is_mail_address(btrim(p_text)) then btrim(p_text) end
$function$;
comment on function public.mail_address is
  'A text, if it is the address of one mailbox; else null. Contacts hold what files held. Called by book_meeting and book_meetings_of_leads.';
revoke all on function public.mail_address from public;
grant execute on function public.mail_address to app_definer;
