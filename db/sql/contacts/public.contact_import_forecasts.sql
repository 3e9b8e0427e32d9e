-- What an import would do under each policy: the choice between them is made with these numbers in sight. Gone when the import begins.

comment on table public.contact_import_forecasts is 'One row per policy of an import that waits for its owner.';
comment on column public.contact_import_forecasts.import_id is 'The import; the row is deleted with it.';
comment on column public.contact_import_forecasts.user_id is 'The tenant the import belongs to.';
comment on column public.contact_import_forecasts.policy is 'skip, fill or overwrite.';
comment on column public.contact_import_forecasts.inserted is 'Lines that would become a new contact.';
comment on column public.contact_import_forecasts.updated is 'Lines that would change a contact.';
comment on column public.contact_import_forecasts.unchanged is 'Lines whose contact would stay as it is.';

alter table public.contact_import_forecasts enable row level security;
alter table public.contact_import_forecasts force row level security;

drop policy if exists contact_import_forecasts_select_own on public.contact_import_forecasts;
create policy contact_import_forecasts_select_own on public.contact_import_forecasts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_import_forecasts_select_own on public.contact_import_forecasts is 'A tenant reads its own contact import forecasts.';

drop policy if exists contact_import_forecasts_all_definer on public.contact_import_forecasts;
create policy contact_import_forecasts_all_definer on public.contact_import_forecasts for all to app_definer
  using (true) with check (true);
comment on policy contact_import_forecasts_all_definer on public.contact_import_forecasts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_import_forecasts to app_user;
grant select, insert, update, delete on public.contact_import_forecasts to app_definer;
