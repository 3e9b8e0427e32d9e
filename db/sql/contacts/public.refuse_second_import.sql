-- A unique index keeps two from running whatever happens; this says so in words. The tenant is locked by its callers, so that one of two finds the other.
create or replace function public.refuse_second_import(p_import_id uuid, p_user_id uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if exists (
    select
    from public.contact_imports i
    where i.user_id = p_user_id and i.id <> p_import_id and i.status in ('uploading', 'checking', 'merging', 'undoing')
  ) then
    raise sqlstate 'VC409' using
      message = 'import_running',
      hint = 'Another file is being imported; wait until it is done.';
  end if;
end
$function$;
comment on function public.refuse_second_import is
  'Nothing, if no other import of the tenant is at work. Called by start_contact_import and undo_contact_import. Raises import_running.';
revoke all on function public.refuse_second_import from public;
grant execute on function public.refuse_second_import to app_definer;
