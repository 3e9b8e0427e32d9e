-- Shuts the campaign at once; the people who wait are cancelled by a job, in batches, because there may be many.
create or replace function api.cancel_campaign(p_campaign_id uuid, p_now timestamptz default now())
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
  if v_campaign.status <> 'cancelled' then
    perform public.set_campaign_status(p_campaign_id, 'cancelled', p_now);
    perform public.add_job('campaign__cancel_items', json_build_object('campaign_id', p_campaign_id));
  end if;
  select c.* into v_result from api.campaigns c where c.id = p_campaign_id;
  return v_result;
end
$function$;
comment on function api.cancel_campaign is
  'Cancels a campaign and returns it; people who wait are cancelled shortly after, calls on the line end normally. Raises not_signed_in, campaign_not_found, campaign_step_not_allowed.';
revoke all on function api.cancel_campaign from public;
grant execute on function api.cancel_campaign to app_user;
alter function api.cancel_campaign owner to app_definer;
