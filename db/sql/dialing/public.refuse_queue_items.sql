-- What may not be called leaves the claim's index at once: a refusal that changed nothing would be picked again
-- for ever. Opted out and without consent are final; a busy number or a switched-off agent is tried again soon, who was called as often as
-- the law allows in an hour.
create or replace function public.refuse_queue_items(p_picked public.claim_items, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_later timestamptz := p_now + public.setting('dial.busy_number_defer_seconds') * interval '1 second';
  v_campaigns uuid[];
  v_free uuid[];
begin
  -- The claimer waits for nobody: a person whose campaign is busy is looked at again by the next claim.
  v_free := array(
    select c.id
    from public.call_campaigns c
    where c.id in (select q.campaign_id from public.call_queue q where q.id = any (p_picked.refused_ids))
    order by c.id
    for no key update skip locked
  );

  with changed as (
    update public.call_queue q
    set status = case when l.is_final then 'cancelled' else 'pending' end,
        completed_at = case when l.is_final then p_now end,
        error_message = l.refusal,
        due = l.is_final,
        scheduled_for = case
          when l.is_final then q.scheduled_for
          when l.refusal = 'called_too_often' then p_now + interval '1 hour'
          else v_later
        end
    from (
      select r.id, r.refusal, r.refusal in ('opted_out', 'no_consent') as is_final
      from unnest(p_picked.refused_ids, p_picked.refusals) as r (id, refusal)
    ) l
    where q.id = l.id
      and (not l.is_final or q.campaign_id is null or q.campaign_id = any (v_free))
    returning q.campaign_id, q.status
  )
  select array_agg(distinct c.campaign_id)
  into v_campaigns
  from changed c
  where c.status = 'cancelled' and c.campaign_id is not null;

  if v_campaigns is not null then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
end
$function$;
comment on function public.refuse_queue_items is
  'Cancels picked items whose number is opted out or whose person has not agreed, and defers those whose number is on a call or was called too often or whose agent is off. Called by the claim.';
revoke all on function public.refuse_queue_items from public;
alter function public.refuse_queue_items owner to app_definer;
