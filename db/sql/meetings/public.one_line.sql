create or replace function public.one_line(p_text text, p_length integer)
  returns text
  language sql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select nullif(left(btrim(regexp_replace(p_text, '[[:cntrl:]]+', ' ', 'g')), p_length), '')
$function$;
comment on function public.one_line is
  'A text on one line and no longer than that; null when nothing is left.';
revoke all on function public.one_line from public;
grant execute on function public.one_line to app_definer;
