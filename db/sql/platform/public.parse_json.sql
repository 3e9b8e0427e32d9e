-- Text to jsonb, null for what is no JSON or no JSON that PostgreSQL can keep (NUL, lone surrogates, numbers
-- beyond numeric, nesting beyond the stack).
create or replace function public.parse_json(p_text text)
  returns jsonb
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  return p_text::jsonb;
exception
  when invalid_text_representation or untranslatable_character or numeric_value_out_of_range
    or statement_too_complex or program_limit_exceeded then
    return null;
end
$function$;
comment on function public.parse_json is
  'The text as jsonb, null when it is no JSON that can be kept.';
revoke all on function public.parse_json from public;
grant execute on function public.parse_json to app_definer;
