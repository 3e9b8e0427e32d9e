create or replace function api.count_leads(p_agent_id uuid default null)
  returns table (stage text, leads integer, to_review integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select l.lifecycle_status::text, count(*)::integer, (count(*) filter (where l.qualification_status = 'needs_review'))::integer
  from public.lead_analytics l
  where p_agent_id is null or l.agent_id = p_agent_id
  group by l.lifecycle_status;
end
$function$;
comment on function api.count_leads is
  'How many leads stand in each stage that has some, and how many of them a person has to look at. Raises not_signed_in.
@notNull stage
@notNull leads
@notNull to_review
@words stage lead_analytics.lifecycle_status';
revoke all on function api.count_leads from public;
grant execute on function api.count_leads to app_user;
