create or replace function api.list_contacts(
  p_search text default null,
  p_tag text default null,
  p_import_id uuid default null,
  p_after_name text default null,
  p_after_id uuid default null,
  p_limit integer default 50
)
  returns setof api.contacts
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return query
  select v.*
  from (
    select c.id
    from public.contacts c
    where c.user_id = v_user_id
      and c.deleted_at is null
      and (p_after_id is null or (c.name, c.id) > (p_after_name, p_after_id))
      and public.contact_matches(c, p_search, p_tag, p_import_id)
    order by c.name, c.id
    limit least(greatest(p_limit, 1), 500)
  ) found
  join api.contacts v on v.id = found.id
  order by v.name, v.id;
end
$function$;
comment on function api.list_contacts is
  'A page of the tenant''s contacts by name; the next page begins after the last name and id. Raises not_signed_in.';
revoke all on function api.list_contacts from public;
grant execute on function api.list_contacts to app_user;
alter function api.list_contacts owner to app_definer;
