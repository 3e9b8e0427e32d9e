-- Where a number rings, as far as its first digits tell: the longest prefix counts. Several zones mean that nobody knows in which of them,
-- so calling must be allowed in all. What is not in the plan is not called: premium, satellite and other numbers of no place.

comment on table public.number_plan is
  'One row per prefix of telephone numbers.';
comment on column public.number_plan.prefix is 'First digits without the plus sign.';
comment on column public.number_plan.jurisdiction is 'Whose rule holds there; a state without a rule of its own has that of its country.';
comment on column public.number_plan.zones is 'Time zones (IANA) in which the person may be.';

alter table public.number_plan enable row level security;
alter table public.number_plan force row level security;

drop policy if exists number_plan_all_definer on public.number_plan;
create policy number_plan_all_definer on public.number_plan for all to app_definer
  using (true) with check (true);
comment on policy number_plan_all_definer on public.number_plan is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.number_plan to app_definer;
