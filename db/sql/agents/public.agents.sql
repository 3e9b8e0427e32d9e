-- The voice agents of a tenant and how the provider knows them. The webhook path is a secret, so its address and its hash are not
-- for the pages. An agent is switched off, never deleted at the provider: that would delete its executions there.

comment on table public.agents is
  'One row per voice agent of a tenant at the provider.';
comment on column public.agents.id is 'Key.';
comment on column public.agents.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.agents.bolna_agent_id is 'Id of the agent at the provider, unique over the installation.';
comment on column public.agents.name is 'Name shown in the pages.';
comment on column public.agents.description is 'What the agent is for; null when nobody has said.';
comment on column public.agents.agent_type is 'call: speaks on the telephone; chat: writes.';
comment on column public.agents.is_active is 'False: nothing is dialed with it, its calls and reports stay.';
comment on column public.agents.bolna_webhook_url is 'Address the provider reports to; holds the secret of the path. Null until it is set up.';
comment on column public.agents.webhook_secret_hash is
  'SHA-256 of the secret in the webhook path, 64 hex digits; null: no event is accepted for this agent.';
comment on column public.agents.bolna_voice_config is 'Synthesizer settings as the provider takes them.';
comment on column public.agents.bolna_llm_config is 'Language model settings as the provider takes them.';
comment on column public.agents.bolna_task_config is
  'Task settings as the provider takes them; call_terminate (seconds, 300 when absent) bounds the length of a call and so its hold.';
comment on column public.agents.created_at is 'When the row was written.';
comment on column public.agents.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.agents enable row level security;
alter table public.agents force row level security;

drop policy if exists agents_select_own on public.agents;
create policy agents_select_own on public.agents for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy agents_select_own on public.agents is 'A tenant reads its own agents.';

drop policy if exists agents_select_masker on public.agents;
create policy agents_select_masker on public.agents for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy agents_select_masker on public.agents is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists agents_all_definer on public.agents;
create policy agents_all_definer on public.agents for all to app_definer
  using (true) with check (true);
comment on policy agents_all_definer on public.agents is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: bolna_webhook_url, webhook_secret_hash.
grant select (
  id, user_id, bolna_agent_id, name, description, agent_type, is_active, bolna_voice_config, bolna_llm_config,
  bolna_task_config, created_at, updated_at
) on public.agents to app_user;
grant select, insert, update, delete on public.agents to app_definer;
grant select (id, user_id, name, agent_type, is_active, created_at) on public.agents to app_masker;
