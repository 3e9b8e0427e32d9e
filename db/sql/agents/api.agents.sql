create or replace view api.agents with (security_invoker = true) as
select a.id, a.name, a.description, a.agent_type, a.is_active, a.bolna_agent_id, a.created_at
from public.agents a;
comment on view api.agents is 'One row per agent of the tenant.';
comment on column api.agents.id is 'The agent.';
comment on column api.agents.name is 'Name of the agent.';
comment on column api.agents.description is 'What it is for.';
comment on column api.agents.agent_type is 'call or chat; only call agents dial.';
comment on column api.agents.is_active is 'Switched-off agents dial nobody.';
comment on column api.agents.bolna_agent_id is 'Id at the voice provider.';
comment on column api.agents.created_at is 'When it was connected.';
grant select on api.agents to app_user, app_definer;
