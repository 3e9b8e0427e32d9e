create or replace function public.count_try(p_key text, p_window interval, p_now timestamptz)
  returns integer
  language sql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.login_limits as l (key, tries, window_began_at)
  values (p_key, 1, p_now)
  on conflict (key) do update
  set tries = case when l.window_began_at <= p_now - p_window then 1 else l.tries + 1 end,
      window_began_at = case when l.window_began_at <= p_now - p_window then p_now else l.window_began_at end
  returning l.tries
$function$;
comment on function public.count_try is
  'Adds a try to a counter whose window may be over, and returns how many there are in the window. Called by count_login_try.';
revoke all on function public.count_try from public;
grant execute on function public.count_try to app_definer;
