-- Working set of a running import; only the merge touches it.
comment on table public.contact_import_numbers is 'One row per telephone number that a running import has dealt with; deleted when the import ends.';
comment on column public.contact_import_numbers.import_id is 'The running import, in contact_imports.';
comment on column public.contact_import_numbers.phone_number is 'Number in E.164.';
alter table public.contact_import_numbers enable row level security;
alter table public.contact_import_numbers force row level security;

drop policy if exists contact_import_numbers_all_definer on public.contact_import_numbers;
create policy contact_import_numbers_all_definer on public.contact_import_numbers for all to app_definer
  using (true)
  with check (true);
comment on policy contact_import_numbers_all_definer on public.contact_import_numbers is 'The merge of imports works on all rows.';
grant select, insert, delete on public.contact_import_numbers to app_definer;
