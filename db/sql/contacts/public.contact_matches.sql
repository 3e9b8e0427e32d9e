-- The one meaning of a filter over contacts, for lists, counts and campaigns alike. Inlined into the query around it.
create or replace function public.contact_matches(
  p_contact public.contacts,
  p_search text,
  p_tag text,
  p_import_id uuid
)
  returns boolean
  language sql
  immutable
  parallel safe
  security invoker
  return (p_tag is null or p_contact.tags operator(pg_catalog.@>) array[p_tag])
    and (p_import_id is null or p_contact.import_id = p_import_id)
    and (
      coalesce(btrim(p_search), '') = ''
      or strpos(lower(p_contact.name), lower(btrim(p_search))) > 0
      or strpos(lower(p_contact.company), lower(btrim(p_search))) > 0
      or (
        p_search ~ '^[0-9+(). /-]*[0-9][0-9+(). /-]*$'
        and strpos(p_contact.phone_number, regexp_replace(p_search, '[^0-9]', '', 'g')) > 0
      )
    );
comment on function public.contact_matches is
  'Whether a contact fits a filter: part of name, company or number in any notation, a tag, an import; null leaves a part out.';
revoke all on function public.contact_matches from public;
grant execute on function public.contact_matches to app_definer;
