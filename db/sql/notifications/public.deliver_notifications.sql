-- Mail goes to addresses that are known to be the person's only. Which types have a switch of their own is said here.
create or replace function public.deliver_notifications()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic)
  select distinct n.user_id, 'notifications'
  from new_rows n;

  perform public.queue_email(n.id, 'notification', n.id::text, n.user_id, u.email, u.name, n.created_at)
  from new_rows n
  join public.users u on u.id = n.user_id
  join public.notification_preferences p on p.user_id = n.user_id
  where u.is_active and u.email_verified
    and p.email_enabled
    and (p.meeting_booked_email or n.type not in ('meeting_booked', 'meeting_changed'))
  order by n.id;
  return null;
end
$function$;
comment on function public.deliver_notifications is
  'Tells open tabs of new messages and writes a mail for each whose tenant wants mail of its type.';
revoke all on function public.deliver_notifications from public;
alter function public.deliver_notifications owner to app_definer;
