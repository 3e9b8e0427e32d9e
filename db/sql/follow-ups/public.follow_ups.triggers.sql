-- All side effects of a write to follow_ups, in firing order.
create or replace trigger update_follow_ups_updated_at
  before update on public.follow_ups
  for each row execute function public.update_updated_at_column();
comment on trigger update_follow_ups_updated_at on public.follow_ups is
  'Stamps updated_at of every changed row.';
