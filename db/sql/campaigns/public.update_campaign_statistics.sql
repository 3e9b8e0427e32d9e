-- Counts confirmed calls into their campaigns, and decides at the very end whether a campaign is finished.
create or replace function public.update_campaign_statistics()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaigns uuid[];
  v_now timestamptz;
begin
  select array_agg(distinct n.campaign_id), max(n.confirmed_at)
  into v_campaigns, v_now
  from new_rows n
  join old_rows o on o.id = n.id
  where n.confirmed_at is not null
    and o.confirmed_at is null
    and n.campaign_id is not null;
  if v_campaigns is null then
    return null;
  end if;

  perform 1
  from public.call_campaigns c
  where c.id = any (v_campaigns)
  order by c.id
  for no key update;
  update public.call_campaigns c
  set completed_calls = c.completed_calls + x.ended,
      successful_calls = c.successful_calls + x.successful,
      failed_calls = c.failed_calls + x.ended - x.successful
  from (
    select n.campaign_id, count(*) as ended, count(*) filter (where n.status = 'completed') as successful
    from new_rows n
    join old_rows o on o.id = n.id
    where n.confirmed_at is not null and o.confirmed_at is null and n.campaign_id is not null
    group by n.campaign_id
  ) x
  where c.id = x.campaign_id;
  perform public.complete_campaigns(v_campaigns, v_now);
  return null;
end
$function$;
comment on function public.update_campaign_statistics is
  'Adds confirmed calls to the counters of their campaigns and completes campaigns that are finished.';
revoke all on function public.update_campaign_statistics from public;
alter function public.update_campaign_statistics owner to app_definer;
