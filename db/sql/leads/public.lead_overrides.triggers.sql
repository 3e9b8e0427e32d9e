-- What a decision of a person sets off, before it is written.
create or replace trigger _100_refuse_illegal_lead_step
  before insert on public.lead_overrides
  for each row when (new.field = 'lifecycle_status') execute function public.refuse_illegal_lead_step();
comment on trigger _100_refuse_illegal_lead_step on public.lead_overrides is 'The stage of a lead moves by the steps that there are.';

create or replace trigger _100_refuse_illegal_lead_step_on_update
  before update on public.lead_overrides
  for each row when (new.field = 'lifecycle_status') execute function public.refuse_illegal_lead_step();
comment on trigger _100_refuse_illegal_lead_step_on_update on public.lead_overrides is 'The stage of a lead moves by the steps that there are.';
