-- The status of a call is the map of the highest word heard of it, and a word only rises. The one exception is decided at
-- confirmation: a completed call with too little talk counts as not answered. Which talk was too little then is a
-- setting, so both outcomes pass here. Calls without any word (loaded history) have nothing to be compared with.
create or replace view public.invariant_09_status_follows_words with (security_barrier = true) as
select
  'calls' as object,
  c.id::text as key,
  format('%s at rank %s, but %s has rank %s and means %s', c.status, c.status_rank, c.provider_status, p.rank, p.call_status) as detail
from public.calls c
left join public.provider_statuses p on p.status = c.provider_status
where c.provider_status is not null
  and (
    p.status is null
    or (c.status <> p.call_status and not (p.call_status = 'completed' and c.confirmed_at is not null and c.status = 'no-answer'))
    or c.status_rank < p.rank
    or (c.confirmed_at is null and c.status_rank > p.rank)
  )
union all
select 'calls', c.id::text, format('rank %s, but an applied event says %s', c.status_rank, max(f.rank))
from public.call_event_facts f
join public.calls c on c.bolna_execution_id = f.execution_id
where f.rank > c.status_rank
  and not exists (select from public.unapplied_events u where u.event_id = f.id)
group by c.id, c.status_rank;

comment on view public.invariant_09_status_follows_words is 'Calls whose status does not follow from the providers words. Must be empty.';
comment on column public.invariant_09_status_follows_words.object is 'The table at fault.';
comment on column public.invariant_09_status_follows_words.key is 'Key of the row at fault.';
comment on column public.invariant_09_status_follows_words.detail is 'What was expected.';
revoke all on public.invariant_09_status_follows_words from public;
alter view public.invariant_09_status_follows_words owner to app_definer;
