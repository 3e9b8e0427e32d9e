-- Notes the days of tenants whose figures are changing, always, also when there is a note already: the refresh may be deleting that
-- one right now, without having seen this change.
create or replace function public.note_changed_kpi()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.kpi_notes (user_id, date)
  select distinct n.user_id, n.date
  from new_rows n
  order by 1, 2;
  return null;
end
$function$;
comment on function public.note_changed_kpi is
  'Trigger of agent_analytics and user_analytics: notes the days whose summary is old now.';
revoke all on function public.note_changed_kpi from public;
alter function public.note_changed_kpi owner to app_definer;
