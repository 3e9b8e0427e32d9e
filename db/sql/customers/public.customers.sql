-- A tenant reads its own rows; every write is a function of ours.

comment on table public.customers is
  'One row per contact that has become a customer.';
comment on column public.customers.id is 'Key.';
comment on column public.customers.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.customers.contact_id is 'The person; once, deleted with it.';
comment on column public.customers.customer_reference is
  'Reference to give to the customer: random characters, unique over the installation, so that it tells nobody''s sales.';
comment on column public.customers.company_name is 'Company that buys; null when a person does.';
comment on column public.customers.industry is 'Industry; null when unknown.';
comment on column public.customers.deal_value is 'Value of the deal in the tenant''s own currency; null when unknown.';
comment on column public.customers.deal_closed_date is 'Local day the deal was closed; null when unknown.';
comment on column public.customers.contract_start_date is 'First day of the contract; null when unknown.';
comment on column public.customers.contract_end_date is 'Last day of the contract; null when open or unknown.';
comment on column public.customers.payment_terms is 'Terms of payment in words; null when none.';
comment on column public.customers.account_manager is 'Who looks after the customer; null when nobody does.';
comment on column public.customers.notes is 'Free text; null when none.';
comment on column public.customers.deleted_at is 'When the tenant removed the customer; null while it is one.';
comment on column public.customers.created_at is 'When the row was written.';
comment on column public.customers.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.customers enable row level security;
alter table public.customers force row level security;

drop policy if exists customers_select_own on public.customers;
create policy customers_select_own on public.customers for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy customers_select_own on public.customers is 'A tenant reads its own customers.';

drop policy if exists customers_select_masker on public.customers;
create policy customers_select_masker on public.customers for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy customers_select_masker on public.customers is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists customers_all_definer on public.customers;
create policy customers_all_definer on public.customers for all to app_definer
  using (true) with check (true);
comment on policy customers_all_definer on public.customers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.customers to app_user;
grant select, insert, update, delete on public.customers to app_definer;
grant select on public.customers to app_masker;
