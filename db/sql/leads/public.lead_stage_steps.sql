-- The way of a lead to a customer as data: the guard on lead_overrides refuses every step of a person that is not here. What the analysis
-- makes of a call anew is no step. The list has no tenant; everybody signed in may read it, only migrations write.

comment on table public.lead_stage_steps is 'One row per step that a person may take with the stage of a lead.';
comment on column public.lead_stage_steps.from_stage is 'Stage before the step, a word of lead_analytics.lifecycle_status.';
comment on column public.lead_stage_steps.to_stage is 'Stage behind it.';

grant select on public.lead_stage_steps to app_user;
grant select, insert, update, delete on public.lead_stage_steps to app_definer;
