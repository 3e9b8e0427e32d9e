-- An item is processing exactly while an attempt of it is open. One without the other waits for ever, or is dialed while
-- it is being dialed.
create or replace view public.invariant_05_processing_is_attempted with (security_barrier = true) as
select
  'call_queue' as object,
  q.id::text as key,
  'processing without an open attempt' as detail
from public.call_queue q
where q.status = 'processing'
  and not exists (
    select
    from public.call_attempts a
    where a.queue_id = q.id and a.closed_at is null
  )
union all
select 'call_attempts', a.id::text, format('%s attempt of an item that is %s', a.state, coalesce(q.status, 'gone'))
from public.call_attempts a
left join public.call_queue q on q.id = a.queue_id
where a.closed_at is null
  and q.status is distinct from 'processing';

comment on view public.invariant_05_processing_is_attempted is 'Processing items without an open attempt, and open attempts whose item is not processing. Must be empty.';
comment on column public.invariant_05_processing_is_attempted.object is 'The table at fault.';
comment on column public.invariant_05_processing_is_attempted.key is 'Key of the row at fault.';
comment on column public.invariant_05_processing_is_attempted.detail is 'What does not fit.';
revoke all on public.invariant_05_processing_is_attempted from public;
alter view public.invariant_05_processing_is_attempted owner to app_definer;
