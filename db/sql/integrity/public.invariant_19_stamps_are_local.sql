-- A call is filed under the day and hour at which it began in its tenant's zone, and its analysis with it. While a change of zone is
-- being worked off there are rows here.
create or replace view public.invariant_19_stamps_are_local with (security_barrier = true) as
select
  'calls' as object,
  c.id::text as key,
  format('filed under %s %s, began at %s in %s', c.local_date, c.local_hour, c.created_at, z.zone) as detail
from public.users u
cross join lateral (select public.get_user_timezone(u.id) as zone) z
join public.calls c on c.user_id = u.id
where (c.local_date, c.local_hour)
  <> ((c.created_at at time zone z.zone)::date, extract(hour from c.created_at at time zone z.zone))
union all
select 'lead_analytics', l.id::text, format('filed under %s %s, its call under %s %s', l.local_date, l.local_hour, c.local_date, c.local_hour)
from public.lead_analytics l
join public.calls c on c.id = l.call_id
where (l.local_date, l.local_hour) <> (c.local_date, c.local_hour);

comment on view public.invariant_19_stamps_are_local is 'Calls and analyses that are filed under another local day or hour than the zone of their tenant says. Must be empty unless a change of zone is being worked off.';
comment on column public.invariant_19_stamps_are_local.object is 'The table at fault.';
comment on column public.invariant_19_stamps_are_local.key is 'Key of the row at fault.';
comment on column public.invariant_19_stamps_are_local.detail is 'Where it is and where it belongs.';
revoke all on public.invariant_19_stamps_are_local from public;
alter view public.invariant_19_stamps_are_local owner to app_definer;
