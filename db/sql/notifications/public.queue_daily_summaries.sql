-- One for each local day: the day is part of what the mail is about, so neither two workers, nor a late one, nor clocks that are put back
-- make a second. Nothing is sent about a day on which nothing happened and for which nothing is due.
create or replace function public.queue_daily_summaries(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_written integer;
begin
  perform public.queue_email(gen_random_uuid(), 'daily_summary', concat_ws(' ', x.id, x.yesterday), x.id, x.email, x.name, p_now)
  from (
    select u.id, u.email, u.name, t.local_now, t.local_now::date - 1 as yesterday
    from public.users u
    join public.notification_preferences p on p.user_id = u.id
    cross join lateral (select p_now at time zone public.get_user_timezone(u.id) as local_now) t
    where p.daily_summary_email and p.email_enabled and u.is_active and u.email_verified
  ) x
  where extract(hour from x.local_now) >= public.setting('notifications.summary_hour')
    and not exists (
      select from public.email_outbox m where m.kind = 'daily_summary' and m.subject_key = concat_ws(' ', x.id, x.yesterday)
    )
    and (
      exists (select from public.user_analytics a where a.user_id = x.id and a.date = x.yesterday and a.total_calls > 0)
      or exists (
        select from public.follow_ups f
        where f.user_id = x.id and f.follow_up_date <= x.local_now::date and f.is_completed is not true and f.deleted_at is null
      )
      or exists (
        select from public.calendar_meetings m
        where m.user_id = x.id and m.status in ('scheduled', 'rescheduled')
          and m.meeting_time >= p_now and m.meeting_time < p_now + interval '1 day'
      )
    )
  order by x.id;
  get diagnostics v_written = row_count;
  return v_written;
end
$function$;
comment on function public.queue_daily_summaries is
  'Writes the summary mail of yesterday for each tenant whose day has begun and who has something to read; returns how many. Scheduled.';
revoke all on function public.queue_daily_summaries from public;
grant execute on function public.queue_daily_summaries to app_worker;
alter function public.queue_daily_summaries owner to app_definer;
