-- One chunk of lines, set-wise.
create or replace function public.merge_contact_lines(
  p_import public.contact_imports,
  p_to_line integer,
  p_now timestamptz
)
  returns table (
    inserted integer, updated integer, unchanged integer, duplicate_in_file integer, rejected integer,
    suppressed integer, blank integer
  )
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
#variable_conflict use_column
declare
  -- For who is in the directory, and for who was removed.
  v_policies text[] := array[p_import.policy::text, case when p_import.policy = 'overwrite' then 'overwrite' else 'fill' end];
begin
  return query
  with judged as materialized (
    select l.* from public.judge_contact_lines(p_import.id, p_import.user_id, p_import.merged_to_line, p_to_line) l
  ),
  seen as (
    insert into public.contact_import_numbers (import_id, phone_number)
    select p_import.id, j.number
    from judged j
    where j.verdict in ('good', 'suppressed')
    order by j.number collate "C"
    on conflict do nothing
  ),
  refused as (
    insert into public.contact_import_rejects (import_id, user_id, line_number, kind, reason, raw_text)
    select p_import.id, p_import.user_id, j.line_number, j.verdict, j.reason, j.raw_text
    from judged j
    where j.reason is not null
  ),
  written as (
    insert into public.contacts as c (
      user_id, name, phone_number, email, company, city, country, notes, business_context, tags, import_id,
      auto_creation_source, created_at, updated_at
    )
    select p_import.user_id, coalesce(j.name, j.number), j.number, j.email, j.company, j.city, j.country, j.notes,
      j.business_context, p_import.tags, p_import.id, 'bulk_upload', p_now, p_now
    from judged j
    where j.verdict = 'good'
    order by j.number collate "C"
    on conflict (user_id, phone_number) do update
    -- Who was removed comes back with this file, and goes again when it is undone; fields are filled then, if nothing else is asked.
    set name = public.imported_name(v_policies[(c.deleted_at is not null)::integer + 1], c.name, excluded.name, c.phone_number),
        email = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.email, excluded.email),
        company = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.company, excluded.company),
        city = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.city, excluded.city),
        country = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.country, excluded.country),
        notes = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.notes, excluded.notes),
        business_context = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.business_context, excluded.business_context),
        tags = public.merge_tags(c.tags, excluded.tags),
        import_id = case when c.deleted_at is null then c.import_id else excluded.import_id end,
        deleted_at = null
    where c.deleted_at is not null
      or p_import.policy <> 'skip' and (
        not c.tags @> excluded.tags
        or (
          public.imported_name(p_import.policy, c.name, excluded.name, c.phone_number),
          public.imported_text(p_import.policy, c.email, excluded.email),
          public.imported_text(p_import.policy, c.company, excluded.company),
          public.imported_text(p_import.policy, c.city, excluded.city),
          public.imported_text(p_import.policy, c.country, excluded.country),
          public.imported_text(p_import.policy, c.notes, excluded.notes),
          public.imported_text(p_import.policy, c.business_context, excluded.business_context)
        ) is distinct from (c.name, c.email, c.company, c.city, c.country, c.notes, c.business_context)
      )
    returning c.xmax = 0 as is_new
  )
  select
    (select count(*) from written w where w.is_new)::integer,
    (select count(*) from written w where not w.is_new)::integer,
    (count(*) filter (where j.verdict = 'good') - (select count(*) from written))::integer,
    count(*) filter (where j.verdict = 'duplicate_in_file')::integer,
    count(*) filter (where j.verdict = 'rejected')::integer,
    count(*) filter (where j.verdict = 'suppressed')::integer,
    count(*) filter (where j.verdict = 'blank')::integer
  from judged j;
end
$function$;
comment on function public.merge_contact_lines is
  'Merges staged lines up to a line and counts what became of each. Called by merge_contact_import_chunk.';
revoke all on function public.merge_contact_lines from public;
alter function public.merge_contact_lines owner to app_definer;
