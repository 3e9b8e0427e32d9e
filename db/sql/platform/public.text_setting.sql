-- The one reader of words in system_config.
create or replace function public.text_setting(p_key text)
  returns text
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select c.value from public.system_config c where c.key = p_key
$function$;
comment on function public.text_setting is
  'A text of system_config, null when there is none.';
revoke all on function public.text_setting from public;
grant execute on function public.text_setting to app_definer, app_user;
