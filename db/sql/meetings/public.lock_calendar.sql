-- The account's row, because it is first in the lock order and every tenant has one.
create or replace function public.lock_calendar(p_user_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1 from public.users u where u.id = p_user_id for no key update;
end
$function$;
comment on function public.lock_calendar is
  'Has the bookings of a tenant come one after the other, so that of two for one hour the second sees the first. Taken before any meeting or contact. Called by book_meeting and move_meeting.';
revoke all on function public.lock_calendar from public;
grant execute on function public.lock_calendar to app_definer;
