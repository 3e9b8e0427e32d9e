-- Credits are held for a call from its claim until its end is confirmed, and for nothing else. A ghost has no hold: its
-- own went when it was given up.
create or replace view public.invariant_14_holds_match_attempts with (security_barrier = true) as
select
  'credit_holds' as object,
  h.attempt_id::text as key,
  format('%s credits held for an attempt that is %s', h.amount, coalesce(a.state, 'gone')) as detail
from public.credit_holds h
left join public.call_attempts a on a.id = h.attempt_id and a.user_id = h.user_id
where a.id is null
  or a.closed_at is not null
union all
select 'call_attempts', a.id::text, format('hold of %s expected, there is %s', a.hold_amount, coalesce(h.amount::text, 'none'))
from public.call_attempts a
left join public.credit_holds h on h.attempt_id = a.id and h.user_id = a.user_id
where a.closed_at is null
  and a.ghost_at is null
  and h.amount is distinct from a.hold_amount;

comment on view public.invariant_14_holds_match_attempts is 'Holds without an unsettled attempt, and unsettled attempts without their hold. Must be empty.';
comment on column public.invariant_14_holds_match_attempts.object is 'The table at fault.';
comment on column public.invariant_14_holds_match_attempts.key is 'Key of the row at fault.';
comment on column public.invariant_14_holds_match_attempts.detail is 'What is missing.';
revoke all on public.invariant_14_holds_match_attempts from public;
alter view public.invariant_14_holds_match_attempts owner to app_definer;
