--! Previous: sha1:bdc225e2002094500d56dac79dff24ea5168db1a
--! Hash: sha1:6de765b6b723abab9b54efcc60f489522cfaa245
--! Message: Follow-ups and customers

--! split: 1-current.sql
-- Follow-ups and customers.
alter table public.ui_events
  drop constraint if exists ui_events_topic_check,
  add constraint ui_events_topic_check
    check (topic in ('campaigns', 'queue', 'lines', 'calls', 'leads', 'contacts', 'customers', 'follow_ups', 'imports', 'credits', 'session', 'resync'));
create index if not exists idx_follow_ups_phone on public.follow_ups (user_id, lead_phone);
-- These have a room of their own now.
--! Included numbers/public.phone_numbers.sql
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
--! EndIncluded numbers/public.phone_numbers.sql
--! Included numbers/public.phone_numbers.triggers.sql
-- All side effects of a write to phone_numbers, in firing order.
create or replace trigger update_phone_numbers_updated_at
  before update on public.phone_numbers
  for each row execute function public.update_updated_at_column();
comment on trigger update_phone_numbers_updated_at on public.phone_numbers is
  'Stamps updated_at of every changed row.';
--! EndIncluded numbers/public.phone_numbers.triggers.sql
--! Included follow-ups/public.follow_ups.sql
-- A tenant reads its own rows; every write is a function of ours.

comment on table public.follow_ups is
  'One row per task to get in touch with somebody on a certain day.';
comment on column public.follow_ups.id is 'Key.';
comment on column public.follow_ups.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.follow_ups.lead_phone is 'Number to call, as kept when the task was made.';
comment on column public.follow_ups.lead_email is 'E-mail address; null when unknown.';
comment on column public.follow_ups.lead_name is 'Name; null when unknown.';
comment on column public.follow_ups.follow_up_date is 'Local day of the tenant on which it is due.';
comment on column public.follow_ups.remark is 'What to do; null when nothing is noted.';
comment on column public.follow_ups.is_completed is 'True once done; null counts as false.';
comment on column public.follow_ups.completed_at is 'When it was done; null before.';
comment on column public.follow_ups.created_by is 'Who made the task; null when a rule did or the person is gone.';
comment on column public.follow_ups.deleted_at is 'When the task was removed; null while it stands.';
comment on column public.follow_ups.created_at is 'When the row was written.';
comment on column public.follow_ups.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.follow_ups enable row level security;
alter table public.follow_ups force row level security;

drop policy if exists follow_ups_select_own on public.follow_ups;
create policy follow_ups_select_own on public.follow_ups for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy follow_ups_select_own on public.follow_ups is 'A tenant reads its own follow ups.';

drop policy if exists follow_ups_all_definer on public.follow_ups;
create policy follow_ups_all_definer on public.follow_ups for all to app_definer
  using (true) with check (true);
comment on policy follow_ups_all_definer on public.follow_ups is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.follow_ups to app_user;
grant select, insert, update, delete on public.follow_ups to app_definer;
--! EndIncluded follow-ups/public.follow_ups.sql
--! Included follow-ups/public.follow_ups.triggers.sql
-- All side effects of a write to follow_ups, in firing order.
create or replace trigger update_follow_ups_updated_at
  before update on public.follow_ups
  for each row execute function public.update_updated_at_column();
comment on trigger update_follow_ups_updated_at on public.follow_ups is
  'Stamps updated_at of every changed row.';
--! EndIncluded follow-ups/public.follow_ups.triggers.sql
--! Included customers/public.generate_customer_reference.sql
-- Random, so that the references of two customers tell nobody how many there are between them. 48 random bits: among a million customers
-- the next one meets a reference that is taken once in 280 million times, and then the unique key refuses it.
create or replace function public.generate_customer_reference()
  returns varchar
  language sql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select format('C-%s-%s-%s', substr(r.digits, 1, 4), substr(r.digits, 5, 4), substr(r.digits, 9, 4))
  from (select upper(replace(gen_random_uuid()::text, '-', '')) as digits) r
$function$;
comment on function public.generate_customer_reference is
  'A new reference for a customer, such as C-1F09-A2C4-77DE. Called by set_customer_reference.';
revoke all on function public.generate_customer_reference from public;
grant execute on function public.generate_customer_reference to app_definer;
--! EndIncluded customers/public.generate_customer_reference.sql
--! Included customers/public.set_customer_reference.sql
create or replace function public.set_customer_reference()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  while new.customer_reference is null loop
    new.customer_reference := public.generate_customer_reference();
    if exists (select from public.customers c where c.customer_reference = new.customer_reference) then
      new.customer_reference := null;
    end if;
  end loop;
  return new;
end
$function$;
comment on function public.set_customer_reference is
  'Trigger: gives a new customer a reference that no other has, unless it brings one.';
revoke all on function public.set_customer_reference from public;
alter function public.set_customer_reference owner to app_definer;
--! EndIncluded customers/public.set_customer_reference.sql
--! Included customers/public.customers.sql
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
--! EndIncluded customers/public.customers.sql
--! Included customers/public.customers.triggers.sql
-- All side effects of a write to customers, in firing order.
create or replace trigger update_customers_updated_at
  before update on public.customers
  for each row execute function public.update_updated_at_column();
comment on trigger update_customers_updated_at on public.customers is
  'Stamps updated_at of every changed row.';

create or replace trigger trigger_generate_customer_reference
  before insert on public.customers
  for each row execute function public.set_customer_reference();
comment on trigger trigger_generate_customer_reference on public.customers is 'Gives each new customer its reference.';
--! EndIncluded customers/public.customers.triggers.sql
--! Included follow-ups/api.follow_ups.sql
create or replace view api.follow_ups with (security_invoker = true) as
select
  f.id,
  f.lead_phone,
  f.lead_name,
  f.lead_email,
  c.id as contact_id,
  f.follow_up_date,
  f.remark,
  coalesce(f.is_completed, false) as is_completed,
  f.completed_at,
  case
    when f.is_completed then 'done'
    when f.follow_up_date < t.today then 'overdue'
    when f.follow_up_date = t.today then 'today'
    else 'later'
  end as due,
  f.deleted_at is not null as is_deleted,
  f.created_at
from public.follow_ups f
cross join lateral (select (now() at time zone public.get_user_timezone(f.user_id))::date as today) t
left join public.contacts c on c.user_id = f.user_id and c.phone_number = f.lead_phone and c.deleted_at is null;
comment on view api.follow_ups is 'One row per task to get in touch with somebody.';
comment on column api.follow_ups.id is 'The task.';
comment on column api.follow_ups.lead_phone is 'Number to call, E.164.';
comment on column api.follow_ups.lead_name is 'Name; null when unknown.';
comment on column api.follow_ups.lead_email is 'E-mail address; null when unknown.';
comment on column api.follow_ups.contact_id is 'The contact with this number; null when there is none any more.';
comment on column api.follow_ups.follow_up_date is 'Local day on which it is due.';
comment on column api.follow_ups.remark is 'What to do; null when nothing is noted.';
comment on column api.follow_ups.is_completed is E'True once done.\n@notNull';
comment on column api.follow_ups.completed_at is 'When it was done; null before.';
comment on column api.follow_ups.due is E'overdue, today or later by the day of the tenant''s zone; done.\n@notNull';
comment on column api.follow_ups.is_deleted is E'True: removed, and may be brought back.\n@notNull';
comment on column api.follow_ups.created_at is 'When it was made.';
grant select on api.follow_ups to app_user, app_definer;
--! EndIncluded follow-ups/api.follow_ups.sql
--! Included follow-ups/public.lock_own_follow_up.sql
create or replace function public.lock_own_follow_up(p_follow_up_id uuid, p_user_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1 from public.follow_ups f where f.id = p_follow_up_id and f.user_id = p_user_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'follow_up_not_found',
      detail = format('follow-up %s', p_follow_up_id),
      hint = 'This follow-up no longer exists.';
  end if;
end
$function$;
comment on function public.lock_own_follow_up is
  'Locks a tenant''s follow-up. Called by the functions that change one. Raises follow_up_not_found.';
revoke all on function public.lock_own_follow_up from public;
grant execute on function public.lock_own_follow_up to app_definer;
--! EndIncluded follow-ups/public.lock_own_follow_up.sql
--! Included follow-ups/public.require_follow_up.sql
-- Far-off days are slips of the keyboard; days that are past would be overdue at once.
create or replace function public.require_follow_up(p_user_id uuid, p_date date, p_remark text, p_now timestamptz)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_today date := (p_now at time zone public.get_user_timezone(p_user_id))::date;
begin
  if p_date is null or p_date not between v_today and v_today + 1826 then
    raise sqlstate 'VC400' using
      message = 'follow_up_date_invalid',
      detail = format('%s, today is %s', p_date, v_today),
      hint = 'The day of a follow-up is today or one of the next five years.';
  end if;
  if length(p_remark) > 2000 then
    raise sqlstate 'VC400' using
      message = 'remark_too_long',
      detail = format('%s characters', length(p_remark)),
      hint = 'A remark has at most 2000 characters.';
  end if;
end
$function$;
comment on function public.require_follow_up is
  'Nothing, if day and remark of a follow-up are usable; the day is one of the tenant''s zone. Called by create_follow_up and change_follow_up. Raises follow_up_date_invalid, remark_too_long.';
revoke all on function public.require_follow_up from public;
grant execute on function public.require_follow_up to app_definer;
--! EndIncluded follow-ups/public.require_follow_up.sql
--! Included follow-ups/public.told_follow_up.sql
create or replace function public.told_follow_up(p_follow_up_id uuid, p_user_id uuid)
  returns api.follow_ups
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_follow_up api.follow_ups;
begin
  insert into public.ui_events (user_id, topic) values (p_user_id, 'follow_ups');
  select f.* into v_follow_up from api.follow_ups f where f.id = p_follow_up_id;
  return v_follow_up;
end
$function$;
comment on function public.told_follow_up is
  'Tells open tabs that follow-ups have changed and returns this one. Called by the functions that change one, after they have asked whose it is.';
revoke all on function public.told_follow_up from public;
alter function public.told_follow_up owner to app_definer;
--! EndIncluded follow-ups/public.told_follow_up.sql
--! Included follow-ups/api.create_follow_up.sql
-- Number and name are kept as they are now: the task stands also when the contact is gone. A second press of the button finds the task.
create or replace function api.create_follow_up(
  p_contact_id uuid,
  p_date date,
  p_remark text default null,
  p_now timestamptz default now()
)
  returns api.follow_ups
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact public.contacts;
  v_id uuid;
begin
  -- The contact's row lock makes two clicks one task.
  select c.*
  into v_contact
  from public.contacts c
  where c.id = p_contact_id and c.user_id = v_user_id and c.deleted_at is null
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  perform public.require_follow_up(v_user_id, p_date, p_remark, p_now);
  select f.id
  into v_id
  from public.follow_ups f
  where f.user_id = v_user_id
    and f.lead_phone = v_contact.phone_number
    and f.follow_up_date = p_date
    and f.remark is not distinct from nullif(btrim(p_remark), '')
    and f.is_completed is not true
    and f.deleted_at is null;
  if v_id is null then
    insert into public.follow_ups (user_id, lead_phone, lead_email, lead_name, follow_up_date, remark, created_by, created_at)
    values (
      v_user_id, v_contact.phone_number, v_contact.email, v_contact.name, p_date, nullif(btrim(p_remark), ''), v_user_id, p_now
    )
    returning id into v_id;
  end if;
  return public.told_follow_up(v_id, v_user_id);
end
$function$;
comment on function api.create_follow_up is
  'Makes a task to get in touch with a contact on a local day and returns it; an open one with the same day and remark is that one. Raises not_signed_in, contact_not_found, follow_up_date_invalid, remark_too_long.';
revoke all on function api.create_follow_up from public;
grant execute on function api.create_follow_up to app_user;
alter function api.create_follow_up owner to app_definer;
--! EndIncluded follow-ups/api.create_follow_up.sql
--! Included follow-ups/api.change_follow_up.sql
create or replace function api.change_follow_up(
  p_follow_up_id uuid,
  p_date date,
  p_remark text default null,
  p_now timestamptz default now()
)
  returns api.follow_ups
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  perform public.lock_own_follow_up(p_follow_up_id, v_user_id);
  perform public.require_follow_up(v_user_id, p_date, p_remark, p_now);
  update public.follow_ups f
  set follow_up_date = p_date, remark = nullif(btrim(p_remark), '')
  where f.id = p_follow_up_id;
  return public.told_follow_up(p_follow_up_id, v_user_id);
end
$function$;
comment on function api.change_follow_up is
  'Gives a task another day and remark and returns it. Raises not_signed_in, follow_up_not_found, follow_up_date_invalid, remark_too_long.';
revoke all on function api.change_follow_up from public;
grant execute on function api.change_follow_up to app_user;
alter function api.change_follow_up owner to app_definer;
--! EndIncluded follow-ups/api.change_follow_up.sql
--! Included follow-ups/api.complete_follow_up.sql
create or replace function api.complete_follow_up(p_follow_up_id uuid, p_is_completed boolean default true, p_now timestamptz default now())
  returns api.follow_ups
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  perform public.lock_own_follow_up(p_follow_up_id, v_user_id);
  update public.follow_ups f
  set is_completed = p_is_completed is not false,
      completed_at = case when p_is_completed is not false then coalesce(f.completed_at, p_now) end
  where f.id = p_follow_up_id;
  return public.told_follow_up(p_follow_up_id, v_user_id);
end
$function$;
comment on function api.complete_follow_up is
  'Marks a task as done, or with false as open again, and returns it. Raises not_signed_in, follow_up_not_found.';
revoke all on function api.complete_follow_up from public;
grant execute on function api.complete_follow_up to app_user;
alter function api.complete_follow_up owner to app_definer;
--! EndIncluded follow-ups/api.complete_follow_up.sql
--! Included follow-ups/api.delete_follow_up.sql
create or replace function api.delete_follow_up(p_follow_up_id uuid, p_is_deleted boolean default true, p_now timestamptz default now())
  returns api.follow_ups
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  perform public.lock_own_follow_up(p_follow_up_id, v_user_id);
  update public.follow_ups f
  set deleted_at = case when p_is_deleted is not false then coalesce(f.deleted_at, p_now) end
  where f.id = p_follow_up_id;
  return public.told_follow_up(p_follow_up_id, v_user_id);
end
$function$;
comment on function api.delete_follow_up is
  'Removes a task, or with false brings it back, and returns it. Raises not_signed_in, follow_up_not_found.';
revoke all on function api.delete_follow_up from public;
grant execute on function api.delete_follow_up to app_user;
alter function api.delete_follow_up owner to app_definer;
--! EndIncluded follow-ups/api.delete_follow_up.sql
--! Included follow-ups/api.list_follow_ups.sql
create or replace function api.list_follow_ups(
  p_due text default null,
  p_contact_id uuid default null,
  p_after_date date default null,
  p_after_id uuid default null,
  p_limit integer default 50
)
  returns setof api.follow_ups
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select f.*
  from api.follow_ups f
  where not f.is_deleted
    and (case when p_due is null then not f.is_completed when p_due = 'all' then true else f.due = p_due end)
    and (p_contact_id is null or f.contact_id = p_contact_id)
    and (p_after_id is null or (f.follow_up_date, f.id) > (p_after_date, p_after_id))
  order by f.follow_up_date, f.id
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_follow_ups is
  'A page of tasks by day, the longest overdue first; the next page begins after the last day and id. p_due is overdue, today, later, done or all; null is all that is open. Raises not_signed_in.';
revoke all on function api.list_follow_ups from public;
grant execute on function api.list_follow_ups to app_user;
--! EndIncluded follow-ups/api.list_follow_ups.sql
--! Included follow-ups/api.count_follow_ups.sql
create or replace function api.count_follow_ups()
  returns table (overdue integer, today integer, later integer, done integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
begin
  perform public.require_user();
  return query
  select
    count(*) filter (where f.due = 'overdue')::integer,
    count(*) filter (where f.due = 'today')::integer,
    count(*) filter (where f.due = 'later')::integer,
    count(*) filter (where f.due = 'done')::integer
  from api.follow_ups f
  where not f.is_deleted;
end
$function$;
comment on function api.count_follow_ups is
  'How many tasks are overdue, due today, due later, done. Raises not_signed_in.
@notNull overdue
@notNull today
@notNull later
@notNull done';
revoke all on function api.count_follow_ups from public;
grant execute on function api.count_follow_ups to app_user;
--! EndIncluded follow-ups/api.count_follow_ups.sql
--! Included customers/api.customers.sql
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
--! EndIncluded customers/api.customers.sql
--! Included customers/public.require_deal.sql
create or replace function public.require_deal(p_deal_value numeric, p_contract_start_date date, p_contract_end_date date)
  returns void
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_deal_value < 0 or p_deal_value >= 10000000000 then
    raise sqlstate 'VC400' using
      message = 'deal_value_invalid',
      detail = format('deal value %s', p_deal_value),
      hint = 'The value of a deal is a number from 0 to 9,999,999,999.99.';
  end if;
  if p_contract_end_date < p_contract_start_date then
    raise sqlstate 'VC400' using
      message = 'contract_ends_before_it_begins',
      detail = format('%s to %s', p_contract_start_date, p_contract_end_date),
      hint = 'The contract ends before it begins.';
  end if;
end
$function$;
comment on function public.require_deal is
  'Nothing, if value and days of a deal are usable. Called by convert_contact and change_customer. Raises deal_value_invalid, contract_ends_before_it_begins.';
revoke all on function public.require_deal from public;
grant execute on function public.require_deal to app_definer;
--! EndIncluded customers/public.require_deal.sql
--! Included customers/public.told_customer.sql
create or replace function public.told_customer(p_customer_id uuid, p_user_id uuid)
  returns api.customers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_customer api.customers;
begin
  insert into public.ui_events (user_id, topic) values (p_user_id, 'customers'), (p_user_id, 'contacts');
  select k.* into v_customer from api.customers k where k.id = p_customer_id;
  return v_customer;
end
$function$;
comment on function public.told_customer is
  'Tells open tabs that customers have changed and returns this one. Called by the functions that change one, after they have asked whose it is.';
revoke all on function public.told_customer from public;
alter function public.told_customer owner to app_definer;
--! EndIncluded customers/public.told_customer.sql
--! Included customers/api.convert_contact.sql
-- One contact is one customer, however often the button is pressed: the key of customers and the contact's lock see to it. Who was removed
-- before comes back under the same reference.
create or replace function api.convert_contact(
  p_contact_id uuid,
  p_company_name text default null,
  p_deal_value numeric default null,
  p_deal_closed_date date default null,
  p_now timestamptz default now()
)
  returns api.customers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact public.contacts;
  v_id uuid;
begin
  select c.*
  into v_contact
  from public.contacts c
  where c.id = p_contact_id and c.user_id = v_user_id and c.deleted_at is null
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  perform public.require_deal(p_deal_value, null, null);
  insert into public.customers as k (user_id, contact_id, company_name, deal_value, deal_closed_date, created_at)
  values (
    v_user_id, p_contact_id, coalesce(nullif(left(btrim(p_company_name), 255), ''), v_contact.company), p_deal_value,
    coalesce(p_deal_closed_date, (p_now at time zone public.get_user_timezone(v_user_id))::date), p_now
  )
  on conflict (contact_id) do update
  set deleted_at = null,
      company_name = coalesce(excluded.company_name, k.company_name),
      deal_value = coalesce(excluded.deal_value, k.deal_value)
  returning k.id into v_id;
  update public.contacts c set is_customer = true where c.id = p_contact_id and c.is_customer is not true;
  return public.told_customer(v_id, v_user_id);
end
$function$;
comment on function api.convert_contact is
  'Makes a contact a customer and returns it with its new reference; who is one already stays it, who was removed comes back. Without a day the deal was closed today, in the tenant''s zone. Raises not_signed_in, contact_not_found, deal_value_invalid, contract_ends_before_it_begins.';
revoke all on function api.convert_contact from public;
grant execute on function api.convert_contact to app_user;
alter function api.convert_contact owner to app_definer;
--! EndIncluded customers/api.convert_contact.sql
--! Included customers/public.lock_own_customer.sql
-- The contact first: whoever converts holds it too.
create or replace function public.lock_own_customer(p_customer_id uuid, p_user_id uuid)
  returns uuid
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_contact_id uuid;
begin
  select c.id
  into v_contact_id
  from public.customers k
  join public.contacts c on c.id = k.contact_id
  where k.id = p_customer_id and k.user_id = p_user_id
  for no key update of c;
  if v_contact_id is null then
    raise sqlstate 'VC404' using
      message = 'customer_not_found',
      detail = format('customer %s', p_customer_id),
      hint = 'This customer no longer exists.';
  end if;
  return v_contact_id;
end
$function$;
comment on function public.lock_own_customer is
  'Locks the contact of a tenant''s customer and returns its id. Called by change_customer and remove_customer. Raises customer_not_found.';
revoke all on function public.lock_own_customer from public;
grant execute on function public.lock_own_customer to app_definer;
--! EndIncluded customers/public.lock_own_customer.sql
--! Included customers/api.change_customer.sql
create or replace function api.change_customer(
  p_customer_id uuid,
  p_company_name text default null,
  p_industry text default null,
  p_deal_value numeric default null,
  p_deal_closed_date date default null,
  p_contract_start_date date default null,
  p_contract_end_date date default null,
  p_payment_terms text default null,
  p_account_manager text default null,
  p_notes text default null
)
  returns api.customers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  perform public.lock_own_customer(p_customer_id, v_user_id);
  perform public.require_deal(p_deal_value, p_contract_start_date, p_contract_end_date);
  update public.customers k
  set company_name = nullif(left(btrim(p_company_name), 255), ''),
      industry = nullif(left(btrim(p_industry), 100), ''),
      deal_value = p_deal_value,
      deal_closed_date = p_deal_closed_date,
      contract_start_date = p_contract_start_date,
      contract_end_date = p_contract_end_date,
      payment_terms = nullif(left(btrim(p_payment_terms), 100), ''),
      account_manager = nullif(left(btrim(p_account_manager), 255), ''),
      notes = nullif(left(btrim(p_notes), 10000), '')
  where k.id = p_customer_id;
  return public.told_customer(p_customer_id, v_user_id);
end
$function$;
comment on function api.change_customer is
  'Writes the whole form of a customer, where null empties a field, and returns it. Raises not_signed_in, customer_not_found, deal_value_invalid, contract_ends_before_it_begins.';
revoke all on function api.change_customer from public;
grant execute on function api.change_customer to app_user;
alter function api.change_customer owner to app_definer;
--! EndIncluded customers/api.change_customer.sql
--! Included customers/api.remove_customer.sql
create or replace function api.remove_customer(p_customer_id uuid, p_is_removed boolean default true, p_now timestamptz default now())
  returns api.customers
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact_id uuid := public.lock_own_customer(p_customer_id, v_user_id);
begin
  update public.customers k
  set deleted_at = case when p_is_removed is not false then coalesce(k.deleted_at, p_now) end
  where k.id = p_customer_id;
  update public.contacts c set is_customer = p_is_removed is false where c.id = v_contact_id;
  return public.told_customer(p_customer_id, v_user_id);
end
$function$;
comment on function api.remove_customer is
  'Makes a customer a contact as others, or with false a customer again under the same reference, and returns it. Raises not_signed_in, customer_not_found.';
revoke all on function api.remove_customer from public;
grant execute on function api.remove_customer to app_user;
alter function api.remove_customer owner to app_definer;
--! EndIncluded customers/api.remove_customer.sql
--! Included customers/api.list_customers.sql
create or replace function api.list_customers(
  p_search text default null,
  p_before_at timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50
)
  returns setof api.customers
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_text text := lower(btrim(coalesce(p_search, '')));
  v_digits text := regexp_replace(coalesce(p_search, ''), '[^0-9]', '', 'g');
begin
  perform public.require_user();
  return query
  select k.*
  from api.customers k
  where not k.is_removed
    and (
      v_text = ''
      or strpos(lower(concat_ws(' ', k.name, k.company_name, k.customer_reference)), v_text) > 0
      or (length(v_digits) >= 3 and strpos(k.phone_number, v_digits) > 0)
    )
    and (p_before_id is null or (k.created_at, k.id) < (p_before_at, p_before_id))
  order by k.created_at desc, k.id desc
  limit least(greatest(p_limit, 1), 200);
end
$function$;
comment on function api.list_customers is
  'A page of customers, the newest first; the next page begins before the last created_at and id. Search takes part of a name, company, reference or number. Raises not_signed_in.';
revoke all on function api.list_customers from public;
grant execute on function api.list_customers to app_user;
--! EndIncluded customers/api.list_customers.sql
--! Included customers/api.get_customer.sql
create or replace function api.get_customer(p_customer_id uuid)
  returns api.customers
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_customer api.customers;
begin
  perform public.require_user();
  select k.* into v_customer from api.customers k where k.id = p_customer_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'customer_not_found',
      detail = format('customer %s', p_customer_id),
      hint = 'This customer no longer exists.';
  end if;
  return v_customer;
end
$function$;
comment on function api.get_customer is
  'One customer, also one that was removed. Raises not_signed_in, customer_not_found.';
revoke all on function api.get_customer from public;
grant execute on function api.get_customer to app_user;
--! EndIncluded customers/api.get_customer.sql
--! Included customers/api.sum_customers.sql
create or replace function api.sum_customers(p_now timestamptz default now())
  returns table (customers integer, deal_value numeric, ending_soon integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_today date := (p_now at time zone public.get_user_timezone(public.require_user()))::date;
begin
  return query
  select
    count(*)::integer,
    coalesce(sum(k.deal_value), 0),
    count(*) filter (where k.contract_end_date between v_today and v_today + 30)::integer
  from api.customers k
  where not k.is_removed;
end
$function$;
comment on function api.sum_customers is
  'How many customers there are, what their deals are worth together, and how many contracts end within thirty days. Raises not_signed_in.
@notNull customers
@notNull deal_value
@notNull ending_soon';
revoke all on function api.sum_customers from public;
grant execute on function api.sum_customers to app_user;
--! EndIncluded customers/api.sum_customers.sql
