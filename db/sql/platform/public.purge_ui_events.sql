create or replace function public.purge_ui_events(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.ui_events e
  where e.created_at < p_now - public.setting('ui_events.keep_minutes') * interval '1 minute';
  get diagnostics v_deleted = row_count;
  delete from public.dial_claims d
  where d.claimed_at < p_now - interval '1 minute';
  return v_deleted;
end
$function$;
comment on function public.purge_ui_events is
  'Deletes live events that no tab can ask for any more, and claims older than the create rate looks back; returns how many events. Scheduled every five minutes.';
revoke all on function public.purge_ui_events from public;
grant execute on function public.purge_ui_events to app_worker;
alter function public.purge_ui_events owner to app_definer;
