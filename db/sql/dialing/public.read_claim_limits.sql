-- The numbers of a claim in one look, because it is made many times a second.
create or replace function public.read_claim_limits()
  returns public.claim_limits
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_limits public.claim_limits;
begin
  select
    max(c.value::integer) filter (where c.key = 'dial.system_max_concurrent'),
    max(c.value::integer) filter (where c.key = 'dial.tenant_max_concurrent'),
    max(c.value::integer) filter (where c.key = 'dial.rate_per_second'),
    max(c.value::integer) filter (where c.key = 'dial.quantum'),
    max(c.value::integer) filter (where c.key = 'dial.lease_ms'),
    max(c.value::integer) filter (where c.key = 'dial.default_call_terminate_seconds'),
    max(c.value::integer) filter (where c.key = 'dial.call_grace_seconds'),
    max(c.value::integer) filter (where c.key = 'credits.pulse_seconds'),
    max(c.value::integer) filter (where c.key = 'credits.price_per_pulse')
  into v_limits
  from public.system_config c
  where c.value ~ '^[0-9]{1,9}$';

  if v_limits is null or not (v_limits is not null) then
    raise sqlstate 'VC500' using
      message = 'setting_missing',
      detail = 'system_config lacks a whole number among the keys dial.* and credits.* that the claim needs',
      hint = 'The installation is not configured completely; an administrator has to set this value.';
  end if;
  return v_limits;
end
$function$;
comment on function public.read_claim_limits is
  'The limits that a claim works under, all from system_config. Raises setting_missing.';
revoke all on function public.read_claim_limits from public;
grant execute on function public.read_claim_limits to app_definer;
