-- What a person has agreed to. Withdrawn consent stays, with the moment: it was good until then.

comment on table public.contact_consents is
  'One row per consent of a contact.';
comment on column public.contact_consents.id is 'Key.';
comment on column public.contact_consents.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_consents.contact_id is 'Who agreed; deleted with the contact.';
comment on column public.contact_consents.kind is 'express: said or clicked; written: signed.';
comment on column public.contact_consents.proof is 'Where that can be looked up, in words of the tenant.';
comment on column public.contact_consents.obtained_at is 'When the person agreed.';
comment on column public.contact_consents.withdrawn_at is 'When they took it back; null while it holds.';
comment on column public.contact_consents.recorded_at is 'When the tenant wrote it down.';

alter table public.contact_consents enable row level security;
alter table public.contact_consents force row level security;

drop policy if exists contact_consents_select_own on public.contact_consents;
create policy contact_consents_select_own on public.contact_consents for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_consents_select_own on public.contact_consents is 'A tenant reads its own contact consents.';

drop policy if exists contact_consents_all_definer on public.contact_consents;
create policy contact_consents_all_definer on public.contact_consents for all to app_definer
  using (true) with check (true);
comment on policy contact_consents_all_definer on public.contact_consents is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_consents to app_user;
grant select, insert, update, delete on public.contact_consents to app_definer;
