create or replace view api.contact_actions with (security_invoker = true) as
select
  a.id,
  a.kind,
  a.tag,
  a.status,
  cardinality(a.contact_ids) as people,
  a.people_done,
  a.created_at,
  a.finished_at
from public.contact_actions a;
comment on view api.contact_actions is 'One row per act of the tenant on many contacts, as long as it can be undone.';
comment on column api.contact_actions.id is 'The act.';
comment on column api.contact_actions.kind is 'add_tag, remove_tag or remove.';
comment on column api.contact_actions.tag is 'Which tag; null when the contacts are removed.';
comment on column api.contact_actions.status is 'running, done, undoing or undone.';
comment on column api.contact_actions.people is E'How many contacts it changes. Unit: people.\n@notNull';
comment on column api.contact_actions.people_done is 'How many of them are done, or undone. Unit: people.';
comment on column api.contact_actions.created_at is 'When it was asked for.';
comment on column api.contact_actions.finished_at is 'When the last one was done or undone.';
grant select on api.contact_actions to app_user, app_definer;
