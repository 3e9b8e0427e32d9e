create or replace view api.customers with (security_invoker = true) as
select
  k.id,
  k.contact_id,
  k.customer_reference,
  c.name,
  c.phone_number,
  c.email,
  k.company_name,
  k.industry,
  k.deal_value,
  k.deal_closed_date,
  k.contract_start_date,
  k.contract_end_date,
  k.payment_terms,
  k.account_manager,
  k.notes,
  k.deleted_at is not null as is_removed,
  k.created_at
from public.customers k
join public.contacts c on c.id = k.contact_id;
comment on view api.customers is 'One row per contact that has become a customer.';
comment on column api.customers.id is 'The customer.';
comment on column api.customers.contact_id is 'The person.';
comment on column api.customers.customer_reference is 'Reference to give to the customer.';
comment on column api.customers.name is 'Name of the person.';
comment on column api.customers.phone_number is 'Number in E.164.';
comment on column api.customers.email is 'E-mail address.';
comment on column api.customers.company_name is 'Company that buys; null when a person does.';
comment on column api.customers.industry is 'Industry; null when unknown.';
comment on column api.customers.deal_value is 'Value of the deal in the tenant''s own currency; null when unknown.';
comment on column api.customers.deal_closed_date is 'Local day the deal was closed; null when unknown.';
comment on column api.customers.contract_start_date is 'First day of the contract; null when unknown.';
comment on column api.customers.contract_end_date is 'Last day of the contract; null when open or unknown.';
comment on column api.customers.payment_terms is 'Terms of payment in words; null when none.';
comment on column api.customers.account_manager is 'Who looks after the customer; null when nobody does.';
comment on column api.customers.notes is 'Free text; null when none.';
comment on column api.customers.is_removed is E'True: no customer any more, and may be brought back.\n@notNull';
comment on column api.customers.created_at is 'When the person became one.';
grant select on api.customers to app_user, app_definer;
