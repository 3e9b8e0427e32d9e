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
