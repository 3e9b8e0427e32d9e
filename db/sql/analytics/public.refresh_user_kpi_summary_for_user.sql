-- A materialized view cannot be refreshed in part. Noting all days of the tenant makes its figures exact for every reader at once; the
-- hourly refresh stores them.
create or replace function public.refresh_user_kpi_summary_for_user(p_user_id uuid)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select a.user_id, a.date
  from public.user_analytics a
  where a.user_id = p_user_id
  order by a.date;
end
$function$;
comment on function public.refresh_user_kpi_summary_for_user is
  'Has every reader compute the days of one tenant anew until the next refresh. Called by hand.';
revoke all on function public.refresh_user_kpi_summary_for_user from public;
grant execute on function public.refresh_user_kpi_summary_for_user to app_worker;
alter function public.refresh_user_kpi_summary_for_user owner to app_definer;
