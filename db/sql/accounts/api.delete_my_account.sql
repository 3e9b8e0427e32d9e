create or replace function api.delete_my_account(p_email text, p_now timestamptz default now())
  returns timestamptz
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_user public.users;
begin
  perform public.require_proof(p_now);
  v_user := public.lock_user(v_user_id);
  -- Without address and browser, which write_audit would keep: nothing of the person shall stay.
  insert into public.admin_audit_log (admin_user_id, target_user_id, action, resource_type, resource_id, details, created_at)
  values (v_user_id, v_user_id, 'own_account_deleted', 'user', v_user_id::text, '{}', p_now);
  return public.begin_account_deletion(v_user, p_email, p_now);
end
$function$;
comment on function api.delete_my_account is
  'Deletes the account of the signed-in person for good and returns when that began; all sessions end at once, the data go in the background. Raises not_signed_in, password_needed, user_not_found, email_differs, last_super_admin, account_deleted.
@notNull';
revoke all on function api.delete_my_account from public;
grant execute on function api.delete_my_account to app_user;
alter function api.delete_my_account owner to app_definer;
