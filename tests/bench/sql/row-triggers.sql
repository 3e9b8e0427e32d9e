-- The usual way to keep such figures: for each changed row the agent's day is counted anew and the materialized view is refreshed. In the
-- place of our triggers, for the comparison.
alter table public.calls disable trigger trg_calls_daily_analytics;
alter table public.calls disable trigger trigger_refresh_user_kpi_summary;
alter table public.agent_analytics disable trigger trg_user_daily_rollup;
alter table public.agent_analytics disable trigger trg_user_daily_rollup_on_insert;
alter table public.agent_analytics disable trigger trigger_refresh_user_kpi_summary;
alter table public.agent_analytics disable trigger trigger_refresh_user_kpi_summary_on_insert;

create function public.bench_count_day() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  insert into public.agent_analytics as a (agent_id, user_id, date, hour, total_calls, successful_calls, failed_calls, answered_calls, total_duration_seconds, credits_used)
  select new.agent_id, new.user_id, new.local_date, null, count(*), count(*) filter (where c.status = 'completed'),
    count(*) filter (where c.status in ('failed', 'busy', 'no-answer')), count(c.started_at), coalesce(sum(c.duration_seconds), 0), sum(c.credits)
  from public.calls c
  where c.agent_id = new.agent_id and c.local_date = new.local_date
  on conflict (agent_id, date, hour) do update
  set total_calls = excluded.total_calls, successful_calls = excluded.successful_calls, failed_calls = excluded.failed_calls,
      answered_calls = excluded.answered_calls, total_duration_seconds = excluded.total_duration_seconds, credits_used = excluded.credits_used;
  insert into public.user_analytics as u (user_id, date, total_calls, successful_calls, credits_used)
  select new.user_id, new.local_date, sum(a.total_calls), sum(a.successful_calls), sum(a.credits_used)
  from public.agent_analytics a
  where a.user_id = new.user_id and a.date = new.local_date and a.hour is null
  on conflict (user_id, date) do update
  set total_calls = excluded.total_calls, successful_calls = excluded.successful_calls, credits_used = excluded.credits_used;
  return null;
end
$function$;
create trigger bench_count_day after update on public.calls for each row execute function public.bench_count_day();
