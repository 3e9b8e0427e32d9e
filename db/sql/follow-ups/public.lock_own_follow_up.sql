create or replace function public.lock_own_follow_up(p_follow_up_id uuid, p_user_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1 from public.follow_ups f where f.id = p_follow_up_id and f.user_id = p_user_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'follow_up_not_found',
      detail = format('follow-up %s', p_follow_up_id),
      hint = 'This follow-up no longer exists.';
  end if;
end
$function$;
comment on function public.lock_own_follow_up is
  'Locks a tenant''s follow-up. Called by the functions that change one. Raises follow_up_not_found.';
revoke all on function public.lock_own_follow_up from public;
grant execute on function public.lock_own_follow_up to app_definer;
