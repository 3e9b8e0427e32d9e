-- The one judgement of lines, for the check before an import and for the import. "First row wins" reaches over chunks: a number that this
-- import has inserted or updated before is a duplicate in the file.
--
-- Staging and the numbers seen are empty whenever they are analysed between imports: the planner would read all of them for each line.
create or replace function public.judge_contact_lines(p_import_id uuid, p_user_id uuid, p_after_line integer, p_to_line integer)
  returns table (
    line_number integer, number text, name text, email text, company text, city text, country text, notes text, business_context text,
    verdict text, reason text, raw_text text
  )
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
  with lines as materialized (
    select r.*,
      case
        when r.parse_error is not null then r.parse_error
        when r.number is null then public.phone_fault(r.phone_number)
        when length(r.name) > 255 or length(r.email) > 255 or length(r.company) > 255 or length(r.city) > 255
          or length(r.country) > 255 then 'text_too_long'
      end as fault,
      r.parse_error is null
        and coalesce(r.name, r.phone_number, r.email, r.company, r.city, r.country, r.notes, r.business_context) is null
        as is_blank
    from (
      select x.*, public.normalise_phone(x.phone_number) collate "C" as number
      from api.contact_import_rows x
      where x.import_id = p_import_id
        and x.line_number > p_after_line
        and x.line_number <= p_to_line
      -- A fence: without it the number is worked out again wherever it is named.
      offset 0
    ) r
  ),
  judged as (
    select
      l.*,
      case
        when l.is_blank then 'blank'
        when l.fault is not null then 'rejected'
        when l.nth > 1 or exists (
          select from public.contact_import_numbers n
          where n.import_id = p_import_id and n.phone_number = l.number
        ) then 'duplicate_in_file'
        when exists (
          select from public.do_not_call d
          where d.phone_number = l.number collate "default" and (d.user_id = p_user_id or d.user_id is null)
        ) then 'suppressed'
        else 'good'
      end as verdict
    from (
      -- Only good lines count as the first: a rejected one does not take the number.
      select x.*, row_number() over (partition by x.number, x.fault is null order by x.line_number) as nth
      from lines x
    ) l
  )
  select j.line_number, j.number, j.name, j.email, j.company, j.city, j.country, j.notes, j.business_context, j.verdict,
    case j.verdict when 'rejected' then j.fault when 'suppressed' then 'opted_out' when 'duplicate_in_file' then 'duplicate_in_file' end,
    case when j.verdict in ('rejected', 'duplicate_in_file', 'suppressed')
      then left(coalesce(j.raw_text, concat_ws(', ', j.name, j.phone_number, j.email, j.company)), 2000) end
  from judged j
$function$;
comment on function public.judge_contact_lines is
  'What staged lines of an import are worth: verdict is good, blank, rejected, duplicate_in_file or suppressed; reason and raw_text (the line as it stood) are null for good and blank ones. Called by merge_contact_lines and forecast_contact_import.';
revoke all on function public.judge_contact_lines from public;
alter function public.judge_contact_lines owner to app_definer;
