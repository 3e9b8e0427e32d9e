-- The time-outs of a role may be lifted by that role; this may not. Runs as a member of all analysts' logins, which is all the right it takes
-- to end their statements, also on servers where nobody is a superuser.
create or replace function public.end_long_analyst_queries(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_statement interval := public.setting('analysts.max_statement_seconds') * interval '1 second';
  v_idle interval := public.setting('analysts.max_idle_seconds') * interval '1 second';
  v_ended integer;
begin
  select count(*)::integer
  into v_ended
  from pg_stat_activity a
  cross join lateral (
    select case
      when a.state = 'active' and a.query_start < p_now - v_statement then pg_cancel_backend(a.pid)
      when a.state like 'idle in transaction%' and a.state_change < p_now - v_idle then pg_terminate_backend(a.pid)
    end as is_ended
  ) e
  where a.datname = current_database()
    and a.usesysid in (select m.member from pg_auth_members m where m.roleid = 'app_analyst'::regrole)
    and pg_has_role('app_watchdog', a.usesysid, 'usage')
    and e.is_ended;
  return v_ended;
end
$function$;
comment on function public.end_long_analyst_queries is
  'Cancels statements of analysts that run longer than analysts.max_statement_seconds and ends their sessions that are idle within a transaction for longer than analysts.max_idle_seconds; returns how many. Scheduled every minute.';
revoke all on function public.end_long_analyst_queries from public;
grant execute on function public.end_long_analyst_queries to app_worker;
grant create on schema public to app_watchdog;
alter function public.end_long_analyst_queries owner to app_watchdog;
revoke create on schema public from app_watchdog;
