--! Previous: sha1:a761d9318cd5b970efdbdee08949d8e8713b60a9
--! Hash: sha1:be414760124472f431e3491f790cd19107242a70
--! Message: Administrators see mail that did not arrive

--! split: 1-current.sql
-- Mail that did not arrive is shown to administrators.
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
where m.state in ('failed', 'unknown') or m.state = 'queued' and m.tries > 0;
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
--! Included notifications/api.list_stuck_emails.sql
create or replace function api.list_stuck_emails(p_limit integer default 50)
  returns setof api.stuck_emails
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_admin();
  return query
  select m.*
  from api.stuck_emails m
  order by m.created_at desc, m.id
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_stuck_emails is
  'The newest mails that did not arrive or that wait after a refusal. Raises not_signed_in, admin_only.';
revoke all on function api.list_stuck_emails from public;
grant execute on function api.list_stuck_emails to app_user;
alter function api.list_stuck_emails owner to app_definer;
--! EndIncluded notifications/api.list_stuck_emails.sql
