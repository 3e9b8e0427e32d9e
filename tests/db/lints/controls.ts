// For each lint something that provokes it and its repair. Both run as app_owner on the migrated schema.
export interface Control {
  lint: string;
  provoke: string;
  /** Beginning of the object that the lint then names. */
  object: string;
  repair: string;
}

const FUNCTION = 'create function public.probe() returns integer language sql volatile set search_path = pg_catalog, pg_temp';

export const CONTROLS: readonly Control[] = [
  {
    lint: '0001_foreign_key_without_index',
    provoke: 'create table public.probe (agent_id uuid references public.agents on delete cascade)',
    object: 'probe_agent_id_fkey on public.probe',
    repair: 'create index on public.probe (agent_id) where agent_id is not null',
  },
  {
    lint: '0001_foreign_key_without_index',
    provoke: 'create table public.probe (agent_id uuid references public.agents on delete cascade, is_done boolean); create index on public.probe (agent_id) where is_done',
    object: 'probe_agent_id_fkey on public.probe',
    repair: 'create index on public.probe (agent_id, is_done)',
  },
  {
    lint: '0002_row_security_not_forced',
    provoke: 'create table public.probe (user_id uuid)',
    object: 'public.probe',
    repair: 'alter table public.probe enable row level security; alter table public.probe force row level security',
  },
  {
    lint: '0002_row_security_not_forced',
    provoke: 'alter table public.users no force row level security',
    object: 'public.users',
    repair: 'alter table public.users force row level security',
  },
  {
    lint: '0003_policy_calls_per_row',
    provoke: 'create policy probe on public.agents for select to app_api using (user_id = public.current_user_id())',
    object: 'probe on public.agents',
    repair: 'alter policy probe on public.agents using (user_id = (select public.current_user_id()))',
  },
  {
    lint: '0003_policy_calls_per_row',
    provoke: "create policy probe on public.agents for insert to app_api with check (name = current_setting('app.x'))",
    object: 'probe on public.agents',
    repair: "alter policy probe on public.agents with check (name = (select current_setting('app.x')))",
  },
  {
    lint: '0004_function_without_search_path',
    provoke: "create function public.probe() returns integer language sql volatile as 'select 1'",
    object: 'public.probe()',
    repair: 'create or replace function public.probe() returns integer language sql volatile return 1',
  },
  {
    lint: '0004_function_without_search_path',
    provoke: "create function public.probe() returns integer language sql volatile set search_path = public as 'select 1'",
    object: 'public.probe()',
    repair: 'alter function public.probe() set search_path = pg_catalog, pg_temp',
  },
  {
    lint: '0005_definer_not_on_list',
    provoke: `${FUNCTION} security definer as 'select 1'`,
    object: 'public.probe',
    repair: 'alter function public.probe() security invoker',
  },
  {
    lint: '0005_definer_not_on_list',
    provoke: 'alter function public.current_user_id() security invoker',
    object: 'public.current_user_id',
    repair: 'alter function public.current_user_id() security definer',
  },
  {
    lint: '0006_missing_comment',
    provoke: `${FUNCTION} as 'select 1'`,
    object: 'function public.probe()',
    repair: "comment on function public.probe() is 'One.'",
  },
  {
    lint: '0006_missing_comment',
    provoke: 'comment on column public.contacts.name is null',
    object: 'column public.contacts.name',
    repair: "comment on column public.contacts.name is 'Name.'",
  },
  {
    lint: '0006_missing_comment',
    provoke: 'create policy probe on public.agents for select to app_api using (false)',
    object: 'policy probe on public.agents',
    repair: "comment on policy probe on public.agents is 'Nobody.'",
  },
  {
    lint: '0007_overloaded_function',
    provoke: 'create function public.current_user_id(p_x integer) returns integer language sql immutable return 1',
    object: 'public.current_user_id',
    repair: 'drop function public.current_user_id(integer)',
  },
  {
    lint: '0008_granted_to_public',
    provoke: 'grant execute on function public.current_user_id() to public',
    object: 'function public.current_user_id()',
    repair: 'revoke all on function public.current_user_id() from public',
  },
  {
    lint: '0008_granted_to_public',
    provoke: 'grant select (name) on public.agents to public',
    object: 'column public.agents.name',
    repair: 'revoke all (name) on public.agents from public',
  },
  {
    lint: '0008_granted_to_public',
    provoke: 'grant usage on schema api to public',
    object: 'schema api',
    repair: 'revoke all on schema api from public',
  },
  {
    lint: '0009_foreign_key_without_on_delete',
    provoke: 'create table public.probe (agent_id uuid references public.agents)',
    object: 'probe_agent_id_fkey on public.probe',
    repair:
      'alter table public.probe drop constraint probe_agent_id_fkey; ' +
      'alter table public.probe add constraint probe_agent_id_fkey foreign key (agent_id) references public.agents on delete restrict',
  },
  {
    lint: '0010_duplicate_index',
    provoke: 'create unique index probe on public.agents (id)',
    object: 'probe on public.agents',
    repair: 'drop index public.probe; create index probe on public.agents (id desc)',
  },
  {
    lint: '0011_table_without_tenant',
    provoke: 'create table public.probe (id uuid)',
    object: 'public.probe',
    repair: 'alter table public.probe add user_id uuid',
  },
  {
    lint: '0012_single_column_key_between_tenants',
    provoke: 'create table public.probe (user_id uuid, agent_id uuid references public.agents on delete cascade)',
    object: 'probe_agent_id_fkey on public.probe',
    repair:
      'alter table public.probe drop constraint probe_agent_id_fkey; ' +
      'alter table public.probe add foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade',
  },
  {
    lint: '0013_api_view_without_invoker',
    provoke: 'create view api.probe as select 1 as x',
    object: 'api.probe',
    repair: 'alter view api.probe set (security_invoker = true)',
  },
  {
    lint: '0015_permissive_policies',
    provoke: 'create policy probe on public.agents for all to app_user using (false)',
    object: 'public.agents',
    repair: 'drop policy probe on public.agents; create policy probe on public.agents as restrictive for all to app_user using (false)',
  },
  {
    lint: '0015_permissive_policies',
    provoke: 'create policy probe on public.agents for delete to app_user using (true)',
    object: 'probe on public.agents',
    repair: 'alter policy probe on public.agents using (user_id = (select public.current_user_id()))',
  },
  {
    lint: '0020_trigger_of_several_events',
    provoke: 'create trigger probe before insert or delete on public.agents for each row execute function public.update_updated_at_column()',
    object: 'probe on public.agents',
    repair:
      'drop trigger probe on public.agents; ' +
      'create trigger probe before insert on public.agents for each row execute function public.update_updated_at_column()',
  },
  {
    lint: '0020_trigger_of_several_events',
    provoke: 'alter table public.agents disable trigger update_agents_updated_at',
    object: 'update_agents_updated_at on public.agents',
    repair: 'alter table public.agents enable trigger update_agents_updated_at',
  },
  {
    lint: '0014_view_neither_invoker_nor_barrier',
    provoke: 'create view public.probe as select 1 as one',
    object: 'public.probe',
    repair: 'alter view public.probe set (security_invoker = true)',
  },
  {
    lint: '0016_object_outside_the_schemas',
    provoke: 'create schema probe; create table probe.probe (id uuid)',
    object: 'probe.probe',
    repair: 'drop schema probe cascade',
  },
  {
    lint: '0019_enum_or_domain',
    provoke: "create type public.probe as enum ('one')",
    object: 'public.probe',
    repair: 'drop type public.probe',
  },
  {
    lint: '0021_timestamp_without_zone',
    provoke: 'create table public.probe (at timestamp)',
    object: 'column public.probe.at',
    repair: "alter table public.probe alter at type timestamptz using at at time zone 'UTC'",
  },
  {
    lint: '0021_timestamp_without_zone',
    provoke: `create function public.probe(p_at timestamp) returns integer language sql volatile return 1`,
    object: 'public.probe(timestamp without time zone)',
    repair: 'drop function public.probe(timestamp)',
  },
  {
    lint: '0022_unique_over_all_tenants',
    provoke: 'create unique index probe on public.contacts (phone_number)',
    object: 'probe on public.contacts',
    repair: 'drop index public.probe; create unique index probe on public.contacts (user_id, phone_number)',
  },
  {
    lint: '0022_unique_over_all_tenants',
    provoke: 'alter table public.users drop constraint users_email_key',
    object: 'users_email_key',
    repair: 'alter table public.users add constraint users_email_key unique (email)',
  },
  {
    lint: '0023_nullable_unique',
    provoke: 'create table public.probe (user_id uuid not null, x text); create unique index probe_key on public.probe (user_id, x)',
    object: 'probe_key on public.probe',
    repair: 'drop index public.probe_key; create unique index probe_key on public.probe (user_id, x) nulls not distinct',
  },
  {
    lint: '0024_materialized_view_readable',
    provoke: 'create materialized view public.probe as select 1 as one; grant select on public.probe to app_user; alter materialized view public.probe owner to app_owner',
    object: 'public.probe',
    repair: 'revoke all on public.probe from app_user',
  },
];
