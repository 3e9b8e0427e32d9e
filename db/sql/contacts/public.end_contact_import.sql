-- The import is over: the accounting must add up (a CHECK holds it), and the staging goes.
create or replace function public.end_contact_import(p_import_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from api.contact_import_rows r where r.import_id = p_import_id;
  delete from public.contact_import_numbers n where n.import_id = p_import_id;
  with counted as (
    select
      x.id,
      x.lines_read = x.inserted + x.updated + x.unchanged + x.duplicate_in_file + x.rejected + x.suppressed + x.blank
        as adds_up
    from public.contact_imports x
    where x.id = p_import_id
  )
  update public.contact_imports i
  set status = case when c.adds_up then 'done' else 'failed' end,
      failure_reason = case when not c.adds_up then 'staging_lost' end,
      finished_at = p_now,
      updated_at = p_now
  from counted c
  where i.id = c.id;
  insert into public.ui_events (user_id, topic, ref)
  select i.user_id, 'imports', i.id
  from public.contact_imports i
  where i.id = p_import_id;
end
$function$;
comment on function public.end_contact_import is
  'Ends an import: done when every line is accounted for, else failed (the staging was lost). Called by merge_contact_import_chunk.';
revoke all on function public.end_contact_import from public;
alter function public.end_contact_import owner to app_definer;
