-- Every other view joins this one for the zone, so that nobody converts an instant by another zone than the product does.
create or replace view analytics.dim_tenants with (security_barrier = true) as
select
  u.id as tenant_id,
  u.company,
  coalesce(z.name, (select s.value from public.system_config s where s.key = 'default_timezone'), 'UTC') as tenant_timezone,
  u.is_active,
  u.credits,
  (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id) as credits_held,
  u.created_at
from public.users u
left join public.time_zones z on z.name = u.location;

comment on view analytics.dim_tenants is 'One row per tenant that the login may see.';
comment on column analytics.dim_tenants.tenant_id is 'The tenant.';
comment on column analytics.dim_tenants.company is 'Company of the tenant; null when it has not said.';
comment on column analytics.dim_tenants.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name: its location when that names a zone, else the default of the installation.';
comment on column analytics.dim_tenants.is_active is 'False: the account is switched off.';
comment on column analytics.dim_tenants.credits is 'Balance: the sum of all its transactions. Unit: credits.';
comment on column analytics.dim_tenants.credits_held is 'Reserved by calls in progress. Unit: credits.';
comment on column analytics.dim_tenants.created_at is 'When the account was opened.';
alter view analytics.dim_tenants owner to app_masker;
revoke all on analytics.dim_tenants from public;
grant select on analytics.dim_tenants to app_analyst;
