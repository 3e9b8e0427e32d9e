-- The API hashes; that what it sends is such a hash and no password, the database makes sure.
create or replace function public.require_password_hash(p_hash text)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_hash is null or p_hash !~ '^\$argon2id\$v=19\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$' then
    raise sqlstate 'VC400' using
      message = 'password_hash_invalid',
      hint = 'The new password could not be taken.';
  end if;
end
$function$;
comment on function public.require_password_hash is
  'Refuses what is no argon2id hash. Called by functions that take a new password. Raises password_hash_invalid.';
revoke all on function public.require_password_hash from public;
grant execute on function public.require_password_hash to app_definer;
