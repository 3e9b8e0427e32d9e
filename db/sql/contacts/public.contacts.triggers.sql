-- All side effects of a write to contacts, in firing order.
create or replace trigger update_contacts_updated_at
  before update on public.contacts
  for each row execute function public.update_updated_at_column();
comment on trigger update_contacts_updated_at on public.contacts is
  'Stamps updated_at of every changed row.';
