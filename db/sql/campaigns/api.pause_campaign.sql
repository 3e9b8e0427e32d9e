-- No new calls from the next fence on; calls on the line end normally.
create or replace function api.pause_campaign(p_campaign_id uuid, p_now timestamptz default now())
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, public.require_user());
  v_result api.campaigns;
begin
  if v_campaign.status <> 'paused' then
    perform public.set_campaign_status(p_campaign_id, 'paused', p_now);
  end if;
  select c.* into v_result from api.campaigns c where c.id = p_campaign_id;
  return v_result;
end
$function$;
comment on function api.pause_campaign is
  'Pauses a campaign and returns it; a paused one is returned unchanged. Raises not_signed_in, campaign_not_found, campaign_step_not_allowed.';
revoke all on function api.pause_campaign from public;
grant execute on function api.pause_campaign to app_user;
alter function api.pause_campaign owner to app_definer;
