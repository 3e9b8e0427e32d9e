-- All side effects of a write to phone_numbers, in firing order.
create or replace trigger update_phone_numbers_updated_at
  before update on public.phone_numbers
  for each row execute function public.update_updated_at_column();
comment on trigger update_phone_numbers_updated_at on public.phone_numbers is
  'Stamps updated_at of every changed row.';
