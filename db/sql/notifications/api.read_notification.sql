create or replace function api.read_notification(p_notification_id uuid, p_is_read boolean default true)
  returns api.notifications
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_notification api.notifications;
begin
  update public.notifications n
  set is_read = p_is_read is not false
  where n.id = p_notification_id and n.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'notification_not_found',
      detail = format('notification %s', p_notification_id),
      hint = 'This message no longer exists.';
  end if;
  insert into public.ui_events (user_id, topic) values (v_user_id, 'notifications');
  select n.* into v_notification from api.notifications n where n.id = p_notification_id;
  return v_notification;
end
$function$;
comment on function api.read_notification is
  'Marks a message as seen, or with false as unseen, and returns it. Raises not_signed_in, notification_not_found.';
revoke all on function api.read_notification from public;
grant execute on function api.read_notification to app_user;
alter function api.read_notification owner to app_definer;
