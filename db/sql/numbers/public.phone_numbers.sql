-- A tenant reads its own rows; every write is a function of ours.

comment on table public.phone_numbers is
  'One row per telephone number that a tenant owns and may call from.';
comment on column public.phone_numbers.id is 'Key.';
comment on column public.phone_numbers.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.phone_numbers.phone_number is 'The number in E.164, unique over the installation.';
comment on column public.phone_numbers.friendly_name is 'Name shown in the pages; null for the bare number.';
comment on column public.phone_numbers.country_code is 'Country of the number, two letters (ISO 3166); null when unknown.';
comment on column public.phone_numbers.is_active is 'False: not used as a caller any more.';
comment on column public.phone_numbers.capabilities is 'What the number can do: voice, sms, mms, each true or false.';
comment on column public.phone_numbers.twilio_sid is 'Id of the number at Twilio; null when it is not one of theirs.';
comment on column public.phone_numbers.created_at is 'When the row was written.';
comment on column public.phone_numbers.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.phone_numbers enable row level security;
alter table public.phone_numbers force row level security;

drop policy if exists phone_numbers_select_own on public.phone_numbers;
create policy phone_numbers_select_own on public.phone_numbers for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy phone_numbers_select_own on public.phone_numbers is 'A tenant reads its own phone numbers.';

drop policy if exists phone_numbers_all_definer on public.phone_numbers;
create policy phone_numbers_all_definer on public.phone_numbers for all to app_definer
  using (true) with check (true);
comment on policy phone_numbers_all_definer on public.phone_numbers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.phone_numbers to app_user;
grant select, insert, update, delete on public.phone_numbers to app_definer;
