create or replace function public.told_follow_up(p_follow_up_id uuid, p_user_id uuid)
  returns api.follow_ups
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_follow_up api.follow_ups;
begin
  insert into public.ui_events (user_id, topic) values (p_user_id, 'follow_ups');
  select f.* into v_follow_up from api.follow_ups f where f.id = p_follow_up_id;
  return v_follow_up;
end
$function$;
comment on function public.told_follow_up is
  'Tells open tabs that follow-ups have changed and returns this one. Called by the functions that change one, after they have asked whose it is.';
revoke all on function public.told_follow_up from public;
alter function public.told_follow_up owner to app_definer;
