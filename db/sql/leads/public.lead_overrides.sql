-- A person knows better than the analysis: the value stands here, apart from the machine's (lead_analytics.ai_analysis -> 'values'), and
-- is what lead_analytics shows and the rollups count. Analysing the call again changes the machine's value only. A tenant is one person,
-- so user_id is also who did it.

comment on table public.lead_overrides is
  'One row per field of a lead that a person has decided.';
comment on column public.lead_overrides.lead_id is 'The lead; deleted with it.';
comment on column public.lead_overrides.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.lead_overrides.field is 'Column of lead_analytics.';
comment on column public.lead_overrides.value is 'The person''s value; JSON null says that there is none.';
comment on column public.lead_overrides.reason is 'Why, in the person''s words.';
comment on column public.lead_overrides.created_at is 'When it was decided.';

alter table public.lead_overrides enable row level security;
alter table public.lead_overrides force row level security;

drop policy if exists lead_overrides_select_own on public.lead_overrides;
create policy lead_overrides_select_own on public.lead_overrides for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy lead_overrides_select_own on public.lead_overrides is 'A tenant reads its own decisions.';

drop policy if exists lead_overrides_select_masker on public.lead_overrides;
create policy lead_overrides_select_masker on public.lead_overrides for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy lead_overrides_select_masker on public.lead_overrides is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists lead_overrides_all_definer on public.lead_overrides;
create policy lead_overrides_all_definer on public.lead_overrides for all to app_definer
  using (true) with check (true);
comment on policy lead_overrides_all_definer on public.lead_overrides is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.lead_overrides to app_user;
grant select, insert, update, delete on public.lead_overrides to app_definer;
grant select on public.lead_overrides to app_masker;
