-- A call may be stored with its end already confirmed (history that is loaded).
create or replace function public.update_campaign_statistics_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.call_campaigns c
  set completed_calls = c.completed_calls + x.ended,
      successful_calls = c.successful_calls + x.successful,
      failed_calls = c.failed_calls + x.ended - x.successful
  from (
    select n.campaign_id, count(*) as ended, count(*) filter (where n.status = 'completed') as successful
    from new_rows n
    where n.confirmed_at is not null and n.campaign_id is not null
    group by n.campaign_id
  ) x
  where c.id = x.campaign_id;
  return null;
end
$function$;
comment on function public.update_campaign_statistics_on_insert is
  'Adds calls that are stored with a confirmed end to the counters of their campaigns.';
revoke all on function public.update_campaign_statistics_on_insert from public;
alter function public.update_campaign_statistics_on_insert owner to app_definer;
