-- Counters are kept by triggers and are what a count would give. Campaigns count confirmed calls; total_contacts counts
-- the people ever added, so it may be above those still in the queue (a contact may have been erased), never below.
create or replace view public.invariant_20_counters with (security_barrier = true) as
select
  'call_campaigns' as object,
  c.id::text as key,
  format('people %s, ended %s, successful %s, failed %s; counted: %s, %s, %s, %s',
    c.total_contacts, c.completed_calls, c.successful_calls, c.failed_calls, q.people, k.ended, k.successful,
    k.ended - k.successful) as detail
from public.call_campaigns c
cross join lateral (
  select count(*) as people from public.call_queue x where x.campaign_id = c.id
) q
cross join lateral (
  select count(*) as ended, count(*) filter (where x.status = 'completed') as successful
  from public.calls x
  where x.campaign_id = c.id and x.confirmed_at is not null
) k
where c.total_contacts < q.people
  or (c.completed_calls, c.successful_calls, c.failed_calls) <> (k.ended, k.successful, k.ended - k.successful)
union all
select 'contacts', t.id::text, format('missed %s, busy %s, no answer %s; counted: %s, %s, %s',
  t.not_connected, t.call_attempted_busy, t.call_attempted_no_answer, coalesce(k.missed, 0), coalesce(k.busy, 0),
  coalesce(k.no_answer, 0))
from public.contacts t
left join (
  select
    x.contact_id,
    count(*) filter (where x.status <> 'completed') as missed,
    count(*) filter (where x.status = 'busy') as busy,
    count(*) filter (where x.status = 'no-answer') as no_answer
  from public.calls x
  where x.confirmed_at is not null and x.contact_id is not null
  group by x.contact_id
) k on k.contact_id = t.id
where (t.not_connected, t.call_attempted_busy, t.call_attempted_no_answer)
  <> (coalesce(k.missed, 0), coalesce(k.busy, 0), coalesce(k.no_answer, 0));

comment on view public.invariant_20_counters is 'Counters of campaigns and contacts that differ from a recount. Must be empty.';
comment on column public.invariant_20_counters.object is 'The table at fault.';
comment on column public.invariant_20_counters.key is 'Key of the row at fault.';
comment on column public.invariant_20_counters.detail is 'Counters and recount.';
revoke all on public.invariant_20_counters from public;
alter view public.invariant_20_counters owner to app_definer;
