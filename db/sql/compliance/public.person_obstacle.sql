-- One rule for the preview, the list of a person and what a launch tells: what stands between a person and a call, strongest first. Hours
-- are not among them, they pass.
create or replace function public.person_obstacle(
  p_user_id uuid,
  p_contact_id uuid,
  p_phone text,
  p_rule_key text,
  p_now timestamptz
)
  returns text
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_rule public.calling_rules := public.rule_of(p_rule_key, p_now);
begin
  return case
    when v_rule.jurisdiction is null then 'no_calling_rule'
    when exists (
      select from public.do_not_call d where d.phone_number = p_phone and (d.user_id = p_user_id or d.user_id is null)
    ) then 'opted_out'
    when v_rule.consent <> 'none' and not exists (
      select from public.contact_consents n where n.contact_id = p_contact_id and n.user_id = p_user_id and n.withdrawn_at is null
    ) then 'no_consent'
    when (
      select count(*) from public.calls k where k.contact_id = p_contact_id and k.created_at > p_now - interval '24 hours'
    ) >= v_rule.max_calls_per_day then 'called_too_often'
  end;
end
$function$;
comment on function public.person_obstacle is
  'Why a person may not be called at p_now apart from the hour: no_calling_rule, opted_out, no_consent, called_too_often; null when they may. Called by preview_launch and explain_contact.';
revoke all on function public.person_obstacle from public;
alter function public.person_obstacle owner to app_definer;
