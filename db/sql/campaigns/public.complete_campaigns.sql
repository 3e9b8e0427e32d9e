-- Decides whether campaigns are finished: if and only if nobody waits and nobody is on a line.
--
-- Race: two transactions end the last two items. The campaign row is locked first and the question is asked in a
-- new statement, so the second one sees what the first one ended. Asking before the lock leaves the campaign
-- open for ever; asking before the retry row exists is the classic false "finished". Hence: called last, by
-- everything that ends items, in the same transaction.
create or replace function public.complete_campaigns(p_campaign_ids uuid[], p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
  v_completed integer;
begin
  v_ids := array(
    select c.id
    from public.call_campaigns c
    where c.id = any (p_campaign_ids)
      and c.status in ('active', 'paused')
    order by c.id
    for no key update
  );
  update public.call_campaigns c
  set status = 'completed', completed_at = p_now
  where c.id = any (v_ids)
    -- A scalar look-up, one index probe each: "not exists" is planned as a join with everybody who waits anywhere.
    and (
      select true
      from public.call_queue q
      where q.campaign_id = c.id and q.status in ('pending', 'processing')
      limit 1
    ) is null;
  get diagnostics v_completed = row_count;
  return v_completed;
end
$function$;
comment on function public.complete_campaigns is
  'Completes those of the campaigns in which nobody waits and nobody is on a line; returns how many. Called last by everything that ends queue items.';
revoke all on function public.complete_campaigns from public;
alter function public.complete_campaigns owner to app_definer;
