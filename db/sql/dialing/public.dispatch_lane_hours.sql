-- The calling hours of lanes, for the pages: the lanes themselves are nobody's business.
create or replace view public.dispatch_lane_hours with (security_barrier = true) as
select l.user_id, l.campaign_id, l.open, l.opens_at, l.closes_at
from public.dispatch_lanes l
where l.user_id = (select public.current_user_id())
  or pg_has_role(current_user, 'app_definer', 'usage');
comment on view public.dispatch_lane_hours is 'One row per lane of the signed-in tenant with the window it is in or waits for.';
comment on column public.dispatch_lane_hours.user_id is 'The tenant.';
comment on column public.dispatch_lane_hours.campaign_id is 'The campaign, null for direct calls.';
comment on column public.dispatch_lane_hours.open is 'True while calls may go out.';
comment on column public.dispatch_lane_hours.opens_at is 'Begin of the present or next window.';
comment on column public.dispatch_lane_hours.closes_at is 'End of that window.';
revoke all on public.dispatch_lane_hours from public;
grant select on public.dispatch_lane_hours to app_user, app_definer;
alter view public.dispatch_lane_hours owner to app_definer;
