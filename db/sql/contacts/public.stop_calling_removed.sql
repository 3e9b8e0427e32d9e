-- As with opt-outs (obey_opt_outs): items that the claim holds at this moment are skipped, and stopped by the fence.
create or replace function public.stop_calling_removed(p_contact_ids uuid[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaigns uuid[];
begin
  with waiting as (
    select q.id
    from public.call_queue q
    join public.contacts t on t.id = q.contact_id and t.deleted_at is not null
    where q.contact_id = any (p_contact_ids) and q.status = 'pending'
    order by q.id
    for no key update of q skip locked
  ),
  cancelled as (
    update public.call_queue q
    set status = 'cancelled', due = true, completed_at = p_now, error_message = 'contact_removed'
    from waiting w
    where q.id = w.id
    returning q.campaign_id
  )
  select array_agg(distinct c.campaign_id) filter (where c.campaign_id is not null)
  into v_campaigns
  from cancelled c;
  if v_campaigns is not null then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
end
$function$;
comment on function public.stop_calling_removed is
  'Cancels who of these contacts is removed and waits to be called. Called by apply_contact_action.';
revoke all on function public.stop_calling_removed from public;
alter function public.stop_calling_removed owner to app_definer;
