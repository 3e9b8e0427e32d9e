-- For whoever doubts a dashboard: says of a tenant's cache what would be shown, and compares that with what is computed at once.
create or replace function public.test_cache_invalidation(p_user_id uuid, p_now timestamptz default now())
  returns text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select format(
    '%s cached, %s of them shown, %s held back by %s of changed days; %s',
    public.counted(count(*), 'piece', 'pieces'),
    count(*) filter (where e.is_current),
    count(*) filter (where not e.is_current),
    public.counted((select count(*) from public.kpi_notes n where n.user_id = p_user_id), 'note', 'notes'),
    case
      when count(*) filter (where e.is_current and not e.is_right) = 0 then 'all that is shown is right.'
      else format('WRONG: %s.', string_agg(e.cache_key, ', ') filter (where e.is_current and not e.is_right))
    end
  )
  from (
    select c.cache_key, public.cache_is_current(c, p_now) as is_current,
      (
        select coalesce(jsonb_object_agg(format('%s %s', x ->> 'weekday', x ->> 'hour'), x), '{}') from jsonb_array_elements(c.payload) x
      ) = (
        select coalesce(jsonb_object_agg(format('%s %s', h.weekday, h.hour), to_jsonb(h)), '{}')
        from public.count_hours(c.user_id, c.from_date, c.to_date) h
      ) as is_right
    from public.dashboard_cache c
    where c.user_id = p_user_id
  ) e
$function$;
comment on function public.test_cache_invalidation is
  'A sentence about what is cached for a tenant: how much is shown, how much is held back because it has changed, and whether what is shown is right. Called by hand.';
revoke all on function public.test_cache_invalidation from public;
grant execute on function public.test_cache_invalidation to app_worker;
alter function public.test_cache_invalidation owner to app_definer;
