-- Merges the next lines of an import, one transaction each: normalise, validate, find duplicates, look up opt-outs,
-- insert or update in number order. Every line ends in exactly one of the seven counts.
--
-- A crash between chunks loses nothing: merged_to_line says where to go on. If the server itself crashed, the
-- unlogged staging is empty and the import fails with that reason; the same file again is safe.
create or replace function public.merge_contact_import_chunk(p_import_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set jit = off
as $function$
declare
  v_import public.contact_imports;
  v_to_line integer;
  v_counts record;
begin
  select i.*
  into v_import
  from public.contact_imports i
  where i.id = p_import_id
    and i.status = 'merging'
  for no key update;
  if not found then
    return false;
  end if;

  select max(r.line_number)
  into v_to_line
  from (
    select x.line_number
    from api.contact_import_rows x
    where x.import_id = p_import_id and x.line_number > v_import.merged_to_line
    order by x.line_number
    limit public.setting('import.chunk_lines')
  ) r;
  if v_to_line is null then
    perform public.end_contact_import(p_import_id, p_now);
    return false;
  end if;

  select * into v_counts from public.merge_contact_lines(v_import, v_to_line, p_now);
  update public.contact_imports i
  set merged_to_line = v_to_line,
      inserted = i.inserted + v_counts.inserted,
      updated = i.updated + v_counts.updated,
      unchanged = i.unchanged + v_counts.unchanged,
      duplicate_in_file = i.duplicate_in_file + v_counts.duplicate_in_file,
      rejected = i.rejected + v_counts.rejected,
      suppressed = i.suppressed + v_counts.suppressed,
      blank = i.blank + v_counts.blank,
      updated_at = p_now
  where i.id = p_import_id;
  insert into public.ui_events (user_id, topic, ref)
  values (v_import.user_id, 'imports', p_import_id), (v_import.user_id, 'contacts', null);
  return true;
end
$function$;
comment on function public.merge_contact_import_chunk is
  'Merges the next lines of an import (import.chunk_lines) and returns true; false when the import is over. Called by the job contact_import__merge until false.';
revoke all on function public.merge_contact_import_chunk from public;
grant execute on function public.merge_contact_import_chunk to app_worker;
alter function public.merge_contact_import_chunk owner to app_definer;
