-- A tenant's recent calls with contact and agent.
-- The newest fifty. $1: the tenant.
select c.*, t.name as contact_name, t.company, g.name as agent_name
from public.calls c
left join public.contacts t on t.id = c.contact_id
join public.agents g on g.id = c.agent_id
where c.user_id = $1
order by c.created_at desc, c.id desc
limit 50;
