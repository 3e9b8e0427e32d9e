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
