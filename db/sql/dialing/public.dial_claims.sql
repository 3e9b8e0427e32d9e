-- How many calls each claim has taken, for the create rate. Written and read by the claim only.
comment on table public.dial_claims is 'One row per claim that took calls, kept for a minute: the create rate is measured by it.';
comment on column public.dial_claims.claimed_at is 'When the claim was made.';
comment on column public.dial_claims.calls is 'Calls that it took. Unit: calls.';
alter table public.dial_claims enable row level security;
alter table public.dial_claims force row level security;

drop policy if exists dial_claims_all_definer on public.dial_claims;
create policy dial_claims_all_definer on public.dial_claims for all to app_definer
  using (true)
  with check (true);
comment on policy dial_claims_all_definer on public.dial_claims is 'The claim works on all rows.';
grant select, insert, delete on public.dial_claims to app_definer;
