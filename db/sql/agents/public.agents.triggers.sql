-- All side effects of a write to agents, in firing order.
create or replace trigger _200_lock_rollups_before_delete
  before delete on public.agents
  for each row execute function public.lock_rollups_before_delete();
comment on trigger _200_lock_rollups_before_delete on public.agents is 'What the deletion takes along reaches the rollups in several steps; it has their locks before the first.';

create or replace trigger update_agents_updated_at
  before update on public.agents
  for each row execute function public.update_updated_at_column();
comment on trigger update_agents_updated_at on public.agents is
  'Stamps updated_at of every changed row.';

create or replace trigger update_dashboard_cache_from_agents
  after update on public.agents
  referencing new table as new_rows
  for each statement execute function public.update_dashboard_cache_from_agents();
comment on trigger update_dashboard_cache_from_agents on public.agents is 'What is cached about the tenant is old now.';

create or replace trigger update_dashboard_cache_from_agents_on_insert
  after insert on public.agents
  referencing new table as new_rows
  for each statement execute function public.update_dashboard_cache_from_agents();
comment on trigger update_dashboard_cache_from_agents_on_insert on public.agents is 'What is cached about the tenant is old now.';

create or replace trigger update_dashboard_cache_from_agents_on_delete
  after delete on public.agents
  referencing old table as old_rows
  for each statement execute function public.update_dashboard_cache_from_agents_on_delete();
comment on trigger update_dashboard_cache_from_agents_on_delete on public.agents is 'What is cached about the tenant is old now.';
