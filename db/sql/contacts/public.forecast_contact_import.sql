-- The same judgement and the same rules as the import itself, so that what is told before is what happens, unless contacts change meanwhile.
create or replace function public.forecast_contact_import(p_import public.contact_imports)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set jit = off
as $function$
begin
  with judged as materialized (
    select l.* from public.judge_contact_lines(p_import.id, p_import.user_id, 0, 2147483647) l
  ),
  refused as (
    insert into public.contact_import_rejects (import_id, user_id, line_number, kind, reason, raw_text)
    select p_import.id, p_import.user_id, j.line_number, j.verdict, j.reason, j.raw_text
    from judged j
    where j.reason is not null
  ),
  good as (
    select
      p.policy,
      count(*) filter (where c.id is null) as inserted,
      count(*) filter (
        where c.id is not null and (c.deleted_at is not null
          or p.policy <> 'skip' and (
            not c.tags @> p_import.tags
            or (
              public.imported_name(p.policy, c.name, j.name, c.phone_number),
              public.imported_text(p.policy, c.email, j.email),
              public.imported_text(p.policy, c.company, j.company),
              public.imported_text(p.policy, c.city, j.city),
              public.imported_text(p.policy, c.country, j.country),
              public.imported_text(p.policy, c.notes, j.notes),
              public.imported_text(p.policy, c.business_context, j.business_context)
            ) is distinct from (c.name, c.email, c.company, c.city, c.country, c.notes, c.business_context)
          ))
      ) as updated,
      count(*) as lines
    from judged j
    left join public.contacts c on c.user_id = p_import.user_id and c.phone_number = j.number
    cross join (values ('skip'), ('fill'), ('overwrite')) as p (policy)
    where j.verdict = 'good'
    group by p.policy
  ),
  forecasts as (
    insert into public.contact_import_forecasts (import_id, user_id, policy, inserted, updated, unchanged)
    select p_import.id, p_import.user_id, g.policy, g.inserted, g.updated, g.lines - g.inserted - g.updated
    from good g
    returning policy, inserted, updated, unchanged
  )
  update public.contact_imports i
  set inserted = coalesce(f.inserted, 0),
      updated = coalesce(f.updated, 0),
      unchanged = coalesce(f.unchanged, 0),
      duplicate_in_file = v.duplicates,
      rejected = v.rejected,
      suppressed = v.suppressed,
      blank = v.blank
  from (
    select
      count(*) filter (where j.verdict = 'duplicate_in_file') as duplicates,
      count(*) filter (where j.verdict = 'rejected') as rejected,
      count(*) filter (where j.verdict = 'suppressed') as suppressed,
      count(*) filter (where j.verdict = 'blank') as blank
    from judged j
  ) v
  left join forecasts f on f.policy = p_import.policy
  where i.id = p_import.id;
end
$function$;
comment on function public.forecast_contact_import is
  'Counts what an import would do, for each policy, and notes the lines that would not be written; changes no contact. Called by check_contact_import.';
revoke all on function public.forecast_contact_import from public;
alter function public.forecast_contact_import owner to app_definer;
