--! Previous: sha1:5cc05e4e4781e479a1bebf70760a3862502c497e
--! Hash: sha1:bd78a8586b2a1dcc61a349ce59ec13365578133a
--! Message: Undo of imports in one pass

--! split: 1-current.sql
-- Undoing an import looks at each contact once.
alter table public.contact_imports add column if not exists undone_to uuid;
--! Included contacts/public.contact_imports.sql
-- The account of every file: each line that was read is somewhere, or the import cannot be done. One import runs per tenant, because
-- two merges of one tenant would lock the same contacts in two orders.

comment on table public.contact_imports is
  'One row per uploaded contact file, with the fate of its lines.';
comment on column public.contact_imports.id is 'Key; random, and the only tie between staged lines and their owner.';
comment on column public.contact_imports.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_imports.file_name is 'Name of the file as uploaded; text to show, never a path.';
comment on column public.contact_imports.file_hash is 'SHA-256 of the bytes in hex: the same file again is recognised by it.';
comment on column public.contact_imports.status is
  'uploading: lines arrive; checking: what would become of them is counted; ready: the counts are that forecast and the tenant decides; merging: they become contacts; done; failed, with a reason; cancelled by the tenant; undoing: the new contacts are removed; undone.';
comment on column public.contact_imports.policy is
  'What happens to a contact that exists: skip leaves it, fill writes empty fields only, overwrite writes all given ones.';
comment on column public.contact_imports.tags is 'Words added to every contact of the file; empty when none.';
comment on column public.contact_imports.lines_read is 'Data lines in the file, header and nothing else left out.';
comment on column public.contact_imports.inserted is 'Lines that became a new contact.';
comment on column public.contact_imports.updated is 'Lines that changed a contact.';
comment on column public.contact_imports.unchanged is 'Lines whose contact says the same already, or may not be changed by the policy.';
comment on column public.contact_imports.duplicate_in_file is 'Lines whose number stood on an earlier line of the file.';
comment on column public.contact_imports.rejected is 'Lines that cannot be a contact; the reason is kept for each.';
comment on column public.contact_imports.suppressed is 'Lines whose number is on the opt-out list of the tenant or of the platform.';
comment on column public.contact_imports.blank is 'Lines without any content.';
comment on column public.contact_imports.merged_to_line is 'Last line already merged: an interrupted merge goes on behind it.';
comment on column public.contact_imports.failure_reason is 'Sentence that says why the import failed; null unless it did.';
comment on column public.contact_imports.created_at is 'When the upload began.';
comment on column public.contact_imports.updated_at is 'When the import last made progress; written by its functions.';
comment on column public.contact_imports.header is 'Names of the columns as the file has them; empty when it was not said.';
comment on column public.contact_imports.columns is
  'What each column is taken for: phone_number, name, first_name, last_name, email, company, city, country, notes, business_context; context: kept as "name: value" in the context; ignore. Empty when it was not said.';
comment on column public.contact_imports.undone is 'Contacts that undoing the import has removed.';
comment on column public.contact_imports.kept_in_use is 'Contacts that stayed when it was undone, because something hangs on them.';
comment on column public.contact_imports.kept_edited is 'Contacts that stayed when it was undone, because they were changed since.';
comment on column public.contact_imports.undone_to is 'Last contact at which an undo has looked: an interrupted one goes on behind it.';
comment on column public.contact_imports.finished_at is 'When it was done, failed or cancelled; null before.';

alter table public.contact_imports enable row level security;
alter table public.contact_imports force row level security;

drop policy if exists contact_imports_select_own on public.contact_imports;
create policy contact_imports_select_own on public.contact_imports for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_imports_select_own on public.contact_imports is 'A tenant reads its own contact imports.';

drop policy if exists contact_imports_select_masker on public.contact_imports;
create policy contact_imports_select_masker on public.contact_imports for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy contact_imports_select_masker on public.contact_imports is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists contact_imports_all_definer on public.contact_imports;
create policy contact_imports_all_definer on public.contact_imports for all to app_definer
  using (true) with check (true);
comment on policy contact_imports_all_definer on public.contact_imports is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_imports to app_user;
grant select, insert, update, delete on public.contact_imports to app_definer;
grant select on public.contact_imports to app_masker;
--! EndIncluded contacts/public.contact_imports.sql
--! Included contacts/public.undo_contact_import_chunk.sql
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
--! EndIncluded contacts/public.undo_contact_import_chunk.sql
