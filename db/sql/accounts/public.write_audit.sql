-- In the transaction of the act, so that neither is without the other.
create or replace function public.write_audit(
  p_action text,
  p_resource_type text,
  p_resource_id text,
  p_target_user_id uuid,
  p_details jsonb,
  p_now timestamptz
)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.admin_audit_log (admin_user_id, target_user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at)
  select s.user_id, p_target_user_id, p_action, p_resource_type, p_resource_id, p_details, s.ip_address, s.user_agent, p_now
  from public.user_sessions s
  where s.id = public.current_session_id()
$function$;
comment on function public.write_audit is
  'Writes what the signed-in administrator does; address and browser are those of the session. Called by the functions of administrators.';
revoke all on function public.write_audit from public;
alter function public.write_audit owner to app_definer;
