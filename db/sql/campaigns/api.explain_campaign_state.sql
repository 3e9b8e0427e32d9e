-- "Why is nothing dialing?" Every reason that holds, strongest first, from what the claim itself reads.
create or replace function api.explain_campaign_state(p_campaign_id uuid, p_now timestamptz default now())
  returns table (key text, sentence text, until timestamptz, action text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_campaign public.call_campaigns;
begin
  select c.*
  into v_campaign
  from public.call_campaigns c
  where c.id = p_campaign_id and c.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'campaign_not_found',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign no longer exists.';
  end if;
  return query
  select r.key, r.sentence, r.until, r.action
  from (
    select * from public.campaign_status_reasons(v_campaign, p_now)
    union all
    select * from public.campaign_dialing_reasons(v_campaign, p_now)
    where v_campaign.status = 'active'
  ) r
  order by r.place;
end
$function$;
comment on function api.explain_campaign_state is
  'Every reason for the present state of a campaign, strongest first: key, sentence, when it may change, what can be done. Raises not_signed_in, campaign_not_found.
@notNull key
@notNull sentence';
revoke all on function api.explain_campaign_state from public;
grant execute on function api.explain_campaign_state to app_user;
alter function api.explain_campaign_state owner to app_definer;
