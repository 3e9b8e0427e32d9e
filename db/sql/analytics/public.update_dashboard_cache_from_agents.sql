-- What is cached about a tenant may be about the agent that changes, whichever piece it is: none is shown until it is computed anew. A note
-- and no deletion: whoever is computing right now has not seen this change.
create or replace function public.update_dashboard_cache_from_agents()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct r.user_id, date '-infinity'
  from new_rows r
  order by 1;
  return null;
end
$function$;
comment on function public.update_dashboard_cache_from_agents is
  'Trigger of agents: nothing that is cached about their tenants is shown any more.';
revoke all on function public.update_dashboard_cache_from_agents from public;
alter function public.update_dashboard_cache_from_agents owner to app_definer;
