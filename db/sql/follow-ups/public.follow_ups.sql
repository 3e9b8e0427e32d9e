-- A tenant reads its own rows; every write is a function of ours.

comment on table public.follow_ups is
  'One row per task to get in touch with somebody on a certain day.';
comment on column public.follow_ups.id is 'Key.';
comment on column public.follow_ups.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.follow_ups.lead_phone is 'Number to call, as kept when the task was made.';
comment on column public.follow_ups.lead_email is 'E-mail address; null when unknown.';
comment on column public.follow_ups.lead_name is 'Name; null when unknown.';
comment on column public.follow_ups.follow_up_date is 'Local day of the tenant on which it is due.';
comment on column public.follow_ups.remark is 'What to do; null when nothing is noted.';
comment on column public.follow_ups.is_completed is 'True once done; null counts as false.';
comment on column public.follow_ups.completed_at is 'When it was done; null before.';
comment on column public.follow_ups.created_by is 'Who made the task; null when a rule did or the person is gone.';
comment on column public.follow_ups.deleted_at is 'When the task was removed; null while it stands.';
comment on column public.follow_ups.created_at is 'When the row was written.';
comment on column public.follow_ups.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.follow_ups enable row level security;
alter table public.follow_ups force row level security;

drop policy if exists follow_ups_select_own on public.follow_ups;
create policy follow_ups_select_own on public.follow_ups for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy follow_ups_select_own on public.follow_ups is 'A tenant reads its own follow ups.';

drop policy if exists follow_ups_all_definer on public.follow_ups;
create policy follow_ups_all_definer on public.follow_ups for all to app_definer
  using (true) with check (true);
comment on policy follow_ups_all_definer on public.follow_ups is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.follow_ups to app_user;
grant select, insert, update, delete on public.follow_ups to app_definer;
