create or replace view analytics.dim_agents with (security_barrier = true) as
select
  g.id as agent_id,
  g.user_id as tenant_id,
  g.name,
  g.agent_type,
  g.is_active,
  g.created_at
from public.agents g;

comment on view analytics.dim_agents is 'One row per agent.';
comment on column analytics.dim_agents.agent_id is 'The agent.';
comment on column analytics.dim_agents.tenant_id is 'The tenant.';
comment on column analytics.dim_agents.name is 'Its name.';
comment on column analytics.dim_agents.agent_type is 'call.';
comment on column analytics.dim_agents.is_active is 'False: it is switched off and takes no new calls.';
comment on column analytics.dim_agents.created_at is 'When it was connected.';
alter view analytics.dim_agents owner to app_masker;
revoke all on analytics.dim_agents from public;
grant select on analytics.dim_agents to app_analyst;
