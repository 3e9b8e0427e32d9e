-- What lead_analytics has to say about calls: the machine's values, and over them what a person has decided. The one definition, for the
-- analysis, for decisions of persons and for the invariant.
create or replace function public.shown_leads(p_call_ids uuid[])
  returns table (call_id uuid, shown public.lead_analytics)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select c.id,
    jsonb_populate_record(
      null::public.lead_analytics,
      jsonb_build_object(
        'key_topics', '[]'::jsonb, 'pain_points', '[]'::jsonb, 'objections', '[]'::jsonb, 'next_steps', '[]'::jsonb,
        'competitor_mentions', '[]'::jsonb, 'cta_pricing_clicks', 0, 'cta_demo_clicks', 0, 'cta_followup_clicks', 0,
        'cta_sample_clicks', 0, 'cta_human_escalations', 0
      )
      || m.facts
      || coalesce(h.decided, '{}')
      || jsonb_build_object(
        'call_id', c.id, 'user_id', c.user_id, 'agent_id', c.agent_id, 'contact_id', c.contact_id,
        'ai_analysis', jsonb_build_object('values', m.facts, 'results', c.metadata -> 'extracted_data')
      )
    )
  from public.calls c
  cross join lateral (
    select public.lead_facts(
      c.metadata -> 'extracted_data', c.transcript, c.metadata ->> 'answered_by_voice_mail' = 'true'
    ) as facts
    offset 0
  ) m
  left join lateral (
    select jsonb_object_agg(o.field, o.value) as decided
    from public.lead_analytics l
    join public.lead_overrides o on o.lead_id = l.id
    where l.call_id = c.id
  ) h on true
  where c.id = any (p_call_ids)
    and c.confirmed_at is not null
    and c.status = 'completed'
    and (
      jsonb_typeof(c.metadata -> 'extracted_data') = 'object'
      or c.transcript is not null
      or c.metadata ->> 'answered_by_voice_mail' = 'true'
    )
$function$;
comment on function public.shown_leads is
  'For those of the calls that can be analysed, the row that lead_analytics has to show (without id, day, hour and times). Called by write_leads and invariant_25_leads_are_as_analysed.';
revoke all on function public.shown_leads from public;
grant execute on function public.shown_leads to app_definer;
