-- A freed slot may be the one that its tenant was waiting for.
create or replace function public.wake_after_release()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_users uuid[];
begin
  select array_agg(distinct o.user_id)
  into v_users
  from old_rows o;
  if v_users is not null then
    perform public.wake_tenants(v_users);
    insert into public.ui_events (user_id, topic)
    select u.user_id, 'lines'
    from unnest(v_users) as u (user_id)
    join public.users p on p.id = u.user_id;
  end if;
  return null;
end
$function$;
comment on function public.wake_after_release is
  'Wakes the tenants whose slots were freed and tells their open tabs.';
revoke all on function public.wake_after_release from public;
alter function public.wake_after_release owner to app_definer;
