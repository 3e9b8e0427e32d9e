-- Of all tenants, for administrators: only functions that ask for the role read it.
create or replace view api.all_phone_numbers with (security_invoker = true) as
select n.*, u.id as user_id, u.email, u.company, u.name
from api.phone_numbers n
join public.phone_numbers p on p.id = n.id
join public.users u on u.id = p.user_id;
comment on view api.all_phone_numbers is 'One row per telephone number of the installation.';
comment on column api.all_phone_numbers.id is 'The number''s key.';
comment on column api.all_phone_numbers.phone_number is 'The number in E.164.';
comment on column api.all_phone_numbers.friendly_name is 'Its name; null for the bare number.';
comment on column api.all_phone_numbers.country_code is 'Country, two letters; null when unknown.';
comment on column api.all_phone_numbers.is_active is 'False: not called from any more.';
comment on column api.all_phone_numbers.can_call is E'False: it takes messages only.\n@notNull';
comment on column api.all_phone_numbers.is_synced is E'True: it came from a provider''s list; false: an administrator entered it.\n@notNull';
comment on column api.all_phone_numbers.created_at is 'When it was entered.';
comment on column api.all_phone_numbers.user_id is 'The account it belongs to.';
comment on column api.all_phone_numbers.email is 'Its e-mail address.';
comment on column api.all_phone_numbers.company is 'Its company.';
comment on column api.all_phone_numbers.name is 'Name of its person.';
grant select on api.all_phone_numbers to app_definer;
