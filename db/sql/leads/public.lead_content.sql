-- What makes two versions of a lead different: everything but keys, stamps, times and what is computed from the rest.
create or replace function public.lead_content(p_lead public.lead_analytics)
  returns jsonb
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
  return to_jsonb(p_lead) - array['id', 'agent_id', 'contact_id', 'local_date', 'local_hour', 'total_score', 'created_at', 'updated_at'];
comment on function public.lead_content is
  'A lead as an object without keys, stamps, times and total. Called by write_leads and invariant_25_leads_are_as_analysed.';
revoke all on function public.lead_content from public;
grant execute on function public.lead_content to app_definer;
