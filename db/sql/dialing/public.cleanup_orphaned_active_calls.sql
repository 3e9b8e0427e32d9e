-- Slots that nothing frees: their attempt has ended without a call, or their call is over. Normally there are none.
-- No slot is freed by age: a slot whose call is silent is a question to the provider, and the answer frees it.
create or replace function public.cleanup_orphaned_active_calls(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_freed integer;
begin
  -- Under the claim's lock: a slot whose attempt is being inserted must not look like an orphan.
  perform 1 from public.dispatch_locks d where d.name = 'claim' for update;
  delete from public.active_calls s
  where s.id in (
    select x.id
    from public.active_calls x
    where not exists (
        select
        from public.call_attempts a
        where a.queue_id = x.id and a.closed_key is null
      )
      and not exists (
        select
        from public.calls c
        where c.bolna_execution_id = x.bolna_execution_id and c.ended_at is null and c.confirmed_at is null
      )
    order by x.id
    for update
  );
  get diagnostics v_freed = row_count;

  update public.calls c
  set next_confirm_at = p_now
  where c.confirmed_at is null
    and c.next_confirm_at > p_now + interval '5 minutes';
  return v_freed;
end
$function$;
comment on function public.cleanup_orphaned_active_calls is
  'Removes slots whose attempt or call is over and that nothing freed; returns how many, normally 0. Scheduled every five minutes.';
revoke all on function public.cleanup_orphaned_active_calls from public;
grant execute on function public.cleanup_orphaned_active_calls to app_worker;
alter function public.cleanup_orphaned_active_calls owner to app_definer;
