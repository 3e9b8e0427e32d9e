create or replace function public.complete_past_meetings(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_completed integer;
begin
  update public.calendar_meetings m
  set status = 'completed'
  where m.status in ('scheduled', 'rescheduled')
    and m.meeting_time < p_now
    and m.meeting_time + m.duration_minutes * interval '1 minute' <= p_now;
  get diagnostics v_completed = row_count;
  return v_completed;
end
$function$;
comment on function public.complete_past_meetings is
  'Completes meetings that are over; returns how many. Scheduled.';
revoke all on function public.complete_past_meetings from public;
grant execute on function public.complete_past_meetings to app_worker;
alter function public.complete_past_meetings owner to app_definer;
