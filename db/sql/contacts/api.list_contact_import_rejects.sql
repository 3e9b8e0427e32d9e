create or replace function api.list_contact_import_rejects(
  p_import_id uuid,
  p_after_line integer default 0,
  p_limit integer default 100
)
  returns table (import_id uuid, line_number integer, kind text, reason text, sentence text, raw_text text)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select r.import_id, r.line_number, r.kind::text, r.reason::text, public.reject_sentence(r.reason), r.raw_text
  from public.contact_import_rejects r
  where r.import_id = p_import_id
    and r.line_number > p_after_line
  order by r.line_number
  limit least(greatest(p_limit, 1), 10000);
end
$function$;
comment on function api.list_contact_import_rejects is
  'Rows of an import that became no contact, by line, with the reason in words. Raises not_signed_in.
@notNull import_id
@notNull line_number
@notNull kind
@notNull reason
@notNull sentence
@words kind contact_import_rejects.kind';
revoke all on function api.list_contact_import_rejects from public;
grant execute on function api.list_contact_import_rejects to app_user;
