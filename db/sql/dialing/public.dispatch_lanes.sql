-- A lane is the unit that opens and closes: pause and window live here, so changing them costs one row per lane and not one per item.
-- Every update that makes a lane claimable sets ready itself.

comment on table public.dispatch_lanes is
  'One row per tenant, campaign (or the direct calls) and set of recipient zones.';
comment on column public.dispatch_lanes.id is 'Key.';
comment on column public.dispatch_lanes.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.dispatch_lanes.call_type is 'campaign or direct; direct lanes are served first.';
comment on column public.dispatch_lanes.campaign_id is 'The campaign of the lane; null exactly for direct calls. Deleted with it.';
comment on column public.dispatch_lanes.zone_key is
  'Law and zones its people may be under (rule_key_of); empty: unknown, and such a lane never opens.';
comment on column public.dispatch_lanes.needs_consent is 'True: the law asks for consent, which the claim looks for. Set with the window.';
comment on column public.dispatch_lanes.max_calls_per_day is 'Calls to one person within 24 hours at most, by law; null: no limit. Set with the window.';
comment on column public.dispatch_lanes.ready is 'True: the lane may have due items. False: parked until somebody wakes it.';
comment on column public.dispatch_lanes.open is 'True: calling is allowed now, as far as status and window go.';
comment on column public.dispatch_lanes.opens_at is
  'Instant of the next opening; null when the lane will not open by itself (paused, ended) or is always open.';
comment on column public.dispatch_lanes.closes_at is 'Instant at which the present opening ends; claim and fence test it again. Null while closed.';

alter table public.dispatch_lanes enable row level security;
alter table public.dispatch_lanes force row level security;

drop policy if exists dispatch_lanes_all_definer on public.dispatch_lanes;
create policy dispatch_lanes_all_definer on public.dispatch_lanes for all to app_definer
  using (true) with check (true);
comment on policy dispatch_lanes_all_definer on public.dispatch_lanes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dispatch_lanes to app_definer;
