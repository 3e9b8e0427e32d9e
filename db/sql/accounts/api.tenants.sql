-- Of all tenants, for administrators: only functions that ask for the role read it.
create or replace view api.tenants with (security_invoker = true) as
select
  u.id,
  u.email,
  u.name,
  u.company,
  u.role,
  u.is_active,
  public.get_user_timezone(u.id) as timezone,
  u.credits,
  coalesce((select sum(h.amount) from public.credit_holds h where h.user_id = u.id), 0)::integer as held_credits,
  d.max_concurrent_calls as own_lines_limit,
  coalesce(d.max_concurrent_calls, public.setting('dial.tenant_max_concurrent')) as lines_limit,
  public.get_user_active_calls_count(u.id) as lines_in_use,
  coalesce(a.total_calls, 0) as calls_today,
  coalesce(a.answered_calls, 0) as answered_today,
  (select max(c.created_at) from public.calls c where c.user_id = u.id) as last_call_at,
  (select max(s.created_at) from public.user_sessions s where s.user_id = u.id) as last_sign_in_at,
  u.created_at,
  x.requested_at as deletion_began_at,
  x.finished_at as deleted_at
from public.users u
left join public.tenant_dispatch d on d.user_id = u.id
left join public.account_deletions x on x.user_id = u.id
left join public.user_analytics a on a.user_id = u.id and a.date = (now() at time zone public.get_user_timezone(u.id))::date;
comment on view api.tenants is 'One row per account.';
comment on column api.tenants.id is 'The account, which is the tenant.';
comment on column api.tenants.email is 'Address used to sign in.';
comment on column api.tenants.name is 'Name of the person.';
comment on column api.tenants.company is 'Company.';
comment on column api.tenants.role is 'user, admin or super_admin.';
comment on column api.tenants.is_active is 'False: switched off; nobody signs in and nothing is dialed.';
comment on column api.tenants.timezone is E'IANA zone of its days.\n@notNull';
comment on column api.tenants.credits is 'Balance. Unit: credits.';
comment on column api.tenants.held_credits is E'Reserved by calls in progress. Unit: credits.\n@notNull';
comment on column api.tenants.own_lines_limit is 'Limit of its own; null: the default. Unit: calls.';
comment on column api.tenants.lines_limit is E'Calls that may run at once. Unit: calls.\n@notNull';
comment on column api.tenants.lines_in_use is E'Calls that run now. Unit: calls.\n@notNull';
comment on column api.tenants.calls_today is E'Calls of its local day.\n@notNull';
comment on column api.tenants.answered_today is E'Of those, answered ones.\n@notNull';
comment on column api.tenants.last_call_at is 'When its latest call began.';
comment on column api.tenants.last_sign_in_at is 'When the youngest of its sessions was opened; null when there is none.';
comment on column api.tenants.created_at is 'When the account was opened.';
comment on column api.tenants.deletion_began_at is 'Since when its data are being deleted; null when nobody asked for that.';
comment on column api.tenants.deleted_at is 'When nothing of the person was left; null before.';
grant select on api.tenants to app_definer;
