-- See note_calls_to_analyse.
create or replace function public.note_calls_to_analyse_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.lead_analysis_notes (call_id, user_id)
  select n.id, n.user_id
  from new_rows n
  where n.confirmed_at is not null and n.status = 'completed'
  order by n.id;
  if found then
    perform public.add_job('call__analyse', '{}', 'call__analyse');
  end if;
  return null;
end
$function$;
comment on function public.note_calls_to_analyse_on_insert is
  'Trigger of calls: notes those stored with a confirmed end, and has a job analyse them.';
revoke all on function public.note_calls_to_analyse_on_insert from public;
alter function public.note_calls_to_analyse_on_insert owner to app_definer;
