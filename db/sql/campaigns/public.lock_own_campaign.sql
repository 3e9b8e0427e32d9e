-- The first step of everything that changes a campaign: its lanes, then its row. In this order, because a
-- waker may hold a lane until its transaction ends, and that transaction may be waiting for the campaign.
create or replace function public.lock_own_campaign(p_campaign_id uuid, p_user_id uuid)
  returns public.call_campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns;
begin
  perform 1
  from public.dispatch_lanes l
  where l.campaign_id = p_campaign_id
    and l.user_id = p_user_id
  order by l.id
  for no key update;

  select c.*
  into v_campaign
  from public.call_campaigns c
  where c.id = p_campaign_id
    and c.user_id = p_user_id
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'campaign_not_found',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign no longer exists.';
  end if;
  return v_campaign;
end
$function$;
comment on function public.lock_own_campaign is
  'Locks a campaign of the tenant and its lanes and returns it. Raises campaign_not_found, for another tenant''s as for one that does not exist.';
revoke all on function public.lock_own_campaign from public;
alter function public.lock_own_campaign owner to app_definer;
