create or replace function public.leave_calendar(p_account_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.provider_accounts a
  set status = 'disconnected', secret_sealed = null, last_error = null, updated_at = p_now
  where a.id = p_account_id and a.status = 'leaving';
  if not found then
    return;
  end if;
  delete from public.calendar_sync s where s.account_id = p_account_id;
  delete from public.calendar_busy b where b.account_id = p_account_id;
  delete from public.calendar_meeting_sync m where m.account_id = p_account_id;
  insert into public.ui_events (user_id, topic)
  select a.user_id, 'meetings' from public.provider_accounts a where a.id = p_account_id;
end
$function$;
comment on function public.leave_calendar is
  'Forgets all that was known of a calendar; meetings stay. Called by record_calendar_answer when nothing is left to be given up there.';
revoke all on function public.leave_calendar from public;
alter function public.leave_calendar owner to app_definer;
