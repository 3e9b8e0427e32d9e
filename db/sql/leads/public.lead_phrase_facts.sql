-- Only turns of the person count: what the agent offers is no wish of theirs. A turn that matches several patterns of a column counts
-- once. The text is cut, because its length is a stranger's choice.
create or replace function public.lead_phrase_facts(p_transcript text)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(jsonb_object_agg(f.field, f.value), '{}')
  from (
    select p.field,
      case
        when bool_and(p.label is null) then to_jsonb(count(distinct t.place))
        else jsonb_agg(distinct p.label) filter (where p.label is not null)
      end as value
    from regexp_split_to_table(left(p_transcript, 200000), E'\n') with ordinality as t (turn, place)
    join public.lead_phrases p on t.turn ~* p.pattern
    where t.turn ilike 'user:%'
    group by p.field
  ) f
$function$;
comment on function public.lead_phrase_facts is
  'What the patterns of lead_phrases find in a transcript (a line per turn, the person''s begin with user:): object from field to a count of turns or a list of labels. Called by lead_facts.';
revoke all on function public.lead_phrase_facts from public;
grant execute on function public.lead_phrase_facts to app_definer;
