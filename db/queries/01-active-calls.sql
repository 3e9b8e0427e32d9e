-- A tenant's active calls.
-- Who is on a line now, direct calls and campaigns. $1: the tenant.
select a.*
from public.active_calls a
where a.user_id = $1
order by a.started_at;
