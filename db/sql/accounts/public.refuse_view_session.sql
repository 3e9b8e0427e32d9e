-- Who looks at an account through a session of an administrator changes nothing in it: whatever is called outside a transaction that only
-- reads is refused, whether or not it would write. Called at the one place through which everything that acts for a person goes.
create or replace function public.refuse_view_session()
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if exists (select from public.user_sessions s where s.id = public.current_session_id() and s.acting_admin_id is not null) then
    raise sqlstate 'VC403' using
      message = 'view_reads_only',
      hint = 'You are looking at the pages of another account: nothing can be changed here. Leave the view first.';
  end if;
end
$function$;
comment on function public.refuse_view_session is
  'Raises view_reads_only in a session through which an administrator looks at an account. Called by require_user.';
revoke all on function public.refuse_view_session from public;
grant execute on function public.refuse_view_session to app_user, app_definer;
alter function public.refuse_view_session owner to app_definer;
