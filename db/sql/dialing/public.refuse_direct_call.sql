-- What can be known before a person is queued is said before.
create or replace function public.refuse_direct_call(p_contact public.contacts, p_agent_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent_on boolean;
begin
  select a.is_active
  into v_agent_on
  from public.agents a
  where a.id = p_agent_id and a.user_id = p_contact.user_id and a.agent_type = 'call';
  if not found then
    raise sqlstate 'VC404' using
      message = 'agent_not_found',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent no longer exists or does not make calls; choose another one.';
  end if;
  if not v_agent_on then
    raise sqlstate 'VC409' using
      message = 'agent_off',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent is switched off; switch it on or choose another one.';
  end if;
  if exists (
    select from public.do_not_call d
    where d.phone_number = p_contact.phone_number and (d.user_id = p_contact.user_id or d.user_id is null)
  ) then
    raise sqlstate 'VC409' using
      message = 'contact_opted_out',
      detail = format('contact %s', p_contact.id),
      hint = 'This person has asked not to be called.';
  end if;
  perform public.refuse_unlawful_call(p_contact, p_now);
  if (select u.credits from public.users u where u.id = p_contact.user_id) - public.my_held_credits()
    < public.hold_for_call(p_contact.user_id) then
    raise sqlstate 'VC402' using
      message = 'not_enough_credits',
      hint = 'There are not enough free credits for a call; add credits first.';
  end if;
end
$function$;
comment on function public.refuse_direct_call is
  'Raises agent_not_found, agent_off, contact_opted_out, what refuse_unlawful_call raises, or not_enough_credits when a direct call cannot be made. Called by api.request_direct_call.';
revoke all on function public.refuse_direct_call from public;
alter function public.refuse_direct_call owner to app_definer;
