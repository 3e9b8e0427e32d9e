-- The people a tenant may call. A number stands once per tenant, which is what the import merges by. Removed contacts stay, marked,
-- so that an undo can bring them back and calls keep their person.

comment on table public.contacts is
  'One row per person, by telephone number, in the directory of a tenant.';
comment on column public.contacts.id is 'Key.';
comment on column public.contacts.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contacts.name is 'Name of the person.';
comment on column public.contacts.phone_number is 'Number in E.164; once per tenant.';
comment on column public.contacts.email is 'E-mail address; null when unknown.';
comment on column public.contacts.company is 'Company of the person; null when unknown.';
comment on column public.contacts.notes is 'Free text of the tenant; null when none.';
comment on column public.contacts.is_auto_created is 'True when a call made the contact rather than a person or a file.';
comment on column public.contacts.auto_creation_source is
  'Where the contact came from: webhook (a call), manual or bulk_upload (a file); null when not recorded.';
comment on column public.contacts.auto_created_from_call_id is 'Call that made the contact; null when none did or it is gone.';
comment on column public.contacts.is_customer is 'True once the person has become a customer.';
comment on column public.contacts.not_connected is
  'Calls that reached nobody: confirmed busy, no-answer and failed ones. Kept by a trigger on calls.';
comment on column public.contacts.call_attempted_busy is 'Confirmed calls that found the line busy. Kept by a trigger on calls.';
comment on column public.contacts.call_attempted_no_answer is 'Confirmed calls that nobody answered. Kept by a trigger on calls.';
comment on column public.contacts.tags is 'Words of the tenant to group people by; empty when none.';
comment on column public.contacts.last_contact_at is 'When the last confirmed call with the person was dialed, or came in; null when there is none. Not its end, which a late event may move.';
comment on column public.contacts.city is 'City; null when unknown.';
comment on column public.contacts.country is 'Country as given; null when unknown.';
comment on column public.contacts.business_context is 'What the agent should know before it speaks; null when nothing.';
comment on column public.contacts.import_id is 'Import that created the contact; null when none did or it is gone.';
comment on column public.contacts.deleted_at is
  'When the tenant removed the contact; null while it is in the directory. A removed contact is not dialed.';
comment on column public.contacts.created_at is 'When the row was written.';
comment on column public.contacts.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.contacts enable row level security;
alter table public.contacts force row level security;

drop policy if exists contacts_select_own on public.contacts;
create policy contacts_select_own on public.contacts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contacts_select_own on public.contacts is 'A tenant reads its own contacts.';

drop policy if exists contacts_select_masker on public.contacts;
create policy contacts_select_masker on public.contacts for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy contacts_select_masker on public.contacts is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists contacts_all_definer on public.contacts;
create policy contacts_all_definer on public.contacts for all to app_definer
  using (true) with check (true);
comment on policy contacts_all_definer on public.contacts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contacts to app_user;
grant select, insert, update, delete on public.contacts to app_definer;
grant select on public.contacts to app_masker;
