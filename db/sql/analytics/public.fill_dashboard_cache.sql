-- Computes ahead what a dashboard shows of the 29 days before today, for tenants that have called in that time. Under the lock of the
-- refresh: a refresh that has deleted notes is over before anything is computed here, and one that comes later sees these entries.
create or replace function public.fill_dashboard_cache(p_limit integer default 200, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_filled integer;
begin
  perform 1 from public.dispatch_locks d where d.name = 'kpi' for update skip locked;
  if not found then
    return false;
  end if;

  insert into public.dashboard_cache as c (user_id, cache_key, from_date, to_date, payload, computed_at, expires_at)
  select t.user_id, 'hours', t.today - 29, t.today - 1, h.rows, p_now, p_now + interval '1 day'
  from (
    select u.id as user_id, (p_now at time zone public.get_user_timezone(u.id))::date as today
    from public.users u
    where exists (select from public.user_analytics a where a.user_id = u.id and a.date >= (p_now - interval '31 days')::date and a.total_calls > 0)
  ) t
  cross join lateral (
    select coalesce(jsonb_agg(to_jsonb(x)), '[]') as rows from public.count_hours(t.user_id, t.today - 29, t.today - 1) x
  ) h
  where not exists (
      select from public.dashboard_cache e
      where e.user_id = t.user_id and e.cache_key = 'hours' and e.to_date = t.today - 1 and public.cache_is_current(e, p_now)
    )
    -- An entry of noted days would not be shown, and filling it would never end: its turn is after the next refresh.
    and not exists (
      select from public.kpi_notes n
      where n.user_id = t.user_id and (n.date = '-infinity' or n.date between t.today - 29 and t.today - 1)
    )
  order by t.user_id
  limit p_limit
  on conflict (user_id, cache_key) do update
  set from_date = excluded.from_date, to_date = excluded.to_date, payload = excluded.payload, computed_at = excluded.computed_at, expires_at = excluded.expires_at;
  get diagnostics v_filled = row_count;
  return v_filled = p_limit;
end
$function$;
comment on function public.fill_dashboard_cache is
  'Computes the hours of the last days for up to p_limit tenants that have no current entry; returns whether there may be more. Scheduled every hour, after the refresh.';
revoke all on function public.fill_dashboard_cache from public;
grant execute on function public.fill_dashboard_cache to app_worker;
alter function public.fill_dashboard_cache owner to app_definer;
