-- Everything that a write to call_campaigns sets off.
create or replace trigger _100_refuse_illegal_step
  before update on public.call_campaigns
  for each row execute function public.refuse_illegal_campaign_step();
comment on trigger _100_refuse_illegal_step on public.call_campaigns is 'A campaign lives by campaign_status_steps.';

create or replace trigger update_call_campaigns_updated_at
  before update on public.call_campaigns
  for each row execute function public.update_updated_at_column();
comment on trigger update_call_campaigns_updated_at on public.call_campaigns is 'Keeps updated_at.';

create or replace trigger z_890_tell
  after update on public.call_campaigns
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.tell_campaigns();
comment on trigger z_890_tell on public.call_campaigns is 'A finished campaign is a message to its tenant.';

create or replace trigger z_900_publish
  after update on public.call_campaigns
  referencing new table as new_rows
  for each statement execute function public.publish_campaign_changes();
comment on trigger z_900_publish on public.call_campaigns is 'Open tabs learn which campaigns have changed.';

create or replace trigger z_900_publish_on_insert
  after insert on public.call_campaigns
  referencing new table as new_rows
  for each statement execute function public.publish_campaign_changes();
comment on trigger z_900_publish_on_insert on public.call_campaigns is 'Open tabs learn of new campaigns.';
