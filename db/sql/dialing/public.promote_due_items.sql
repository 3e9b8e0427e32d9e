-- Scheduled people and retries become claimable when their time has come. A late promotion only delays; none can
-- dial early. SKIP LOCKED: several workers promote side by side.
create or replace function public.promote_due_items(p_limit integer default 1000, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_promoted integer;
begin
  update public.call_queue q
  set due = true
  where q.id = any (array(
    select x.id
    from public.call_queue x
    where x.status = 'pending' and not x.due and x.scheduled_for <= p_now
    order by x.scheduled_for
    limit p_limit
    for no key update skip locked
  ));
  get diagnostics v_promoted = row_count;
  return v_promoted;
end
$function$;
comment on function public.promote_due_items is
  'Makes items claimable whose scheduled_for has come; returns how many. Called every second.';
revoke all on function public.promote_due_items from public;
grant execute on function public.promote_due_items to app_worker;
alter function public.promote_due_items owner to app_definer;
