-- Before people are called: how many of them will be, and why not the others. What the claim would find out one by one.
create or replace function api.preview_launch(p_campaign_id uuid, p_now timestamptz default now())
  returns table (key text, people integer, sentence text, until timestamptz)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_user_id uuid := public.require_user();
  v_campaign public.call_campaigns;
begin
  select c.* into v_campaign from public.call_campaigns c where c.id = p_campaign_id and c.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'campaign_not_found',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign no longer exists.';
  end if;
  return query
  with lanes as materialized (
    select l.id, l.zone_key, w.opens_at
    from public.dispatch_lanes l
    cross join lateral public.legal_window(v_campaign, l.zone_key, p_now) w
    where l.campaign_id = p_campaign_id
  ),
  people as materialized (
    select
      coalesce(
        case when q.status = 'cancelled' then q.error_message end,
        public.person_obstacle(v_user_id, q.contact_id, q.phone_number, l.zone_key, p_now),
        case when l.opens_at is null then 'never_allowed' when l.opens_at > p_now then 'later' else 'callable' end
      ) as key,
      l.opens_at
    from public.call_queue q
    join lanes l on l.id = q.lane_id
    where q.campaign_id = p_campaign_id
      and (q.status = 'pending' or (q.status = 'cancelled' and q.error_message = 'no_calling_rule'))
  ),
  counted as (
    select p.key, count(*)::integer as people, min(p.opens_at) filter (where p.key = 'later') as until
    from people p
    group by p.key
  )
  select c.key, c.people, w.sentence, c.until
  from counted c
  join (
    values
      (1, 'callable', 'can be called now'),
      (2, 'later', 'can be called later: it is outside the calling hours where they live'),
      (3, 'no_consent', 'will be skipped: they have not agreed to be called, which is asked for where they live'),
      (4, 'opted_out', 'will be skipped: they asked not to be called'),
      (5, 'called_too_often', 'wait until tomorrow: they were called as often as is allowed where they live'),
      (6, 'never_allowed', 'will never be called: the hours of the campaign are not allowed where they live'),
      (7, 'no_calling_rule', 'will be skipped: nobody knows where the number rings')
  ) as w (place, key, sentence) on w.key = c.key
  order by w.place;
end
$function$;
comment on function api.preview_launch is
  'How many people of a campaign can be called now or later and how many will be skipped, by reason: key, people, what is so as the end of a sentence, and from when for later. Raises not_signed_in, campaign_not_found.
@notNull key
@notNull people
@notNull sentence';
revoke all on function api.preview_launch from public;
grant execute on function api.preview_launch to app_user;
alter function api.preview_launch owner to app_definer;
