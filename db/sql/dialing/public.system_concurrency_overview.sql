-- The load of the whole platform beside its limit: not for tenants.
create or replace view public.system_concurrency_overview with (security_barrier = true) as
select
  count(*) filter (where a.call_type = 'direct') as direct_calls,
  count(*) filter (where a.call_type = 'campaign') as campaign_calls,
  count(*) as total_calls,
  count(distinct a.user_id) as active_users,
  public.setting('dial.system_max_concurrent') as system_limit
from public.active_calls a;

comment on view public.system_concurrency_overview is 'One row: lines in use on the whole platform.';
comment on column public.system_concurrency_overview.direct_calls is 'Lines used by direct calls.';
comment on column public.system_concurrency_overview.campaign_calls is 'Lines used by campaigns.';
comment on column public.system_concurrency_overview.total_calls is 'Lines in use.';
comment on column public.system_concurrency_overview.active_users is 'Tenants with a line in use.';
comment on column public.system_concurrency_overview.system_limit is 'Lines that may be in use at once.';
revoke all on public.system_concurrency_overview from public;
alter view public.system_concurrency_overview owner to app_definer;
grant select on public.system_concurrency_overview to app_masker;
