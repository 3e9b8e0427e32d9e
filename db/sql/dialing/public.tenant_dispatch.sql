-- The place of each tenant in the ring that makes dialing fair. Parked tenants (not ready) are outside the indexes the claim walks, so
-- they cost it nothing; whoever makes work claimable raises the flag. The two sequences are the cursors of the rings: not MVCC, so
-- moving them leaves no dead rows.

comment on table public.tenant_dispatch is
  'One row per tenant: its place and state in the dispatch ring.';
comment on column public.tenant_dispatch.user_id is 'The tenant; deleted with it.';
comment on column public.tenant_dispatch.pos is 'Place in the ring, in the order of arrival.';
comment on column public.tenant_dispatch.ready is
  'True: the claim looks at the tenant. False: parked, because it is full, out of credits or without due work.';
comment on column public.tenant_dispatch.direct_ready is 'True: the tenant may have direct calls waiting, which go before all campaign calls.';
comment on column public.tenant_dispatch.max_concurrent_calls is
  'Calls the tenant may have in the air at once; null: dial.tenant_max_concurrent of system_config. 0 stops its dialing.';
comment on column public.tenant_dispatch.weight is 'Shares per lap of the ring, 1 to 10; 1 is a fair one.';

alter table public.tenant_dispatch enable row level security;
alter table public.tenant_dispatch force row level security;

drop policy if exists tenant_dispatch_all_definer on public.tenant_dispatch;
create policy tenant_dispatch_all_definer on public.tenant_dispatch for all to app_definer
  using (true) with check (true);
comment on policy tenant_dispatch_all_definer on public.tenant_dispatch is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.tenant_dispatch to app_definer;

comment on sequence public.dispatch_ring is 'Place in the ring at which the last claim stopped.';
comment on sequence public.dispatch_ring_direct is 'Place in the ring of tenants with direct calls at which the last claim stopped.';
grant usage, select, update on sequence public.dispatch_ring, public.dispatch_ring_direct to app_definer;
