create or replace function public.require_reason(p_reason text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if coalesce(length(btrim(p_reason)), 0) not between 1 and 1000 then
    raise sqlstate 'VC400' using
      message = 'reason_missing',
      hint = 'Say why, in 1 to 1000 characters: whoever looks at this later will want to know.';
  end if;
  return btrim(p_reason);
end
$function$;
comment on function public.require_reason is
  'The reason without blanks around it. Called by functions that change what was decided before. Raises reason_missing.';
revoke all on function public.require_reason from public;
grant execute on function public.require_reason to app_definer;
