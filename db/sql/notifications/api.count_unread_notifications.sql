create or replace function api.count_unread_notifications()
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  -- Nobody reads on beyond this, and the bell says "99+".
  return (select count(*)::integer from (select from api.notifications n where not n.is_read limit 100) x);
end
$function$;
comment on function api.count_unread_notifications is
  'How many messages nobody has seen, at most 100. Raises not_signed_in.
@notNull';
revoke all on function api.count_unread_notifications from public;
grant execute on function api.count_unread_notifications to app_user;
