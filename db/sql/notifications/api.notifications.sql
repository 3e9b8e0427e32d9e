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
