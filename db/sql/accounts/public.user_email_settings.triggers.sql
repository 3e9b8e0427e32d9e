-- All side effects of a write to user_email_settings, in firing order.
create or replace trigger update_user_email_settings_updated_at
  before update on public.user_email_settings
  for each row execute function public.update_updated_at_column();
comment on trigger update_user_email_settings_updated_at on public.user_email_settings is
  'Stamps updated_at of every changed row.';
