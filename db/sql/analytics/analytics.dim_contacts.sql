create or replace view analytics.dim_contacts with (security_barrier = true) as
select
  c.id as contact_id,
  c.user_id as tenant_id,
  left(c.phone_number, greatest(length(c.phone_number) - 6, 3)) || '****' || right(c.phone_number, 2) as phone_masked,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.phone_number end as phone_number,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.name end as name,
  case when c.user_id = any (array(select analytics.personal_tenants())) then c.email end as email,
  c.company,
  c.city,
  c.country,
  c.tags,
  c.import_id,
  c.is_auto_created,
  c.is_customer,
  c.not_connected,
  c.call_attempted_busy as busy,
  c.call_attempted_no_answer as no_answer,
  c.last_contact_at,
  c.created_at,
  (c.created_at at time zone t.tenant_timezone)::date as local_date,
  t.tenant_timezone
from public.contacts c
join analytics.dim_tenants t on t.tenant_id = c.user_id
where c.deleted_at is null;

comment on view analytics.dim_contacts is 'One row per contact that has not been removed.';
comment on column analytics.dim_contacts.contact_id is 'The contact.';
comment on column analytics.dim_contacts.tenant_id is 'The tenant.';
comment on column analytics.dim_contacts.phone_masked is 'Number without its middle.';
comment on column analytics.dim_contacts.phone_number is 'Personal data. Number in E.164; null for logins without that right.';
comment on column analytics.dim_contacts.name is 'Personal data. Name; null for logins without that right.';
comment on column analytics.dim_contacts.email is 'Personal data. E-mail address; null for logins without that right.';
comment on column analytics.dim_contacts.company is 'Company; null when unknown.';
comment on column analytics.dim_contacts.city is 'City; null when unknown.';
comment on column analytics.dim_contacts.country is 'Country; null when unknown.';
comment on column analytics.dim_contacts.tags is 'Tags.';
comment on column analytics.dim_contacts.import_id is 'Import that brought it; null: none.';
comment on column analytics.dim_contacts.is_auto_created is 'True: a call has made it.';
comment on column analytics.dim_contacts.is_customer is 'True: it has become a customer.';
comment on column analytics.dim_contacts.not_connected is 'Calls that did not connect.';
comment on column analytics.dim_contacts.busy is 'Of those, busy ones.';
comment on column analytics.dim_contacts.no_answer is 'Of those, unanswered ones.';
comment on column analytics.dim_contacts.last_contact_at is 'When it was last reached; null: never.';
comment on column analytics.dim_contacts.created_at is 'When it was added.';
comment on column analytics.dim_contacts.local_date is 'Local day of created_at.';
comment on column analytics.dim_contacts.tenant_timezone is 'Zone in which days and hours of the tenant are cut, an IANA name.';
alter view analytics.dim_contacts owner to app_masker;
revoke all on analytics.dim_contacts from public;
grant select on analytics.dim_contacts to app_analyst;
