-- Chooses the items: inside a tenant direct calls first, then priority, then who was scheduled first; over the
-- tenants the first of each before the second of any, where a tenant of weight 3 has three firsts. Then looks at each
-- person, all at once, so that no slot is wasted on somebody who may not be called.
--
-- Chosen without locks, then locked: a campaign across a country has a lane for each of its laws and zones, and each lane may hold the
-- next person, so that many more are looked at than taken. A lock is a write; those not taken must cost none. Who is held by somebody
-- else is left out of this claim, and who has changed in between is not taken, because the lock looks again at what it got.
-- A failed look-up means no. Two picks of one number of one tenant (two campaigns) cannot both go.
create or replace function public.pick_queue_items(
  p_tenants public.claim_tenants,
  p_want integer,
  p_now timestamptz
)
  returns public.claim_items
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shares integer := (select sum(w.weight)::integer from unnest(p_tenants.weights) as w (weight));
  v_share integer := (p_want + v_shares - 1) / v_shares;
  -- What the fence would refuse for want of time is not taken: it would only burn the create rate.
  v_latest_end timestamptz := p_now + public.setting('dial.http_timeout_ms') * interval '1 millisecond';
  v_result public.claim_items;
begin
  with candidates as (
    select t.user_id, t.turn, t.weight, k.*
    from unnest(p_tenants.user_ids, p_tenants.rooms, p_tenants.weights) with ordinality as t (user_id, room, weight, turn)
    cross join lateral (
      select
        l.call_type = 'direct' as is_direct,
        i.row_place,
        l.needs_consent,
        l.max_calls_per_day,
        row_number() over (
          order by l.call_type = 'direct' desc, i.priority desc, i.scheduled_for nulls first, i.created_at, i.id
        ) as place
      from public.dispatch_lanes l
      cross join lateral (
        select q.ctid as row_place, q.id, q.priority, q.scheduled_for, q.created_at
        from public.call_queue q
        where q.lane_id = l.id and q.status = 'pending' and q.due
        order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
        limit least(t.room, v_share * t.weight)
      ) i
      where l.user_id = t.user_id and l.ready and l.open and l.closes_at > v_latest_end
      order by place
      limit least(t.room, v_share * t.weight)
    ) k
  ),
  ranked as materialized (
    select
      c.*,
      row_number() over (order by c.is_direct desc, (c.place - 1) / c.weight, c.turn, c.place) as rank
    from candidates c
    order by rank
    limit p_want
  ),
  chosen as materialized (
    select q.id, q.user_id, q.phone_number, q.agent_id, q.contact_id, r.needs_consent, r.max_calls_per_day, r.turn, r.rank
    from ranked r
    join public.call_queue q on q.ctid = r.row_place
    where q.status = 'pending' and q.due
    for no key update of q skip locked
  ),
  -- Looked up once for the tenants of this claim, not once for each item.
  able_agents as materialized (
    select g.id
    from public.agents g
    where g.user_id = any (p_tenants.user_ids) and g.is_active and g.agent_type = 'call'
  ),
  busy_numbers as materialized (
    select a.user_id, a.phone_number
    from public.active_calls a
    where a.user_id = any (p_tenants.user_ids)
  ),
  first_of_number as materialized (
    select min(c.rank) as rank
    from chosen c
    group by c.user_id, c.phone_number
  ),
  judged as materialized (
    select
      c.id,
      c.user_id,
      c.turn,
      c.rank,
      case
        when (
          select true
          from public.do_not_call d
          where d.phone_number = c.phone_number and (d.user_id = c.user_id or d.user_id is null)
          limit 1
        ) then 'opted_out'
        when c.needs_consent and (
          select true
          from public.contact_consents n
          where n.contact_id = c.contact_id and n.user_id = c.user_id and n.withdrawn_at is null
          limit 1
        ) is null then 'no_consent'
        when c.max_calls_per_day is not null and (
          select count(*)
          from public.calls k
          where k.contact_id = c.contact_id and k.created_at > p_now - interval '24 hours'
        ) >= c.max_calls_per_day then 'called_too_often'
        when c.agent_id not in (select g.id from able_agents g) then 'agent_off'
        when (c.user_id, c.phone_number) in (select b.user_id, b.phone_number from busy_numbers b)
          or c.rank not in (select f.rank from first_of_number f)
          then 'number_busy'
      end as refusal
    from chosen c
  )
  select
    coalesce(array_agg(j.id order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.user_id order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.turn::integer order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.id order by j.rank) filter (where j.refusal is not null), '{}'),
    coalesce(array_agg(j.user_id order by j.rank) filter (where j.refusal is not null), '{}'),
    coalesce(array_agg(j.refusal order by j.rank) filter (where j.refusal is not null), '{}')
  into
    v_result.ids, v_result.user_ids, v_result.turns,
    v_result.refused_ids, v_result.refused_user_ids, v_result.refusals
  from judged j;
  return v_result;
end
$function$;
comment on function public.pick_queue_items is
  'Locks the queue items to dial next for the tenants given and returns them in dialing order, and those of them that may not be called with the reason: opted_out, no_consent, called_too_often, agent_off, number_busy. Called by the claim.';
revoke all on function public.pick_queue_items from public;
alter function public.pick_queue_items owner to app_definer;
