-- Resuming is launching again: the same checks, the same lanes.
create or replace function api.resume_campaign(p_campaign_id uuid, p_now timestamptz default now())
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, public.require_user());
begin
  if v_campaign.status = 'draft' then
    raise sqlstate 'VC409' using
      message = 'campaign_not_launched',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign was never launched; launch it instead.';
  end if;
  return api.launch_campaign(p_campaign_id, p_now);
end
$function$;
comment on function api.resume_campaign is
  'Lets a paused campaign call again and returns it; an active one is returned unchanged. Raises not_signed_in, campaign_not_found, campaign_not_launched, campaign_has_no_people, campaign_dates_are_over, campaign_step_not_allowed.';
revoke all on function api.resume_campaign from public;
grant execute on function api.resume_campaign to app_user;
alter function api.resume_campaign owner to app_definer;
