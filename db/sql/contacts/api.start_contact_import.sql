-- The counts of the check are begun anew: contacts may have changed since.
create or replace function api.start_contact_import(
  p_import_id uuid,
  p_policy text default null,
  p_tags text[] default null,
  p_now timestamptz default now()
)
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
  perform public.require_tag(t.tag) from unnest(p_tags) as t (tag);
  perform 1 from public.users u where u.id = v_user_id for no key update;
  perform public.lock_own_import(p_import_id, v_user_id, array['ready']);
  perform public.refuse_second_import(p_import_id, v_user_id);
  delete from public.contact_import_forecasts f where f.import_id = p_import_id;
  delete from public.contact_import_rejects r where r.import_id = p_import_id;
  update public.contact_imports i
  set status = 'merging',
      policy = coalesce(p_policy, i.policy),
      tags = case when p_tags is null then i.tags else public.merge_tags('{}', p_tags) end,
      inserted = 0, updated = 0, unchanged = 0, duplicate_in_file = 0, rejected = 0, suppressed = 0, blank = 0,
      updated_at = p_now
  where i.id = p_import_id;
  perform public.add_job('contact_import__merge', json_build_object('import_id', p_import_id));
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.start_contact_import is
  'Begins an import that waits for its owner; null keeps policy and tags as they were announced. Raises not_signed_in, tag_invalid, import_not_found, import_step_not_allowed, import_running.
@words p_policy contact_imports.policy';
revoke all on function api.start_contact_import from public;
grant execute on function api.start_contact_import to app_user;
alter function api.start_contact_import owner to app_definer;
