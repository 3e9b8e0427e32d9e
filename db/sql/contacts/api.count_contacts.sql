create or replace function api.count_contacts(
  p_search text default null,
  p_tag text default null,
  p_import_id uuid default null
)
  returns integer
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return (
    select count(*)::integer
    from public.find_contact_ids(v_user_id, p_search, p_tag, p_import_id)
  );
end
$function$;
comment on function api.count_contacts is
  'How many contacts a filter finds. Raises not_signed_in.
@notNull';
revoke all on function api.count_contacts from public;
grant execute on function api.count_contacts to app_user;
alter function api.count_contacts owner to app_definer;
