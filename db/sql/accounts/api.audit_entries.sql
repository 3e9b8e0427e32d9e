-- Of the whole installation, for administrators: only list_audit_entries reads it.
create or replace view api.audit_entries with (security_invoker = true) as
select
  l.id,
  l.created_at,
  l.action,
  l.admin_user_id,
  a.email as admin_email,
  l.target_user_id,
  t.email as target_email,
  l.resource_type,
  l.resource_id,
  l.details,
  host(l.ip_address) as ip_address
from public.admin_audit_log l
join public.users a on a.id = l.admin_user_id
left join public.users t on t.id = l.target_user_id;
comment on view api.audit_entries is 'One row per act of an administrator.';
comment on column api.audit_entries.id is 'The entry.';
comment on column api.audit_entries.created_at is 'When it was done.';
comment on column api.audit_entries.action is 'What was done.';
comment on column api.audit_entries.admin_user_id is 'Who did it.';
comment on column api.audit_entries.admin_email is 'Their address.';
comment on column api.audit_entries.target_user_id is 'To which account.';
comment on column api.audit_entries.target_email is 'Its address.';
comment on column api.audit_entries.resource_type is 'Kind of thing it was done to.';
comment on column api.audit_entries.resource_id is 'Its key.';
comment on column api.audit_entries.details is 'Old and new value, and the reason.';
comment on column api.audit_entries.ip_address is 'Where the administrator had signed in from.';
grant select on api.audit_entries to app_definer;
