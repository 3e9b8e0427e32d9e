create or replace view api.phone_numbers with (security_invoker = true) as
select
  n.id,
  n.phone_number,
  n.friendly_name,
  n.country_code,
  n.is_active,
  coalesce(n.capabilities ->> 'voice' <> 'false', true) as can_call,
  n.twilio_sid is not null as is_synced,
  n.created_at
from public.phone_numbers n;
comment on view api.phone_numbers is 'One row per telephone number of the tenant.';
comment on column api.phone_numbers.id is 'The number''s key.';
comment on column api.phone_numbers.phone_number is 'The number in E.164.';
comment on column api.phone_numbers.friendly_name is 'Its name; null for the bare number.';
comment on column api.phone_numbers.country_code is 'Country, two letters; null when unknown.';
comment on column api.phone_numbers.is_active is 'False: not called from any more.';
comment on column api.phone_numbers.can_call is E'False: it takes messages only.\n@notNull';
comment on column api.phone_numbers.is_synced is E'True: it came from a provider''s list; false: an administrator entered it.\n@notNull';
comment on column api.phone_numbers.created_at is 'When it was entered.';
grant select on api.phone_numbers to app_user, app_definer;
