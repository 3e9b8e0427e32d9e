-- A worker says that it lives. Nothing depends on it but the page that says why nothing is dialing.
create or replace function public.beat_worker(p_worker_id uuid, p_process_id integer, p_now timestamptz default now())
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.workers (id, process_id, started_at, seen_at)
  values (p_worker_id, p_process_id, p_now, p_now)
  on conflict (id) do update set seen_at = excluded.seen_at
$function$;
comment on function public.beat_worker is
  'Records that a worker lives. Called every dial.heartbeat_ms.';
revoke all on function public.beat_worker from public;
grant execute on function public.beat_worker to app_worker;
alter function public.beat_worker owner to app_definer;
