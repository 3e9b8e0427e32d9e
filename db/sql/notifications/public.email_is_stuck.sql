-- The one rule, for the list and for sending again: the latter asks it of the row under its lock.
create or replace function public.email_is_stuck(p_email public.email_outbox)
  returns boolean
  language sql
  immutable
  security invoker
  return (p_email).state in ('failed', 'unknown') or (p_email).state = 'queued' and (p_email).tries > 0;
comment on function public.email_is_stuck is
  'Whether a mail did not arrive, may not have arrived, or was refused for now. Called by stuck_emails and resend_email.';
revoke all on function public.email_is_stuck from public;
grant execute on function public.email_is_stuck to app_definer;
