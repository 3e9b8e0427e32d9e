create or replace function api.change_follow_up(
  p_follow_up_id uuid,
  p_date date,
  p_remark text default null,
  p_now timestamptz default now()
)
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
  perform public.require_follow_up(v_user_id, p_date, p_remark, p_now);
  update public.follow_ups f
  set follow_up_date = p_date, remark = nullif(btrim(p_remark), '')
  where f.id = p_follow_up_id;
  return public.told_follow_up(p_follow_up_id, v_user_id);
end
$function$;
comment on function api.change_follow_up is
  'Gives a task another day and remark and returns it. Raises not_signed_in, follow_up_not_found, follow_up_date_invalid, remark_too_long.';
revoke all on function api.change_follow_up from public;
grant execute on function api.change_follow_up to app_user;
alter function api.change_follow_up owner to app_definer;
