-- A session of its own for what the administrator looks at: it reads only, ends by itself, with the administrator's own session, role or
-- account, and is written down with its reason. Administrators do not look at each other.
create or replace function api.view_as(p_user_id uuid, p_reason text, p_token_hash text, p_now timestamptz default now())
  returns timestamptz
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_admin_id uuid := public.require_admin();
  v_reason text := public.require_reason(p_reason);
  v_tenant api.tenants;
  v_ends_at timestamptz := p_now + public.setting('session.view_minutes') * interval '1 minute';
begin
  perform public.require_proof(p_now);
  v_tenant := public.find_tenant(p_user_id);
  if v_tenant.role <> 'user' or not v_tenant.is_active then
    raise sqlstate 'VC409' using
      message = 'account_not_viewable',
      detail = format('user %s', p_user_id),
      hint = 'Only accounts that are switched on and belong to no administrator can be looked at.';
  end if;
  insert into public.user_sessions (
    user_id, token, expires_at, last_used_at, ip_address, user_agent, created_at, acting_admin_id, acting_session_id
  )
  select p_user_id, p_token_hash, v_ends_at, p_now, s.ip_address, s.user_agent, p_now, v_admin_id, s.id
  from public.user_sessions s
  where s.id = public.current_session_id();
  perform public.write_audit(
    'view_began', 'user', p_user_id::text, p_user_id, jsonb_build_object('reason', v_reason, 'ends_at', v_ends_at), p_now
  );
  insert into public.ui_events (user_id, topic) values (p_user_id, 'session');
  return v_ends_at;
end
$function$;
comment on function api.view_as is
  'Opens a session under the SHA-256 of its token through which an administrator reads the pages of an account, and returns when it ends. Audited. Raises not_signed_in, admin_only, reason_missing, password_needed, user_not_found, account_not_viewable.
@notNull';
revoke all on function api.view_as from public;
grant execute on function api.view_as to app_user;
alter function api.view_as owner to app_definer;
