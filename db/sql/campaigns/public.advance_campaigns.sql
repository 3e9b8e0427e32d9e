-- Ends campaigns whose last day is over: people who were not called are cancelled with that reason, a bounded
-- number at a time. Also finishes what a cancelled campaign left behind (a dial that was refused just then).
create or replace function public.advance_campaigns(p_limit integer default 5000, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_over uuid[];
  v_items integer;
begin
  v_over := array(
    select c.id
    from public.call_campaigns c
    cross join lateral public.next_window(
      c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c), p_now
    ) n
    where c.status = 'cancelled' and exists (
        select from public.call_queue q where q.campaign_id = c.id and q.status = 'pending'
      )
      or c.status in ('active', 'scheduled', 'paused') and n.opens_at is null
    order by c.id
  );
  if v_over = '{}' then
    return 0;
  end if;

  update public.call_queue q
  set status = 'cancelled',
      due = true,
      completed_at = p_now,
      error_message = case when c.status = 'cancelled' then 'campaign_cancelled' else 'campaign_ended' end
  from public.call_campaigns c
  where q.id = any (array(
      select x.id
      from public.call_queue x
      where x.campaign_id = any (v_over) and x.status = 'pending'
      order by x.id
      limit p_limit
      for no key update skip locked
    ))
    and c.id = q.campaign_id;
  get diagnostics v_items = row_count;
  -- A scheduled campaign whose days have all passed without a claim has to have been active to be over.
  update public.call_campaigns c
  set status = 'active', started_at = coalesce(c.started_at, p_now)
  where c.id = any (array(
    select k.id
    from public.call_campaigns k
    where k.id = any (v_over) and k.status = 'scheduled'
    order by k.id
    for no key update skip locked
  ));
  perform public.complete_campaigns(v_over, p_now);
  return v_items;
end
$function$;
comment on function public.advance_campaigns is
  'Cancels people who still wait in campaigns whose last day is over or that were cancelled, and completes those campaigns; returns how many people. Scheduled every minute.';
revoke all on function public.advance_campaigns from public;
grant execute on function public.advance_campaigns to app_worker;
alter function public.advance_campaigns owner to app_definer;
