-- Asked before a password is hashed, so that nobody takes the own name for one. Whoever holds the token reads the mailbox and knows both.
create or replace function api.get_link_owner(p_token_hash text, p_now timestamptz default now())
  returns table (email text, name text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
begin
  return query
  select l.email::text, coalesce(u.name, l.name)::text
  from public.account_links l
  left join public.users u on u.id = l.user_id
  where l.token_hash = p_token_hash and l.used_at is null and l.expires_at > p_now;
end
$function$;
comment on function api.get_link_owner is
  'Address and name of the person whom a usable link is for; no row when it is used, too old, or none. The name is null when unknown.
@notNull email';
revoke all on function api.get_link_owner from public;
grant execute on function api.get_link_owner to app_api;
alter function api.get_link_owner owner to app_definer;
