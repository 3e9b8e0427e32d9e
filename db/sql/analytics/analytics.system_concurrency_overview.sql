-- The view public.system_concurrency_overview for analysts.
create or replace view analytics.system_concurrency_overview with (security_barrier = true) as
select
  v.direct_calls,
  v.campaign_calls,
  v.total_calls,
  v.active_users,
  (select s.value::integer from public.system_config s where s.key = 'dial.system_max_concurrent') as system_limit
from public.system_concurrency_overview v
where (select analytics.sees_all_tenants());

comment on view analytics.system_concurrency_overview is 'One row: the load of the platform; none for logins that do not see all tenants.';
comment on column analytics.system_concurrency_overview.direct_calls is 'Lines used by direct calls.';
comment on column analytics.system_concurrency_overview.campaign_calls is 'Lines used by campaigns.';
comment on column analytics.system_concurrency_overview.total_calls is 'Lines in use.';
comment on column analytics.system_concurrency_overview.active_users is 'Tenants with a line in use.';
comment on column analytics.system_concurrency_overview.system_limit is 'Lines that may be in use at once.';
alter view analytics.system_concurrency_overview owner to app_masker;
revoke all on analytics.system_concurrency_overview from public;
grant select on analytics.system_concurrency_overview to app_analyst;
