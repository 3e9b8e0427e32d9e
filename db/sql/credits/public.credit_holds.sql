-- Credits set aside for calls in the air. Free credits are the balance less these rows, so one credit cannot carry many calls at once.
-- Functions only; a tenant learns the sum from a function.

comment on table public.credit_holds is
  'One row per hold now in force; deleted when the call is settled or known not to exist.';
comment on column public.credit_holds.attempt_id is 'Attempt the credits are held for; the row is deleted with it.';
comment on column public.credit_holds.user_id is 'The tenant whose credits are held.';
comment on column public.credit_holds.amount is 'Whole credits held.';

alter table public.credit_holds enable row level security;
alter table public.credit_holds force row level security;

drop policy if exists credit_holds_select_masker on public.credit_holds;
create policy credit_holds_select_masker on public.credit_holds for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy credit_holds_select_masker on public.credit_holds is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists credit_holds_all_definer on public.credit_holds;
create policy credit_holds_all_definer on public.credit_holds for all to app_definer
  using (true) with check (true);
comment on policy credit_holds_all_definer on public.credit_holds is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.credit_holds to app_definer;
grant select on public.credit_holds to app_masker;
