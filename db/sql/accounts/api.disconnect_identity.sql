-- The account's row is locked before the ways in are counted: two that go at once would each leave the other.
create or replace function api.disconnect_identity(p_identity_id uuid, p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_key text;
begin
  perform 1 from public.users u where u.id = v_user_id for no key update;
  select i.provider || '|' || i.subject_hash
  into v_key
  from public.user_identities i
  where i.id = p_identity_id and i.user_id = v_user_id;
  if v_key is null then
    raise sqlstate 'VC404' using
      message = 'identity_not_found',
      detail = format('identity %s', p_identity_id),
      hint = 'This account is not connected any more.';
  end if;
  if not public.my_password_is_set()
    and not exists (select from public.user_identities i where i.user_id = v_user_id and i.id <> p_identity_id) then
    raise sqlstate 'VC409' using
      message = 'last_way_in',
      hint = 'Nobody could sign in to this account any more. Choose a password first.';
  end if;
  delete from public.user_identities i where i.id = p_identity_id;
  update public.users u set stack_auth_user_id = null where u.id = v_user_id and u.stack_auth_user_id = v_key;
  perform public.tell_identity_changed(v_user_id, 'identity_disconnected', p_now);
end
$function$;
comment on function api.disconnect_identity is
  'Takes away one of the person''s ways to sign in, but not the last, and tells the owner by mail. Raises not_signed_in, identity_not_found, last_way_in.';
revoke all on function api.disconnect_identity from public;
grant execute on function api.disconnect_identity to app_user;
alter function api.disconnect_identity owner to app_definer;
