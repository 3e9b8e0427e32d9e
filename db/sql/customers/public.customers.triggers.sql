-- All side effects of a write to customers, in firing order.
create or replace trigger update_customers_updated_at
  before update on public.customers
  for each row execute function public.update_updated_at_column();
comment on trigger update_customers_updated_at on public.customers is
  'Stamps updated_at of every changed row.';

create or replace trigger trigger_generate_customer_reference
  before insert on public.customers
  for each row execute function public.set_customer_reference();
comment on trigger trigger_generate_customer_reference on public.customers is 'Gives each new customer its reference.';
