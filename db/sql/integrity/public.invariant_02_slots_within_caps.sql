-- No more slots than the limit that was in force when the newest of them was taken. Not the limit of today: one that was
-- lowered meanwhile ends no call. Adopted slots are calls that exist already and are not refused, so they do not count.
create or replace view public.invariant_02_slots_within_caps with (security_barrier = true) as
with slots as (
  select s.user_id, a.created_at, a.tenant_cap, a.system_cap
  from public.active_calls s
  left join public.call_attempts a on a.queue_id = s.id
    and a.closed_at is null
  where not s.adopted
),
counted as (
  select
    'users' as object,
    s.user_id::text as key,
    count(*) as slots,
    (array_agg(s.tenant_cap order by s.created_at desc nulls last))[1] as cap
  from slots s
  group by s.user_id
  union all
  select
    'active_calls',
    'platform',
    count(*),
    (array_agg(s.system_cap order by s.created_at desc nulls last))[1]
  from slots s
)
select c.object, c.key, format('%s slots, limit %s', c.slots, c.cap) as detail
from counted c
where c.slots > c.cap;

comment on view public.invariant_02_slots_within_caps is 'Tenants, or the platform, with more slots in use than they may have. Must be empty.';
comment on column public.invariant_02_slots_within_caps.object is 'The table at fault.';
comment on column public.invariant_02_slots_within_caps.key is 'Key of the row at fault.';
comment on column public.invariant_02_slots_within_caps.detail is 'Slots in use and the limit.';
revoke all on public.invariant_02_slots_within_caps from public;
alter view public.invariant_02_slots_within_caps owner to app_definer;
