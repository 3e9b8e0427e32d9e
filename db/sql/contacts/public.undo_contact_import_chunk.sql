-- Edited is what was written after the import had ended: whoever changed a contact by hand wants to keep it.
create or replace function public.undo_contact_import_chunk(p_import_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import public.contact_imports;
  v_removed integer;
begin
  select i.* into v_import from public.contact_imports i where i.id = p_import_id and i.status = 'undoing' for no key update;
  if not found then
    return false;
  end if;
  with next as (
    select c.id
    from public.contacts c
    where c.import_id = p_import_id
      and c.user_id = v_import.user_id
      and c.deleted_at is null
      and c.updated_at <= v_import.finished_at
      and not public.contact_in_use(c)
    order by c.id
    limit public.setting('bulk.chunk_people')
    for no key update
  )
  update public.contacts c
  set deleted_at = p_now
  from next n
  where c.id = n.id;
  get diagnostics v_removed = row_count;

  update public.contact_imports i
  set undone = i.undone + v_removed,
      status = case when v_removed = 0 then 'undone' else i.status end,
      kept_in_use = case when v_removed = 0 then k.in_use else i.kept_in_use end,
      kept_edited = case when v_removed = 0 then k.edited else i.kept_edited end,
      updated_at = p_now
  from (
    select count(*) filter (where x.in_use)::integer as in_use, count(*) filter (where not x.in_use)::integer as edited
    from (
      select public.contact_in_use(c) as in_use
      from public.contacts c
      where v_removed = 0 and c.import_id = p_import_id and c.user_id = v_import.user_id and c.deleted_at is null
    ) x
  ) k
  where i.id = p_import_id;
  insert into public.ui_events (user_id, topic, ref)
  values (v_import.user_id, 'imports', p_import_id), (v_import.user_id, 'contacts', null);
  return v_removed > 0;
end
$function$;
comment on function public.undo_contact_import_chunk is
  'Removes the next contacts that an import made (bulk.chunk_people) and returns true; false when all are gone that may go. Called by the job contact_import__undo until false.';
revoke all on function public.undo_contact_import_chunk from public;
grant execute on function public.undo_contact_import_chunk to app_worker;
alter function public.undo_contact_import_chunk owner to app_definer;
