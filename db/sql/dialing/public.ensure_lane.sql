-- The lane of a tenant's direct calls or of one of its campaigns, made on first use.
create or replace function public.ensure_lane(
  p_user_id uuid,
  p_call_type text,
  p_campaign_id uuid default null
)
  returns bigint
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lane_id bigint;
begin
  -- Direct lanes have no hours of their own. A campaign's lane is opened by refresh_campaign_lanes.
  insert into public.dispatch_lanes (user_id, call_type, campaign_id, open, closes_at)
  values (
    p_user_id,
    p_call_type,
    p_campaign_id,
    p_call_type = 'direct',
    case when p_call_type = 'direct' then 'infinity'::timestamptz end
  )
  on conflict (user_id, call_type, campaign_id, zone_key) do nothing
  returning id into v_lane_id;

  if v_lane_id is null then
    select l.id
    into strict v_lane_id
    from public.dispatch_lanes l
    where l.user_id = p_user_id
      and l.call_type = p_call_type
      and l.campaign_id is not distinct from p_campaign_id
      and l.zone_key = '';
  end if;
  return v_lane_id;
end
$function$;
comment on function public.ensure_lane is
  'The id of a tenant''s lane for direct calls or for a campaign; makes it when it is missing. Called by everything that queues people.';
revoke all on function public.ensure_lane from public;
alter function public.ensure_lane owner to app_definer;
