-- Every attempt carries the counts it was taken under, so this holds for all calls ever made, not only for those of
-- the moment. A CHECK refuses such a row already; this proves that the CHECK was never off.
create or replace view public.invariant_01_claims_within_caps with (security_barrier = true) as
select
  'call_attempts' as object,
  a.id::text as key,
  format('tenant %s of %s, platform %s of %s', a.tenant_slots_before, a.tenant_cap, a.system_slots_before, a.system_cap) as detail
from public.call_attempts a
where a.tenant_slots_before >= a.tenant_cap
  or a.system_slots_before >= a.system_cap;

comment on view public.invariant_01_claims_within_caps is 'Attempts that were taken above a limit. Must be empty.';
comment on column public.invariant_01_claims_within_caps.object is 'The table at fault.';
comment on column public.invariant_01_claims_within_caps.key is 'Key of the row at fault.';
comment on column public.invariant_01_claims_within_caps.detail is 'Slots and limits at the claim.';
revoke all on public.invariant_01_claims_within_caps from public;
alter view public.invariant_01_claims_within_caps owner to app_definer;
