-- The claim and the fence would refuse it as well; who asks for a call now is told now.
create or replace function public.refuse_unlawful_call(p_contact public.contacts, p_now timestamptz)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_key text := public.rule_key_of(p_contact.phone_number);
  v_rule public.calling_rules := public.rule_of(v_key, p_now);
  v_opens_at timestamptz;
begin
  if v_key is null or v_rule.jurisdiction is null then
    raise sqlstate 'VC409' using
      message = 'no_calling_rule',
      detail = format('contact %s', p_contact.id),
      hint = 'Nobody knows where this number rings or what may be done there, so it is not called.';
  end if;
  if v_rule.consent <> 'none' and not exists (
    select from public.contact_consents n
    where n.contact_id = p_contact.id and n.user_id = p_contact.user_id and n.withdrawn_at is null
  ) then
    raise sqlstate 'VC409' using
      message = 'contact_has_not_agreed',
      detail = format('contact %s', p_contact.id),
      hint = 'Where this person lives, people must have agreed to be called. Record their consent first.';
  end if;
  if (
    select count(*) from public.calls k where k.contact_id = p_contact.id and k.created_at > p_now - interval '24 hours'
  ) >= v_rule.max_calls_per_day then
    raise sqlstate 'VC409' using
      message = 'called_too_often',
      detail = format('contact %s', p_contact.id),
      hint = 'This person was called as often within 24 hours as is allowed where they live. Try again tomorrow.';
  end if;
  select w.opens_at into v_opens_at from public.legal_window(null, v_key, p_now) w;
  if v_opens_at is null or v_opens_at > p_now then
    raise sqlstate 'VC409' using
      message = 'outside_calling_hours',
      detail = format('contact %s, opens at %s', p_contact.id, v_opens_at),
      hint = 'It is outside the hours in which people may be called where this person lives.';
  end if;
end
$function$;
comment on function public.refuse_unlawful_call is
  'Raises no_calling_rule, contact_has_not_agreed, called_too_often or outside_calling_hours when a contact may not be called at p_now. Called by refuse_direct_call.';
revoke all on function public.refuse_unlawful_call from public;
alter function public.refuse_unlawful_call owner to app_definer;
