create or replace function api.delete_follow_up(p_follow_up_id uuid, p_is_deleted boolean default true, p_now timestamptz default now())
  returns api.follow_ups
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  perform public.lock_own_follow_up(p_follow_up_id, v_user_id);
  update public.follow_ups f
  set deleted_at = case when p_is_deleted is not false then coalesce(f.deleted_at, p_now) end
  where f.id = p_follow_up_id;
  return public.told_follow_up(p_follow_up_id, v_user_id);
end
$function$;
comment on function api.delete_follow_up is
  'Removes a task, or with false brings it back, and returns it. Raises not_signed_in, follow_up_not_found.';
revoke all on function api.delete_follow_up from public;
grant execute on function api.delete_follow_up to app_user;
alter function api.delete_follow_up owner to app_definer;
