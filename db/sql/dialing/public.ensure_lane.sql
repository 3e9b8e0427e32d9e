-- The lane of a tenant's direct calls or of one of its campaigns for people under one law, made on first use. A campaign's lanes are
-- opened by its launch, or by whoever adds people later; direct ones as soon as the law allows.
create or replace function public.ensure_lane(
  p_user_id uuid,
  p_call_type text,
  p_campaign_id uuid,
  p_rule_key text,
  p_now timestamptz default now()
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
  insert into public.dispatch_lanes (user_id, call_type, campaign_id, zone_key)
  values (p_user_id, p_call_type, p_campaign_id, p_rule_key)
  on conflict (user_id, call_type, campaign_id, zone_key) do nothing
  returning id into v_lane_id;

  if v_lane_id is null then
    select l.id
    into strict v_lane_id
    from public.dispatch_lanes l
    where l.user_id = p_user_id
      and l.call_type = p_call_type
      and l.campaign_id is not distinct from p_campaign_id
      and l.zone_key = p_rule_key;
  elsif p_call_type = 'direct' then
    perform public.set_lane_windows(array[v_lane_id], p_now);
  end if;
  return v_lane_id;
end
$function$;
comment on function public.ensure_lane is
  'The id of a tenant''s lane for direct calls or for a campaign and a rule key; makes it when it is missing. Called by everything that queues people.';
revoke all on function public.ensure_lane from public;
alter function public.ensure_lane owner to app_definer;
