-- All rows are staged: the merge, or the check before it, may begin, as a job in this transaction. p_failure says that the file could not be
-- read at all.
create or replace function api.finish_contact_import(
  p_import_id uuid,
  p_lines_read integer,
  p_failure text default null,
  p_review boolean default false,
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
  update public.contact_imports i
  set status = case when p_failure is not null then 'failed' when p_review then 'checking' else 'merging' end,
      lines_read = p_lines_read,
      failure_reason = left(p_failure, 500),
      finished_at = case when p_failure is not null then p_now end,
      updated_at = p_now
  where i.id = p_import_id
    and i.user_id = v_user_id
    and i.status = 'uploading';
  if not found then
    raise sqlstate 'VC404' using
      message = 'import_not_found',
      detail = format('import %s', p_import_id),
      hint = 'This import no longer exists.';
  end if;
  if p_failure is not null then
    delete from api.contact_import_rows r where r.import_id = p_import_id;
  elsif p_review then
    perform public.add_job('contact_import__check', json_build_object('import_id', p_import_id));
  else
    perform public.add_job('contact_import__merge', json_build_object('import_id', p_import_id));
  end if;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.finish_contact_import is
  'Says that all rows of a file are staged (how many were read), or that the file could not be read; the merge begins as a job, or with p_review a check, after which the import waits for start_contact_import. Raises not_signed_in, import_not_found.';
revoke all on function api.finish_contact_import from public;
grant execute on function api.finish_contact_import to app_user;
alter function api.finish_contact_import owner to app_definer;
