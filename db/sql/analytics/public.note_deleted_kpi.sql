-- See note_changed_kpi. A tenant that is being deleted needs no note.
create or replace function public.note_deleted_kpi()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct o.user_id, o.date
  from old_rows o
  join public.users u on u.id = o.user_id
  order by 1, 2;
  return null;
end
$function$;
comment on function public.note_deleted_kpi is
  'Trigger of agent_analytics and user_analytics: notes the days whose summary is old now.';
revoke all on function public.note_deleted_kpi from public;
alter function public.note_deleted_kpi owner to app_definer;
