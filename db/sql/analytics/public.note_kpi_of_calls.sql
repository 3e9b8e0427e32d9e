-- See note_changed_kpi. What calls change reaches the figures by way of the rollups, which note their own days; this note is for what may
-- be computed from calls themselves one day, and costs one row.
create or replace function public.note_kpi_of_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct n.user_id, n.local_date
  from new_rows n
  order by 1, 2;
  return null;
end
$function$;
comment on function public.note_kpi_of_calls is
  'Trigger of calls: notes the days of written calls.';
revoke all on function public.note_kpi_of_calls from public;
alter function public.note_kpi_of_calls owner to app_definer;
