-- What calls cost whose end is confirmed now: whole pulses at the price pinned when they were claimed. A call
-- pays from its own hold and from what is free, never from the holds of others; what cannot be paid is a
-- shortfall (inbound calls have no hold), and the balance never goes below zero.
--
-- Locks users in id order: nobody else moves money of these tenants until the trigger has charged it.
create or replace function public.price_confirmed_calls(p_execution_ids text[], p_seconds integer[])
  returns table (execution_id varchar, credits integer, shortfall integer)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
#variable_conflict use_column
declare
  v_pulse integer := public.setting('credits.pulse_seconds');
  v_price integer := public.setting('credits.price_per_pulse');
begin
  perform 1
  from public.users u
  where u.id in (
    select c.user_id
    from public.calls c
    where c.bolna_execution_id = any (p_execution_ids) and c.confirmed_at is null
  )
  order by u.id
  for no key update;

  return query
  with due as materialized (
    select
      c.bolna_execution_id,
      c.id,
      c.user_id,
      a.id as attempt_id,
      ceil(e.seconds::numeric / coalesce(a.pulse_seconds, v_pulse)) * coalesce(a.price_per_pulse, v_price) as price
    from unnest(p_execution_ids, p_seconds) as e (execution_id, seconds)
    join public.calls c on c.bolna_execution_id = e.execution_id and c.confirmed_at is null
    left join public.call_attempts a on a.id = c.attempt_id
  ),
  pools as materialized (
    select
      u.id,
      u.credits - coalesce((
        select sum(h.amount)
        from public.credit_holds h
        where h.user_id = u.id
          and h.attempt_id not in (select d.attempt_id from due d where d.attempt_id is not null)
      ), 0) as amount
    from public.users u
    where u.id in (select d.user_id from due d)
  ),
  running as materialized (
    select d.*, p.amount as pool, sum(d.price) over (partition by d.user_id order by d.id) - d.price as before
    from due d
    join pools p on p.id = d.user_id
  )
  select
    r.bolna_execution_id,
    least(r.price, greatest(r.pool - r.before, 0))::integer,
    (r.price - least(r.price, greatest(r.pool - r.before, 0)))::integer
  from running r;
end
$function$;
comment on function public.price_confirmed_calls is
  'Credits and shortfall of calls whose end is being confirmed, from their seconds of talk. Locks the tenants'' wallets. Called by merge_folded_calls.';
revoke all on function public.price_confirmed_calls from public;
alter function public.price_confirmed_calls owner to app_definer;
