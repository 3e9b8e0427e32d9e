--! Previous: sha1:771f98745413c78982246195d1727b1257ee185d
--! Hash: sha1:05703bd17672a8c40d34d25472c32c36a2466704
--! Message: Notifications, meetings and calendars

--! split: 1-current.sql
-- Notifications, and mail to tenants.
alter table public.ui_events
  drop constraint if exists ui_events_topic_check,
  add constraint ui_events_topic_check
    check (topic in (
      'campaigns', 'queue', 'lines', 'calls', 'leads', 'contacts', 'customers', 'follow_ups', 'meetings', 'imports', 'credits', 'notifications',
      'session', 'resync'
    ));
alter table public.notifications
  add column if not exists event_key varchar(200) not null default public.uuid_generate_v4(),
  drop constraint if exists notifications_type_check,
  add constraint notifications_type_check check (type in (
    'low_credits', 'credits_short', 'campaign_finished', 'campaign_stopped', 'meeting_booked', 'meeting_changed', 'integration_broken'
  )),
  drop constraint if exists notifications_user_type_event_key,
  add constraint notifications_user_type_event_key unique (user_id, type, event_key);
create index if not exists idx_notifications_created_at on public.notifications (created_at);
alter table public.notification_preferences
  add column if not exists low_credits_threshold integer not null default 100,
  drop constraint if exists notification_preferences_low_credits_threshold_check,
  add constraint notification_preferences_low_credits_threshold_check check (low_credits_threshold >= 0);
-- The owner of the tables sees no row of theirs.
set local role app_definer;
insert into public.notification_preferences (user_id)
select u.id from public.users u
on conflict (user_id) do nothing;
set local role app_migrator;
alter table public.email_outbox
  drop constraint if exists email_outbox_kind_check,
  add constraint email_outbox_kind_check check (kind in (
    'register', 'account_exists', 'reset_password', 'password_changed', 'session_stolen', 'identity_connected', 'identity_disconnected',
    'notification', 'call_completed', 'daily_summary'
  ));
insert into public.system_config (key, value, description)
values
  ('removed.keep_days', '30', 'How long removed follow-ups and customers can be brought back. Unit: days. Bounds: 1 to 3650.'),
  ('notifications.keep_days', '90', 'How long messages in the pages are kept. Unit: days. Bounds: 1 to 3650.'),
  ('notifications.summary_hour', '8', 'From which hour of the tenant''s day the summary of the day before is sent. Unit: hours. Bounds: 0 to 23.'),
  ('emails.calls_per_hour', '60', 'Mails about completed calls that one tenant gets at most within an hour. Unit: mails. Bounds: 1 to 10000.')
on conflict (key) do nothing;
drop function if exists public.take_emails(integer, timestamptz);
--! Included notifications/public.notification_preferences.sql
-- A tenant reads its own row; every write is a function of ours.

comment on table public.notification_preferences is
  'One row per tenant: how it wants to be told. Written when the account opens, with the defaults of the columns.';
comment on column public.notification_preferences.id is 'Key.';
comment on column public.notification_preferences.user_id is 'The tenant; one row each, deleted with it.';
comment on column public.notification_preferences.email_enabled is 'False: no mail but what the account itself needs.';
comment on column public.notification_preferences.in_app_enabled is 'False: no messages in the pages.';
comment on column public.notification_preferences.meeting_booked_email is 'True: mail for each booked, moved or cancelled meeting.';
comment on column public.notification_preferences.call_completed_email is 'True: mail for each completed call.';
comment on column public.notification_preferences.daily_summary_email is 'True: one mail a day, in the morning of the tenants zone.';
comment on column public.notification_preferences.low_credits_threshold is 'A message when the balance falls below it; 0 means never. Unit: credits.';
comment on column public.notification_preferences.created_at is 'When the row was written.';
comment on column public.notification_preferences.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.notification_preferences enable row level security;
alter table public.notification_preferences force row level security;

drop policy if exists notification_preferences_select_own on public.notification_preferences;
create policy notification_preferences_select_own on public.notification_preferences for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy notification_preferences_select_own on public.notification_preferences is 'A tenant reads its own notification preferences.';

drop policy if exists notification_preferences_all_definer on public.notification_preferences;
create policy notification_preferences_all_definer on public.notification_preferences for all to app_definer
  using (true) with check (true);
comment on policy notification_preferences_all_definer on public.notification_preferences is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.notification_preferences to app_user;
grant select, insert, update, delete on public.notification_preferences to app_definer;
--! EndIncluded notifications/public.notification_preferences.sql
--! Included notifications/public.notifications.sql
-- Whoever has something to tell inserts a row, on conflict do nothing: its trigger tells open tabs and writes the mail that the tenant wants.

comment on table public.notifications is
  'One row per message to a tenant in the pages.';
comment on column public.notifications.id is 'Key.';
comment on column public.notifications.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.notifications.type is 'What it is about.';
comment on column public.notifications.event_key is 'What happened: one event makes one message of a type, however often it is noticed.';
comment on column public.notifications.title is 'Headline.';
comment on column public.notifications.message is 'Sentence for the person.';
comment on column public.notifications.link is 'Path inside our pages to go to; null when there is none.';
comment on column public.notifications.is_read is 'True once the person has seen it.';
comment on column public.notifications.metadata is 'Ids and figures behind the sentence.';
comment on column public.notifications.created_at is 'When it happened.';

alter table public.notifications enable row level security;
alter table public.notifications force row level security;

drop policy if exists notifications_select_own on public.notifications;
create policy notifications_select_own on public.notifications for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy notifications_select_own on public.notifications is 'A tenant reads its own notifications.';

drop policy if exists notifications_all_definer on public.notifications;
create policy notifications_all_definer on public.notifications for all to app_definer
  using (true) with check (true);
comment on policy notifications_all_definer on public.notifications is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.notifications to app_user;
grant select, insert, update, delete on public.notifications to app_definer;
--! EndIncluded notifications/public.notifications.sql
--! Included accounts/public.open_account.sql
-- What every tenant has from its first moment: a place in the ring, how it is told of things, and the ledger entry of its first credits,
-- without which the balance would differ from the sum of its transactions from the first day.
create or replace function public.open_account()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.tenant_dispatch (user_id)
  select n.id
  from new_rows n
  order by n.id;
  insert into public.notification_preferences (user_id)
  select n.id
  from new_rows n
  order by n.id;
  insert into public.credit_transactions (user_id, amount, type, description, balance_after, created_at)
  select n.id, n.credits, 'adjustment', 'First credits', n.credits, n.created_at
  from new_rows n
  where n.credits > 0
  order by n.id;
  return null;
end
$function$;
comment on function public.open_account is
  'Gives new tenants their place in the ring, their notification preferences and the ledger entry of their first credits.';
revoke all on function public.open_account from public;
alter function public.open_account owner to app_definer;
--! EndIncluded accounts/public.open_account.sql
--! Included notifications/public.email_outbox.sql
-- Mail is written in the transaction that makes it necessary and sent by a job. SMTP cannot be asked whether a message arrived: what broke
-- off before the message was handed over is repeated, what broke off after it is repeated once under the same Message-ID.

comment on table public.email_outbox is
  'One row per mail that is to be sent or was.';
comment on column public.email_outbox.id is 'Key, and the left part of the Message-ID; for a mail with a link the id of the link.';
comment on column public.email_outbox.user_id is 'The tenant it is about; null where there is none yet; deleted with it.';
comment on column public.email_outbox.kind is 'What it says; each kind has a text of its own. What it is about is looked up when it is sent.';
comment on column public.email_outbox.subject_key is 'What it is about: one event makes one mail of a kind, however often it is asked for.';
comment on column public.email_outbox.to_email is 'The one recipient.';
comment on column public.email_outbox.to_name is 'Name of the recipient; null when unknown.';
comment on column public.email_outbox.state is 'queued, sending, sent, failed (refused for good or given up), unknown (nobody knows whether it arrived).';
comment on column public.email_outbox.tries is 'How often it was handed to the mail server.';
comment on column public.email_outbox.unclear_tries is 'How often nobody knew afterwards whether it had arrived: at most one repetition follows.';
comment on column public.email_outbox.next_try_at is 'Not to be sent before this instant.';
comment on column public.email_outbox.lease_until is 'Who sends it has reported by then, or has died; null while nobody sends it.';
comment on column public.email_outbox.last_answer is 'What the mail server said last; null before.';
comment on column public.email_outbox.created_at is 'When it became necessary.';
comment on column public.email_outbox.sent_at is 'When the server took it; null before.';

alter table public.email_outbox enable row level security;
alter table public.email_outbox force row level security;

drop policy if exists email_outbox_all_definer on public.email_outbox;
create policy email_outbox_all_definer on public.email_outbox for all to app_definer
  using (true) with check (true);
comment on policy email_outbox_all_definer on public.email_outbox is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.email_outbox to app_definer;
--! EndIncluded notifications/public.email_outbox.sql
--! Included notifications/public.daily_summary.sql
create or replace function public.daily_summary(p_user_id uuid, p_day date, p_now timestamptz)
  returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_summary jsonb;
begin
  select jsonb_build_object(
    'day', p_day,
    'calls', coalesce(a.total_calls, 0),
    'answered', coalesce(a.answered_calls, 0),
    'seconds', coalesce(a.total_duration_seconds, 0),
    'qualified', coalesce(a.qualified_leads, 0),
    'credits_used', coalesce(a.credits_used, 0),
    'credits_left', u.credits,
    'follow_ups_due', (
      select count(*)
      from public.follow_ups f
      where f.user_id = u.id and f.is_completed is not true and f.deleted_at is null
        and f.follow_up_date <= (p_now at time zone public.get_user_timezone(u.id))::date
    ),
    'meetings', (
      select coalesce(jsonb_agg(to_char(m.meeting_time at time zone public.get_user_timezone(u.id), 'HH24:MI') || ' ' || m.title order by m.meeting_time, m.id), '[]')
      from public.calendar_meetings m
      where m.user_id = u.id and m.status in ('scheduled', 'rescheduled')
        and (m.meeting_time at time zone public.get_user_timezone(u.id))::date = (p_now at time zone public.get_user_timezone(u.id))::date
    )
  )
  into v_summary
  from public.users u
  left join public.user_analytics a on a.user_id = u.id and a.date = p_day
  where u.id = p_user_id;
  return v_summary;
end
$function$;
comment on function public.daily_summary is
  'The figures of a local day of a tenant, and what is due today: an object. Called by email_facts.';
revoke all on function public.daily_summary from public;
alter function public.daily_summary owner to app_definer;
--! EndIncluded notifications/public.daily_summary.sql
--! Included notifications/public.email_facts.sql
-- Looked up when the mail is sent and stored nowhere: what was deleted in between is not sent.
create or replace function public.email_facts(p_kind text, p_subject_key text, p_user_id uuid, p_now timestamptz)
  returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_facts jsonb;
begin
  if p_kind = 'notification' then
    select jsonb_build_object('title', n.title, 'message', n.message, 'link', n.link)
    into v_facts
    from public.notifications n
    where n.id::text = p_subject_key;
  elsif p_kind = 'call_completed' then
    select jsonb_build_object(
      'who', coalesce(t.name, c.phone_number), 'seconds', c.duration_seconds, 'credits', c.credits, 'summary', c.summary, 'link', format('/calls/%s', c.id)
    )
    into v_facts
    from public.calls c
    left join public.contacts t on t.id = c.contact_id
    where c.id::text = p_subject_key;
  elsif p_kind = 'daily_summary' then
    v_facts := public.daily_summary(p_user_id, right(p_subject_key, 10)::date, p_now);
  else
    v_facts := '{}';
  end if;
  return v_facts;
end
$function$;
comment on function public.email_facts is
  'What a mail of a kind says, as an object; null when what it is about is gone. Called by take_emails.';
revoke all on function public.email_facts from public;
alter function public.email_facts owner to app_definer;
--! EndIncluded notifications/public.email_facts.sql
--! Included notifications/public.email_is_tenants.sql
create or replace function public.email_is_tenants(p_kind text)
  returns boolean
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select p_kind in ('notification', 'call_completed', 'daily_summary')
$function$;
comment on function public.email_is_tenants is
  'Whether a kind of mail tells a tenant of its business; what else there is, the account itself needs. Called by take_emails.';
revoke all on function public.email_is_tenants from public;
grant execute on function public.email_is_tenants to app_definer;
--! EndIncluded notifications/public.email_is_tenants.sql
--! Included notifications/public.take_emails.sql
-- The caller must report each within two minutes (record_email_answer). Who has not is dead, and may or may not have handed the message
-- over: that is the unclear case as well. A link that nobody could use any more is not sent, and neither is yesterday's news.
create or replace function public.take_emails(p_limit integer, p_now timestamptz default now())
  returns table (id uuid, kind varchar, to_email varchar, to_name varchar, facts jsonb)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_ids uuid[];
begin
  update public.email_outbox m
  set state = case when m.unclear_tries = 0 then 'queued' else 'unknown' end,
      unclear_tries = m.unclear_tries + 1,
      lease_until = null
  where m.state = 'sending' and m.lease_until < p_now;

  update public.email_outbox m
  set state = 'failed', last_answer = 'the link was too old before it could be sent'
  from public.account_links l
  where m.state = 'queued' and l.id = m.id and (l.expires_at <= p_now or l.used_at is not null);

  update public.email_outbox m
  set state = 'failed', last_answer = 'it was a day old before it could be sent'
  where m.state = 'queued' and public.email_is_tenants(m.kind) and m.created_at < p_now - interval '1 day';

  with taken as (
    update public.email_outbox m
    set state = 'sending', tries = m.tries + 1, lease_until = p_now + interval '2 minutes'
    where m.id in (
      select x.id
      from public.email_outbox x
      where x.state = 'queued' and x.next_try_at <= p_now
        and (x.kind <> 'call_completed' or (
          select count(*)
          from public.email_outbox s
          where s.user_id = x.user_id and s.kind = x.kind and s.sent_at > p_now - interval '1 hour'
        ) < public.setting('emails.calls_per_hour'))
      order by x.next_try_at, x.id
      limit p_limit
      for update skip locked
    )
    returning m.id
  )
  select array_agg(t.id) into v_ids from taken t;

  update public.email_outbox m
  set state = 'failed', lease_until = null, last_answer = 'what it is about is gone'
  where m.id = any (v_ids) and public.email_facts(m.kind, m.subject_key, m.user_id, p_now) is null;

  return query
  select m.id, m.kind, m.to_email, m.to_name, public.email_facts(m.kind, m.subject_key, m.user_id, p_now)
  from public.email_outbox m
  where m.id = any (v_ids) and m.state = 'sending'
  order by m.next_try_at, m.id;
end
$function$;
comment on function public.take_emails is
  'Takes up to p_limit mails that are due, with the facts that they tell, to be sent and reported within two minutes by whoever called. Called by the job email__send.';
revoke all on function public.take_emails from public;
grant execute on function public.take_emails to app_worker;
alter function public.take_emails owner to app_definer;
--! EndIncluded notifications/public.take_emails.sql
--! Included notifications/public.deliver_notifications.sql
-- Mail goes to addresses that are known to be the person's only. Which types have a switch of their own is said here.
create or replace function public.deliver_notifications()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic)
  select distinct n.user_id, 'notifications'
  from new_rows n;

  perform public.queue_email(n.id, 'notification', n.id::text, n.user_id, u.email, u.name, n.created_at)
  from new_rows n
  join public.users u on u.id = n.user_id
  join public.notification_preferences p on p.user_id = n.user_id
  where u.is_active and u.email_verified
    and p.email_enabled
    and (p.meeting_booked_email or n.type not in ('meeting_booked', 'meeting_changed'))
  order by n.id;
  return null;
end
$function$;
comment on function public.deliver_notifications is
  'Tells open tabs of new messages and writes a mail for each whose tenant wants mail of its type.';
revoke all on function public.deliver_notifications from public;
alter function public.deliver_notifications owner to app_definer;
--! EndIncluded notifications/public.deliver_notifications.sql
--! Included notifications/public.notifications.triggers.sql
-- Everything that a message to a tenant sets off.
create or replace trigger z_900_deliver_on_insert
  after insert on public.notifications
  referencing new table as new_rows
  for each statement execute function public.deliver_notifications();
comment on trigger z_900_deliver_on_insert on public.notifications is 'Open tabs learn of new messages, and mail is written to those who want it.';
--! EndIncluded notifications/public.notifications.triggers.sql
--! Included notifications/api.notifications.sql
-- Who has switched messages off keeps them, unseen, and finds them when they are switched on again.
create or replace view api.notifications with (security_invoker = true) as
select
  n.id,
  n.type,
  n.title,
  n.message,
  n.link,
  n.is_read,
  n.created_at
from public.notifications n
join public.notification_preferences p on p.user_id = n.user_id
where p.in_app_enabled;
comment on view api.notifications is 'One row per message to the signed-in tenant, unless it wants none.';
comment on column api.notifications.id is 'The message.';
comment on column api.notifications.type is 'What it is about.';
comment on column api.notifications.title is 'Headline.';
comment on column api.notifications.message is 'Sentence for the person.';
comment on column api.notifications.link is 'Path inside the pages to go to; null when there is none.';
comment on column api.notifications.is_read is 'True once the person has seen it.';
comment on column api.notifications.created_at is 'When it happened.';
grant select on api.notifications to app_user, app_definer;
--! EndIncluded notifications/api.notifications.sql
--! Included notifications/api.notification_preferences.sql
create or replace view api.notification_preferences with (security_invoker = true) as
select
  p.email_enabled,
  p.in_app_enabled,
  p.meeting_booked_email,
  p.call_completed_email,
  p.daily_summary_email,
  p.low_credits_threshold
from public.notification_preferences p;
comment on view api.notification_preferences is 'One row: how the signed-in tenant wants to be told.';
comment on column api.notification_preferences.email_enabled is 'False: no mail but what the account itself needs.';
comment on column api.notification_preferences.in_app_enabled is 'False: no messages in the pages.';
comment on column api.notification_preferences.meeting_booked_email is 'True: mail for each booked, moved or cancelled meeting.';
comment on column api.notification_preferences.call_completed_email is 'True: mail for each completed call.';
comment on column api.notification_preferences.daily_summary_email is 'True: one mail a day.';
comment on column api.notification_preferences.low_credits_threshold is 'A message when the balance falls below it; 0 means never. Unit: credits.';
grant select on api.notification_preferences to app_user, app_definer;
--! EndIncluded notifications/api.notification_preferences.sql
--! Included notifications/api.list_notifications.sql
create or replace function api.list_notifications(
  p_only_unread boolean default false,
  p_before_at timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50
)
  returns setof api.notifications
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select n.*
  from api.notifications n
  where (p_only_unread is not true or not n.is_read)
    and (p_before_id is null or (n.created_at, n.id) < (p_before_at, p_before_id))
  order by n.created_at desc, n.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_notifications is
  'A page of messages, the newest first; the next page begins before the last created_at and id. Raises not_signed_in.';
revoke all on function api.list_notifications from public;
grant execute on function api.list_notifications to app_user;
--! EndIncluded notifications/api.list_notifications.sql
--! Included notifications/api.count_unread_notifications.sql
create or replace function api.count_unread_notifications()
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  -- Nobody reads on beyond this, and the bell says "99+".
  return (select count(*)::integer from (select from api.notifications n where not n.is_read limit 100) x);
end
$function$;
comment on function api.count_unread_notifications is
  'How many messages nobody has seen, at most 100. Raises not_signed_in.
@notNull';
revoke all on function api.count_unread_notifications from public;
grant execute on function api.count_unread_notifications to app_user;
--! EndIncluded notifications/api.count_unread_notifications.sql
--! Included notifications/api.read_notification.sql
create or replace function api.read_notification(p_notification_id uuid, p_is_read boolean default true)
  returns api.notifications
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_notification api.notifications;
begin
  update public.notifications n
  set is_read = p_is_read is not false
  where n.id = p_notification_id and n.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'notification_not_found',
      detail = format('notification %s', p_notification_id),
      hint = 'This message no longer exists.';
  end if;
  insert into public.ui_events (user_id, topic) values (v_user_id, 'notifications');
  select n.* into v_notification from api.notifications n where n.id = p_notification_id;
  return v_notification;
end
$function$;
comment on function api.read_notification is
  'Marks a message as seen, or with false as unseen, and returns it. Raises not_signed_in, notification_not_found.';
revoke all on function api.read_notification from public;
grant execute on function api.read_notification to app_user;
alter function api.read_notification owner to app_definer;
--! EndIncluded notifications/api.read_notification.sql
--! Included notifications/api.read_all_notifications.sql
-- Up to the newest that the person had on the page: what came since is not seen by pressing a button.
create or replace function api.read_all_notifications(p_until timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_read integer;
begin
  update public.notifications n
  set is_read = true
  where n.user_id = v_user_id and not n.is_read and n.created_at <= p_until;
  get diagnostics v_read = row_count;
  if v_read > 0 then
    insert into public.ui_events (user_id, topic) values (v_user_id, 'notifications');
  end if;
  return v_read;
end
$function$;
comment on function api.read_all_notifications is
  'Marks all messages up to an instant as seen and returns how many were not. Raises not_signed_in.
@notNull';
revoke all on function api.read_all_notifications from public;
grant execute on function api.read_all_notifications to app_user;
alter function api.read_all_notifications owner to app_definer;
--! EndIncluded notifications/api.read_all_notifications.sql
--! Included notifications/api.get_notification_preferences.sql
create or replace function api.get_notification_preferences()
  returns api.notification_preferences
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_preferences api.notification_preferences;
begin
  perform public.require_user();
  select p.* into v_preferences from api.notification_preferences p;
  return v_preferences;
end
$function$;
comment on function api.get_notification_preferences is
  'How the signed-in tenant wants to be told. Raises not_signed_in.';
revoke all on function api.get_notification_preferences from public;
grant execute on function api.get_notification_preferences to app_user;
--! EndIncluded notifications/api.get_notification_preferences.sql
--! Included notifications/api.set_notification_preferences.sql
create or replace function api.set_notification_preferences(
  p_email_enabled boolean default null,
  p_in_app_enabled boolean default null,
  p_meeting_booked_email boolean default null,
  p_call_completed_email boolean default null,
  p_daily_summary_email boolean default null,
  p_low_credits_threshold integer default null,
  p_now timestamptz default now()
)
  returns api.notification_preferences
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_preferences api.notification_preferences;
begin
  if p_low_credits_threshold not between 0 and 1000000000 then
    raise sqlstate 'VC400' using
      message = 'credits_threshold_invalid',
      detail = format('%s', p_low_credits_threshold),
      hint = 'Say below how many credits you want to be told: a whole number from 0 (never) to 1,000,000,000.';
  end if;
  update public.notification_preferences p
  set email_enabled = coalesce(p_email_enabled, p.email_enabled),
      in_app_enabled = coalesce(p_in_app_enabled, p.in_app_enabled),
      meeting_booked_email = coalesce(p_meeting_booked_email, p.meeting_booked_email),
      call_completed_email = coalesce(p_call_completed_email, p.call_completed_email),
      daily_summary_email = coalesce(p_daily_summary_email, p.daily_summary_email),
      low_credits_threshold = coalesce(p_low_credits_threshold, p.low_credits_threshold),
      updated_at = p_now
  where p.user_id = v_user_id
  returning
    p.email_enabled, p.in_app_enabled, p.meeting_booked_email, p.call_completed_email, p.daily_summary_email, p.low_credits_threshold
  into v_preferences;
  insert into public.ui_events (user_id, topic) values (v_user_id, 'notifications');
  return v_preferences;
end
$function$;
comment on function api.set_notification_preferences is
  'Changes how the signed-in tenant wants to be told and returns it; null leaves a switch as it is. Raises not_signed_in, credits_threshold_invalid.';
revoke all on function api.set_notification_preferences from public;
grant execute on function api.set_notification_preferences to app_user;
alter function api.set_notification_preferences owner to app_definer;
--! EndIncluded notifications/api.set_notification_preferences.sql
--! Included notifications/public.tell_low_credits.sql
-- The entry that crosses the line, and no other, tells: the ledger is written in order under the lock of the wallet.
create or replace function public.tell_low_credits()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  select
    n.user_id, 'low_credits', n.seq::text, 'Credits are running low',
    format('%s credits are left. When they do not cover the next call, calling waits.', n.balance_after),
    '/', jsonb_build_object('balance', n.balance_after, 'threshold', p.low_credits_threshold), n.created_at
  from new_rows n
  join public.notification_preferences p on p.user_id = n.user_id
  where n.amount < 0
    and n.balance_after < p.low_credits_threshold
    and n.balance_after - n.amount >= p.low_credits_threshold
  order by n.user_id, n.seq
  on conflict do nothing;
  return null;
end
$function$;
comment on function public.tell_low_credits is
  'Trigger of credit_transactions: a message when a balance falls below what the tenant has said.';
revoke all on function public.tell_low_credits from public;
alter function public.tell_low_credits owner to app_definer;
--! EndIncluded notifications/public.tell_low_credits.sql
--! Included credits/public.credit_transactions.triggers.sql
-- All side effects of a write to credit_transactions: the ledger refuses to be rewritten, and who runs low is told. Two triggers refuse,
-- because one trigger has one event; row triggers, because the refusal looks at the row's own values and at nothing else of the batch.
create or replace trigger _100_refuse_delete
  before delete on public.credit_transactions
  for each row execute function public.refuse_ledger_change('user_id', 'call_id', 'calls');
comment on trigger _100_refuse_delete on public.credit_transactions is
  'A row goes only together with the account of its tenant.';

create or replace trigger _100_refuse_update
  before update on public.credit_transactions
  for each row execute function public.refuse_ledger_change('user_id', 'call_id', 'calls');
comment on trigger _100_refuse_update on public.credit_transactions is
  'A row never changes, save that it forgets its call when that is deleted.';

create or replace trigger z_900_tell_low_credits_on_insert
  after insert on public.credit_transactions
  referencing new table as new_rows
  for each statement execute function public.tell_low_credits();
comment on trigger z_900_tell_low_credits_on_insert on public.credit_transactions is 'A tenant whose balance falls below its line is told.';
--! EndIncluded credits/public.credit_transactions.triggers.sql
--! Included notifications/public.tell_campaigns.sql
create or replace function public.tell_campaigns()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  select
    n.user_id, 'campaign_finished', concat_ws(' ', n.id, extract(epoch from t.finished_at)), left(format('Campaign finished: %s', n.name), 255),
    format('%s of %s people were reached.', n.successful_calls, n.total_contacts), format('/campaigns/%s', n.id),
    jsonb_build_object('campaign_id', n.id), t.finished_at
  from new_rows n
  join old_rows o on o.id = n.id
  cross join lateral (select coalesce(n.completed_at, n.updated_at) as finished_at) t
  where n.status = 'completed' and o.status <> 'completed'
  order by n.user_id, n.id
  on conflict do nothing;
  return null;
end
$function$;
comment on function public.tell_campaigns is
  'Trigger of call_campaigns: a message when a campaign has finished.';
revoke all on function public.tell_campaigns from public;
alter function public.tell_campaigns owner to app_definer;
--! EndIncluded notifications/public.tell_campaigns.sql
--! Included campaigns/public.call_campaigns.triggers.sql
-- Everything that a write to call_campaigns sets off.
create or replace trigger _100_refuse_illegal_step
  before update on public.call_campaigns
  for each row execute function public.refuse_illegal_campaign_step();
comment on trigger _100_refuse_illegal_step on public.call_campaigns is 'A campaign lives by campaign_status_steps.';

create or replace trigger update_call_campaigns_updated_at
  before update on public.call_campaigns
  for each row execute function public.update_updated_at_column();
comment on trigger update_call_campaigns_updated_at on public.call_campaigns is 'Keeps updated_at.';

create or replace trigger z_890_tell
  after update on public.call_campaigns
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.tell_campaigns();
comment on trigger z_890_tell on public.call_campaigns is 'A finished campaign is a message to its tenant.';

create or replace trigger z_900_publish
  after update on public.call_campaigns
  referencing new table as new_rows
  for each statement execute function public.publish_campaign_changes();
comment on trigger z_900_publish on public.call_campaigns is 'Open tabs learn which campaigns have changed.';

create or replace trigger z_900_publish_on_insert
  after insert on public.call_campaigns
  referencing new table as new_rows
  for each statement execute function public.publish_campaign_changes();
comment on trigger z_900_publish_on_insert on public.call_campaigns is 'Open tabs learn of new campaigns.';
--! EndIncluded campaigns/public.call_campaigns.triggers.sql
--! Included notifications/public.tell_calls.sql
create or replace function public.tell_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_is_short boolean;
  v_is_completed boolean;
begin
  -- Most events confirm nothing, and most tenants want no mail: one look at the rows, because the applier passes here with every batch.
  select bool_or(n.credits_shortfall > 0), bool_or(n.status = 'completed')
  into v_is_short, v_is_completed
  from new_rows n
  join old_rows o on o.id = n.id
  where n.confirmed_at is not null and o.confirmed_at is null;

  if v_is_short then
    insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
    select
      n.user_id, 'credits_short', n.id::text, 'A call was not paid in full',
      format('The balance did not cover %s credits of a call that came in. They were not charged.', n.credits_shortfall), format('/calls/%s', n.id),
      jsonb_build_object('call_id', n.id, 'shortfall', n.credits_shortfall), n.confirmed_at
    from new_rows n
    join old_rows o on o.id = n.id
    where n.confirmed_at is not null and o.confirmed_at is null
      and n.credits_shortfall > 0
    order by n.user_id, n.id
    on conflict do nothing;
  end if;

  if v_is_completed then
    perform public.queue_email(gen_random_uuid(), 'call_completed', n.id::text, n.user_id, u.email, u.name, n.confirmed_at)
    from new_rows n
    join old_rows o on o.id = n.id
    join public.notification_preferences p on p.user_id = n.user_id
    join public.users u on u.id = n.user_id
    where n.confirmed_at is not null and o.confirmed_at is null
      and n.status = 'completed'
      and p.call_completed_email and p.email_enabled
      and u.is_active and u.email_verified
    order by n.user_id, n.id;
  end if;
  return null;
end
$function$;
comment on function public.tell_calls is
  'Trigger of calls: a message for each call that the balance did not cover, and a mail for each completed call to those who want it.';
revoke all on function public.tell_calls from public;
alter function public.tell_calls owner to app_definer;
--! EndIncluded notifications/public.tell_calls.sql
--! Included calls/public.calls.triggers.sql
-- Everything that a write to calls sets off, in firing order, which is the lock order: attempts and items, wallets,
-- contacts, leads, slots, rollups, campaigns, then inserts. A webhook only raises the status and may free the slot; queue,
-- money, counters and completion act when confirmed_at is set.
create or replace trigger update_calls_updated_at
  before update on public.calls
  for each row execute function public.update_updated_at_column();
comment on trigger update_calls_updated_at on public.calls is 'Keeps updated_at.';

create or replace trigger _510_settle_queue_items
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_queue_items();
comment on trigger _510_settle_queue_items on public.calls is 'A confirmed end closes the attempt and ends the person''s item or schedules a retry.';

create or replace trigger _520_settle_credits
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_credits();
comment on trigger _520_settle_credits on public.calls is 'A confirmed end releases the hold and charges the price.';

create or replace trigger _530_count_call_outcomes
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.count_call_outcomes();
comment on trigger _530_count_call_outcomes on public.calls is 'A confirmed end is counted at its contact.';

create or replace trigger _530_count_call_outcomes_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.count_call_outcomes_on_insert();
comment on trigger _530_count_call_outcomes_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their contacts.';

create or replace trigger _530_count_call_outcomes_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.count_call_outcomes_on_delete();
comment on trigger _530_count_call_outcomes_on_delete on public.calls is 'Deleted calls are taken out of the counters of their contacts.';

create or replace trigger _540_restamp_leads
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.restamp_leads();
comment on trigger _540_restamp_leads on public.calls is 'Leads are filed under the day and hour of their call.';

create or replace trigger cleanup_active_calls_on_status_change
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.cleanup_active_calls_on_status_change();
comment on trigger cleanup_active_calls_on_status_change on public.calls is 'A free line frees its slot, on the hint of a webhook already.';

create or replace trigger trg_calls_daily_analytics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.roll_up_calls();
comment on trigger trg_calls_daily_analytics on public.calls is 'What a call counts now, less what it counted, reaches the rollups.';

create or replace trigger trg_calls_daily_analytics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.roll_up_calls_on_insert();
comment on trigger trg_calls_daily_analytics_on_insert on public.calls is 'New calls reach the rollups.';

create or replace trigger trg_calls_daily_analytics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.roll_up_calls_on_delete();
comment on trigger trg_calls_daily_analytics_on_delete on public.calls is 'Deleted calls leave the rollups.';

create or replace trigger trigger_refresh_user_kpi_summary
  after update on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_kpi_of_calls();
comment on trigger trigger_refresh_user_kpi_summary on public.calls is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_kpi_of_calls();
comment on trigger trigger_refresh_user_kpi_summary_on_insert on public.calls is 'The stored summary of the day is old now.';

create or replace trigger trigger_refresh_user_kpi_summary_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.note_kpi_of_deleted_calls();
comment on trigger trigger_refresh_user_kpi_summary_on_delete on public.calls is 'The stored summary of the day is old now.';

create or replace trigger update_campaign_statistics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_campaign_statistics();
comment on trigger update_campaign_statistics on public.calls is 'A confirmed end is counted at its campaign, which may be finished by it.';

create or replace trigger update_campaign_statistics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.update_campaign_statistics_on_insert();
comment on trigger update_campaign_statistics_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their campaigns.';

create or replace trigger update_campaign_statistics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.update_campaign_statistics_on_delete();
comment on trigger update_campaign_statistics_on_delete on public.calls is 'Deleted calls are taken out of the counters of their campaigns.';

create or replace trigger z_800_store_transcripts
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.store_transcripts();
comment on trigger z_800_store_transcripts on public.calls is 'Keeps the text of calls in transcripts.';

create or replace trigger z_810_note_calls_to_analyse
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.note_calls_to_analyse();
comment on trigger z_810_note_calls_to_analyse on public.calls is 'A confirmed call, or one with new text, waits for its analysis.';

create or replace trigger z_810_note_calls_to_analyse_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.note_calls_to_analyse_on_insert();
comment on trigger z_810_note_calls_to_analyse_on_insert on public.calls is 'Calls stored with a confirmed end wait for their analysis.';

create or replace trigger z_820_tell
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.tell_calls();
comment on trigger z_820_tell on public.calls is 'Calls that were not paid in full are a message, completed ones a mail to those who want it.';

create or replace trigger z_900_publish
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.publish_call_changes();
comment on trigger z_900_publish on public.calls is 'Open tabs learn which calls have changed.';

create or replace trigger z_900_publish_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.publish_new_calls();
comment on trigger z_900_publish_on_insert on public.calls is 'Open tabs learn of new calls.';
--! EndIncluded calls/public.calls.triggers.sql
--! Included notifications/public.cleanup_old_notifications.sql
create or replace function public.cleanup_old_notifications(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.notifications n
  where n.created_at < p_now - public.setting('notifications.keep_days') * interval '1 day';
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_old_notifications is
  'Deletes messages older than notifications.keep_days and returns how many. Scheduled daily.';
revoke all on function public.cleanup_old_notifications from public;
grant execute on function public.cleanup_old_notifications to app_worker;
alter function public.cleanup_old_notifications owner to app_definer;
--! EndIncluded notifications/public.cleanup_old_notifications.sql
--! Included notifications/public.queue_daily_summaries.sql
-- One for each local day: the day is part of what the mail is about, so neither two workers, nor a late one, nor clocks that are put back
-- make a second. Nothing is sent about a day on which nothing happened and for which nothing is due.
create or replace function public.queue_daily_summaries(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_written integer;
begin
  perform public.queue_email(gen_random_uuid(), 'daily_summary', concat_ws(' ', x.id, x.yesterday), x.id, x.email, x.name, p_now)
  from (
    select u.id, u.email, u.name, t.local_now, t.local_now::date - 1 as yesterday
    from public.users u
    join public.notification_preferences p on p.user_id = u.id
    cross join lateral (select p_now at time zone public.get_user_timezone(u.id) as local_now) t
    where p.daily_summary_email and p.email_enabled and u.is_active and u.email_verified
  ) x
  where extract(hour from x.local_now) >= public.setting('notifications.summary_hour')
    and not exists (
      select from public.email_outbox m where m.kind = 'daily_summary' and m.subject_key = concat_ws(' ', x.id, x.yesterday)
    )
    and (
      exists (select from public.user_analytics a where a.user_id = x.id and a.date = x.yesterday and a.total_calls > 0)
      or exists (
        select from public.follow_ups f
        where f.user_id = x.id and f.follow_up_date <= x.local_now::date and f.is_completed is not true and f.deleted_at is null
      )
      or exists (
        select from public.calendar_meetings m
        where m.user_id = x.id and m.status in ('scheduled', 'rescheduled')
          and m.meeting_time >= p_now and m.meeting_time < p_now + interval '1 day'
      )
    )
  order by x.id;
  get diagnostics v_written = row_count;
  return v_written;
end
$function$;
comment on function public.queue_daily_summaries is
  'Writes the summary mail of yesterday for each tenant whose day has begun and who has something to read; returns how many. Scheduled.';
revoke all on function public.queue_daily_summaries from public;
grant execute on function public.queue_daily_summaries to app_worker;
alter function public.queue_daily_summaries owner to app_definer;
--! EndIncluded notifications/public.queue_daily_summaries.sql

-- Meetings, and calendars elsewhere.
create table if not exists public.meeting_status_steps (
  from_status varchar(20) not null,
  to_status varchar(20) not null,
  action varchar(30),
  description text not null,
  constraint meeting_status_steps_pkey primary key (from_status, to_status)
);
insert into public.meeting_status_steps (from_status, to_status, action, description) values
  ('scheduled', 'rescheduled', 'move', 'Moved, here or in the calendar.'),
  ('scheduled', 'completed', 'hold', 'Its time is over, or a person says that it was held.'),
  ('scheduled', 'cancelled', 'cancel', 'Cancelled, here or in the calendar.'),
  ('rescheduled', 'completed', 'hold', 'Its time is over, or a person says that it was held.'),
  ('rescheduled', 'cancelled', 'cancel', 'Cancelled, here or in the calendar.'),
  ('completed', 'scheduled', 'book', 'It was not held after all.'),
  ('completed', 'rescheduled', 'move', 'Moved to another time when its own was over.'),
  ('completed', 'cancelled', 'cancel', 'It did not take place.'),
  ('cancelled', 'scheduled', 'book', 'Booked again.')
on conflict (from_status, to_status) do nothing;
create table if not exists public.provider_accounts (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  provider varchar(20) not null,
  external_id varchar(255) not null,
  email varchar(255),
  secret_sealed text,
  status varchar(20) not null,
  last_error varchar(500),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint provider_accounts_pkey primary key (id),
  constraint provider_accounts_id_user_key unique (user_id, id),
  constraint provider_accounts_user_provider_key unique (user_id, provider),
  constraint provider_accounts_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint provider_accounts_provider_check check (provider in ('google', 'twilio')),
  constraint provider_accounts_status_check check (status in ('connected', 'reconnect', 'leaving', 'disconnected')),
  constraint provider_accounts_secret_is_sealed check (secret_sealed ~ '^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'),
  constraint provider_accounts_secret_is_there check (status = 'disconnected' or secret_sealed is not null)
);
create table if not exists public.calendar_sync (
  account_id uuid not null,
  user_id uuid not null,
  calendar_id varchar(255) not null default 'primary',
  sync_token text,
  pull_id uuid,
  is_full boolean not null default false,
  page_token text,
  next_pull_at timestamptz not null,
  last_pull_at timestamptz,
  last_full_at timestamptz,
  channel_id uuid,
  channel_resource_id varchar(255),
  channel_expires_at timestamptz,
  old_channel_id uuid,
  old_channel_resource_id varchar(255),
  next_watch_at timestamptz not null,
  not_before timestamptz not null,
  lease_id uuid,
  lease_until timestamptz,
  request jsonb,
  failures integer not null default 0,
  constraint calendar_sync_pkey primary key (account_id, user_id),
  constraint calendar_sync_account_id_fkey foreign key (account_id, user_id) references public.provider_accounts (id, user_id) on delete cascade
);
create index if not exists idx_calendar_sync_user_id on public.calendar_sync (user_id);
create table if not exists public.calendar_busy (
  account_id uuid not null,
  user_id uuid not null,
  event_id varchar(255) not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  pull_id uuid,
  constraint calendar_busy_pkey primary key (account_id, event_id, user_id),
  constraint calendar_busy_account_id_fkey foreign key (account_id, user_id) references public.provider_accounts (id, user_id) on delete cascade,
  constraint calendar_busy_ends_after_it_begins check (ends_at > starts_at)
);
create index if not exists idx_calendar_busy_user_ends_at on public.calendar_busy (user_id, ends_at);
create table if not exists public.calendar_meeting_sync (
  meeting_id uuid not null,
  user_id uuid not null,
  account_id uuid not null,
  generation integer not null default 1,
  etag varchar(255),
  remote_updated timestamptz,
  dirty text[] not null default '{}',
  push_state varchar(10) not null,
  conference_state varchar(10) not null default 'wanted',
  conference_tries smallint not null default 0,
  is_unclear boolean not null default false,
  check_wanted boolean not null default false,
  seen_pull_id uuid,
  tries smallint not null default 0,
  next_try_at timestamptz not null,
  last_error varchar(500),
  constraint calendar_meeting_sync_pkey primary key (meeting_id, user_id),
  constraint calendar_meeting_sync_meeting_id_fkey foreign key (meeting_id, user_id) references public.calendar_meetings (id, user_id) on delete cascade,
  constraint calendar_meeting_sync_account_id_fkey foreign key (account_id, user_id) references public.provider_accounts (id, user_id) on delete cascade,
  constraint calendar_meeting_sync_push_state_check check (push_state in ('waiting', 'done', 'failed')),
  constraint calendar_meeting_sync_conference_state_check check (conference_state in ('none', 'wanted', 'pending', 'success', 'failure')),
  constraint calendar_meeting_sync_dirty_is_known check (dirty <@ array['time', 'title', 'description', 'location', 'attendee', 'status'])
);
create index if not exists idx_calendar_meeting_sync_waiting on public.calendar_meeting_sync (account_id, next_try_at, meeting_id) where push_state = 'waiting';
create index if not exists idx_calendar_meeting_sync_account on public.calendar_meeting_sync (account_id, user_id);
create index if not exists idx_calendar_meeting_sync_user_id on public.calendar_meeting_sync (user_id);
create index if not exists idx_calendar_meetings_open_time on public.calendar_meetings (meeting_time) where status in ('scheduled', 'rescheduled');
alter table public.oauth_logins
  drop constraint if exists oauth_logins_provider_check,
  add constraint oauth_logins_provider_check check (provider in ('google', 'linkedin', 'github', 'google_calendar'));
insert into public.system_config (key, value, description)
values ('meetings.default_minutes', '30', 'Length of a meeting that was agreed in a call. Unit: minutes. Bounds: 5 to 1440.')
on conflict (key) do nothing;
--! Included integrations/public.provider_accounts.sql
-- Functions only: a sealed secret is still a secret, and pages see what views of schema api show.

comment on table public.provider_accounts is
  'One row per account of a tenant at a provider that we work with in its name.';
comment on column public.provider_accounts.id is 'Key; the secret is sealed for this row.';
comment on column public.provider_accounts.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.provider_accounts.provider is 'google: its calendar; twilio: its telephone numbers.';
comment on column public.provider_accounts.external_id is 'How the provider names the account.';
comment on column public.provider_accounts.email is 'Address of the account, to be recognised by; null when it has none.';
comment on column public.provider_accounts.secret_sealed is 'What opens the account, sealed with a key outside the database (v1.key.nonce.ciphertext); null when it is given up.';
comment on column public.provider_accounts.status is 'connected; reconnect: the provider takes the secret no more; leaving: what we hold there is being given up; disconnected.';
comment on column public.provider_accounts.last_error is 'Why it does not work, in words; null when it does.';
comment on column public.provider_accounts.created_at is 'When it was connected first.';
comment on column public.provider_accounts.updated_at is 'When it was connected or given up last; written by the functions that do.';

alter table public.provider_accounts enable row level security;
alter table public.provider_accounts force row level security;

drop policy if exists provider_accounts_all_definer on public.provider_accounts;
create policy provider_accounts_all_definer on public.provider_accounts for all to app_definer
  using (true) with check (true);
comment on policy provider_accounts_all_definer on public.provider_accounts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.provider_accounts to app_definer;
--! EndIncluded integrations/public.provider_accounts.sql
--! Included meetings/public.meeting_status_steps.sql
-- The life of a meeting as data: the guard on calendar_meetings refuses every step that is not here, whoever tries. The list has no tenant;
-- everybody signed in may read it, only migrations write.

comment on table public.meeting_status_steps is
  'One row per step that the status of a meeting may take.';
comment on column public.meeting_status_steps.from_status is 'Status before the step.';
comment on column public.meeting_status_steps.to_status is 'Status behind it.';
comment on column public.meeting_status_steps.action is 'What a person does to take this step; null for steps that happen by themselves.';
comment on column public.meeting_status_steps.description is 'What the step means, in a sentence.';

grant select on public.meeting_status_steps to app_user;
grant select, insert, update, delete on public.meeting_status_steps to app_definer;
--! EndIncluded meetings/public.meeting_status_steps.sql
--! Included meetings/public.calendar_meetings.sql
-- A tenant reads its own rows; every write is a function of ours.

comment on table public.calendar_meetings is
  'One row per meeting agreed with a person, in the calendar of the tenant.';
comment on column public.calendar_meetings.id is 'Key.';
comment on column public.calendar_meetings.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_meetings.call_id is 'Call in which it was agreed; null when it was none or is gone.';
comment on column public.calendar_meetings.contact_id is 'Person to meet; null when unknown or gone.';
comment on column public.calendar_meetings.meeting_time is 'Instant at which it begins.';
comment on column public.calendar_meetings.duration_minutes is 'Length in minutes, more than 0.';
comment on column public.calendar_meetings.title is 'Title in the calendar.';
comment on column public.calendar_meetings.description is 'Text in the calendar; null when none.';
comment on column public.calendar_meetings.location is 'Place in words; null when none.';
comment on column public.calendar_meetings.attendee_email is 'Address that is invited; null when nobody is.';
comment on column public.calendar_meetings.google_event_id is 'Id of the event at Google, unique; null until it is there.';
comment on column public.calendar_meetings.google_calendar_id is 'Calendar at Google; null until it is there.';
comment on column public.calendar_meetings.google_meet_link is 'Link to the video meeting; null when there is none.';
comment on column public.calendar_meetings.status is 'scheduled, rescheduled (moved, and still to happen), completed (over), cancelled. Its steps are meeting_status_steps.';
comment on column public.calendar_meetings.timezone is 'Time zone (IANA name) the meeting is shown in.';
comment on column public.calendar_meetings.created_at is 'When the row was written.';
comment on column public.calendar_meetings.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.calendar_meetings enable row level security;
alter table public.calendar_meetings force row level security;

drop policy if exists calendar_meetings_select_own on public.calendar_meetings;
create policy calendar_meetings_select_own on public.calendar_meetings for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calendar_meetings_select_own on public.calendar_meetings is 'A tenant reads its own calendar meetings.';

drop policy if exists calendar_meetings_all_definer on public.calendar_meetings;
create policy calendar_meetings_all_definer on public.calendar_meetings for all to app_definer
  using (true) with check (true);
comment on policy calendar_meetings_all_definer on public.calendar_meetings is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calendar_meetings to app_user;
grant select, insert, update, delete on public.calendar_meetings to app_definer;
grant select on public.calendar_meetings to app_masker;

drop policy if exists calendar_meetings_select_masker on public.calendar_meetings;
create policy calendar_meetings_select_masker on public.calendar_meetings for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy calendar_meetings_select_masker on public.calendar_meetings is 'Views of schema analytics see the tenants that the login may see.';
--! EndIncluded meetings/public.calendar_meetings.sql
--! Included meetings/public.calendar_sync.sql
-- One worker at a time works on a calendar, by a lease on its row: no two requests for one meeting overlap. The question that is out stands
-- in the row, so that whoever comes after a dead worker knows what may have happened.
-- Locks: this row, meetings, their sync rows. A person's change locks the account, the meeting and its sync row, never this one.

comment on table public.calendar_sync is
  'One row per connected calendar: how far it was read, who works on it, and how changes there are told to us.';
comment on column public.calendar_sync.account_id is 'The account; the row is deleted with it.';
comment on column public.calendar_sync.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_sync.calendar_id is 'Calendar at the provider.';
comment on column public.calendar_sync.sync_token is 'Where the next reading goes on; null: from the beginning.';
comment on column public.calendar_sync.pull_id is 'The reading that goes on now; null between readings.';
comment on column public.calendar_sync.is_full is 'True: that reading is one from the beginning.';
comment on column public.calendar_sync.page_token is 'Its next page; null at its beginning.';
comment on column public.calendar_sync.next_pull_at is 'When it is read again at the latest.';
comment on column public.calendar_sync.last_pull_at is 'When it was read to its end last; null before.';
comment on column public.calendar_sync.last_full_at is 'When it was read from the beginning last; null before.';
comment on column public.calendar_sync.channel_id is 'Channel by which changes are told; null while there is none.';
comment on column public.calendar_sync.channel_resource_id is 'The provider''s name for what the channel watches; null while there is none.';
comment on column public.calendar_sync.channel_expires_at is 'When it ends by itself.';
comment on column public.calendar_sync.old_channel_id is 'Channel that has been replaced and is to be stopped; null when there is none.';
comment on column public.calendar_sync.old_channel_resource_id is 'What that one watches.';
comment on column public.calendar_sync.next_watch_at is 'When a channel is opened next, because none is or it ends soon.';
comment on column public.calendar_sync.not_before is 'Nothing is asked of the provider before this instant.';
comment on column public.calendar_sync.lease_id is 'Who works on it; null while nobody does.';
comment on column public.calendar_sync.lease_until is 'Who works on it has reported by then, or has died.';
comment on column public.calendar_sync.request is 'What was last asked of the provider and is not answered; null between questions.';
comment on column public.calendar_sync.failures is 'Failures in a row.';

alter table public.calendar_sync enable row level security;
alter table public.calendar_sync force row level security;

drop policy if exists calendar_sync_all_definer on public.calendar_sync;
create policy calendar_sync_all_definer on public.calendar_sync for all to app_definer
  using (true) with check (true);
comment on policy calendar_sync_all_definer on public.calendar_sync is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.calendar_sync to app_definer;
--! EndIncluded meetings/public.calendar_sync.sql
--! Included meetings/public.calendar_busy.sql
-- Titles of events that are not ours never reach us.

comment on table public.calendar_busy is
  'One row per event of others in a connected calendar: from when until when the tenant is busy, and nothing else of it.';
comment on column public.calendar_busy.account_id is 'The account; the row is deleted with it.';
comment on column public.calendar_busy.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_busy.event_id is 'The provider''s name for the event.';
comment on column public.calendar_busy.starts_at is 'When it begins.';
comment on column public.calendar_busy.ends_at is 'When it ends.';
comment on column public.calendar_busy.pull_id is 'The reading that saw it last.';

alter table public.calendar_busy enable row level security;
alter table public.calendar_busy force row level security;

drop policy if exists calendar_busy_select_own on public.calendar_busy;
create policy calendar_busy_select_own on public.calendar_busy for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calendar_busy_select_own on public.calendar_busy is 'A tenant reads its own busy times.';

drop policy if exists calendar_busy_all_definer on public.calendar_busy;
create policy calendar_busy_all_definer on public.calendar_busy for all to app_definer
  using (true) with check (true);
comment on policy calendar_busy_all_definer on public.calendar_busy is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calendar_busy to app_user;
grant select, insert, update, delete on public.calendar_busy to app_definer;
--! EndIncluded meetings/public.calendar_busy.sql
--! Included meetings/public.calendar_meeting_sync.sql
-- See next_calendar_request for what is done about it, and merge_calendar_event for who wins when both sides have changed.

comment on table public.calendar_meeting_sync is
  'One row per meeting that is, or is to be, in a connected calendar: what that calendar knew of it last, and what it has to be told.';
comment on column public.calendar_meeting_sync.meeting_id is 'The meeting; the row is deleted with it.';
comment on column public.calendar_meeting_sync.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_meeting_sync.account_id is 'The account whose calendar it is; the row is deleted with it.';
comment on column public.calendar_meeting_sync.generation is 'Counts how often it was booked anew: ids of deleted events stay taken.';
comment on column public.calendar_meeting_sync.etag is 'The version that both sides agreed on last; null before it is there.';
comment on column public.calendar_meeting_sync.remote_updated is 'When the provider says that version was made.';
comment on column public.calendar_meeting_sync.dirty is 'What was changed here since: time, title, description, location, attendee, status.';
comment on column public.calendar_meeting_sync.push_state is 'waiting: to be written or asked about; done: both sides say the same; failed: the calendar refuses it.';
comment on column public.calendar_meeting_sync.conference_state is 'The video meeting: wanted, pending, success, failure; none when the calendar allows none.';
comment on column public.calendar_meeting_sync.conference_tries is 'How often it was asked for.';
comment on column public.calendar_meeting_sync.is_unclear is 'True: an insert may have arrived or not, so it is looked for first.';
comment on column public.calendar_meeting_sync.check_wanted is 'True: what the calendar has is looked at before anything is written.';
comment on column public.calendar_meeting_sync.seen_pull_id is 'The reading that saw it last; null before.';
comment on column public.calendar_meeting_sync.tries is 'Failures in a row.';
comment on column public.calendar_meeting_sync.next_try_at is 'Not before this instant.';
comment on column public.calendar_meeting_sync.last_error is 'Why the calendar refuses it; null when it does not.';

alter table public.calendar_meeting_sync enable row level security;
alter table public.calendar_meeting_sync force row level security;

drop policy if exists calendar_meeting_sync_select_own on public.calendar_meeting_sync;
create policy calendar_meeting_sync_select_own on public.calendar_meeting_sync for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calendar_meeting_sync_select_own on public.calendar_meeting_sync is 'A tenant reads its own calendar states of meetings.';

drop policy if exists calendar_meeting_sync_all_definer on public.calendar_meeting_sync;
create policy calendar_meeting_sync_all_definer on public.calendar_meeting_sync for all to app_definer
  using (true) with check (true);
comment on policy calendar_meeting_sync_all_definer on public.calendar_meeting_sync is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calendar_meeting_sync to app_user;
grant select, insert, update, delete on public.calendar_meeting_sync to app_definer;
--! EndIncluded meetings/public.calendar_meeting_sync.sql
--! Included meetings/public.mail_address.sql
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
--! EndIncluded meetings/public.mail_address.sql
--! Included meetings/public.one_line.sql
create or replace function public.one_line(p_text text, p_length integer)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select nullif(left(btrim(regexp_replace(p_text, '[[:cntrl:]]+', ' ', 'g')), p_length), '')
$function$;
comment on function public.one_line is
  'A text on one line and no longer than that; null when nothing is left.';
revoke all on function public.one_line from public;
grant execute on function public.one_line to app_definer;
--! EndIncluded meetings/public.one_line.sql
--! Included meetings/public.meeting_conflict.sql
create or replace function public.meeting_conflict(p_user_id uuid, p_meeting_time timestamptz, p_minutes integer, p_except uuid)
  returns text
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select x.what
  from (
    select m.title::text as what, m.meeting_time as starts_at, m.id::text as key
    from public.calendar_meetings m
    where m.user_id = p_user_id
      and m.status in ('scheduled', 'rescheduled')
      and m.id is distinct from p_except
      -- A meeting is a day long at most, so the index can be used from there on.
      and m.meeting_time > p_meeting_time - interval '1 day'
      and m.meeting_time < p_meeting_time + p_minutes * interval '1 minute'
      and m.meeting_time + m.duration_minutes * interval '1 minute' > p_meeting_time
    union all
    select 'something in the calendar', b.starts_at, b.event_id
    from public.calendar_busy b
    where b.user_id = p_user_id
      and b.starts_at < p_meeting_time + p_minutes * interval '1 minute'
      and b.ends_at > p_meeting_time
  ) x
  order by x.starts_at, x.key
  limit 1
$function$;
comment on function public.meeting_conflict is
  'What of a tenant is at the same time, in words, the earliest; null when nothing is. Called by api.meetings, book_meeting and move_meeting.';
revoke all on function public.meeting_conflict from public;
grant execute on function public.meeting_conflict to app_user, app_definer;
--! EndIncluded meetings/public.meeting_conflict.sql
--! Included meetings/public.local_instant.sql
create or replace function public.local_instant(p_date date, p_time time, p_zone text)
  returns timestamptz
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_instant timestamptz;
begin
  if p_date is null or p_time is null or p_date not between '1970-01-01' and '2200-01-01' then
    raise sqlstate 'VC400' using
      message = 'local_time_invalid',
      detail = format('%s %s', p_date, p_time),
      hint = 'Say on which day and at what time.';
  end if;
  if not exists (select from public.time_zones z where z.name = p_zone) then
    raise sqlstate 'VC400' using
      message = 'timezone_unknown',
      detail = format('zone %s', p_zone),
      hint = 'Choose a time zone from the list, such as Europe/London.';
  end if;
  v_instant := (p_date + p_time) at time zone p_zone;
  if v_instant at time zone p_zone <> p_date + p_time then
    raise sqlstate 'VC400' using
      message = 'local_time_skipped',
      detail = format('%s %s in %s', p_date, p_time, p_zone),
      hint = 'There is no such time on that day: the clocks are put forward. Choose another one.';
  end if;
  return v_instant;
end
$function$;
comment on function public.local_instant is
  'The instant of a day and time in a zone; of a time that comes twice, when clocks are put back, the later one. Raises local_time_invalid, timezone_unknown, local_time_skipped.';
revoke all on function public.local_instant from public;
grant execute on function public.local_instant to app_definer;
--! EndIncluded meetings/public.local_instant.sql
--! Included meetings/public.require_meeting.sql
create or replace function public.require_meeting(
  p_meeting_time timestamptz,
  p_minutes integer,
  p_now timestamptz
)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  -- A few minutes are forgiven: the person needs them to press the button.
  if p_meeting_time not between p_now - interval '5 minutes' and p_now + interval '5 years' then
    raise sqlstate 'VC400' using
      message = 'meeting_time_invalid',
      detail = format('%s, now is %s', p_meeting_time, p_now),
      hint = 'A meeting begins now or within the next five years.';
  end if;
  if p_minutes is null or p_minutes not between 5 and 1440 then
    raise sqlstate 'VC400' using
      message = 'meeting_length_invalid',
      detail = format('%s minutes', p_minutes),
      hint = 'A meeting takes from 5 minutes to a day.';
  end if;
end
$function$;
comment on function public.require_meeting is
  'Nothing, if a meeting may be at that time for that long. Called by book_meeting and move_meeting. Raises meeting_time_invalid, meeting_length_invalid.';
revoke all on function public.require_meeting from public;
grant execute on function public.require_meeting to app_definer;
--! EndIncluded meetings/public.require_meeting.sql
--! Included meetings/public.require_meeting_text.sql
create or replace function public.require_meeting_text(
  p_title text,
  p_description text,
  p_location text,
  p_attendee_email text
)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if length(btrim(p_title)) not between 1 and 500 or p_title ~ '[[:cntrl:]]'
    or length(p_description) > 8000 or length(p_location) > 500 or p_location ~ '[[:cntrl:]]' then
    raise sqlstate 'VC400' using
      message = 'meeting_text_invalid',
      detail = format('title %s, description %s, location %s characters', length(p_title), length(p_description), length(p_location)),
      hint = 'A meeting has a title of at most 500 characters on one line; its place has as many, its description at most 8000.';
  end if;
  if btrim(p_attendee_email) <> '' and not public.is_mail_address(btrim(p_attendee_email)) then
    raise sqlstate 'VC400' using
      message = 'attendee_email_invalid',
      detail = format('%s characters', length(p_attendee_email)),
      hint = 'This is not an e-mail address to which an invitation can be sent.';
  end if;
end
$function$;
comment on function public.require_meeting_text is
  'Nothing, if the words of a meeting are usable; null leaves one out. Called by book_meeting and change_meeting. Raises meeting_text_invalid, attendee_email_invalid.';
revoke all on function public.require_meeting_text from public;
grant execute on function public.require_meeting_text to app_definer;
--! EndIncluded meetings/public.require_meeting_text.sql
--! Included meetings/public.lock_calendar.sql
-- The account's row, because it is first in the lock order and every tenant has one.
create or replace function public.lock_calendar(p_user_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1 from public.users u where u.id = p_user_id for no key update;
end
$function$;
comment on function public.lock_calendar is
  'Has the bookings of a tenant come one after the other, so that of two for one hour the second sees the first. Taken before any meeting or contact. Called by book_meeting and move_meeting.';
revoke all on function public.lock_calendar from public;
grant execute on function public.lock_calendar to app_definer;
--! EndIncluded meetings/public.lock_calendar.sql
--! Included meetings/public.refuse_meeting_conflict.sql
create or replace function public.refuse_meeting_conflict(p_user_id uuid, p_meeting_time timestamptz, p_minutes integer, p_except uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_what text := public.meeting_conflict(p_user_id, p_meeting_time, p_minutes, p_except);
begin
  if v_what is not null then
    raise sqlstate 'VC409' using
      message = 'meeting_conflict',
      detail = left(v_what, 200),
      hint = 'Something else is at that time. Choose another one, or book it all the same.';
  end if;
end
$function$;
comment on function public.refuse_meeting_conflict is
  'Nothing, if nothing else of the tenant is at that time. Called by book_meeting and move_meeting, under lock_calendar. Raises meeting_conflict.';
revoke all on function public.refuse_meeting_conflict from public;
grant execute on function public.refuse_meeting_conflict to app_definer;
--! EndIncluded meetings/public.refuse_meeting_conflict.sql
--! Included meetings/api.meetings.sql
-- What overlaps is said, not forbidden: two meetings at once may be meant, and the calendar elsewhere knows more than we do.
create or replace view api.meetings with (security_invoker = true) as
select
  m.id,
  m.contact_id,
  c.name as contact_name,
  c.phone_number,
  m.call_id,
  m.meeting_time,
  m.duration_minutes,
  m.meeting_time + m.duration_minutes * interval '1 minute' as ends_at,
  m.timezone,
  m.title,
  m.description,
  m.location,
  m.attendee_email,
  m.google_meet_link,
  m.status,
  m.status in ('scheduled', 'rescheduled') as is_open,
  m.status in ('scheduled', 'rescheduled')
    and public.meeting_conflict(m.user_id, m.meeting_time, m.duration_minutes, m.id) is not null as is_conflicting,
  coalesce(s.push_state, 'none') as sync_state,
  coalesce(s.conference_state, 'none') as conference_state,
  s.last_error as sync_error,
  m.created_at
from public.calendar_meetings m
left join public.contacts c on c.id = m.contact_id
left join public.calendar_meeting_sync s on s.meeting_id = m.id;
comment on view api.meetings is 'One row per meeting of the signed-in tenant.';
comment on column api.meetings.id is 'The meeting.';
comment on column api.meetings.contact_id is 'With whom; null when unknown or gone.';
comment on column api.meetings.contact_name is 'Name of that person; null when unknown.';
comment on column api.meetings.phone_number is 'Number of that person; null when unknown.';
comment on column api.meetings.call_id is 'Call in which it was agreed; null when it was none.';
comment on column api.meetings.meeting_time is 'When it begins.';
comment on column api.meetings.duration_minutes is 'Length. Unit: minutes.';
comment on column api.meetings.ends_at is E'When it ends.\n@notNull';
comment on column api.meetings.timezone is 'Zone (IANA name) it was agreed in.';
comment on column api.meetings.title is 'Title in the calendar.';
comment on column api.meetings.description is 'Text in the calendar; null when none.';
comment on column api.meetings.location is 'Place in words; null when none.';
comment on column api.meetings.attendee_email is 'Address that is invited; null when nobody is.';
comment on column api.meetings.google_meet_link is 'Link to the video meeting; null when there is none.';
comment on column api.meetings.status is 'scheduled, rescheduled (moved), completed or cancelled.';
comment on column api.meetings.is_open is E'True: it is still to happen.\n@notNull';
comment on column api.meetings.is_conflicting is E'True: another meeting or something in the connected calendar is at the same time.\n@notNull';
comment on column api.meetings.sync_state is E'none: no calendar is connected; waiting: will be written to it; done: both say the same; failed: the calendar refuses it.\n@notNull';
comment on column api.meetings.conference_state is E'The video meeting: none, wanted, pending, success, failure.\n@notNull';
comment on column api.meetings.sync_error is 'Why the calendar refuses it; null when it does not.';
comment on column api.meetings.created_at is 'When it was booked.';
grant select on api.meetings to app_user, app_definer;
--! EndIncluded meetings/api.meetings.sql
--! Included meetings/public.lock_own_meeting.sql
create or replace function public.lock_own_meeting(p_meeting_id uuid, p_user_id uuid)
  returns public.calendar_meetings
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_meeting public.calendar_meetings;
begin
  select m.* into v_meeting from public.calendar_meetings m where m.id = p_meeting_id and m.user_id = p_user_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'meeting_not_found',
      detail = format('meeting %s', p_meeting_id),
      hint = 'This meeting no longer exists.';
  end if;
  return v_meeting;
end
$function$;
comment on function public.lock_own_meeting is
  'Locks a tenant''s meeting and returns it. Called by the functions that change one. Raises meeting_not_found.';
revoke all on function public.lock_own_meeting from public;
grant execute on function public.lock_own_meeting to app_definer;
--! EndIncluded meetings/public.lock_own_meeting.sql
--! Included meetings/public.told_meeting.sql
create or replace function public.told_meeting(p_meeting_id uuid)
  returns api.meetings
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_meeting api.meetings;
begin
  select m.* into v_meeting from api.meetings m where m.id = p_meeting_id;
  return v_meeting;
end
$function$;
comment on function public.told_meeting is
  'The meeting as pages show it. Called by the functions that change one, after they have asked whose it is.';
revoke all on function public.told_meeting from public;
alter function public.told_meeting owner to app_definer;
--! EndIncluded meetings/public.told_meeting.sql
--! Included meetings/public.calendar_event_id.sql
create or replace function public.calendar_event_id(p_meeting_id uuid, p_generation integer)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select 'cg' || replace(p_meeting_id::text, '-', '') || 'v' || p_generation
$function$;
comment on function public.calendar_event_id is
  'The name that we give to the event of a meeting: digits and letters up to v, as Google takes them. Only events with names of ours become meetings.
@notNull';
revoke all on function public.calendar_event_id from public;
grant execute on function public.calendar_event_id to app_definer;
--! EndIncluded meetings/public.calendar_event_id.sql
--! Included meetings/public.calendar_time.sql
create or replace function public.calendar_time(p_instant timestamptz, p_zone text)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select jsonb_build_object(
    'dateTime', to_char(p_instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'timeZone', p_zone
  )
$function$;
comment on function public.calendar_time is
  'An instant as Google Calendar writes it.';
revoke all on function public.calendar_time from public;
grant execute on function public.calendar_time to app_definer;
--! EndIncluded meetings/public.calendar_time.sql
--! Included meetings/public.calendar_instant.sql
create or replace function public.calendar_instant(p_time jsonb, p_zone text)
  returns timestamptz
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  return case
    when p_time ? 'dateTime' then public.safe_timestamptz(p_time ->> 'dateTime')
    when p_time ->> 'date' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then (p_time ->> 'date')::date::timestamp at time zone p_zone
  end;
end
$function$;
comment on function public.calendar_instant is
  'The instant of a start or end as Google Calendar writes it; of a whole day its midnight in p_zone; null when it is none.';
revoke all on function public.calendar_instant from public;
grant execute on function public.calendar_instant to app_definer;
--! EndIncluded meetings/public.calendar_instant.sql
--! Included meetings/public.calendar_event.sql
create or replace function public.calendar_event(p_meeting public.calendar_meetings, p_fields text[])
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select jsonb_strip_nulls(jsonb_build_object(
    'start', case when 'time' = any (p_fields) then public.calendar_time((p_meeting).meeting_time, (p_meeting).timezone) end,
    'end', case when 'time' = any (p_fields) then public.calendar_time(
      (p_meeting).meeting_time + (p_meeting).duration_minutes * interval '1 minute', (p_meeting).timezone
    ) end
  ))
  || case when 'title' = any (p_fields) then jsonb_build_object('summary', (p_meeting).title) else '{}' end
  || case when 'description' = any (p_fields) then jsonb_build_object('description', coalesce((p_meeting).description, '')) else '{}' end
  || case when 'location' = any (p_fields) then jsonb_build_object('location', coalesce((p_meeting).location, '')) else '{}' end
  || case when 'attendee' = any (p_fields) then jsonb_build_object(
    'attendees', case when (p_meeting).attendee_email is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object('email', (p_meeting).attendee_email)) end
  ) else '{}' end
$function$;
comment on function public.calendar_event is
  'Those fields of a meeting as an event of Google Calendar.';
revoke all on function public.calendar_event from public;
grant execute on function public.calendar_event to app_definer;
--! EndIncluded meetings/public.calendar_event.sql
--! Included meetings/public.conference_wish.sql
create or replace function public.conference_wish(p_sync public.calendar_meeting_sync)
  returns jsonb
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select case when (p_sync).conference_state = 'wanted' then jsonb_build_object('conferenceData', jsonb_build_object('createRequest', jsonb_build_object(
    'requestId', format('%s-%s-%s', (p_sync).meeting_id, (p_sync).generation, (p_sync).conference_tries),
    'conferenceSolutionKey', jsonb_build_object('type', 'hangoutsMeet')
  ))) else '{}' end
$function$;
comment on function public.conference_wish is
  'The part of an event that asks for a video meeting, if one is wanted: each try has a name of its own, and the same name again is not obeyed.';
revoke all on function public.conference_wish from public;
grant execute on function public.conference_wish to app_definer;
--! EndIncluded meetings/public.conference_wish.sql
--! Included meetings/public.push_meeting.sql
create or replace function public.push_meeting(p_meeting_id uuid, p_fields text[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.calendar_meeting_sync as s (meeting_id, user_id, account_id, push_state, next_try_at)
  select m.id, m.user_id, a.id, 'waiting', p_now
  from public.calendar_meetings m
  join public.provider_accounts a on a.user_id = m.user_id and a.provider = 'google' and a.status in ('connected', 'reconnect')
  where m.id = p_meeting_id
  on conflict (meeting_id, user_id) do update
  set dirty = array(select distinct f.field from unnest(s.dirty || p_fields) as f (field) order by 1),
      push_state = 'waiting', tries = 0, next_try_at = p_now, last_error = null;
  if found then
    perform public.add_job('calendar__sync', '{}', 'calendar__sync');
  end if;
end
$function$;
comment on function public.push_meeting is
  'Has a new or changed meeting written to the connected calendar, if there is one; fields as in calendar_meeting_sync.dirty. Called by everything that changes a meeting for a person.';
revoke all on function public.push_meeting from public;
alter function public.push_meeting owner to app_definer;
--! EndIncluded meetings/public.push_meeting.sql
--! Included meetings/api.book_meeting.sql
create or replace function api.book_meeting(
  p_contact_id uuid,
  p_date date,
  p_time time,
  p_duration_minutes integer default 30,
  p_title text default null,
  p_description text default null,
  p_location text default null,
  p_attendee_email text default null,
  p_timezone text default null,
  p_call_id uuid default null,
  p_despite_conflict boolean default false,
  p_now timestamptz default now()
)
  returns api.meetings
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_zone text := coalesce(nullif(btrim(p_timezone), ''), public.get_user_timezone(v_user_id));
  v_contact public.contacts;
  v_meeting_time timestamptz;
  v_id uuid;
begin
  -- It makes two clicks one meeting, too.
  perform public.lock_calendar(v_user_id);
  select c.*
  into v_contact
  from public.contacts c
  where c.id = p_contact_id and c.user_id = v_user_id and c.deleted_at is null;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  if p_call_id is not null and not exists (select from public.calls k where k.id = p_call_id and k.user_id = v_user_id) then
    raise sqlstate 'VC404' using
      message = 'call_not_found',
      detail = format('call %s', p_call_id),
      hint = 'This call no longer exists.';
  end if;
  v_meeting_time := public.local_instant(p_date, p_time, v_zone);
  perform public.require_meeting(v_meeting_time, p_duration_minutes, p_now);
  perform public.require_meeting_text(nullif(btrim(p_title), ''), p_description, p_location, p_attendee_email);
  select m.id
  into v_id
  from public.calendar_meetings m
  where m.user_id = v_user_id and m.contact_id = p_contact_id and m.meeting_time = v_meeting_time and m.status in ('scheduled', 'rescheduled');
  if v_id is null then
    if p_despite_conflict is not true then
      perform public.refuse_meeting_conflict(v_user_id, v_meeting_time, p_duration_minutes, null);
    end if;
    insert into public.calendar_meetings (
      user_id, call_id, contact_id, meeting_time, duration_minutes, title, description, location, attendee_email, timezone, created_at
    )
    values (
      v_user_id, p_call_id, p_contact_id, v_meeting_time, p_duration_minutes,
      coalesce(nullif(btrim(p_title), ''), left(format('Meeting with %s', v_contact.name), 500)), nullif(btrim(p_description), ''),
      nullif(btrim(p_location), ''), nullif(btrim(coalesce(p_attendee_email, public.mail_address(v_contact.email))), ''), v_zone, p_now
    )
    returning id into v_id;
    perform public.push_meeting(v_id, '{}', p_now);
  end if;
  return public.told_meeting(v_id);
end
$function$;
comment on function api.book_meeting is
  'Books a meeting with a contact at a local time and returns it; one with the same person at the same time is that one. Without a zone the tenant''s counts, without an address the contact''s (an empty one invites nobody). Raises not_signed_in, contact_not_found, call_not_found, local_time_invalid, timezone_unknown, local_time_skipped, meeting_time_invalid, meeting_length_invalid, meeting_text_invalid, attendee_email_invalid, meeting_conflict.';
revoke all on function api.book_meeting from public;
grant execute on function api.book_meeting to app_user;
alter function api.book_meeting owner to app_definer;
--! EndIncluded meetings/api.book_meeting.sql
--! Included meetings/api.move_meeting.sql
create or replace function api.move_meeting(
  p_meeting_id uuid,
  p_date date,
  p_time time,
  p_duration_minutes integer default null,
  p_timezone text default null,
  p_despite_conflict boolean default false,
  p_now timestamptz default now()
)
  returns api.meetings
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_meeting public.calendar_meetings;
  v_zone text;
  v_minutes integer;
  v_meeting_time timestamptz;
begin
  perform public.lock_calendar(v_user_id);
  v_meeting := public.lock_own_meeting(p_meeting_id, v_user_id);
  v_zone := coalesce(nullif(btrim(p_timezone), ''), v_meeting.timezone);
  v_minutes := coalesce(p_duration_minutes, v_meeting.duration_minutes);
  v_meeting_time := public.local_instant(p_date, p_time, v_zone);
  perform public.require_meeting(v_meeting_time, v_minutes, p_now);
  if (v_meeting_time, v_minutes, v_zone) is distinct from (v_meeting.meeting_time, v_meeting.duration_minutes, v_meeting.timezone::text)
    or v_meeting.status not in ('scheduled', 'rescheduled') then
    if p_despite_conflict is not true then
      perform public.refuse_meeting_conflict(v_user_id, v_meeting_time, v_minutes, p_meeting_id);
    end if;
    update public.calendar_meetings m
    set meeting_time = v_meeting_time, duration_minutes = v_minutes, timezone = v_zone, status = 'rescheduled'
    where m.id = p_meeting_id;
    perform public.push_meeting(p_meeting_id, '{time}', p_now);
  end if;
  return public.told_meeting(p_meeting_id);
end
$function$;
comment on function api.move_meeting is
  'Moves a meeting that is still to happen and returns it; without length or zone those stay. Raises not_signed_in, meeting_not_found, local_time_invalid, timezone_unknown, local_time_skipped, meeting_time_invalid, meeting_length_invalid, meeting_conflict, meeting_step_not_allowed.';
revoke all on function api.move_meeting from public;
grant execute on function api.move_meeting to app_user;
alter function api.move_meeting owner to app_definer;
--! EndIncluded meetings/api.move_meeting.sql
--! Included meetings/api.change_meeting.sql
create or replace function api.change_meeting(
  p_meeting_id uuid,
  p_title text default null,
  p_description text default null,
  p_location text default null,
  p_attendee_email text default null,
  p_now timestamptz default now()
)
  returns api.meetings
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_old public.calendar_meetings;
  v_new public.calendar_meetings;
  v_fields text[];
begin
  v_old := public.lock_own_meeting(p_meeting_id, v_user_id);
  perform public.require_meeting_text(coalesce(p_title, v_old.title), p_description, p_location, p_attendee_email);
  update public.calendar_meetings m
  set title = coalesce(btrim(p_title), m.title),
      description = case when p_description is null then m.description else nullif(btrim(p_description), '') end,
      location = case when p_location is null then m.location else nullif(btrim(p_location), '') end,
      attendee_email = case when p_attendee_email is null then m.attendee_email else nullif(btrim(p_attendee_email), '') end
  where m.id = p_meeting_id
  returning m.* into v_new;
  v_fields := array_remove(array[
    case when v_new.title is distinct from v_old.title then 'title' end,
    case when v_new.description is distinct from v_old.description then 'description' end,
    case when v_new.location is distinct from v_old.location then 'location' end,
    case when v_new.attendee_email is distinct from v_old.attendee_email then 'attendee' end
  ], null);
  if v_fields <> '{}' then
    perform public.push_meeting(p_meeting_id, v_fields, p_now);
  end if;
  return public.told_meeting(p_meeting_id);
end
$function$;
comment on function api.change_meeting is
  'Changes the words of a meeting and returns it; null leaves one as it is, an empty one takes it away. Raises not_signed_in, meeting_not_found, meeting_text_invalid, attendee_email_invalid.';
revoke all on function api.change_meeting from public;
grant execute on function api.change_meeting to app_user;
alter function api.change_meeting owner to app_definer;
--! EndIncluded meetings/api.change_meeting.sql
--! Included meetings/api.set_meeting_status.sql
create or replace function api.set_meeting_status(p_meeting_id uuid, p_new_status text, p_now timestamptz default now())
  returns api.meetings
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_old public.calendar_meetings;
begin
  v_old := public.lock_own_meeting(p_meeting_id, v_user_id);
  if p_new_status is null or p_new_status not in ('scheduled', 'completed', 'cancelled') then
    raise sqlstate 'VC400' using
      message = 'meeting_status_invalid',
      detail = format('status %s', p_new_status),
      hint = 'A meeting can be cancelled, be said to have been held, or be booked again.';
  end if;
  if v_old.status <> p_new_status and not (p_new_status = 'scheduled' and v_old.status = 'rescheduled') then
    update public.calendar_meetings m set status = p_new_status where m.id = p_meeting_id;
    if p_new_status = 'cancelled' or v_old.status = 'cancelled' then
      perform public.push_meeting(p_meeting_id, '{status}', p_now);
    end if;
  end if;
  return public.told_meeting(p_meeting_id);
end
$function$;
comment on function api.set_meeting_status is
  'Cancels a meeting, says that it was held (completed), or books it again (scheduled), and returns it. Raises not_signed_in, meeting_not_found, meeting_status_invalid, meeting_step_not_allowed.
@words p_new_status calendar_meetings.status';
revoke all on function api.set_meeting_status from public;
grant execute on function api.set_meeting_status to app_user;
alter function api.set_meeting_status owner to app_definer;
--! EndIncluded meetings/api.set_meeting_status.sql
--! Included meetings/api.get_meeting.sql
create or replace function api.get_meeting(p_meeting_id uuid)
  returns api.meetings
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_meeting api.meetings;
begin
  perform public.require_user();
  select m.* into v_meeting from api.meetings m where m.id = p_meeting_id;
  if v_meeting.id is null then
    raise sqlstate 'VC404' using
      message = 'meeting_not_found',
      detail = format('meeting %s', p_meeting_id),
      hint = 'This meeting no longer exists.';
  end if;
  return v_meeting;
end
$function$;
comment on function api.get_meeting is
  'One meeting. Raises not_signed_in, meeting_not_found.';
revoke all on function api.get_meeting from public;
grant execute on function api.get_meeting to app_user;
--! EndIncluded meetings/api.get_meeting.sql
--! Included meetings/api.list_meetings.sql
create or replace function api.list_meetings(
  p_which text default 'open',
  p_contact_id uuid default null,
  p_after_at timestamptz default null,
  p_after_meeting uuid default null,
  p_limit integer default 50
)
  returns setof api.meetings
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select m.*
  from api.meetings m
  where case p_which when 'open' then m.is_open when 'all' then true else m.status = p_which end
    and (p_contact_id is null or m.contact_id = p_contact_id)
    and (p_after_meeting is null or case
      when p_which = 'open' then (m.meeting_time, m.id) > (p_after_at, p_after_meeting)
      else (m.meeting_time, m.id) < (p_after_at, p_after_meeting)
    end)
  order by
    case when p_which = 'open' then m.meeting_time end,
    case when p_which = 'open' then m.id end,
    m.meeting_time desc,
    m.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_meetings is
  'A page of meetings: open ones the next first; completed, cancelled or all of them the latest first. The next page begins behind the last meeting_time and id. Raises not_signed_in.';
revoke all on function api.list_meetings from public;
grant execute on function api.list_meetings to app_user;
--! EndIncluded meetings/api.list_meetings.sql
--! Included meetings/api.count_meetings.sql
create or replace function api.count_meetings(p_now timestamptz default now())
  returns table (today integer, open integer, conflicting integer, not_synced integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_zone text := public.get_user_timezone(public.current_user_id());
  v_today date := (p_now at time zone v_zone)::date;
begin
  perform public.require_user();
  return query
  select
    count(*) filter (where m.meeting_time < (v_today + 1)::timestamp at time zone v_zone)::integer,
    count(*)::integer,
    count(*) filter (where m.is_conflicting)::integer,
    count(*) filter (where m.sync_state = 'failed')::integer
  from api.meetings m
  where m.is_open;
end
$function$;
comment on function api.count_meetings is
  'How many meetings are still to happen: today in the tenant''s zone, at all, at the same time as something else, and refused by the calendar. Raises not_signed_in.
@notNull today
@notNull open
@notNull conflicting
@notNull not_synced';
revoke all on function api.count_meetings from public;
grant execute on function api.count_meetings to app_user;
--! EndIncluded meetings/api.count_meetings.sql
--! Included meetings/public.complete_past_meetings.sql
create or replace function public.complete_past_meetings(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_completed integer;
begin
  update public.calendar_meetings m
  set status = 'completed'
  where m.status in ('scheduled', 'rescheduled')
    and m.meeting_time < p_now
    and m.meeting_time + m.duration_minutes * interval '1 minute' <= p_now;
  get diagnostics v_completed = row_count;
  return v_completed;
end
$function$;
comment on function public.complete_past_meetings is
  'Completes meetings that are over; returns how many. Scheduled.';
revoke all on function public.complete_past_meetings from public;
grant execute on function public.complete_past_meetings to app_worker;
alter function public.complete_past_meetings owner to app_definer;
--! EndIncluded meetings/public.complete_past_meetings.sql
--! Included meetings/public.book_meetings_of_leads.sql
-- A meeting that was booked by hand for the call, or cancelled since, counts: nothing is booked a second time. The row of the lead is locked by
-- whoever writes it, so two analyses of one call come one after the other.
create or replace function public.book_meetings_of_leads()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
  v_now timestamptz;
begin
  with booked as (
    insert into public.calendar_meetings (
      user_id, call_id, contact_id, meeting_time, duration_minutes, title, attendee_email, timezone, created_at
    )
    select
      n.user_id, n.call_id, n.contact_id, n.meeting_scheduled_at, public.setting('meetings.default_minutes'),
      left(format('Meeting with %s', coalesce(c.name, k.phone_number)), 500), public.mail_address(c.email), public.get_user_timezone(n.user_id),
      n.updated_at
    from new_rows n
    join public.calls k on k.id = n.call_id
    left join public.contacts c on c.id = n.contact_id
    where n.meeting_scheduled_at > n.updated_at
      and n.meeting_scheduled_at < n.updated_at + interval '5 years'
      and not exists (select from public.calendar_meetings m where m.call_id = n.call_id)
    order by n.user_id, n.call_id
    returning id, user_id, call_id, meeting_time, title, timezone, created_at
  ),
  told as (
    insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
    select
      b.user_id, 'meeting_booked', b.id::text, left(b.title, 255),
      format(
        'Agreed in a call for %s (%s).%s', to_char(b.meeting_time at time zone b.timezone, 'FMDay, FMDD FMMonth YYYY, HH24:MI'), b.timezone,
        case
          when public.meeting_conflict(b.user_id, b.meeting_time, public.setting('meetings.default_minutes'), b.id) is null then ''
          else ' Something else is at the same time.'
        end
      ),
      format('/meetings?peek=%s', b.id), jsonb_build_object('meeting_id', b.id, 'call_id', b.call_id), b.created_at
    from booked b
    order by b.user_id, b.id
    on conflict do nothing
  )
  select array_agg(b.id order by b.id), max(b.created_at) into v_ids, v_now from booked b;
  perform public.push_meeting(i.id, '{}', v_now)
  from unnest(v_ids) as i (id);
  return null;
end
$function$;
comment on function public.book_meetings_of_leads is
  'Trigger of lead_analytics: books the meeting that was agreed in a call, once for each call, and tells the tenant.';
revoke all on function public.book_meetings_of_leads from public;
alter function public.book_meetings_of_leads owner to app_definer;
--! EndIncluded meetings/public.book_meetings_of_leads.sql
--! Included leads/public.lead_analytics.triggers.sql
-- Everything that an analysis sets off.
create or replace trigger _100_stamp_lead
  before insert on public.lead_analytics
  for each row execute function public.stamp_lead();
comment on trigger _100_stamp_lead on public.lead_analytics is 'A lead is filed under the day and hour of its call.';

create or replace trigger trg_leads_daily_analytics
  after update on public.lead_analytics
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_agent_scores_from_lead_analytics();
comment on trigger trg_leads_daily_analytics on public.lead_analytics is 'Changed scores and qualifications reach the rollups.';

create or replace trigger trg_leads_daily_analytics_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.roll_up_leads_on_insert();
comment on trigger trg_leads_daily_analytics_on_insert on public.lead_analytics is 'New analyses reach the rollups.';

create or replace trigger trg_leads_daily_analytics_on_delete
  after delete on public.lead_analytics
  referencing old table as old_rows
  for each statement execute function public.roll_up_leads_on_delete();
comment on trigger trg_leads_daily_analytics_on_delete on public.lead_analytics is 'Deleted analyses leave the rollups.';

create or replace trigger z_890_book_meetings
  after update on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.book_meetings_of_leads();
comment on trigger z_890_book_meetings on public.lead_analytics is 'A meeting that was agreed in a call is booked.';

create or replace trigger z_890_book_meetings_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.book_meetings_of_leads();
comment on trigger z_890_book_meetings_on_insert on public.lead_analytics is 'A meeting that was agreed in a call is booked.';

create or replace trigger z_900_publish
  after update on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.publish_leads();
comment on trigger z_900_publish on public.lead_analytics is 'Open tabs learn of changed analyses.';

create or replace trigger z_900_publish_on_insert
  after insert on public.lead_analytics
  referencing new table as new_rows
  for each statement execute function public.publish_leads();
comment on trigger z_900_publish_on_insert on public.lead_analytics is 'Open tabs learn of new analyses.';
--! EndIncluded leads/public.lead_analytics.triggers.sql
--! Included meetings/public.refuse_illegal_meeting_step.sql
-- The life of a meeting is the table meeting_status_steps; whatever asks, another step is refused here.
create or replace function public.refuse_illegal_meeting_step()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if new.status is distinct from old.status and not exists (
    select
    from public.meeting_status_steps s
    where s.from_status = old.status and s.to_status = new.status
  ) then
    raise sqlstate 'VC409' using
      message = 'meeting_step_not_allowed',
      detail = format('meeting %s: %s to %s', old.id, old.status, new.status),
      hint = 'The meeting is in a state in which this cannot be done; look at it again.';
  end if;
  return new;
end
$function$;
comment on function public.refuse_illegal_meeting_step is
  'Refuses a change of status that is not in meeting_status_steps. Raises meeting_step_not_allowed.';
revoke all on function public.refuse_illegal_meeting_step from public;
alter function public.refuse_illegal_meeting_step owner to app_definer;
--! EndIncluded meetings/public.refuse_illegal_meeting_step.sql
--! Included meetings/public.publish_meetings.sql
create or replace function public.publish_meetings()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic)
  select distinct n.user_id, 'meetings'
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_meetings is
  'Trigger of calendar_meetings: tells open tabs that meetings have changed.';
revoke all on function public.publish_meetings from public;
alter function public.publish_meetings owner to app_definer;
--! EndIncluded meetings/public.publish_meetings.sql
--! Included meetings/public.calendar_meetings.triggers.sql
-- All side effects of a write to calendar_meetings, in firing order.
create or replace trigger _100_refuse_illegal_step
  before update on public.calendar_meetings
  for each row execute function public.refuse_illegal_meeting_step();
comment on trigger _100_refuse_illegal_step on public.calendar_meetings is 'A meeting lives by meeting_status_steps.';

create or replace trigger update_calendar_meetings_updated_at
  before update on public.calendar_meetings
  for each row execute function public.update_updated_at_column();
comment on trigger update_calendar_meetings_updated_at on public.calendar_meetings is
  'Stamps updated_at of every changed row.';

create or replace trigger z_900_publish
  after update on public.calendar_meetings
  referencing new table as new_rows
  for each statement execute function public.publish_meetings();
comment on trigger z_900_publish on public.calendar_meetings is 'Open tabs learn of changed meetings.';

create or replace trigger z_900_publish_on_insert
  after insert on public.calendar_meetings
  referencing new table as new_rows
  for each statement execute function public.publish_meetings();
comment on trigger z_900_publish_on_insert on public.calendar_meetings is 'Open tabs learn of new meetings.';
--! EndIncluded meetings/public.calendar_meetings.triggers.sql
--! Included meetings/public.calendar_answer_class.sql
create or replace function public.calendar_answer_class(p_status integer, p_reason text)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select case
    when p_status between 200 and 299 then 'ok'
    when p_status = 401 then 'reconnect'
    when p_status = 403 and p_reason in ('rateLimitExceeded', 'userRateLimitExceeded') or p_status = 429 then 'pace'
    when p_status = 403 and p_reason = 'quotaExceeded' then 'quota'
    when p_status = 403 and p_reason in ('insufficientPermissions', 'accessNotConfigured') then 'reconnect'
    when p_status in (404, 410) then 'gone'
    when p_status = 409 then 'taken'
    when p_status = 412 then 'changed'
    when p_status between 400 and 499 then 'refused'
    else 'unclear'
  end
$function$;
comment on function public.calendar_answer_class is
  'What an answer of Google Calendar means, from its HTTP status (null: none came) and the reason in it: ok, reconnect (the secret is worth nothing), pace (too fast), quota (for hours), gone, taken (that id exists), changed (since the version named), refused, unclear (nobody knows whether it was done).
@notNull';
revoke all on function public.calendar_answer_class from public;
grant execute on function public.calendar_answer_class to app_definer;
--! EndIncluded meetings/public.calendar_answer_class.sql
--! Included meetings/public.doubt_calendar_request.sql
create or replace function public.doubt_calendar_request(p_request jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.calendar_meeting_sync s
  set is_unclear = s.is_unclear or p_request ->> 'kind' = 'insert',
      check_wanted = s.check_wanted or p_request ->> 'kind' = 'patch',
      dirty = array(
        select distinct f.field
        from unnest(s.dirty || array(select jsonb_array_elements_text(coalesce(p_request -> 'fields', '[]')))) as f (field)
        order by 1
      ),
      push_state = 'waiting',
      tries = s.tries + 1,
      next_try_at = p_now + least(power(2, s.tries), 3600) * interval '1 second'
  where s.meeting_id = (p_request ->> 'meeting_id')::uuid;
end
$function$;
comment on function public.doubt_calendar_request is
  'Notes that nobody knows whether a request was done: what it was to write is still to be written, and an insert is looked for first. Called by next_calendar_request and record_calendar_answer.';
revoke all on function public.doubt_calendar_request from public;
alter function public.doubt_calendar_request owner to app_definer;
--! EndIncluded meetings/public.doubt_calendar_request.sql
--! Included meetings/public.meeting_request.sql
create or replace function public.meeting_request(p_account_id uuid, p_now timestamptz)
  returns jsonb
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_sync public.calendar_meeting_sync;
  v_meeting public.calendar_meetings;
  v_id text;
  v_fields text[];
  v_kind text;
begin
  loop
    select s.*
    into v_sync
    from public.calendar_meeting_sync s
    where s.account_id = p_account_id and s.push_state = 'waiting' and s.next_try_at <= p_now
    order by s.next_try_at, s.meeting_id
    limit 1;
    if not found then
      return null;
    end if;
    -- A person changes the meeting first and its sync row after it: in that order they are locked.
    select m.* into v_meeting from public.calendar_meetings m where m.id = v_sync.meeting_id for no key update;
    select s.* into v_sync from public.calendar_meeting_sync s where s.meeting_id = v_sync.meeting_id for no key update;
    v_id := public.calendar_event_id(v_meeting.id, v_sync.generation);
    v_fields := array_remove(v_sync.dirty, 'status');
    v_kind := case
      when v_sync.is_unclear or v_sync.check_wanted then 'get'
      when v_meeting.status = 'cancelled' then case when v_sync.etag is not null then 'delete' end
      when v_sync.etag is null then case when v_meeting.status <> 'completed' then 'insert' end
      when v_fields <> '{}' or v_sync.conference_state = 'wanted' then 'patch'
      when v_sync.conference_state = 'pending' then 'get'
    end;
    exit when v_kind is not null;
    update public.calendar_meeting_sync s
    set push_state = 'done', dirty = '{}', tries = 0, last_error = null
    where s.meeting_id = v_meeting.id;
  end loop;

  if v_kind = 'insert' then
    v_fields := '{time,title,description,location,attendee}';
  end if;
  if v_kind in ('insert', 'patch') then
    -- What a person changes while the answer is on its way is dirty anew.
    update public.calendar_meeting_sync s set dirty = '{}' where s.meeting_id = v_meeting.id;
  end if;
  return jsonb_build_object('kind', v_kind, 'meeting_id', v_meeting.id, 'event_id', v_id)
    || case v_kind
      when 'insert' then jsonb_build_object(
        'fields', to_jsonb(v_fields),
        'event', public.calendar_event(v_meeting, v_fields) || public.conference_wish(v_sync) || jsonb_build_object(
          'id', v_id, 'extendedProperties', jsonb_build_object('private', jsonb_build_object('callgres_meeting_id', v_meeting.id))
        )
      )
      when 'patch' then jsonb_build_object(
        'fields', to_jsonb(v_fields), 'etag', v_sync.etag, 'event', public.calendar_event(v_meeting, v_fields) || public.conference_wish(v_sync)
      )
      else '{}'
    end;
end
$function$;
comment on function public.meeting_request is
  'The next question about a meeting of an account, as an object; null when none is due. Called by next_calendar_request.';
revoke all on function public.meeting_request from public;
alter function public.meeting_request owner to app_definer;
--! EndIncluded meetings/public.meeting_request.sql
--! Included meetings/public.pull_request.sql
-- Parameters may not change within a reading, so its beginning is cut to the hour; a reading that was broken off begins again when that hour
-- is over, because its page token is then refused.
create or replace function public.pull_request(p_sync public.calendar_sync, p_now timestamptz)
  returns jsonb
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if (p_sync).pull_id is null and (p_sync).next_pull_at > p_now then
    return null;
  end if;
  if (p_sync).pull_id is null then
    update public.calendar_sync s
    set pull_id = gen_random_uuid(), is_full = s.sync_token is null, page_token = null
    where s.account_id = (p_sync).account_id;
  end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'kind', 'list',
    'sync_token', (p_sync).sync_token,
    'page_token', (p_sync).page_token,
    'time_min', case when (p_sync).sync_token is null then to_char((p_now - interval '30 days') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"') end
  ));
end
$function$;
comment on function public.pull_request is
  'The next page of a calendar that is due to be read, as an object; null when none is. Called by next_calendar_request.';
revoke all on function public.pull_request from public;
alter function public.pull_request owner to app_definer;
--! EndIncluded meetings/public.pull_request.sql
--! Included meetings/public.channel_request.sql
-- A new channel is opened before the old one is stopped: between them nothing may be lost.
create or replace function public.channel_request(p_sync public.calendar_sync, p_now timestamptz)
  returns jsonb
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if (p_sync).old_channel_id is not null then
    return jsonb_build_object('kind', 'stop', 'channel_id', (p_sync).old_channel_id, 'resource_id', (p_sync).old_channel_resource_id);
  elsif (p_sync).next_watch_at <= p_now then
    return jsonb_build_object('kind', 'watch', 'channel_id', gen_random_uuid());
  end if;
  return null;
end
$function$;
comment on function public.channel_request is
  'What is to be done about the channel by which changes are told, as an object; null when nothing is. Called by next_calendar_request.';
revoke all on function public.channel_request from public;
grant execute on function public.channel_request to app_definer;
--! EndIncluded meetings/public.channel_request.sql
--! Included meetings/public.leaving_request.sql
create or replace function public.leaving_request(p_sync public.calendar_sync)
  returns jsonb
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  return case
    when (p_sync).channel_id is not null then jsonb_build_object('kind', 'stop', 'channel_id', (p_sync).channel_id, 'resource_id', (p_sync).channel_resource_id)
    when (p_sync).old_channel_id is not null then jsonb_build_object('kind', 'stop', 'channel_id', (p_sync).old_channel_id, 'resource_id', (p_sync).old_channel_resource_id)
    else jsonb_build_object('kind', 'revoke')
  end;
end
$function$;
comment on function public.leaving_request is
  'What is left to be given up at a calendar, as an object. Called by next_calendar_request.';
revoke all on function public.leaving_request from public;
grant execute on function public.leaving_request to app_definer;
--! EndIncluded meetings/public.leaving_request.sql
--! Included meetings/public.leave_calendar.sql
create or replace function public.leave_calendar(p_account_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.provider_accounts a
  set status = 'disconnected', secret_sealed = null, last_error = null, updated_at = p_now
  where a.id = p_account_id and a.status = 'leaving';
  if not found then
    return;
  end if;
  delete from public.calendar_sync s where s.account_id = p_account_id;
  delete from public.calendar_busy b where b.account_id = p_account_id;
  delete from public.calendar_meeting_sync m where m.account_id = p_account_id;
  insert into public.ui_events (user_id, topic)
  select a.user_id, 'meetings' from public.provider_accounts a where a.id = p_account_id;
end
$function$;
comment on function public.leave_calendar is
  'Forgets all that was known of a calendar; meetings stay. Called by record_calendar_answer when nothing is left to be given up there.';
revoke all on function public.leave_calendar from public;
alter function public.leave_calendar owner to app_definer;
--! EndIncluded meetings/public.leave_calendar.sql
--! Included meetings/public.break_calendar.sql
create or replace function public.break_calendar(p_account_id uuid, p_class text, p_reason text, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_class = 'reconnect' then
    update public.provider_accounts a
    set status = 'reconnect', last_error = left(coalesce(p_reason, 'not authorised'), 500), updated_at = p_now
    where a.id = p_account_id and a.status = 'connected';
    if not found then
      return;
    end if;
  end if;
  insert into public.notifications (user_id, type, event_key, title, message, link, created_at)
  select
    a.user_id, 'integration_broken', concat_ws(' ', a.id, p_class, (p_now at time zone 'UTC')::date), 'The calendar is not in step',
    case p_class
      when 'reconnect' then 'Google does not let us in any more. Connect the calendar again; meetings wait until then.'
      else 'Google takes no more invitations for some hours. Meetings wait until then.'
    end,
    '/settings/integrations', p_now
  from public.provider_accounts a
  where a.id = p_account_id
  on conflict do nothing;
end
$function$;
comment on function public.break_calendar is
  'Stops work on a calendar that does not let us in, until its owner connects it again, and tells the owner once a day. Called by record_calendar_answer.';
revoke all on function public.break_calendar from public;
alter function public.break_calendar owner to app_definer;
--! EndIncluded meetings/public.break_calendar.sql
--! Included meetings/public.tell_meeting_changed.sql
create or replace function public.tell_meeting_changed(p_meeting public.calendar_meetings, p_message text, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.notifications (user_id, type, event_key, title, message, link, metadata, created_at)
  values (
    (p_meeting).user_id, 'meeting_changed', concat_ws(' ', (p_meeting).id, md5(p_message)), left(format('Changed: %s', (p_meeting).title), 255), p_message,
    format('/meetings?peek=%s', (p_meeting).id), jsonb_build_object('meeting_id', (p_meeting).id), p_now
  )
  on conflict do nothing;
end
$function$;
comment on function public.tell_meeting_changed is
  'Tells a tenant, once, what was done to a meeting in the calendar. Called by merge_calendar_event.';
revoke all on function public.tell_meeting_changed from public;
alter function public.tell_meeting_changed owner to app_definer;
--! EndIncluded meetings/public.tell_meeting_changed.sql
--! Included meetings/public.note_event_gone.sql
create or replace function public.note_event_gone(p_meeting_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.calendar_meetings m set google_event_id = null, google_meet_link = null where m.id = p_meeting_id;
  update public.calendar_meeting_sync s
  set generation = s.generation + 1, etag = null, remote_updated = null, dirty = '{}', is_unclear = false, check_wanted = false,
      conference_state = 'wanted', conference_tries = 0, push_state = 'waiting', tries = 0, next_try_at = p_now, last_error = null
  where s.meeting_id = p_meeting_id;
end
$function$;
comment on function public.note_event_gone is
  'Notes that the event of a meeting is gone; booked again, it is another event. Called by record_meeting_answer, adopt_calendar_event and merge_calendar_event.';
revoke all on function public.note_event_gone from public;
alter function public.note_event_gone owner to app_definer;
--! EndIncluded meetings/public.note_event_gone.sql
--! Included meetings/public.note_event_written.sql
-- Video meetings are made asynchronously: pending is looked at again after 1, 2, 4 … 60 seconds, a failure is tried once more under another
-- name. What is waiting and has nothing to say any more, meeting_request marks as done.
create or replace function public.note_event_written(p_meeting_id uuid, p_sync public.calendar_sync, p_event jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.calendar_meetings m
  set google_event_id = p_event ->> 'id',
      google_calendar_id = left(coalesce(p_event -> 'organizer' ->> 'email', (p_sync).calendar_id), 255),
      google_meet_link = coalesce(p_event ->> 'hangoutLink', m.google_meet_link)
  where m.id = p_meeting_id
    and (m.google_event_id, m.google_meet_link) is distinct from (p_event ->> 'id', coalesce(p_event ->> 'hangoutLink', m.google_meet_link));
  update public.calendar_meeting_sync s
  set etag = p_event ->> 'etag',
      remote_updated = public.safe_timestamptz(p_event ->> 'updated'),
      is_unclear = false,
      check_wanted = false,
      push_state = 'waiting',
      last_error = null,
      conference_state = c.conference_state,
      conference_tries = s.conference_tries + case when c.conference_state = 'wanted' then 1 else 0 end,
      tries = case when c.conference_state = 'pending' then s.tries + 1 else 0 end,
      next_try_at = p_now + case when c.conference_state = 'pending' then least(power(2, s.tries), 60) else 0 end * interval '1 second'
  from (
    select x.tries, x.conference_tries,
      case
        when p_event ->> 'hangoutLink' is not null then 'success'
        when p_event -> 'conferenceData' -> 'createRequest' -> 'status' ->> 'statusCode' = 'pending' and x.tries < 8 then 'pending'
        when x.conference_state in ('wanted', 'pending') and p_event ? 'conferenceData' then case when x.conference_tries < 1 then 'wanted' else 'failure' end
        when x.conference_state in ('wanted', 'pending') then 'none'
        else x.conference_state
      end as conference_state
    from public.calendar_meeting_sync x
    where x.meeting_id = p_meeting_id
  ) c
  where s.meeting_id = p_meeting_id;
end
$function$;
comment on function public.note_event_written is
  'Notes what the calendar says about a meeting after it was written: version, link, and how the video meeting fares. Called by record_meeting_answer and adopt_calendar_event.';
revoke all on function public.note_event_written from public;
alter function public.note_event_written owner to app_definer;
--! EndIncluded meetings/public.note_event_written.sql
--! Included meetings/public.merge_calendar_event.sql
-- Who wins when both sides have changed: about time, length, cancellation and answers the calendar, because people are invited by it; about
-- title, description, place and guest whoever changed it here, until it is written. The version that our own writing made is no news, and an
-- older one neither.
create or replace function public.merge_calendar_event(p_meeting_id uuid, p_event jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_old public.calendar_meetings;
  v_state public.calendar_meeting_sync;
  v_cancelled boolean;
  v_zone text;
  v_starts_at timestamptz;
  v_minutes integer;
  v_moved boolean;
begin
  select m.* into v_old from public.calendar_meetings m where m.id = p_meeting_id for no key update;
  select s.* into v_state from public.calendar_meeting_sync s where s.meeting_id = p_meeting_id for no key update;
  if p_event ->> 'etag' = v_state.etag or public.safe_timestamptz(p_event ->> 'updated') < v_state.remote_updated then
    return;
  end if;
  if p_event ->> 'status' = 'cancelled' then
    update public.calendar_meetings m
    set status = 'cancelled'
    where m.id = p_meeting_id and m.status in ('scheduled', 'rescheduled');
    v_cancelled := found;
    perform public.note_event_gone(p_meeting_id, p_now);
    if v_cancelled then
      perform public.tell_meeting_changed(v_old, 'It was cancelled in the calendar.', p_now);
    end if;
    return;
  end if;

  v_zone := coalesce((select z.name from public.time_zones z where z.name = p_event -> 'start' ->> 'timeZone'), v_old.timezone);
  v_starts_at := coalesce(public.calendar_instant(p_event -> 'start', v_zone), v_old.meeting_time);
  v_minutes := extract(epoch from coalesce(public.calendar_instant(p_event -> 'end', v_zone), v_starts_at) - v_starts_at)::integer / 60;
  v_minutes := case when v_minutes between 1 and 1440 then v_minutes else v_old.duration_minutes end;
  v_moved := (v_starts_at, v_minutes) is distinct from (v_old.meeting_time, v_old.duration_minutes);
  update public.calendar_meetings m
  set meeting_time = v_starts_at,
      duration_minutes = v_minutes,
      timezone = v_zone,
      status = case
        when v_moved and (m.status = 'scheduled' or m.status = 'completed' and v_starts_at > p_now) then 'rescheduled'
        else m.status
      end,
      title = case when 'title' = any (v_state.dirty) then m.title else coalesce(public.one_line(p_event ->> 'summary', 500), m.title) end,
      description = case when 'description' = any (v_state.dirty) then m.description else nullif(left(p_event ->> 'description', 8000), '') end,
      location = case when 'location' = any (v_state.dirty) then m.location else public.one_line(p_event ->> 'location', 500) end,
      attendee_email = case
        when 'attendee' = any (v_state.dirty) then m.attendee_email
        else coalesce(public.mail_address(p_event -> 'attendees' -> 0 ->> 'email'), case when p_event ? 'attendees' then m.attendee_email end)
      end
  where m.id = p_meeting_id;
  update public.calendar_meeting_sync s
  set etag = p_event ->> 'etag',
      remote_updated = public.safe_timestamptz(p_event ->> 'updated'),
      dirty = array_remove(s.dirty, 'time'),
      push_state = 'waiting',
      next_try_at = p_now
  where s.meeting_id = p_meeting_id;
  if v_moved and v_old.status in ('scheduled', 'rescheduled') then
    perform public.tell_meeting_changed(v_old, format(
      'It was moved in the calendar to %s (%s).%s%s', to_char(v_starts_at at time zone v_zone, 'FMDay, FMDD FMMonth YYYY, HH24:MI'), v_zone,
      case when p_event -> 'start' ? 'date' then ' It is a whole day there.' else '' end,
      case when 'time' = any (v_state.dirty) then ' The time that you had chosen here was given up for it.' else '' end
    ), p_now);
  end if;
  if p_event -> 'attendees' -> 0 ->> 'responseStatus' = 'declined' then
    perform public.tell_meeting_changed(v_old, format('%s has declined.', p_event -> 'attendees' -> 0 ->> 'email'), p_now);
  end if;
end
$function$;
comment on function public.merge_calendar_event is
  'Brings a meeting to what the calendar says, where it wins, and leaves to be written there what wins here. Called by record_pull_answer, record_meeting_answer and adopt_calendar_event.';
revoke all on function public.merge_calendar_event from public;
alter function public.merge_calendar_event owner to app_definer;
--! EndIncluded meetings/public.merge_calendar_event.sql
--! Included meetings/public.adopt_calendar_event.sql
create or replace function public.adopt_calendar_event(p_meeting_id uuid, p_sync public.calendar_sync, p_event jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_state public.calendar_meeting_sync;
begin
  select s.* into v_state from public.calendar_meeting_sync s where s.meeting_id = p_meeting_id;
  if v_state.etag is null and (
    p_event ->> 'status' = 'cancelled'
    or p_event -> 'extendedProperties' -> 'private' ->> 'callgres_meeting_id' is distinct from p_meeting_id::text
  ) then
    -- The name is used up, by an event that was deleted or by one of somebody else.
    perform public.note_event_gone(p_meeting_id, p_now);
  elsif v_state.etag is null then
    -- The insert whose answer was lost: it wrote what is here, unless something was changed since, and that is dirty.
    perform public.note_event_written(p_meeting_id, p_sync, p_event, p_now);
  else
    perform public.merge_calendar_event(p_meeting_id, p_event, p_now);
    if p_event ->> 'status' is distinct from 'cancelled' then
      perform public.note_event_written(p_meeting_id, p_sync, p_event, p_now);
    end if;
  end if;
end
$function$;
comment on function public.adopt_calendar_event is
  'Takes note of an event that was looked at: found after an insert whose answer was lost, or with changes of the other side. Called by record_meeting_answer.';
revoke all on function public.adopt_calendar_event from public;
alter function public.adopt_calendar_event owner to app_definer;
--! EndIncluded meetings/public.adopt_calendar_event.sql
--! Included meetings/public.record_meeting_answer.sql
-- An id that is taken is ours, from an insert whose answer was lost, or that of an event that was deleted: what it is, is looked at. A version
-- that has changed is looked at, merged, and written again, a few times.
create or replace function public.record_meeting_answer(p_sync public.calendar_sync, p_class text, p_answer jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_meeting_id uuid := ((p_sync).request ->> 'meeting_id')::uuid;
  v_kind text := (p_sync).request ->> 'kind';
  v_state public.calendar_meeting_sync;
  -- Some calendars allow no video meetings, which only a refusal tells.
  v_no_conference boolean := p_class = 'refused' and coalesce(p_answer ->> 'message' ~* 'conference', false);
begin
  perform 1 from public.calendar_meetings m where m.id = v_meeting_id for no key update;
  select s.* into v_state from public.calendar_meeting_sync s where s.meeting_id = v_meeting_id for no key update;
  if not found then
    return;
  end if;
  if p_class = 'ok' and v_kind = 'delete' or p_class = 'gone' and v_kind = 'delete' then
    perform public.note_event_gone(v_meeting_id, p_now);
  elsif p_class = 'ok' and v_kind = 'get' then
    perform public.adopt_calendar_event(v_meeting_id, p_sync, p_answer -> 'body', p_now);
  elsif p_class = 'ok' then
    perform public.note_event_written(v_meeting_id, p_sync, p_answer -> 'body', p_now);
  elsif p_class = 'gone' and v_kind = 'get' and v_state.etag is null then
    -- It never arrived.
    update public.calendar_meeting_sync s set is_unclear = false, check_wanted = false, next_try_at = p_now where s.meeting_id = v_meeting_id;
  elsif p_class = 'gone' and v_kind in ('get', 'patch') then
    perform public.merge_calendar_event(v_meeting_id, '{"status": "cancelled"}', p_now);
  elsif v_kind in ('insert', 'patch') and (p_class in ('taken', 'changed') or v_no_conference) and v_state.tries < 5 then
    perform public.doubt_calendar_request((p_sync).request || '{"kind": "not done"}', p_now);
    update public.calendar_meeting_sync s
    set is_unclear = s.is_unclear or p_class = 'taken',
        check_wanted = s.check_wanted or p_class = 'changed',
        conference_state = case when v_no_conference then 'none' else s.conference_state end,
        next_try_at = p_now
    where s.meeting_id = v_meeting_id;
  else
    update public.calendar_meeting_sync s
    set push_state = 'failed',
        dirty = array(
          select distinct f.field
          from unnest(s.dirty || array(select jsonb_array_elements_text(coalesce((p_sync).request -> 'fields', '[]')))) as f (field)
          order by 1
        ),
        last_error = left(concat_ws(' ', p_answer ->> 'status', p_answer ->> 'reason'), 500)
    where s.meeting_id = v_meeting_id;
  end if;
  insert into public.ui_events (user_id, topic) values ((p_sync).user_id, 'meetings');
end
$function$;
comment on function public.record_meeting_answer is
  'Notes what the calendar answered about a meeting. Called by record_calendar_answer.';
revoke all on function public.record_meeting_answer from public;
alter function public.record_meeting_answer owner to app_definer;
--! EndIncluded meetings/public.record_meeting_answer.sql
--! Included meetings/public.note_calendar_event.sql
-- Only names that we have given lead to a meeting: a guest's copy of an event carries the organiser's name, and two tenants may be invited to
-- one event.
create or replace function public.note_calendar_event(p_sync public.calendar_sync, p_event jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id text;
  v_meeting_id uuid;
  v_zone text;
  v_starts_at timestamptz;
  v_ends_at timestamptz;
begin
  v_id := p_event ->> 'id';
  if v_id ~ '^cg[0-9a-f]{32}v[0-9]{1,9}$' then
    update public.calendar_meeting_sync s
    set seen_pull_id = (p_sync).pull_id
    where s.user_id = (p_sync).user_id and s.meeting_id = substr(v_id, 3, 32)::uuid and s.account_id = (p_sync).account_id
      and public.calendar_event_id(s.meeting_id, s.generation) = v_id
      and s.etag is not null
    returning s.meeting_id into v_meeting_id;
    if v_meeting_id is not null then
      perform public.merge_calendar_event(v_meeting_id, p_event, p_now);
    end if;
    return;
  end if;
  v_zone := public.get_user_timezone((p_sync).user_id);
  v_starts_at := public.calendar_instant(p_event -> 'start', v_zone);
  v_ends_at := public.calendar_instant(p_event -> 'end', v_zone);
  if p_event ->> 'status' = 'cancelled' or p_event ->> 'transparency' = 'transparent' or v_starts_at is null or v_ends_at is null
    or v_ends_at <= v_starts_at or v_ends_at < p_now - interval '1 day' or v_starts_at > p_now + interval '400 days'
    or exists (
      select from jsonb_array_elements(coalesce(p_event -> 'attendees', '[]')) a (attendee)
      where a.attendee ->> 'self' = 'true' and a.attendee ->> 'responseStatus' = 'declined'
    ) then
    delete from public.calendar_busy b where b.account_id = (p_sync).account_id and b.event_id = left(v_id, 255);
  else
    insert into public.calendar_busy as b (account_id, user_id, event_id, starts_at, ends_at, pull_id)
    values ((p_sync).account_id, (p_sync).user_id, left(v_id, 255), v_starts_at, v_ends_at, (p_sync).pull_id)
    on conflict (account_id, event_id, user_id) do update
    set starts_at = excluded.starts_at, ends_at = excluded.ends_at, pull_id = excluded.pull_id;
  end if;
end
$function$;
comment on function public.note_calendar_event is
  'Takes note of one event of a calendar: of a meeting of ours, or of times when the tenant is busy. Called by record_pull_answer.';
revoke all on function public.note_calendar_event from public;
alter function public.note_calendar_event owner to app_definer;
--! EndIncluded meetings/public.note_calendar_event.sql
--! Included meetings/public.record_pull_answer.sql
-- The token is stored with the effects of the last page; those of the pages before it are stored already and do no harm when they come again:
-- a reading that is broken off is made anew from the token before. After one from the beginning, what it did not show is asked about.
create or replace function public.record_pull_answer(p_sync public.calendar_sync, p_class text, p_answer jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_body jsonb := p_answer -> 'body';
  v_event jsonb;
begin
  if p_class <> 'ok' then
    -- The token has run out, or the page: from the beginning, a little later when that is refused as well.
    update public.calendar_sync s
    set sync_token = null, page_token = null, pull_id = null, next_pull_at = p_now + case when (p_sync).sync_token is null and (p_sync).page_token is null then interval '15 minutes' else interval '0' end
    where s.account_id = (p_sync).account_id;
    return;
  end if;
  for v_event in
    select e.event
    from jsonb_array_elements(coalesce(v_body -> 'items', '[]')) with ordinality as e (event, place)
    order by e.place
  loop
    perform public.note_calendar_event(p_sync, v_event, p_now);
  end loop;
  if v_body ->> 'nextPageToken' is not null then
    update public.calendar_sync s set page_token = v_body ->> 'nextPageToken' where s.account_id = (p_sync).account_id;
    return;
  end if;
  if (p_sync).is_full then
    delete from public.calendar_busy b where b.account_id = (p_sync).account_id and b.pull_id is distinct from (p_sync).pull_id;
    update public.calendar_meeting_sync s
    set check_wanted = true, push_state = 'waiting', next_try_at = p_now
    from public.calendar_meetings m
    where s.account_id = (p_sync).account_id and m.id = s.meeting_id
      and s.etag is not null and s.seen_pull_id is distinct from (p_sync).pull_id
      and m.status in ('scheduled', 'rescheduled');
  end if;
  delete from public.calendar_busy b where b.account_id = (p_sync).account_id and b.ends_at < p_now - interval '1 day';
  update public.calendar_sync s
  set sync_token = v_body ->> 'nextSyncToken',
      pull_id = null,
      page_token = null,
      last_pull_at = p_now,
      last_full_at = case when (p_sync).is_full then p_now else s.last_full_at end,
      next_pull_at = p_now + case when s.channel_expires_at > p_now and s.channel_id is not null then interval '15 minutes' else interval '2 minutes' end
  where s.account_id = (p_sync).account_id;
end
$function$;
comment on function public.record_pull_answer is
  'Notes a page of a calendar; its end, with the token where the next reading goes on. Called by record_calendar_answer.';
revoke all on function public.record_pull_answer from public;
alter function public.record_pull_answer owner to app_definer;
--! EndIncluded meetings/public.record_pull_answer.sql
--! Included meetings/public.record_channel_answer.sql
create or replace function public.record_channel_answer(p_sync public.calendar_sync, p_class text, p_answer jsonb, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_expires_at timestamptz;
begin
  if (p_sync).request ->> 'kind' = 'stop' then
    -- Refused or gone: it ends by itself.
    update public.calendar_sync s
    set channel_id = case when s.channel_id::text = (p_sync).request ->> 'channel_id' then null else s.channel_id end,
        old_channel_id = case when s.old_channel_id::text = (p_sync).request ->> 'channel_id' then null else s.old_channel_id end
    where s.account_id = (p_sync).account_id;
  elsif p_class = 'ok' then
    v_expires_at := coalesce(to_timestamp((p_answer -> 'body' ->> 'expiration')::numeric / 1000), p_now + interval '1 hour');
    update public.calendar_sync s
    set old_channel_id = s.channel_id,
        old_channel_resource_id = s.channel_resource_id,
        channel_id = ((p_sync).request ->> 'channel_id')::uuid,
        channel_resource_id = p_answer -> 'body' ->> 'resourceId',
        channel_expires_at = v_expires_at,
        -- Renewed when a fifth of its life is left.
        next_watch_at = v_expires_at - (v_expires_at - p_now) / 5
    where s.account_id = (p_sync).account_id;
  else
    -- Not allowed to tell us: then it is read more often, and asked again tomorrow.
    update public.calendar_sync s set next_watch_at = p_now + interval '1 day' where s.account_id = (p_sync).account_id;
  end if;
end
$function$;
comment on function public.record_channel_answer is
  'Notes what became of a channel. Called by record_calendar_answer.';
revoke all on function public.record_channel_answer from public;
alter function public.record_channel_answer owner to app_definer;
--! EndIncluded meetings/public.record_channel_answer.sql
--! Included meetings/public.take_calendar_account.sql
create or replace function public.take_calendar_account(p_lease_id uuid, p_now timestamptz default now())
  returns table (account_id uuid, secret_sealed text)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
begin
  return query
  update public.calendar_sync s
  set lease_id = p_lease_id, lease_until = p_now + interval '2 minutes'
  from public.provider_accounts a
  where a.id = s.account_id
    and s.account_id = (
      select x.account_id
      from public.calendar_sync x
      join public.provider_accounts p on p.id = x.account_id
      where p.status in ('connected', 'leaving')
        and (x.lease_until is null or x.lease_until < p_now)
        and x.not_before <= p_now
        and (
          p.status = 'leaving'
          or x.next_pull_at <= p_now
          or x.next_watch_at <= p_now
          or x.old_channel_id is not null
          or exists (
            select from public.calendar_meeting_sync m
            where m.account_id = x.account_id and m.push_state = 'waiting' and m.next_try_at <= p_now
          )
        )
      order by x.next_pull_at, x.account_id
      limit 1
      for update of x skip locked
    )
  returning s.account_id, a.secret_sealed;
end
$function$;
comment on function public.take_calendar_account is
  'Takes a calendar about which something is to be done, with what opens it, for two minutes, which each question renews; none when nothing is due. Called by the job calendar__sync.';
revoke all on function public.take_calendar_account from public;
grant execute on function public.take_calendar_account to app_worker;
alter function public.take_calendar_account owner to app_definer;
--! EndIncluded meetings/public.take_calendar_account.sql
--! Included meetings/public.next_calendar_request.sql
-- What was asked by a worker that died may have been done: that is settled before anything else is asked.
create or replace function public.next_calendar_request(p_account_id uuid, p_lease_id uuid, p_now timestamptz default now())
  returns jsonb
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_sync public.calendar_sync;
  v_status text;
  v_request jsonb;
begin
  select s.* into v_sync from public.calendar_sync s where s.account_id = p_account_id and s.lease_id = p_lease_id for no key update;
  if not found then
    return null;
  end if;
  select a.status into v_status from public.provider_accounts a where a.id = p_account_id;
  if v_sync.request is not null then
    perform public.doubt_calendar_request(v_sync.request, p_now);
  end if;
  if v_sync.not_before <= p_now then
    v_request := case
      when v_status = 'leaving' then public.leaving_request(v_sync)
      when v_status = 'connected' then coalesce(
        public.meeting_request(p_account_id, p_now), public.pull_request(v_sync, p_now), public.channel_request(v_sync, p_now)
      )
    end;
  end if;
  update public.calendar_sync s
  set request = v_request,
      lease_id = case when v_request is not null then p_lease_id end,
      lease_until = case when v_request is not null then p_now + interval '2 minutes' end
  where s.account_id = p_account_id;
  return v_request || jsonb_build_object('calendar_id', v_sync.calendar_id);
end
$function$;
comment on function public.next_calendar_request is
  'What to ask of the calendar next, as an object: kind (get, insert, patch, delete, list, watch, stop, revoke) and what belongs to it. null: nothing, and the lease is given back. Called by the job calendar__sync, which answers with record_calendar_answer.';
revoke all on function public.next_calendar_request from public;
grant execute on function public.next_calendar_request to app_worker;
alter function public.next_calendar_request owner to app_definer;
--! EndIncluded meetings/public.next_calendar_request.sql
--! Included meetings/public.record_calendar_answer.sql
create or replace function public.record_calendar_answer(p_account_id uuid, p_lease_id uuid, p_answer jsonb, p_now timestamptz default now())
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_sync public.calendar_sync;
  v_class text;
  v_kind text;
begin
  select s.* into v_sync from public.calendar_sync s where s.account_id = p_account_id and s.lease_id = p_lease_id for no key update;
  if v_sync.request is null then
    return null;
  end if;
  v_class := public.calendar_answer_class((p_answer ->> 'status')::integer, p_answer ->> 'reason');
  v_kind := v_sync.request ->> 'kind';
  update public.calendar_sync s
  set request = null,
      failures = case when v_class in ('unclear', 'pace', 'quota') then s.failures + 1 else 0 end,
      not_before = case v_class
        when 'unclear' then p_now + least(power(2, s.failures), 900) * interval '1 second'
        when 'pace' then p_now + greatest(coalesce((p_answer ->> 'retry_after')::integer, 0), least(power(2, s.failures), 900)) * interval '1 second'
        when 'quota' then p_now + interval '3 hours'
        else s.not_before
      end
  where s.account_id = p_account_id;

  if v_class in ('unclear', 'pace', 'quota', 'reconnect') then
    perform public.doubt_calendar_request(
      case when v_class = 'unclear' then v_sync.request else v_sync.request || '{"kind": "not done"}' end, p_now
    );
    if v_class = 'reconnect' or v_sync.failures >= 3 then
      -- If it is being given up, there is no more to do about it than to forget it.
      perform public.leave_calendar(p_account_id, p_now);
    end if;
    if v_class in ('reconnect', 'quota') then
      perform public.break_calendar(p_account_id, v_class, p_answer ->> 'reason', p_now);
    end if;
  elsif v_kind in ('get', 'insert', 'patch', 'delete') then
    perform public.record_meeting_answer(v_sync, v_class, p_answer, p_now);
  elsif v_kind = 'list' then
    perform public.record_pull_answer(v_sync, v_class, p_answer, p_now);
  elsif v_kind = 'revoke' then
    perform public.leave_calendar(p_account_id, p_now);
  else
    perform public.record_channel_answer(v_sync, v_class, p_answer, p_now);
  end if;
  return v_class;
end
$function$;
comment on function public.record_calendar_answer is
  'Notes what the calendar answered to what next_calendar_request asked: an object of status (HTTP; null when no answer came), reason, message, retry_after (seconds) and body. Returns what it means, null when somebody else has the calendar by now. Called by the job calendar__sync.';
revoke all on function public.record_calendar_answer from public;
grant execute on function public.record_calendar_answer to app_worker;
alter function public.record_calendar_answer owner to app_definer;
--! EndIncluded meetings/public.record_calendar_answer.sql
--! Included meetings/api.begin_calendar_connection.sql
create or replace function api.begin_calendar_connection(p_state_hash text, p_browser_hash text, p_ip_address inet, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.add_oauth_login(p_state_hash, p_browser_hash, 'google_calendar', public.require_user(), p_ip_address, p_now);
end
$function$;
comment on function api.begin_calendar_connection is
  'Notes that the signed-in person goes to Google to let us into a calendar. Raises not_signed_in, too_many_oauth_logins.';
revoke all on function api.begin_calendar_connection from public;
grant execute on function api.begin_calendar_connection to app_user;
alter function api.begin_calendar_connection owner to app_definer;
--! EndIncluded meetings/api.begin_calendar_connection.sql
--! Included meetings/api.take_calendar_connection.sql
-- Before Google is asked: of fifty who come back with the same state one gets through.
create or replace function api.take_calendar_connection(p_state_hash text, p_browser_hash text, p_now timestamptz default now())
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  update public.oauth_logins l
  set used_at = p_now
  where l.state_hash = p_state_hash
    and l.browser_hash = p_browser_hash
    and l.provider = 'google_calendar'
    and l.user_id = v_user_id
    and l.used_at is null
    and l.expires_at > p_now;
  if not found then
    raise sqlstate 'VC400' using
      message = 'oauth_state_invalid',
      hint = 'This sign-in was begun elsewhere, took too long, or was used already. Begin again.';
  end if;
  return coalesce(
    (select a.id from public.provider_accounts a where a.user_id = v_user_id and a.provider = 'google'),
    gen_random_uuid()
  );
end
$function$;
comment on function api.take_calendar_connection is
  'Uses up a visit to Google and returns the id under which the account there is to be kept, for which its secret is to be sealed. Raises not_signed_in, oauth_state_invalid.
@notNull';
revoke all on function api.take_calendar_connection from public;
grant execute on function api.take_calendar_connection to app_user;
alter function api.take_calendar_connection owner to app_definer;
--! EndIncluded meetings/api.take_calendar_connection.sql
--! Included meetings/api.connect_calendar.sql
create or replace function api.connect_calendar(
  p_state_hash text,
  p_browser_hash text,
  p_account_id uuid,
  p_external_id text,
  p_email text,
  p_secret_sealed text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
begin
  perform public.finish_oauth_login(p_state_hash, p_browser_hash, v_user_id, p_now);
  insert into public.provider_accounts as a (id, user_id, provider, external_id, email, secret_sealed, status, created_at, updated_at)
  values (p_account_id, v_user_id, 'google', left(p_external_id, 255), left(lower(btrim(p_email)), 255), p_secret_sealed, 'connected', p_now, p_now)
  on conflict (user_id, provider) do update
  set external_id = excluded.external_id, email = excluded.email, secret_sealed = excluded.secret_sealed, status = 'connected',
      last_error = null, updated_at = excluded.updated_at
  where a.id = excluded.id
  returning a.id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'calendar_connected_meanwhile',
      hint = 'A calendar was connected a moment ago. Look at it again.';
  end if;
  -- Another account has another calendar; the same one goes on where it was.
  insert into public.calendar_sync as s (account_id, user_id, next_pull_at, next_watch_at, not_before)
  values (v_id, v_user_id, p_now, p_now, p_now)
  on conflict (account_id, user_id) do update
  set sync_token = null, pull_id = null, page_token = null, next_pull_at = p_now, next_watch_at = p_now, not_before = p_now, failures = 0;
  update public.calendar_meeting_sync m set push_state = 'waiting', tries = 0, next_try_at = p_now, last_error = null where m.account_id = v_id and m.push_state <> 'done';
  insert into public.ui_events (user_id, topic) values (v_user_id, 'meetings');
  perform public.add_job('calendar__sync', '{}', 'calendar__sync');
end
$function$;
comment on function api.connect_calendar is
  'Connects the calendar of the account that Google has named, or connects it again; what is sealed opens for the row of that id alone. Raises not_signed_in, oauth_state_invalid, calendar_connected_meanwhile.';
revoke all on function api.connect_calendar from public;
grant execute on function api.connect_calendar to app_user;
alter function api.connect_calendar owner to app_definer;
--! EndIncluded meetings/api.connect_calendar.sql
--! Included meetings/api.calendar_accounts.sql
create or replace view api.calendar_accounts with (security_invoker = true) as
select
  a.id,
  a.email,
  a.status,
  a.last_error,
  s.last_pull_at,
  coalesce(s.channel_expires_at > now() and s.channel_id is not null, false) as is_told,
  coalesce(s.not_before > now(), false) as is_paused,
  (
    select count(*)::integer from public.calendar_meeting_sync m where m.account_id = a.id and m.push_state = 'waiting'
  ) as waiting,
  (
    select count(*)::integer from public.calendar_meeting_sync m where m.account_id = a.id and m.push_state = 'failed'
  ) as failed,
  (
    select count(*)::integer
    from public.calendar_meetings m
    where m.user_id = a.user_id and m.status in ('scheduled', 'rescheduled') and m.meeting_time > now()
      and not exists (select from public.calendar_meeting_sync x where x.meeting_id = m.id)
  ) as not_there,
  a.updated_at
from public.provider_accounts a
left join public.calendar_sync s on s.account_id = a.id
where a.provider = 'google';
comment on view api.calendar_accounts is 'One row per calendar at Google. get_calendar_account shows a tenant its own.';
comment on column api.calendar_accounts.id is 'The account.';
comment on column api.calendar_accounts.email is 'Address of the account.';
comment on column api.calendar_accounts.status is 'connected; reconnect: Google lets us in no more; leaving, disconnected.';
comment on column api.calendar_accounts.last_error is 'Why it does not work; null when it does.';
comment on column api.calendar_accounts.last_pull_at is 'When it was read last; null before.';
comment on column api.calendar_accounts.is_told is E'True: Google tells us of changes; else it is read every two minutes.\n@notNull';
comment on column api.calendar_accounts.is_paused is E'True: Google wants to be left alone for a while.\n@notNull';
comment on column api.calendar_accounts.waiting is E'Meetings that are still to be written there. Unit: meetings.\n@notNull';
comment on column api.calendar_accounts.failed is E'Meetings that it refuses. Unit: meetings.\n@notNull';
comment on column api.calendar_accounts.not_there is E'Meetings to come that nobody has asked to be written there. Unit: meetings.\n@notNull';
comment on column api.calendar_accounts.updated_at is 'When it was connected or given up last.';
grant select on api.calendar_accounts to app_definer;
--! EndIncluded meetings/api.calendar_accounts.sql
--! Included meetings/api.get_calendar_account.sql
create or replace function api.get_calendar_account()
  returns setof api.calendar_accounts
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid;
begin
  v_user_id := public.require_user();
  return query
  select c.*
  from api.calendar_accounts c
  join public.provider_accounts a on a.id = c.id
  where a.user_id = v_user_id;
end
$function$;
comment on function api.get_calendar_account is
  'The calendar of the signed-in tenant, with how it is kept in step; nothing when none was ever connected. Raises not_signed_in.';
revoke all on function api.get_calendar_account from public;
grant execute on function api.get_calendar_account to app_user;
alter function api.get_calendar_account owner to app_definer;
--! EndIncluded meetings/api.get_calendar_account.sql
--! Included meetings/api.disconnect_calendar.sql
create or replace function api.disconnect_calendar(p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
begin
  update public.provider_accounts a
  set status = 'leaving', updated_at = p_now
  where a.user_id = v_user_id and a.provider = 'google' and a.status in ('connected', 'reconnect')
  returning a.id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'calendar_not_connected',
      hint = 'No calendar is connected.';
  end if;
  update public.calendar_sync s set not_before = p_now, failures = 0 where s.account_id = v_id;
  insert into public.ui_events (user_id, topic) values (v_user_id, 'meetings');
  perform public.add_job('calendar__sync', '{}', 'calendar__sync');
end
$function$;
comment on function api.disconnect_calendar is
  'Gives the connected calendar up: its channels and what opens it are handed back, what we know of it is forgotten; meetings and events stay. Raises not_signed_in, calendar_not_connected.';
revoke all on function api.disconnect_calendar from public;
grant execute on function api.disconnect_calendar to app_user;
alter function api.disconnect_calendar owner to app_definer;
--! EndIncluded meetings/api.disconnect_calendar.sql
--! Included meetings/api.retry_calendar.sql
create or replace function api.retry_calendar(p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
begin
  select a.id into v_id from public.provider_accounts a where a.user_id = v_user_id and a.provider = 'google' and a.status = 'connected';
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'calendar_not_connected',
      hint = 'No calendar is connected.';
  end if;
  update public.calendar_sync s set next_pull_at = p_now, not_before = least(s.not_before, p_now + interval '5 seconds') where s.account_id = v_id;
  update public.calendar_meeting_sync m
  set push_state = 'waiting', tries = 0, next_try_at = p_now, last_error = null
  where m.account_id = v_id and m.push_state = 'failed';
  insert into public.ui_events (user_id, topic) values (v_user_id, 'meetings');
  perform public.add_job('calendar__sync', '{}', 'calendar__sync');
end
$function$;
comment on function api.retry_calendar is
  'Has the calendar read, and meetings that it refused written again, now. Raises not_signed_in, calendar_not_connected.';
revoke all on function api.retry_calendar from public;
grant execute on function api.retry_calendar to app_user;
alter function api.retry_calendar owner to app_definer;
--! EndIncluded meetings/api.retry_calendar.sql
--! Included meetings/api.push_upcoming_meetings.sql
create or replace function api.push_upcoming_meetings(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_pushed integer;
begin
  if not exists (select from public.provider_accounts a where a.user_id = v_user_id and a.provider = 'google' and a.status = 'connected') then
    raise sqlstate 'VC409' using
      message = 'calendar_not_connected',
      hint = 'No calendar is connected.';
  end if;
  perform public.push_meeting(m.id, '{}', p_now)
  from public.calendar_meetings m
  where m.user_id = v_user_id and m.status in ('scheduled', 'rescheduled') and m.meeting_time > p_now
    and not exists (select from public.calendar_meeting_sync x where x.meeting_id = m.id)
  order by m.id;
  get diagnostics v_pushed = row_count;
  insert into public.ui_events (user_id, topic) values (v_user_id, 'meetings');
  return v_pushed;
end
$function$;
comment on function api.push_upcoming_meetings is
  'Has the meetings to come that were booked before the calendar was connected written to it; returns how many. Their guests are invited. Raises not_signed_in, calendar_not_connected.
@notNull';
revoke all on function api.push_upcoming_meetings from public;
grant execute on function api.push_upcoming_meetings to app_user;
alter function api.push_upcoming_meetings owner to app_definer;
--! EndIncluded meetings/api.push_upcoming_meetings.sql
--! Included meetings/api.note_calendar_push.sql
create or replace function api.note_calendar_push(p_channel_id uuid, p_resource_id text, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.calendar_sync s
  set next_pull_at = p_now
  where s.channel_id = p_channel_id and s.channel_resource_id = p_resource_id
    or s.old_channel_id = p_channel_id and s.old_channel_resource_id = p_resource_id;
  if not found then
    return false;
  end if;
  perform public.add_job('calendar__sync', '{}', 'calendar__sync');
  return true;
end
$function$;
comment on function api.note_calendar_push is
  'Has a calendar read because a channel says that it has changed; false when there is no such channel. Called by the webhook, which has checked that the channel is one of ours.
@notNull';
revoke all on function api.note_calendar_push from public;
grant execute on function api.note_calendar_push to app_api;
alter function api.note_calendar_push owner to app_definer;
--! EndIncluded meetings/api.note_calendar_push.sql
--! Included follow-ups/public.purge_removed.sql
-- Until then whoever removed one can bring it back.
create or replace function public.purge_removed(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_before timestamptz := p_now - public.setting('removed.keep_days') * interval '1 day';
  v_follow_ups integer;
  v_customers integer;
begin
  delete from public.follow_ups f where f.deleted_at < v_before;
  get diagnostics v_follow_ups = row_count;
  delete from public.customers k where k.deleted_at < v_before;
  get diagnostics v_customers = row_count;
  return v_follow_ups + v_customers;
end
$function$;
comment on function public.purge_removed is
  'Deletes follow-ups and customers that were removed longer ago than removed.keep_days and returns how many. Scheduled daily.';
revoke all on function public.purge_removed from public;
grant execute on function public.purge_removed to app_worker;
alter function public.purge_removed owner to app_definer;
--! EndIncluded follow-ups/public.purge_removed.sql
