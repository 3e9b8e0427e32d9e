create or replace view api.contacts with (security_invoker = true) as
select
  c.id,
  c.name,
  c.phone_number,
  c.email,
  c.company,
  c.city,
  c.country,
  c.tags,
  c.notes,
  c.not_connected,
  c.call_attempted_busy,
  c.call_attempted_no_answer,
  c.last_contact_at,
  c.is_customer,
  exists (
    select
    from public.do_not_call d
    where d.phone_number = c.phone_number and (d.user_id = c.user_id or d.user_id is null)
  ) as is_opted_out,
  c.import_id,
  c.created_at
from public.contacts c
where c.deleted_at is null;
comment on view api.contacts is 'One row per contact of the tenant that is not deleted.';
comment on column api.contacts.id is 'The contact.';
comment on column api.contacts.name is 'Name.';
comment on column api.contacts.phone_number is 'Number in E.164.';
comment on column api.contacts.email is 'E-mail address.';
comment on column api.contacts.company is 'Company.';
comment on column api.contacts.city is 'City.';
comment on column api.contacts.country is 'Country as given.';
comment on column api.contacts.tags is 'Tags.';
comment on column api.contacts.notes is 'Notes.';
comment on column api.contacts.not_connected is 'Calls that did not reach them. Unit: calls.';
comment on column api.contacts.call_attempted_busy is 'Calls that met a busy line. Unit: calls.';
comment on column api.contacts.call_attempted_no_answer is 'Calls that nobody answered. Unit: calls.';
comment on column api.contacts.last_contact_at is 'When the last call that has ended was dialed, or came in.';
comment on column api.contacts.is_customer is 'Converted.';
comment on column api.contacts.is_opted_out is E'On the tenant''s do-not-call list: never dialed.\n@notNull';
comment on column api.contacts.import_id is 'The import that made them, null for others.';
comment on column api.contacts.created_at is 'When they were added.';
grant select on api.contacts to app_user, app_definer;
