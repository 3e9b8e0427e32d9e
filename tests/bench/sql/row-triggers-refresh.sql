create function public.bench_refresh() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  refresh materialized view public.user_kpi_summary;
  return null;
end
$function$;
alter function public.bench_refresh() owner to app_definer;
create trigger z_bench_refresh after update on public.calls for each row execute function public.bench_refresh();
