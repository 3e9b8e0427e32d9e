create or replace function api.list_contact_tags()
  returns table (tag text, contacts integer)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return query
  select t.tag, count(*)::integer
  from public.contacts c
  cross join lateral unnest(c.tags) as t (tag)
  where c.user_id = v_user_id
    and c.deleted_at is null
    and c.tags <> '{}'
  group by t.tag
  order by t.tag
  limit 200;
end
$function$;
comment on function api.list_contact_tags is
  'The tenant''s tags with their contacts, by name. Raises not_signed_in.
@notNull tag
@notNull contacts';
revoke all on function api.list_contact_tags from public;
grant execute on function api.list_contact_tags to app_user;
alter function api.list_contact_tags owner to app_definer;
