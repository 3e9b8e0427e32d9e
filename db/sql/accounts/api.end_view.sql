create or replace function api.end_view(p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_view public.user_sessions;
begin
  if public.current_user_id() is null then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  delete from public.user_sessions s
  where s.id = public.current_session_id() and s.acting_admin_id is not null
  returning s.* into v_view;
  if v_view.id is null then
    return false;
  end if;
  insert into public.admin_audit_log (admin_user_id, target_user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at)
  values (
    v_view.acting_admin_id, v_view.user_id, 'view_ended', 'user', v_view.user_id::text, jsonb_build_object('began_at', v_view.created_at),
    v_view.ip_address, v_view.user_agent, p_now
  );
  insert into public.ui_events (user_id, topic) values (v_view.user_id, 'session');
  return true;
end
$function$;
comment on function api.end_view is
  'Ends the look at an account, audited; false, and nothing happens, in a session of one''s own. Raises not_signed_in.
@notNull';
revoke all on function api.end_view from public;
grant execute on function api.end_view to app_user;
alter function api.end_view owner to app_definer;
