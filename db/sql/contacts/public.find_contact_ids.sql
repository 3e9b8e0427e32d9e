-- Search runs with the definer's rights: beneath a row policy ILIKE and array operators are filters and no index
-- conditions. So the tenant is named here, and only ids come back.
create or replace function public.find_contact_ids(p_user_id uuid, p_search text, p_tag text, p_import_id uuid)
  returns setof uuid
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select c.id
  from public.contacts c
  where c.user_id = p_user_id
    and c.deleted_at is null
    and public.contact_matches(c, p_search, p_tag, p_import_id)
$function$;
comment on function public.find_contact_ids is
  'Ids of a tenant''s contacts by part of name, company or number in any notation, by tag and by import. Called by the functions that list and count contacts, which name the signed-in tenant.';
revoke all on function public.find_contact_ids from public;
alter function public.find_contact_ids owner to app_definer;
