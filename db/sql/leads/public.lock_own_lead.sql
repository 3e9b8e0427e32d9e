-- The call is locked before the lead is looked at: see write_leads.
create or replace function public.lock_own_lead(p_lead_id uuid, p_user_id uuid)
  returns uuid
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_call_id uuid;
begin
  select c.id
  into v_call_id
  from public.lead_analytics l
  join public.calls c on c.id = l.call_id
  where l.id = p_lead_id and l.user_id = p_user_id
  for no key update of c;
  if v_call_id is null then
    raise sqlstate 'VC404' using
      message = 'lead_not_found',
      detail = format('lead %s', p_lead_id),
      hint = 'This lead no longer exists.';
  end if;
  return v_call_id;
end
$function$;
comment on function public.lock_own_lead is
  'Locks the call of a tenant''s lead and returns its id. Called by override_lead and withdraw_lead_override. Raises lead_not_found.';
revoke all on function public.lock_own_lead from public;
grant execute on function public.lock_own_lead to app_definer;
