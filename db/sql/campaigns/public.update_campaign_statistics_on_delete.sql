-- A deleted call counts no more.
create or replace function public.update_campaign_statistics_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.call_campaigns c
  set completed_calls = c.completed_calls - x.ended,
      successful_calls = c.successful_calls - x.successful,
      failed_calls = c.failed_calls - (x.ended - x.successful)
  from (
    select o.campaign_id, count(*) as ended, count(*) filter (where o.status = 'completed') as successful
    from old_rows o
    where o.confirmed_at is not null and o.campaign_id is not null
    group by o.campaign_id
  ) x
  where c.id = x.campaign_id;
  return null;
end
$function$;
comment on function public.update_campaign_statistics_on_delete is
  'Takes deleted calls out of the counters of their campaigns.';
revoke all on function public.update_campaign_statistics_on_delete from public;
alter function public.update_campaign_statistics_on_delete owner to app_definer;
