create or replace function public.check_contact_import(p_import_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import public.contact_imports;
begin
  select i.* into v_import from public.contact_imports i where i.id = p_import_id and i.status = 'checking' for no key update;
  if not found then
    return false;
  end if;
  perform public.forecast_contact_import(v_import);
  update public.contact_imports i
  set status = case when f.adds_up then 'ready' else 'failed' end,
      failure_reason = case when not f.adds_up then 'staging_lost' end,
      finished_at = case when not f.adds_up then p_now end,
      updated_at = p_now
  from (
    select x.lines_read = x.inserted + x.updated + x.unchanged + x.duplicate_in_file + x.rejected + x.suppressed + x.blank as adds_up
    from public.contact_imports x
    where x.id = p_import_id
  ) f
  where i.id = p_import_id;
  insert into public.ui_events (user_id, topic, ref) values (v_import.user_id, 'imports', p_import_id);
  return false;
end
$function$;
comment on function public.check_contact_import is
  'Says of a staged file what an import of it would do, and lets it wait for its owner (ready). Always false: it is done at once. Called by the job contact_import__check.';
revoke all on function public.check_contact_import from public;
grant execute on function public.check_contact_import to app_worker;
alter function public.check_contact_import owner to app_definer;
