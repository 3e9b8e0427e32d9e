-- Wake-ups that met another waker at the row and so could not raise the flag themselves; the claim raises it for them. There is one only
-- when two transactions wake the same parked lane or tenant at the same time. Names places and lanes, no tenant.
comment on table public.dispatch_wakes is 'One row per wake-up that is left to the next claim.';
comment on column public.dispatch_wakes.lane_id is 'Lane that has due people; null for a tenant.';
comment on column public.dispatch_wakes.pos is 'Place in the ring of the tenant to look at; null for a lane.';
comment on column public.dispatch_wakes.direct is 'True: the tenant has a direct call waiting.';
alter table public.dispatch_wakes enable row level security;
alter table public.dispatch_wakes force row level security;

drop policy if exists dispatch_wakes_all_definer on public.dispatch_wakes;
create policy dispatch_wakes_all_definer on public.dispatch_wakes for all to app_definer
  using (true)
  with check (true);
comment on policy dispatch_wakes_all_definer on public.dispatch_wakes is 'Wakers write, the claim takes.';
grant select, insert, delete on public.dispatch_wakes to app_definer;
