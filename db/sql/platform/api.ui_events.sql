-- What open tabs follow: which topics have changed. No data travels here, only what to ask for again.
create or replace view api.ui_events with (security_invoker = true) as
select e.id, e.topic, e.ref, e.created_at
from public.ui_events e
where e.user_id = (select public.current_user_id());
comment on view api.ui_events is 'One row per change of which the tenant''s open tabs should know, kept for a short time.';
comment on column api.ui_events.id is 'Rises with time, but commits do not follow it: a reader takes the last seconds again.';
comment on column api.ui_events.topic is 'What has changed.';
comment on column api.ui_events.ref is 'The call or campaign in question, null when the topic says enough.';
comment on column api.ui_events.created_at is 'When it was written.';
grant select on api.ui_events to app_user, app_definer;
