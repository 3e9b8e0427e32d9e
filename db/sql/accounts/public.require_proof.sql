-- A browser that somebody left open may look around; for what moves money or power the password is typed again.
create or replace function public.require_proof(p_now timestamptz)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (
    select
    from public.user_sessions s
    where s.id = public.current_session_id()
      and s.proved_at > p_now - public.setting('session.proof_minutes') * interval '1 minute'
  ) then
    raise sqlstate 'VC403' using
      message = 'password_needed',
      hint = 'Type your password again to do this.';
  end if;
end
$function$;
comment on function public.require_proof is
  'Raises password_needed when the password was not typed within session.proof_minutes. Called by adjust_credits, delete_account, delete_my_account, set_user_role and view_as.';
revoke all on function public.require_proof from public;
alter function public.require_proof owner to app_definer;
