-- Numbers that must not be called. Claim and fence look here; an opt-out binds with the next fence. The platform's own rows (without a
-- tenant) bind everybody and are shown to nobody: a tenant reads only its own list.

comment on table public.do_not_call is
  'One row per number that a tenant, or the whole platform, must not call.';
comment on column public.do_not_call.id is 'Key.';
comment on column public.do_not_call.user_id is 'Tenant that must not call the number; null: nobody on this installation may.';
comment on column public.do_not_call.phone_number is 'Number in E.164.';
comment on column public.do_not_call.reason is 'Why, in words; null when nobody has said.';
comment on column public.do_not_call.source is 'Where the opt-out came from: a person, a file, a call, or the platform itself.';
comment on column public.do_not_call.call_id is 'Call in which the person said so; null when it was none or is gone.';
comment on column public.do_not_call.created_at is 'Since when the number may not be called.';

alter table public.do_not_call enable row level security;
alter table public.do_not_call force row level security;

drop policy if exists do_not_call_select_own on public.do_not_call;
create policy do_not_call_select_own on public.do_not_call for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy do_not_call_select_own on public.do_not_call is 'A tenant reads its own do not call.';

drop policy if exists do_not_call_all_definer on public.do_not_call;
create policy do_not_call_all_definer on public.do_not_call for all to app_definer
  using (true) with check (true);
comment on policy do_not_call_all_definer on public.do_not_call is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.do_not_call to app_user;
grant select, insert, update, delete on public.do_not_call to app_definer;
