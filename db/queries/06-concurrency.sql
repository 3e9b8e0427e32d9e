-- Lines in use by a tenant.
-- Beside the limit that the claim keeps. $1: the tenant.
select
  a.user_id,
  count(*) filter (where a.call_type = 'direct') as direct_calls,
  count(*) filter (where a.call_type = 'campaign') as campaign_calls,
  count(*) as total_active,
  coalesce(d.max_concurrent_calls, public.setting('dial.tenant_max_concurrent')) as line_limit
from public.active_calls a
join public.tenant_dispatch d on d.user_id = a.user_id
where a.user_id = $1
group by a.user_id, d.max_concurrent_calls;
