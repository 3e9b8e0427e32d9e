create or replace function api.list_leads(
  p_stage text default null,
  p_qualification text default null,
  p_agent_id uuid default null,
  p_after_lead uuid default null,
  p_limit integer default 50
)
  returns setof api.leads
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return query
  select v.*
  from (
    select l.id
    from public.lead_analytics l
    where l.user_id = v_user_id
      and (p_stage is null or l.lifecycle_status = p_stage)
      and (p_qualification is null or l.qualification_status = p_qualification)
      and (p_agent_id is null or l.agent_id = p_agent_id)
      and (p_after_lead is null or (l.created_at, l.id) < (select a.created_at, a.id from public.lead_analytics a where a.id = p_after_lead and a.user_id = v_user_id))
    order by l.created_at desc, l.id desc
    limit least(greatest(p_limit, 1), 500)
  ) found
  join api.leads v on v.id = found.id
  join public.lead_analytics l on l.id = found.id
  order by l.created_at desc, l.id desc;
end
$function$;
comment on function api.list_leads is
  'A page of the tenant''s leads, newest first, of one stage, one qualification or one agent; the next page begins after the last lead. Raises not_signed_in.
@words p_stage lead_analytics.lifecycle_status
@words p_qualification lead_analytics.qualification_status';
revoke all on function api.list_leads from public;
grant execute on function api.list_leads to app_user;
alter function api.list_leads owner to app_definer;
