-- What one call of a tenant reserves today. It is the hold of its longest-talking agent, so that "one call
-- reserves n" is one number on every page and in the claim.
create or replace function public.hold_for_call(p_user_id uuid)
  returns integer
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_default integer := public.setting('dial.default_call_terminate_seconds');
  v_seconds integer;
begin
  select max(coalesce(public.agent_call_seconds(a.bolna_task_config), v_default))
  into v_seconds
  from public.agents a
  where a.user_id = p_user_id
    and a.is_active;
  return public.hold_amount(
    coalesce(v_seconds, v_default),
    public.setting('dial.call_grace_seconds'),
    public.setting('credits.pulse_seconds'),
    public.setting('credits.price_per_pulse')
  );
end
$function$;
comment on function public.hold_for_call is
  'Credits that one call of a tenant reserves at today''s price. Unit: credits. The claim computes the same set-wise with hold_amount.';
revoke all on function public.hold_for_call from public;
alter function public.hold_for_call owner to app_definer;
