create or replace function api.override_lead(p_lead_id uuid, p_field text, p_value text, p_reason text, p_now timestamptz default now())
  returns api.leads
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_reason text := public.require_reason(p_reason);
  v_call_id uuid := public.lock_own_lead(p_lead_id, v_user_id);
  v_rule public.lead_fields;
  v_value jsonb;
  v_lead api.leads;
begin
  select f.* into v_rule from public.lead_fields f where f.field = p_field order by f.category limit 1;
  if not found then
    raise sqlstate 'VC400' using
      message = 'lead_field_unknown',
      detail = format('field %s', p_field),
      hint = 'This field of a lead cannot be decided by a person.';
  end if;
  v_value := public.lead_value(v_rule.kind, v_rule.words, p_value);
  if v_value is null and nullif(btrim(p_value), '') is not null then
    raise sqlstate 'VC400' using
      message = 'lead_value_invalid',
      detail = format('%s of kind %s', p_field, v_rule.kind),
      hint = 'This value does not fit the field: a score is a number from 0 to 100, a day is written like 2031-05-30, an instant like 2031-05-30T14:00:00Z, and a choice is one of the listed words.';
  end if;
  insert into public.lead_overrides as o (lead_id, user_id, field, value, reason, created_at)
  values (p_lead_id, v_user_id, p_field, coalesce(v_value, 'null'), v_reason, p_now)
  on conflict (lead_id, field, user_id) do update set value = excluded.value, reason = excluded.reason, created_at = excluded.created_at;
  perform public.write_leads(array[v_call_id], p_now);
  select l.* into v_lead from api.leads l where l.id = p_lead_id;
  return v_lead;
end
$function$;
comment on function api.override_lead is
  'Puts a person''s value, with the reason, over that of the analysis; an empty value says that there is none. Returns the lead. Raises not_signed_in, lead_not_found, lead_field_unknown, lead_value_invalid, reason_missing.';
revoke all on function api.override_lead from public;
grant execute on function api.override_lead to app_user;
alter function api.override_lead owner to app_definer;
