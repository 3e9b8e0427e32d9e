-- See note_kpi_of_calls. A tenant that is being deleted needs no note.
create or replace function public.note_kpi_of_deleted_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct o.user_id, o.local_date
  from old_rows o
  join public.users u on u.id = o.user_id
  order by 1, 2;
  return null;
end
$function$;
comment on function public.note_kpi_of_deleted_calls is
  'Trigger of calls: notes the days of deleted calls.';
revoke all on function public.note_kpi_of_deleted_calls from public;
alter function public.note_kpi_of_deleted_calls owner to app_definer;
