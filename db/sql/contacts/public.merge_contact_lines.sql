-- One chunk of lines, set-wise. "First row wins" reaches over chunks: a number that this import has inserted or
-- updated before is a duplicate in the file.
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
  set jit = off
as $function$
#variable_conflict use_column
begin
  return query
  with lines as materialized (
    select r.*, public.normalise_phone(r.phone_number) collate "C" as number,
      case
        when r.parse_error is not null then r.parse_error
        when public.phone_fault(r.phone_number) is not null then public.phone_fault(r.phone_number)
        when length(r.name) > 255 or length(r.email) > 255 or length(r.company) > 255 or length(r.city) > 255
          or length(r.country) > 255 then 'text_too_long'
      end as fault,
      r.parse_error is null
        and coalesce(r.name, r.phone_number, r.email, r.company, r.city, r.country, r.notes, r.business_context) is null
        as is_blank
    from api.contact_import_rows r
    where r.import_id = p_import.id
      and r.line_number > p_import.merged_to_line
      and r.line_number <= p_to_line
  ),
  judged as materialized (
    select
      l.*,
      case
        when l.is_blank then 'blank'
        when l.fault is not null then 'rejected'
        when l.nth > 1 or exists (
          select from public.contact_import_numbers n
          where n.import_id = p_import.id and n.phone_number = l.number
        ) then 'duplicate_in_file'
        when exists (
          select from public.do_not_call d
          where d.phone_number = l.number collate "default" and (d.user_id = p_import.user_id or d.user_id is null)
        ) then 'suppressed'
        else 'good'
      end as verdict
    from (
      -- Only good lines count as the first: a rejected one does not take the number.
      select x.*, row_number() over (partition by x.number, x.fault is null order by x.line_number) as nth
      from lines x
    ) l
  ),
  seen as (
    insert into public.contact_import_numbers (import_id, phone_number)
    select p_import.id, j.number
    from judged j
    where j.verdict in ('good', 'suppressed')
    order by j.number
    on conflict do nothing
  ),
  refused as (
    insert into public.contact_import_rejects (import_id, user_id, line_number, kind, reason, raw_text)
    select p_import.id, p_import.user_id, j.line_number, j.verdict,
      case j.verdict when 'rejected' then j.fault when 'suppressed' then 'opted_out' else 'duplicate_in_file' end,
      left(coalesce(j.raw_text, concat_ws(', ', j.name, j.phone_number, j.email, j.company)), 2000)
    from judged j
    where j.verdict in ('rejected', 'duplicate_in_file', 'suppressed')
  ),
  written as (
    insert into public.contacts as c (
      user_id, name, phone_number, email, company, city, country, notes, business_context, tags, import_id,
      auto_creation_source, created_at
    )
    select p_import.user_id, coalesce(j.name, j.number), j.number, j.email, j.company, j.city, j.country, j.notes,
      j.business_context, p_import.tags, p_import.id, 'bulk_upload', p_now
    from judged j
    where j.verdict = 'good'
    order by j.number
    on conflict (user_id, phone_number) do update
    -- A line without a name arrives with its number as the name: that overwrites no name.
    set name = case when excluded.name = excluded.phone_number then c.name
          when p_import.policy = 'overwrite' or c.name = c.phone_number then excluded.name else c.name end,
        email = case when p_import.policy = 'overwrite' then coalesce(excluded.email, c.email) else coalesce(c.email, excluded.email) end,
        company = case when p_import.policy = 'overwrite' then coalesce(excluded.company, c.company) else coalesce(c.company, excluded.company) end,
        city = case when p_import.policy = 'overwrite' then coalesce(excluded.city, c.city) else coalesce(c.city, excluded.city) end,
        country = case when p_import.policy = 'overwrite' then coalesce(excluded.country, c.country) else coalesce(c.country, excluded.country) end,
        notes = case when p_import.policy = 'overwrite' then coalesce(excluded.notes, c.notes) else coalesce(c.notes, excluded.notes) end,
        business_context = case when p_import.policy = 'overwrite' then coalesce(excluded.business_context, c.business_context)
          else coalesce(c.business_context, excluded.business_context) end,
        tags = public.merge_tags(c.tags, excluded.tags),
        deleted_at = null
    where c.deleted_at is not null
      or (p_import.policy <> 'skip' and (
        not c.tags @> excluded.tags
        or c.name = c.phone_number and excluded.name <> c.name
        or (p_import.policy = 'fill' and (
          c.email is null and excluded.email is not null or c.company is null and excluded.company is not null
          or c.city is null and excluded.city is not null or c.country is null and excluded.country is not null
          or c.notes is null and excluded.notes is not null
          or c.business_context is null and excluded.business_context is not null))
        or (p_import.policy = 'overwrite' and (c.name, c.email, c.company, c.city, c.country, c.notes, c.business_context)
          is distinct from (case when excluded.name = excluded.phone_number then c.name else excluded.name end, coalesce(excluded.email, c.email), coalesce(excluded.company, c.company),
            coalesce(excluded.city, c.city), coalesce(excluded.country, c.country), coalesce(excluded.notes, c.notes),
            coalesce(excluded.business_context, c.business_context)))
      ))
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
