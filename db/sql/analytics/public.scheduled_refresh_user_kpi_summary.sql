-- Coalesced: nothing to do without notes, and nothing while another refresh runs, which the next run makes up for.
create or replace function public.scheduled_refresh_user_kpi_summary()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from public.kpi_notes) then
    return;
  end if;
  perform 1 from public.dispatch_locks d where d.name = 'kpi' for update skip locked;
  if found then
    perform public.refresh_user_kpi_summary();
  end if;
end
$function$;
comment on function public.scheduled_refresh_user_kpi_summary is
  'Refreshes user_kpi_summary when anything is noted and nobody else is at it. Scheduled every hour.';
revoke all on function public.scheduled_refresh_user_kpi_summary from public;
grant execute on function public.scheduled_refresh_user_kpi_summary to app_worker;
alter function public.scheduled_refresh_user_kpi_summary owner to app_definer;
