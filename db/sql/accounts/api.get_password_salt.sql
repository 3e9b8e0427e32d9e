-- What the API needs to hash a password that somebody has typed, without ever seeing the stored hash: the salt.
-- An unknown address gets one too, the same at every try, so that nothing tells whether an account exists.
create or replace function api.get_password_salt(p_email text)
  returns text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(
    (
      select split_part(u.password_hash, '$', 5)
      from public.users u
      where u.email = lower(btrim(p_email))
        and u.password_hash like '$argon2id$%'
    ),
    -- Sixteen bytes like a real one, from the address and from the id of the oldest account, which nobody is told.
    btrim(encode(substr(sha256(convert_to(
      lower(btrim(p_email)) || coalesce((select u.id::text from public.users u order by u.created_at, u.id limit 1), ''),
      'UTF8'
    )), 1, 16), 'base64'), '=')
  )
$function$;
comment on function api.get_password_salt is
  'The salt of an account''s password hash, in base64 without padding; an invented, stable one for an unknown address.
@notNull';
revoke all on function api.get_password_salt from public;
grant execute on function api.get_password_salt to app_api;
alter function api.get_password_salt owner to app_definer;
