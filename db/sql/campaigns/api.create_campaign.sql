create or replace function api.create_campaign(
  p_name text,
  p_agent_id uuid,
  p_next_action text,
  p_first_call_time time,
  p_last_call_time time,
  p_start_date date,
  p_end_date date default null,
  p_description text default null,
  p_campaign_timezone text default null,
  p_max_retries integer default 0,
  p_retry_interval_minutes integer default 60
)
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
  v_campaign api.campaigns;
begin
  if coalesce(btrim(p_name), '') = '' or length(p_name) > 255 then
    raise sqlstate 'VC400' using
      message = 'campaign_name_missing',
      hint = 'Give the campaign a name of at most 255 characters.';
  end if;
  if not exists (
    select from public.agents a
    where a.id = p_agent_id and a.user_id = v_user_id and a.agent_type = 'call'
  ) then
    raise sqlstate 'VC404' using
      message = 'agent_not_found',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent no longer exists or does not make calls; choose another one.';
  end if;
  if p_campaign_timezone is not null
    and not exists (select from public.time_zones z where z.name = p_campaign_timezone) then
    raise sqlstate 'VC400' using
      message = 'timezone_unknown',
      detail = left(p_campaign_timezone, 100),
      hint = 'Choose a time zone from the list, such as Europe/London.';
  end if;
  if p_end_date < p_start_date then
    raise sqlstate 'VC400' using
      message = 'campaign_ends_before_start',
      hint = 'The last day must not be before the first day.';
  end if;

  insert into public.call_campaigns (
    user_id, agent_id, name, description, next_action, first_call_time, last_call_time, start_date, end_date,
    campaign_timezone, use_custom_timezone, max_retries, retry_interval_minutes
  )
  values (
    v_user_id, p_agent_id, btrim(p_name), p_description, p_next_action, p_first_call_time, p_last_call_time,
    p_start_date, p_end_date, p_campaign_timezone, p_campaign_timezone is not null, p_max_retries,
    p_retry_interval_minutes
  )
  returning id into v_id;
  select c.* into v_campaign from api.campaigns c where c.id = v_id;
  return v_campaign;
end
$function$;
comment on function api.create_campaign is
  'Makes a campaign as a draft without people. Hours are local to the campaign''s zone (the tenant''s when none is given) and may cross midnight. Raises not_signed_in, campaign_name_missing, agent_not_found, timezone_unknown, campaign_ends_before_start.';
revoke all on function api.create_campaign from public;
grant execute on function api.create_campaign to app_user;
alter function api.create_campaign owner to app_definer;
