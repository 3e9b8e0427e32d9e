-- Lets a campaign call. Its people are queued already; opening its lane is all there is to do. Before its first day
-- it is scheduled, and the claim makes it active when its first window opens.
--
-- Race: two clicks. The row lock decides; the second finds it launched and gets it back unchanged.
create or replace function api.launch_campaign(p_campaign_id uuid, p_now timestamptz default now())
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, public.require_user());
  v_opens_at timestamptz;
  v_result api.campaigns;
begin
  if v_campaign.status not in ('active', 'scheduled') then
    if not exists (select from public.call_queue q where q.campaign_id = p_campaign_id and q.status = 'pending') then
      raise sqlstate 'VC412' using
        message = 'campaign_has_no_people',
        detail = format('campaign %s', p_campaign_id),
        hint = 'Add people to the campaign first.';
    end if;
    select n.opens_at
    into v_opens_at
    from public.next_window(
      v_campaign.first_call_time, v_campaign.last_call_time, v_campaign.start_date, v_campaign.end_date,
      public.campaign_timezone(v_campaign), p_now
    ) n;
    if v_opens_at is null then
      raise sqlstate 'VC412' using
        message = 'campaign_dates_are_over',
        detail = format('campaign %s ended on %s', p_campaign_id, v_campaign.end_date),
        hint = 'The last day of the campaign has passed; choose other dates.';
    end if;
    perform public.set_campaign_status(
      p_campaign_id,
      case
        when (p_now at time zone public.campaign_timezone(v_campaign))::date < v_campaign.start_date then 'scheduled'
        else 'active'
      end,
      p_now
    );
  end if;
  select c.* into v_result from api.campaigns c where c.id = p_campaign_id;
  return v_result;
end
$function$;
comment on function api.launch_campaign is
  'Makes a draft or paused campaign active (scheduled before its first day) and returns it; a launched one is returned unchanged. Raises not_signed_in, campaign_not_found, campaign_has_no_people, campaign_dates_are_over, campaign_step_not_allowed.';
revoke all on function api.launch_campaign from public;
grant execute on function api.launch_campaign to app_user;
alter function api.launch_campaign owner to app_definer;
