-- No row of one tenant leads to a row of another. Composite foreign keys see to it; this looks at what is stored, over
-- every key of the catalog and the few references that have none. The query is made in references_between_tenants.
create or replace view public.invariant_22_references_stay_with_tenant with (security_barrier = true) as
select r.object, r.key, r.detail
from public.references_between_tenants() r;

comment on view public.invariant_22_references_stay_with_tenant is 'Rows that refer to a row of another tenant. Must be empty.';
comment on column public.invariant_22_references_stay_with_tenant.object is 'The table at fault.';
comment on column public.invariant_22_references_stay_with_tenant.key is 'Key of the row at fault.';
comment on column public.invariant_22_references_stay_with_tenant.detail is 'Column, where it leads, and both tenants.';
revoke all on public.invariant_22_references_stay_with_tenant from public;
alter view public.invariant_22_references_stay_with_tenant owner to app_definer;
