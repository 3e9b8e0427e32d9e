-- Queues the people that a filter finds, each once: whoever waits, runs or has been dealt with in this campaign is
-- left alone. They wait in the campaign's lanes, one for each law that they are under, so launching costs nothing for them. Whose number
-- is in no numbering plan is written down as cancelled: the list says why nobody calls them.
create or replace function api.add_campaign_contacts(
  p_campaign_id uuid,
  p_search text default null,
  p_tag text default null,
  p_import_id uuid default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, v_user_id);
  v_added integer;
begin
  if v_campaign.status in ('completed', 'cancelled') then
    raise sqlstate 'VC409' using
      message = 'campaign_is_over',
      detail = format('campaign %s is %s', p_campaign_id, v_campaign.status),
      hint = 'This campaign is over; make a new one for further people.';
  end if;

  with found as materialized (
    select t.id, t.phone_number, t.name, public.rule_key_of(t.phone_number) as rule_key
    from public.contacts t
    where t.id in (select public.find_contact_ids(v_user_id, p_search, p_tag, p_import_id))
      and not exists (
        select from public.call_queue q where q.campaign_id = p_campaign_id and q.contact_id = t.id
      )
  ),
  lanes as materialized (
    select k.rule_key, public.ensure_lane(v_user_id, 'campaign', p_campaign_id, k.rule_key) as id
    from (select distinct coalesce(f.rule_key, '') as rule_key from found f) k
    order by k.rule_key
  )
  insert into public.call_queue (
    user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, max_retries, lane_id, created_at, status, completed_at, error_message
  )
  select v_user_id, p_campaign_id, f.id, v_campaign.agent_id, f.phone_number, f.name, v_campaign.max_retries, l.id, p_now,
    case when f.rule_key is null then 'cancelled' else 'pending' end,
    case when f.rule_key is null then p_now end,
    case when f.rule_key is null then 'no_calling_rule' end
  from found f
  join lanes l on l.rule_key = coalesce(f.rule_key, '')
  order by f.name, f.id;
  get diagnostics v_added = row_count;
  update public.call_campaigns c
  set total_contacts = c.total_contacts + v_added
  where c.id = p_campaign_id;
  if v_campaign.status in ('active', 'scheduled') then
    perform public.set_lane_windows(
      array(select l.id from public.dispatch_lanes l where l.campaign_id = p_campaign_id order by l.id for no key update), p_now
    );
    perform pg_notify('dispatch', '');
  end if;
  return v_added;
end
$function$;
comment on function api.add_campaign_contacts is
  'Queues the contacts that a filter finds (all without one) and returns how many were new to the campaign. Raises not_signed_in, campaign_not_found, campaign_is_over.
@notNull';
revoke all on function api.add_campaign_contacts from public;
grant execute on function api.add_campaign_contacts to app_user;
alter function api.add_campaign_contacts owner to app_definer;
