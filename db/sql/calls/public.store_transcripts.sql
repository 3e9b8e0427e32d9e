-- The text of a call has its own table, because it is large and read rarely.
create or replace function public.store_transcripts()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.transcripts as t (call_id, user_id, agent_id, transcript_text, word_count)
  select n.id, n.user_id, n.agent_id, n.transcript,
    regexp_count(n.transcript, '\S+')
  from new_rows n
  join old_rows o on o.id = n.id
  where n.transcript is not null
    and n.transcript is distinct from o.transcript
  order by n.id
  on conflict (call_id) do update
  set transcript_text = excluded.transcript_text,
      word_count = excluded.word_count,
      updated_at = excluded.updated_at;
  return null;
end
$function$;
comment on function public.store_transcripts is
  'Keeps transcripts beside the calls whose text has changed.';
revoke all on function public.store_transcripts from public;
alter function public.store_transcripts owner to app_definer;
