-- Every line of a file is somewhere. While lines are sent or merged, those not yet looked at are the difference; the report of
-- refused lines is as long as its counts; and what an import has staged goes with its end.
create or replace view public.invariant_23_imports_add_up with (security_barrier = true) as
select
  'contact_imports' as object,
  i.id::text as key,
  format('%s: %s lines read, %s accounted for; refused %s, duplicate %s, opted out %s, reported %s, %s, %s',
    i.status, i.lines_read, n.accounted, i.rejected, i.duplicate_in_file, i.suppressed, r.rejected,
    r.duplicate_in_file, r.suppressed) as detail
from public.contact_imports i
cross join lateral (
  select i.inserted + i.updated + i.unchanged + i.duplicate_in_file + i.rejected + i.suppressed + i.blank as accounted
) n
cross join lateral (
  select
    count(*) filter (where x.kind = 'rejected') as rejected,
    count(*) filter (where x.kind = 'duplicate_in_file') as duplicate_in_file,
    count(*) filter (where x.kind = 'suppressed') as suppressed
  from public.contact_import_rejects x
  where x.import_id = i.id
) r
where (i.status in ('ready', 'done') and n.accounted <> i.lines_read)
  or n.accounted > i.lines_read
  or (i.rejected, i.duplicate_in_file, i.suppressed) <> (r.rejected, r.duplicate_in_file, r.suppressed)
  or (i.status in ('uploading', 'checking', 'ready', 'merging')) <> (i.finished_at is null)
union all
select 'contact_import_rows', s.import_id::text, format('%s staged lines of an import that is not running', count(*))
from api.contact_import_rows s
where not exists (
  select from public.contact_imports i where i.id = s.import_id and i.status in ('uploading', 'checking', 'ready', 'merging')
)
group by s.import_id;

comment on view public.invariant_23_imports_add_up is 'Imports whose lines do not add up, and staged lines of no running import. Must be empty.';
comment on column public.invariant_23_imports_add_up.object is 'The table at fault.';
comment on column public.invariant_23_imports_add_up.key is 'Key of the row at fault.';
comment on column public.invariant_23_imports_add_up.detail is 'What does not add up.';
revoke all on public.invariant_23_imports_add_up from public;
alter view public.invariant_23_imports_add_up owner to app_definer;
