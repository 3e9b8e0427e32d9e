-- The slow half of cancelling: the campaign is cancelled at once, its waiting people follow in batches. SKIP LOCKED,
-- because the claim may hold some; those are caught by the fence and come back.
create or replace function public.cancel_campaign_items(
  p_campaign_id uuid,
  p_limit integer default 5000,
  p_now timestamptz default now()
)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_items integer;
begin
  update public.call_queue q
  set status = 'cancelled', due = true, completed_at = p_now, error_message = 'campaign_cancelled'
  where q.id = any (array(
    select x.id
    from public.call_queue x
    join public.call_campaigns c on c.id = x.campaign_id
    where x.campaign_id = p_campaign_id and x.status = 'pending' and c.status = 'cancelled'
    order by x.id
    limit p_limit
    for no key update of x skip locked
  ));
  get diagnostics v_items = row_count;
  return v_items = p_limit;
end
$function$;
comment on function public.cancel_campaign_items is
  'Cancels up to p_limit waiting people of a cancelled campaign; true when more may be waiting. Called by the job campaign__cancel_items.';
revoke all on function public.cancel_campaign_items from public;
grant execute on function public.cancel_campaign_items to app_worker;
alter function public.cancel_campaign_items owner to app_definer;
