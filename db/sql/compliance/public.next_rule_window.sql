-- As next_window, on the weekdays of a rule. Nine days are looked at: a window that began yesterday, and a week.
create or replace function public.next_rule_window(
  p_rule public.calling_rules,
  p_zone text,
  p_now timestamptz,
  out opens_at timestamptz,
  out closes_at timestamptz
)
  returns record
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select w.opens_at, w.closes_at
  from (select (p_now at time zone p_zone)::date - 1 as day) b
  cross join generate_series(0, 8) as g (n)
  cross join lateral (
    select
      ((b.day + g.n) + (p_rule).local_start) at time zone p_zone as opens_at,
      least(
        ((b.day + g.n + case when (p_rule).local_end <= (p_rule).local_start then 1 else 0 end) + (p_rule).local_end) at time zone p_zone,
        ((b.day + g.n + 1) + (p_rule).local_start) at time zone p_zone
      ) as closes_at
  ) w
  where extract(isodow from b.day + g.n)::smallint = any ((p_rule).weekdays)
    and w.closes_at > p_now
    and w.closes_at > w.opens_at
  order by w.closes_at
  limit 1
$function$;
comment on function public.next_rule_window is
  'The first window of a calling rule in a zone that has not ended at p_now, as instants; both null when the rule has no day. Called by legal_window.';
revoke all on function public.next_rule_window from public;
alter function public.next_rule_window owner to app_definer;
