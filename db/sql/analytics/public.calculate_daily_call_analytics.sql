-- Agents one after the other, in the order in which the rollup locks them.
create or replace function public.calculate_daily_call_analytics(p_user_id uuid, p_target_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent_id uuid;
begin
  for v_agent_id in select g.id from public.agents g where g.user_id = p_user_id order by g.id
  loop
    perform public.recompute_agent_daily_from_calls(v_agent_id, p_target_date);
  end loop;
  perform public.recompute_user_daily_from_agent(p_user_id, p_target_date);
end
$function$;
comment on function public.calculate_daily_call_analytics is
  'Counts one day of a tenant and of all its agents anew. The rollups are exact without it: it repairs after a restore or a change by hand. Called by batch_calculate_call_analytics.';
revoke all on function public.calculate_daily_call_analytics from public;
grant execute on function public.calculate_daily_call_analytics to app_worker;
alter function public.calculate_daily_call_analytics owner to app_definer;
