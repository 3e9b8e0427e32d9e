create or replace function api.move_lead(p_lead_id uuid, p_new_stage text, p_now timestamptz default now())
  returns api.leads
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_call_id uuid := public.lock_own_lead(p_lead_id, v_user_id);
  v_lead api.leads;
begin
  insert into public.lead_overrides as o (lead_id, user_id, field, value, reason, created_at)
  values (p_lead_id, v_user_id, 'lifecycle_status', to_jsonb(p_new_stage), 'Moved to this stage.', p_now)
  on conflict (lead_id, field, user_id) do update set value = excluded.value, created_at = excluded.created_at
  where o.value <> excluded.value;
  perform public.write_leads(array[v_call_id], p_now);
  select l.* into v_lead from api.leads l where l.id = p_lead_id;
  return v_lead;
end
$function$;
comment on function api.move_lead is
  'Moves a lead to another stage on its way to a customer, and returns it; the stage of the analysis stays readable beside it. Raises not_signed_in, lead_not_found, lead_step_not_allowed.
@words p_new_stage lead_analytics.lifecycle_status';
revoke all on function api.move_lead from public;
grant execute on function api.move_lead to app_user;
alter function api.move_lead owner to app_definer;
