-- The rule and its reason stand in invariant_07_late_attempts_at; this is how it stands now.
create or replace view public.invariant_07_late_attempts with (security_barrier = true) as
select v.object, v.key, v.detail
from public.invariant_07_late_attempts_at() v;

comment on view public.invariant_07_late_attempts is 'Attempts that nobody decides. Must be empty.';
comment on column public.invariant_07_late_attempts.object is 'The table at fault.';
comment on column public.invariant_07_late_attempts.key is 'Key of the row at fault.';
comment on column public.invariant_07_late_attempts.detail is 'Since when it should have been decided.';
revoke all on public.invariant_07_late_attempts from public;
alter view public.invariant_07_late_attempts owner to app_definer;
