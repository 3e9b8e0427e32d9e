create or replace function public.lock_own_import(p_import_id uuid, p_user_id uuid, p_statuses text[])
  returns public.contact_imports
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import public.contact_imports;
begin
  select i.* into v_import from public.contact_imports i where i.id = p_import_id and i.user_id = p_user_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'import_not_found',
      detail = format('import %s', p_import_id),
      hint = 'This import no longer exists.';
  end if;
  if v_import.status <> all (p_statuses) then
    raise sqlstate 'VC409' using
      message = 'import_step_not_allowed',
      detail = format('import %s is %s', p_import_id, v_import.status),
      hint = 'This import is past that by now.';
  end if;
  return v_import;
end
$function$;
comment on function public.lock_own_import is
  'Locks an import of the tenant that is in one of these states and returns it. Called by the functions that move one on. Raises import_not_found, import_step_not_allowed.';
revoke all on function public.lock_own_import from public;
grant execute on function public.lock_own_import to app_definer;
