-- When an item of this lane may be dialed at the earliest, not before an instant: for retries and callbacks.
create or replace function public.next_allowed(p_lane_id bigint, p_not_before timestamptz)
  returns timestamptz
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_opens_at timestamptz;
begin
  select n.opens_at
  into v_opens_at
  from public.dispatch_lanes l
  left join public.call_campaigns c on c.id = l.campaign_id
  cross join lateral public.legal_window(c, l.zone_key, p_not_before) n
  where l.id = p_lane_id;
  return greatest(p_not_before, v_opens_at);
end
$function$;
comment on function public.next_allowed is
  'The first instant inside the calling hours of a lane that is not before p_not_before; that instant itself when no hour is left.';
revoke all on function public.next_allowed from public;
alter function public.next_allowed owner to app_definer;
