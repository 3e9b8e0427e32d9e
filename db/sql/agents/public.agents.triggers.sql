-- All side effects of a write to agents, in firing order.
create or replace trigger update_agents_updated_at
  before update on public.agents
  for each row execute function public.update_updated_at_column();
comment on trigger update_agents_updated_at on public.agents is
  'Stamps updated_at of every changed row.';
