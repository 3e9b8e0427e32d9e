-- The first daily calling window that has not ended at p_now, in instants.
--
-- Local date plus local time, then "at time zone": the change to or from summer time is solved here, once for
-- each lane and day. A last call time at or before the first one crosses midnight (equal: all day), and the
-- night after the end date still belongs to it, so yesterday's window is looked at as well.
-- A local time that the clocks skip is read as much later as they were moved; where that takes the end of one window
-- past the beginning of the next (clocks that skip the hour before midnight), it ends there.
create or replace function public.next_window(
  p_first_call_time time,
  p_last_call_time time,
  p_start_date date,
  p_end_date date,
  p_zone text,
  p_now timestamptz,
  out opens_at timestamptz,
  out closes_at timestamptz
)
  returns record
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select w.opens_at, w.closes_at
  from (
    select greatest((p_now at time zone p_zone)::date - 1, p_start_date) as day
  ) b
  cross join generate_series(0, 3) as g (n)
  cross join lateral (
    select
      ((b.day + g.n) + p_first_call_time) at time zone p_zone as opens_at,
      least(
        ((b.day + g.n + case when p_last_call_time <= p_first_call_time then 1 else 0 end) + p_last_call_time)
          at time zone p_zone,
        ((b.day + g.n + 1) + p_first_call_time) at time zone p_zone
      ) as closes_at
  ) w
  where (p_end_date is null or b.day + g.n <= p_end_date)
    and w.closes_at > p_now
    and w.closes_at > w.opens_at
  order by w.closes_at
  limit 1
$function$;
comment on function public.next_window is
  'The first daily calling window that has not ended at p_now: opens_at and closes_at as instants, both null when no day is left. Times are local to p_zone, windows may cross midnight, equal times mean all day.';
revoke all on function public.next_window from public;
grant execute on function public.next_window to app_definer, app_user;
