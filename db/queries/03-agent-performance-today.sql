-- An agent's performance today.
-- The day is that of the tenant's zone. $1: the agent.
select a.*
from public.agent_analytics a
where a.agent_id = $1
  and a.date = (now() at time zone public.get_user_timezone(a.user_id))::date
  and a.hour is null;
