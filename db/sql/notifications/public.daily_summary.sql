create or replace function public.daily_summary(p_user_id uuid, p_day date, p_now timestamptz)
  returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_summary jsonb;
begin
  select jsonb_build_object(
    'day', p_day,
    'calls', coalesce(a.total_calls, 0),
    'answered', coalesce(a.answered_calls, 0),
    'seconds', coalesce(a.total_duration_seconds, 0),
    'qualified', coalesce(a.qualified_leads, 0),
    'credits_used', coalesce(a.credits_used, 0),
    'credits_left', u.credits,
    'follow_ups_due', (
      select count(*)
      from public.follow_ups f
      where f.user_id = u.id and f.is_completed is not true and f.deleted_at is null
        and f.follow_up_date <= (p_now at time zone public.get_user_timezone(u.id))::date
    ),
    'meetings', (
      select coalesce(jsonb_agg(to_char(m.meeting_time at time zone public.get_user_timezone(u.id), 'HH24:MI') || ' ' || m.title order by m.meeting_time, m.id), '[]')
      from public.calendar_meetings m
      where m.user_id = u.id and m.status in ('scheduled', 'rescheduled')
        and (m.meeting_time at time zone public.get_user_timezone(u.id))::date = (p_now at time zone public.get_user_timezone(u.id))::date
    )
  )
  into v_summary
  from public.users u
  left join public.user_analytics a on a.user_id = u.id and a.date = p_day
  where u.id = p_user_id;
  return v_summary;
end
$function$;
comment on function public.daily_summary is
  'The figures of a local day of a tenant, and what is due today: an object. Called by email_facts.';
revoke all on function public.daily_summary from public;
alter function public.daily_summary owner to app_definer;
