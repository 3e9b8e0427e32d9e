-- The rule and its reason stand in invariant_10_unapplied_events_at; this is how it stands now.
create or replace view public.invariant_10_unapplied_events with (security_barrier = true) as
select v.object, v.key, v.detail
from public.invariant_10_unapplied_events_at() v;

comment on view public.invariant_10_unapplied_events is 'Events about known calls that nobody applies. Must be empty.';
comment on column public.invariant_10_unapplied_events.object is 'The table at fault.';
comment on column public.invariant_10_unapplied_events.key is 'Key of the row at fault.';
comment on column public.invariant_10_unapplied_events.detail is 'Since when it waits.';
revoke all on public.invariant_10_unapplied_events from public;
alter view public.invariant_10_unapplied_events owner to app_definer;
