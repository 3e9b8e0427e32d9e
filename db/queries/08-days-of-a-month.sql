-- A tenant's days.
-- As of now, whenever the summary was refreshed. $1: the tenant.
select k.date, k.total_calls, k.success_rate, k.conversion_rate, k.avg_scores, k.qualified_leads, k.credits_used
from public.user_kpi_live k
where k.user_id = $1
order by k.date desc
limit 31;
