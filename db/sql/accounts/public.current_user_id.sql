-- Who is asking: the owner of the session whose token this transaction carries, else null.
--
-- A setting that named the user would make anybody who can run SQL on the pool into anybody. A token proves
-- itself: only its hash is stored, so neither a dump nor the API's database password is enough to be somebody.
-- plpgsql, not sql: a definer function in sql is planned at every call, this one once for each connection.
-- After a commit a custom setting reads as '', not as null: both mean nobody.
create or replace function public.current_user_id()
  returns uuid
  language plpgsql
  stable
  parallel safe
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_token text := coalesce(current_setting('app.session_token', true), '');
  v_user_id uuid;
begin
  if v_token = '' then
    return null;
  end if;
  select s.user_id
  into v_user_id
  from public.user_sessions s
  join public.users u on u.id = s.user_id
  where s.token = encode(sha256(convert_to(v_token, 'UTF8')), 'hex')
    and s.expires_at > now()
    and u.is_active
    -- Who looks at somebody else's pages must still be an administrator, and signed in.
    and (s.acting_admin_id is null or exists (
      select
      from public.users a
      join public.user_sessions o on o.user_id = a.id and o.id = s.acting_session_id
      where a.id = s.acting_admin_id and a.is_active and a.role in ('admin', 'super_admin')
    ));
  return v_user_id;
end
$function$;
comment on function public.current_user_id is
  'The user of the session token in app.session_token, null for none, an expired or a switched-off one. Called by policies and by every function that acts for a person.';
revoke all on function public.current_user_id from public;
grant execute on function public.current_user_id to app_user, app_api;
alter function public.current_user_id owner to app_definer;
