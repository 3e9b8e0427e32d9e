create or replace function public.sentence_behind(p_said text, p_transcript text)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select btrim(t.line)
  from (
    select btrim(q.quoted[1]) as quoted
    from regexp_matches(p_said, '["“”]([^"“”]{8,250})["“”]', 'g') as q (quoted)
    union all
    select btrim(p_said) where length(p_said) between 8 and 300
  ) w
  join string_to_table(p_transcript, E'\n') with ordinality as t (line, place) on strpos(lower(t.line), lower(btrim(w.quoted, ' .'))) > 0
  order by t.place
  limit 1
$function$;
comment on function public.sentence_behind is
  'The line of a transcript that a text quotes, between quotation marks or whole; null when it quotes none. Called by list_lead_evidence.';
revoke all on function public.sentence_behind from public;
grant execute on function public.sentence_behind to app_definer, app_user;
