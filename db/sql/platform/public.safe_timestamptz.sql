-- An instant as a provider writes it, null for anything else: a cast that fails would stop a whole batch. The pattern admits
-- only days that exist, so no block that catches errors is needed; one costs a subtransaction, and this runs for every event.
-- No zone means UTC.
create or replace function public.safe_timestamptz(p_text text)
  returns timestamptz
  language plpgsql
  immutable
  parallel safe
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_text !~ '^((19|20)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|((19|20)(0[48]|[2468][048]|[13579][26])|2000)-02-29)[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-5]):?[0-5][0-9])?$' then
    return null;
  end if;
  return case when p_text ~ '(Z|[+-][0-9]{2}:?[0-9]{2})$' then p_text else p_text || 'Z' end::timestamptz;
end
$function$;
comment on function public.safe_timestamptz is
  'The instant written in an ISO 8601 text, UTC when it names no zone; null when it is none.';
revoke all on function public.safe_timestamptz from public;
grant execute on function public.safe_timestamptz to app_definer;
