-- The rule and its reason stand in invariant_08_nobody_forgotten_at; this is how it stands now.
create or replace view public.invariant_08_nobody_forgotten with (security_barrier = true) as
select v.object, v.key, v.detail
from public.invariant_08_nobody_forgotten_at() v;

comment on view public.invariant_08_nobody_forgotten is 'Work that no claim finds: lost wake-ups, missed promotions, lanes against their hours. Must be empty.';
comment on column public.invariant_08_nobody_forgotten.object is 'The table at fault.';
comment on column public.invariant_08_nobody_forgotten.key is 'Key of the row at fault.';
comment on column public.invariant_08_nobody_forgotten.detail is 'Why it is not found.';
revoke all on public.invariant_08_nobody_forgotten from public;
alter view public.invariant_08_nobody_forgotten owner to app_definer;
