-- The next campaign call of a tenant.
-- What get_next_queued_call returns; it peeks, taking a call is the claim's. $1: the tenant.
select q.*
from public.call_queue q
where q.user_id = $1
  and q.call_type = 'campaign'
  and q.status = 'pending'
  and q.due
order by q.priority desc, q.scheduled_for asc nulls first
limit 1;
