create or replace function api.cancel_contact_import(p_import_id uuid, p_now timestamptz default now())
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_import api.contact_imports;
begin
  perform public.lock_own_import(p_import_id, v_user_id, array['uploading', 'checking', 'ready', 'merging', 'cancelled']);
  update public.contact_imports i
  set status = 'cancelled', finished_at = p_now, updated_at = p_now,
      -- What a check has counted has not happened.
      inserted = case when i.status = 'merging' then i.inserted else 0 end,
      updated = case when i.status = 'merging' then i.updated else 0 end,
      unchanged = case when i.status = 'merging' then i.unchanged else 0 end
  where i.id = p_import_id and i.status <> 'cancelled';
  delete from api.contact_import_rows r where r.import_id = p_import_id;
  delete from public.contact_import_numbers n where n.import_id = p_import_id;
  delete from public.contact_import_forecasts f where f.import_id = p_import_id;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.cancel_contact_import is
  'Stops an import and returns it: portions that were merged stay, nothing of the others is kept. Raises not_signed_in, import_not_found, import_step_not_allowed.';
revoke all on function api.cancel_contact_import from public;
grant execute on function api.cancel_contact_import to app_user;
alter function api.cancel_contact_import owner to app_definer;
