create or replace view analytics.dim_customers with (security_barrier = true) as
select
  c.id as customer_id,
  c.user_id as tenant_id,
  c.contact_id,
  c.customer_reference,
  c.company_name,
  c.industry,
  c.deal_value,
  c.deal_closed_date,
  c.contract_start_date,
  c.contract_end_date,
  c.created_at,
  (c.created_at at time zone t.tenant_timezone)::date as local_date,
  t.tenant_timezone
from public.customers c
join analytics.dim_tenants t on t.tenant_id = c.user_id
where c.deleted_at is null;

comment on view analytics.dim_customers is 'One row per customer that has not been removed.';
comment on column analytics.dim_customers.customer_id is 'The customer.';
comment on column analytics.dim_customers.tenant_id is 'The tenant.';
comment on column analytics.dim_customers.contact_id is 'The contact it was.';
comment on column analytics.dim_customers.customer_reference is 'Its reference.';
comment on column analytics.dim_customers.company_name is 'Company.';
comment on column analytics.dim_customers.industry is 'Industry.';
comment on column analytics.dim_customers.deal_value is 'Value of the deal, in the tenant''s currency.';
comment on column analytics.dim_customers.deal_closed_date is 'Day of the deal.';
comment on column analytics.dim_customers.contract_start_date is 'First day of the contract.';
comment on column analytics.dim_customers.contract_end_date is 'Last day of the contract.';
comment on column analytics.dim_customers.created_at is 'When it was converted.';
comment on column analytics.dim_customers.local_date is 'Local day of created_at.';
comment on column analytics.dim_customers.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.dim_customers owner to app_masker;
revoke all on analytics.dim_customers from public;
grant select on analytics.dim_customers to app_analyst;
