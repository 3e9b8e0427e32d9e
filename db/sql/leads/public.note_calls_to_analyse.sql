-- The job is asked for every time: one that is running may have looked before this transaction commits.
create or replace function public.note_calls_to_analyse()
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
  join old_rows o on o.id = n.id
  where n.confirmed_at is not null
    and n.status = 'completed'
    and (
      o.confirmed_at is null
      or n.transcript is distinct from o.transcript
      or (n.metadata -> 'extracted_data', n.metadata -> 'answered_by_voice_mail')
        is distinct from (o.metadata -> 'extracted_data', o.metadata -> 'answered_by_voice_mail')
    )
  order by n.id;
  if found then
    perform public.add_job('call__analyse', '{}', 'call__analyse');
  end if;
  return null;
end
$function$;
comment on function public.note_calls_to_analyse is
  'Trigger of calls: notes those whose confirmed end or changed text gives something new to analyse, and has a job look at them.';
revoke all on function public.note_calls_to_analyse from public;
alter function public.note_calls_to_analyse owner to app_definer;
