create or replace function public.cleanup_old_notifications(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.notifications n
  where n.created_at < p_now - public.setting('notifications.keep_days') * interval '1 day';
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_old_notifications is
  'Deletes messages older than notifications.keep_days and returns how many. Scheduled daily.';
revoke all on function public.cleanup_old_notifications from public;
grant execute on function public.cleanup_old_notifications to app_worker;
alter function public.cleanup_old_notifications owner to app_definer;
