-- What the machine makes of a call, all fields of it. What the provider's analysis says goes before what phrases suggest. A lead about
-- which the analysis decides nothing, or is unsure, is for a person to decide; a machine that answered is nobody to decide about.
create or replace function public.lead_facts(p_extracted jsonb, p_transcript text, p_is_voicemail boolean)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select (f.facts - array['call_outcome', 'qualification_status']) || jsonb_strip_nulls(jsonb_build_object(
    'call_outcome', f.outcome,
    'qualification_status', f.qualification,
    'lifecycle_status',
    case
      when f.qualification = 'qualified' then 'qualified'
      when f.outcome in ('voicemail', 'wrong_number') then 'new'
      else 'contacted'
    end
  ))
  from (
    select x.facts, x.outcome,
      case
        when x.said is not null and not x.is_unsure then x.said
        when x.said is null and x.outcome is not distinct from 'voicemail' then null
        else 'needs_review'
      end as qualification
    from (
      select public.lead_phrase_facts(p_transcript) || r.facts as facts,
        r.facts ->> 'qualification_status' as said,
        r.is_unsure,
        coalesce(r.facts ->> 'call_outcome', case when p_is_voicemail then 'voicemail' end) as outcome
      from public.lead_result_facts(p_extracted) r
    ) x
  ) f
$function$;
comment on function public.lead_facts is
  'Object from fields of lead_analytics to the values that the machine gives them, from the provider''s analysis, the transcript and its voicemail mark (each may be null). Called by shown_leads.';
revoke all on function public.lead_facts from public;
grant execute on function public.lead_facts to app_definer;
