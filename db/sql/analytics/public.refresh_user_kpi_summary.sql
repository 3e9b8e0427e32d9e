-- First the notes are deleted, then the summary is refreshed, in one transaction: what the deletion saw, the later snapshot of the
-- refresh contains, and what it did not see stays noted. The other way round a change between the two would be forgotten.
-- What the dashboard cache holds of noted days goes with the notes that kept it from being shown.
-- CONCURRENTLY, because the plain refresh locks readers out and shows them an empty table.
-- READ COMMITTED is demanded: under a fixed snapshot the refresh would not be later than the deletion.
create or replace function public.refresh_user_kpi_summary()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise sqlstate 'VC500' using
      message = 'refresh_needs_read_committed',
      hint = 'The refresh has to run in its own transaction at isolation level read committed.';
  end if;
  perform 1 from public.dispatch_locks d where d.name = 'kpi' for update;
  with gone as (
    delete from public.kpi_notes n
    returning n.user_id, n.date
  )
  delete from public.dashboard_cache c
  using gone g
  where g.user_id = c.user_id
    and (g.date = '-infinity' or g.date between c.from_date and c.to_date);
  refresh materialized view concurrently public.user_kpi_summary;
end
$function$;
comment on function public.refresh_user_kpi_summary is
  'Brings user_kpi_summary up to date; readers wait for nothing. Called by scheduled_refresh_user_kpi_summary and by hand. Raises refresh_needs_read_committed.';
revoke all on function public.refresh_user_kpi_summary from public;
grant execute on function public.refresh_user_kpi_summary to app_worker;
alter function public.refresh_user_kpi_summary owner to app_definer;
