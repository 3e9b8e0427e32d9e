-- Edited is what was written after the import had ended: whoever changed a contact by hand wants to keep it. Each contact is looked at once: an
-- interrupted undo goes on behind the last one.
create or replace function public.undo_contact_import_chunk(p_import_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import public.contact_imports;
  v_looked integer;
begin
  select i.* into v_import from public.contact_imports i where i.id = p_import_id and i.status = 'undoing' for no key update;
  if not found then
    return false;
  end if;
  with looked as materialized (
    select c.id, public.contact_in_use(c) as in_use, c.updated_at > v_import.finished_at as is_edited
    from public.contacts c
    where c.import_id = p_import_id
      and c.user_id = v_import.user_id
      and c.deleted_at is null
      and (v_import.undone_to is null or c.id > v_import.undone_to)
    order by c.id
    limit public.setting('bulk.chunk_people')
    for no key update
  ),
  removed as (
    update public.contacts c
    set deleted_at = p_now
    from looked l
    where c.id = l.id and not l.in_use and not l.is_edited
  ),
  counted as (
    select
      count(*)::integer as looked,
      (count(*) filter (where l.in_use))::integer as in_use,
      (count(*) filter (where l.is_edited and not l.in_use))::integer as edited,
      (select x.id from looked x order by x.id desc limit 1) as last_id
    from looked l
  )
  update public.contact_imports i
  set undone = i.undone + n.looked - n.in_use - n.edited,
      kept_in_use = i.kept_in_use + n.in_use,
      kept_edited = i.kept_edited + n.edited,
      undone_to = coalesce(n.last_id, i.undone_to),
      status = case when n.looked = 0 then 'undone' else i.status end,
      updated_at = p_now
  from counted n
  where i.id = p_import_id
  returning n.looked into v_looked;
  insert into public.ui_events (user_id, topic, ref)
  values (v_import.user_id, 'imports', p_import_id), (v_import.user_id, 'contacts', null);
  return v_looked > 0;
end
$function$;
comment on function public.undo_contact_import_chunk is
  'Looks at the next contacts that an import made (bulk.chunk_people), removes those that may go and returns true; false when none is left. Called by the job contact_import__undo until false.';
revoke all on function public.undo_contact_import_chunk from public;
grant execute on function public.undo_contact_import_chunk to app_worker;
alter function public.undo_contact_import_chunk owner to app_definer;
