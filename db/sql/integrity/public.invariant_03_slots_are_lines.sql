-- A slot is a line in use, no more and no less: one that stays after its call is a line lost, one that is missing lets
-- too many calls out. A call whose line is free (its end was at least heard of) has none, though it is not confirmed.
create or replace view public.invariant_03_slots_are_lines with (security_barrier = true) as
select
  'active_calls' as object,
  s.id::text as key,
  'slot without an attempt before acceptance or a call that runs' as detail
from public.active_calls s
where not exists (
    select from public.call_attempts a where a.queue_id = s.id and a.state in ('intent', 'sending', 'unknown')
  )
  and not exists (
    select
    from public.calls c
    where c.bolna_execution_id = s.bolna_execution_id and c.ended_at is null and c.confirmed_at is null
  )
union all
select 'call_attempts', a.id::text, format('%s attempt without slot', a.state)
from public.call_attempts a
where a.state in ('intent', 'sending', 'unknown')
  and not exists (select from public.active_calls s where s.id = a.queue_id)
union all
select 'call_attempts', a.id::text, 'accepted attempt whose call runs without slot'
from public.call_attempts a
join public.calls c on c.attempt_id = a.id
where a.state = 'accepted'
  and a.closed_at is null
  and c.ended_at is null
  and c.confirmed_at is null
  and not exists (select from public.active_calls s where s.bolna_execution_id = c.bolna_execution_id);

comment on view public.invariant_03_slots_are_lines is 'Slots without a call in the air, and calls in the air without a slot. Must be empty.';
comment on column public.invariant_03_slots_are_lines.object is 'The table at fault.';
comment on column public.invariant_03_slots_are_lines.key is 'Key of the row at fault.';
comment on column public.invariant_03_slots_are_lines.detail is 'What is missing.';
revoke all on public.invariant_03_slots_are_lines from public;
alter view public.invariant_03_slots_are_lines owner to app_definer;
