create or replace function api.list_lead_evidence(p_lead_id uuid)
  returns table (field text, explanation text, confidence text, sentence text)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select f.field::text, x.explanation, x.confidence, public.sentence_behind(x.said, c.transcript)
  from public.lead_analytics l
  join public.calls c on c.id = l.call_id
  join public.lead_fields f on true
  cross join lateral (
    select
      nullif(btrim(coalesce(r.result ->> 'reasoning_subjective', r.result ->> 'reasoning_objective', r.result ->> 'subjective')), '') as explanation,
      nullif(r.result ->> 'confidence_label', '') as confidence,
      coalesce(r.result ->> 'subjective', r.result ->> 'reasoning_subjective') as said
    from (select l.ai_analysis #> array['results', f.category, f.result_name] as result) r
    where jsonb_typeof(r.result) = 'object'
  ) x
  where l.id = p_lead_id
    and (x.explanation is not null or x.said is not null)
  order by f.field, f.category;
end
$function$;
comment on function api.list_lead_evidence is
  'Why the analysis says of a lead what it says: for each field its own words, how sure it is, and the sentence of the transcript that it quotes (null when it quotes none). Raises not_signed_in.
@notNull field';
revoke all on function api.list_lead_evidence from public;
grant execute on function api.list_lead_evidence to app_user;
