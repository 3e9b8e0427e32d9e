-- Raw events go after their time, but never those of a call that is not confirmed yet.
create or replace function public.purge_webhook_events(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.webhook_events w
  where w.received_at < p_now - public.setting('webhook_events.keep_days') * interval '1 day'
    and not exists (
      select from public.calls c where c.bolna_execution_id = w.execution_id and c.confirmed_at is null
    );
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.purge_webhook_events is
  'Deletes raw provider events older than webhook_events.keep_days, except those of unconfirmed calls; returns how many. Scheduled daily.';
revoke all on function public.purge_webhook_events from public;
grant execute on function public.purge_webhook_events to app_worker;
alter function public.purge_webhook_events owner to app_definer;
