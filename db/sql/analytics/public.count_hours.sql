-- A tenant's hours of several days on top of each other, as a week: the one definition, for what is cached and what is computed at once.
create or replace function public.count_hours(p_user_id uuid, p_from date, p_to date)
  returns table (weekday integer, hour integer, total_calls integer, answered_calls integer, qualified_leads integer)
  language sql
  stable
begin atomic
  select extract(isodow from a.date)::integer, a.hour, sum(a.total_calls)::integer, sum(a.answered_calls)::integer, sum(a.qualified_leads)::integer
  from public.agent_analytics a
  where a.user_id = p_user_id
    and a.date between p_from and p_to
    and a.hour is not null
  group by 1, 2
  having sum(a.total_calls) > 0 or sum(a.qualified_leads) > 0;
end;
comment on function public.count_hours is
  'Calls and qualified leads of a tenant by weekday (1 is Monday) and local hour over the days from p_from to p_to; hours without any are left out. Called by fill_dashboard_cache, test_cache_invalidation and list_hours.';
revoke all on function public.count_hours from public;
grant execute on function public.count_hours to app_definer, app_user;
