-- Who changes calls in bulk, or deletes what the rollups hang on, takes their rows in another order than an applier does, so it has
-- to be alone with them.
create or replace function public.lock_appliers()
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select from public.dispatch_locks d where d.name between 'events_1' and 'events_4' order by d.name for update
$function$;
comment on function public.lock_appliers is
  'Waits until no event is being applied and keeps it so until the transaction ends. Called by restamp_calls, batch_calculate_call_analytics, lock_rollups_before_delete, delete_account_rows.';
revoke all on function public.lock_appliers from public;
alter function public.lock_appliers owner to app_definer;
