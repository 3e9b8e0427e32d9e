-- A person is never called twice at once: one open attempt for each item, one call in the air for each number of a tenant.
-- A ghost (a call that turned up after it was given up) may stand beside the call that replaced it; that it exists is
-- the provider's doing and is counted elsewhere.
create or replace view public.invariant_04_nobody_called_twice with (security_barrier = true) as
select
  'call_queue' as object,
  a.queue_id::text as key,
  format('%s open attempts', count(*)) as detail
from public.call_attempts a
where a.closed_at is null
group by a.queue_id
having count(*) > 1
union all
select 'calls', format('%s %s', c.user_id, c.phone_number), format('%s calls in the air', count(*))
from public.calls c
left join public.call_attempts a on a.id = c.attempt_id
where c.lead_type = 'outbound'
  and c.ended_at is null
  and c.confirmed_at is null
  and a.ghost_at is null
group by c.user_id, c.phone_number
having count(*) > 1;

comment on view public.invariant_04_nobody_called_twice is 'Items with two open attempts, and numbers with two calls in the air. Must be empty.';
comment on column public.invariant_04_nobody_called_twice.object is 'The table at fault.';
comment on column public.invariant_04_nobody_called_twice.key is 'Key of the row at fault.';
comment on column public.invariant_04_nobody_called_twice.detail is 'How many there are.';
revoke all on public.invariant_04_nobody_called_twice from public;
alter view public.invariant_04_nobody_called_twice owner to app_definer;
