-- Progress of a tenant's campaigns.
-- Counters are kept exact by triggers; the rate is null before the first call has ended. $1: the tenant.
select
  c.name,
  c.status,
  c.total_contacts,
  c.completed_calls,
  c.successful_calls,
  round(100.0 * c.successful_calls / nullif(c.completed_calls, 0), 2) as success_rate
from public.call_campaigns c
where c.user_id = $1
order by c.created_at desc;
