-- The life of a meeting as data: the guard on calendar_meetings refuses every step that is not here, whoever tries. The list has no tenant;
-- everybody signed in may read it, only migrations write.

comment on table public.meeting_status_steps is
  'One row per step that the status of a meeting may take.';
comment on column public.meeting_status_steps.from_status is 'Status before the step.';
comment on column public.meeting_status_steps.to_status is 'Status behind it.';
comment on column public.meeting_status_steps.action is 'What a person does to take this step; null for steps that happen by themselves.';
comment on column public.meeting_status_steps.description is 'What the step means, in a sentence.';

grant select on public.meeting_status_steps to app_user;
grant select, insert, update, delete on public.meeting_status_steps to app_definer;
