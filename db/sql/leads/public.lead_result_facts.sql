-- A result that the provider itself calls invalid is dropped.
create or replace function public.lead_result_facts(p_extracted jsonb)
  returns table (facts jsonb, is_unsure boolean)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select
    coalesce(jsonb_object_agg(v.field, v.value order by v.category) filter (where v.value is not null), '{}'),
    coalesce(bool_or(v.unsure_means_review and v.value is not null and v.is_low), false)
  from (
    select f.category, f.field, f.unsure_means_review,
      public.lead_value(f.kind, f.words, coalesce(nullif(r.result ->> 'objective', ''), r.result ->> 'subjective')) as value,
      coalesce(lower(r.result ->> 'confidence_label') = 'low', false) as is_low
    from public.lead_fields f
    cross join lateral (select p_extracted #> array[f.category, f.result_name]::text[] as result) r
    where jsonb_typeof(r.result) = 'object'
      and r.result #>> '{validation,is_valid}' is distinct from 'false'
  ) v
$function$;
comment on function public.lead_result_facts is
  'What the provider''s analysis of a call (extracted_data) says, by the rules of lead_fields: object from field to value, and whether a person has to look because it was unsure. Called by lead_facts.';
revoke all on function public.lead_result_facts from public;
grant execute on function public.lead_result_facts to app_definer;
