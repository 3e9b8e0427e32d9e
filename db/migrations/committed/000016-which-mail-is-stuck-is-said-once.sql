--! Previous: sha1:6de765b6b723abab9b54efcc60f489522cfaa245
--! Hash: sha1:771f98745413c78982246195d1727b1257ee185d
--! Message: Which mail is stuck is said once

--! split: 1-current.sql
-- Which mail is stuck is said once.
--! Included notifications/public.email_is_stuck.sql
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
--! EndIncluded notifications/public.email_is_stuck.sql
--! Included notifications/api.stuck_emails.sql
-- Of the whole installation, for administrators: only list_stuck_emails reads it. What a mail says is in no table.
create or replace view api.stuck_emails with (security_invoker = true) as
select
  m.id,
  m.kind,
  m.state,
  m.to_email,
  m.tries,
  m.last_answer,
  m.created_at,
  m.next_try_at
from public.email_outbox m
where public.email_is_stuck(m);
comment on view api.stuck_emails is 'One row per mail that did not arrive, may not have arrived, or was refused for now.';
comment on column api.stuck_emails.id is 'The mail; the left part of its Message-ID.';
comment on column api.stuck_emails.kind is 'What it says.';
comment on column api.stuck_emails.state is 'failed: refused for good or given up; unknown: nobody knows whether it arrived; queued: will be tried again.';
comment on column api.stuck_emails.to_email is 'Whom it is for.';
comment on column api.stuck_emails.tries is 'How often it was handed to the mail server.';
comment on column api.stuck_emails.last_answer is 'What the mail server said last.';
comment on column api.stuck_emails.created_at is 'When it became necessary.';
comment on column api.stuck_emails.next_try_at is 'When it is tried again, if it is queued.';
grant select on api.stuck_emails to app_definer;
--! EndIncluded notifications/api.stuck_emails.sql
--! Included notifications/api.resend_email.sql
-- A mail whose server refused it for a while, or whose link is still worth sending. What it says is made anew when it is sent.
create or replace function api.resend_email(p_email_id uuid, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_kind text;
begin
  perform public.require_admin();
  update public.email_outbox m
  set state = 'queued', next_try_at = p_now, created_at = p_now, tries = 0, unclear_tries = 0
  -- Of two who press the button one sends: for the other it is stuck no more.
  where m.id = p_email_id and public.email_is_stuck(m)
  returning m.kind
  into v_kind;
  if v_kind is null then
    raise sqlstate 'VC404' using
      message = 'email_not_stuck',
      detail = format('email %s', p_email_id),
      hint = 'This mail is on its way, has arrived, or is gone.';
  end if;
  perform public.write_audit('email_resent', 'email', p_email_id::text, null, jsonb_build_object('kind', v_kind), p_now);
  perform public.add_job('email__send', '{}', 'email__send');
end
$function$;
comment on function api.resend_email is
  'Has a mail that did not arrive, or that waits after a refusal, sent again now. Audited. Raises not_signed_in, admin_only, email_not_stuck.';
revoke all on function api.resend_email from public;
grant execute on function api.resend_email to app_user;
alter function api.resend_email owner to app_definer;
--! EndIncluded notifications/api.resend_email.sql
