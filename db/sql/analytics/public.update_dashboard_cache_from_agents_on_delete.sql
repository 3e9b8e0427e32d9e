-- See update_dashboard_cache_from_agents. A tenant that is being deleted needs no note.
create or replace function public.update_dashboard_cache_from_agents_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct r.user_id, date '-infinity'
  from old_rows r
  join public.users u on u.id = r.user_id
  order by 1;
  return null;
end
$function$;
comment on function public.update_dashboard_cache_from_agents_on_delete is
  'Trigger of agents: nothing that is cached about their tenants is shown any more.';
revoke all on function public.update_dashboard_cache_from_agents_on_delete from public;
alter function public.update_dashboard_cache_from_agents_on_delete owner to app_definer;
