create or replace function api.undo_contact_import(p_import_id uuid, p_now timestamptz default now())
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
  perform 1 from public.users u where u.id = v_user_id for no key update;
  perform public.lock_own_import(p_import_id, v_user_id, array['done', 'cancelled', 'failed']);
  perform public.refuse_second_import(p_import_id, v_user_id);
  update public.contact_imports i set status = 'undoing', updated_at = p_now where i.id = p_import_id;
  perform public.add_job('contact_import__undo', json_build_object('import_id', p_import_id));
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.undo_contact_import is
  'Takes an import back, as a job: removes the contacts that it made, but for those that somebody has called, queued, met or edited since; returns it. Contacts that it changed stay changed. Raises not_signed_in, import_not_found, import_step_not_allowed, import_running.';
revoke all on function api.undo_contact_import from public;
grant execute on function api.undo_contact_import to app_user;
alter function api.undo_contact_import owner to app_definer;
