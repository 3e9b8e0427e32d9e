create or replace function api.withdraw_lead_override(p_lead_id uuid, p_field text, p_now timestamptz default now())
  returns api.leads
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_call_id uuid := public.lock_own_lead(p_lead_id, public.require_user());
  v_lead api.leads;
begin
  delete from public.lead_overrides o where o.lead_id = p_lead_id and o.field = p_field;
  perform public.write_leads(array[v_call_id], p_now);
  select l.* into v_lead from api.leads l where l.id = p_lead_id;
  return v_lead;
end
$function$;
comment on function api.withdraw_lead_override is
  'Takes a person''s value back, so that the lead shows that of the analysis again; nothing happens when there is none. Returns the lead. Raises not_signed_in, lead_not_found.';
revoke all on function api.withdraw_lead_override from public;
grant execute on function api.withdraw_lead_override to app_user;
alter function api.withdraw_lead_override owner to app_definer;
