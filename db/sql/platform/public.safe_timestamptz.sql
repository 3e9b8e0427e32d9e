-- An instant as a provider writes it, null for anything else: a cast that fails would stop a whole batch. Tested
-- by pattern first; the block (a subtransaction) is for the 31st of February and its like. No zone means UTC.
create or replace function public.safe_timestamptz(p_text text)
  returns timestamptz
  language plpgsql
  immutable
  parallel unsafe
  security invoker
  set search_path = pg_catalog, pg_temp
  set timezone = 'UTC'
as $function$
begin
  if p_text !~ '^(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-][01][0-9]:?[0-5][0-9])?$' then
    return null;
  end if;
  return p_text::timestamptz;
exception
  when datetime_field_overflow or invalid_datetime_format then
    return null;
end
$function$;
comment on function public.safe_timestamptz is
  'The instant written in an ISO 8601 text, UTC when it names no zone; null when it is none.';
revoke all on function public.safe_timestamptz from public;
grant execute on function public.safe_timestamptz to app_definer;
