-- The body of an event is read in one pass, and only where something new may be in it.
--!include calls/public.call_event_words.sql
--!include calls/public.call_event_facts.sql
--!include calls/public.fold_call_events.sql

-- Attempts of an agent that is gone at the provider end.
drop function if exists public.finish_reconciliation(bigint, boolean, timestamptz);
--!include dialing/public.finish_reconciliation.sql

-- Contacts by hand: added, changed, and acts on many of them that can be undone.
drop table if exists public.contact_actions cascade;
create table public.contact_actions (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  kind varchar(20) not null,
  tag varchar(50),
  status varchar(20) not null default 'running',
  contact_ids uuid[] not null,
  people_done integer not null default 0,
  created_at timestamptz not null default current_timestamp,
  finished_at timestamptz,
  constraint contact_actions_pkey primary key (id),
  constraint contact_actions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint contact_actions_kind_check check (kind in ('add_tag', 'remove_tag', 'remove')),
  constraint contact_actions_tag_check check ((kind = 'remove') = (tag is null)),
  constraint contact_actions_status_check check (status in ('running', 'done', 'undoing', 'undone')),
  constraint contact_actions_people_done_check check (people_done between 0 and cardinality(contact_ids)),
  constraint contact_actions_finished_check check ((finished_at is null) = (status in ('running', 'undoing')))
);
create index idx_contact_actions_user on public.contact_actions (user_id, created_at desc);
insert into public.system_config (key, value, description)
values ('bulk.chunk_people', '5000', 'Contacts that an act on many of them changes in one transaction. Unit: people. Bounds: 1 to 100000.')
on conflict (key) do nothing;
--!include contacts/public.contact_actions.sql
--!include contacts/api.contact_actions.sql
--!include contacts/public.require_tag.sql
--!include contacts/public.require_contact_text.sql
--!include contacts/api.add_contact.sql
--!include contacts/api.change_contact.sql
--!include contacts/public.stop_calling_removed.sql
--!include contacts/public.apply_contact_action.sql
--!include contacts/public.work_on_contact_action.sql
--!include contacts/api.act_on_contacts.sql
--!include contacts/api.undo_contact_action.sql
--!include contacts/api.get_contact_action.sql
--!include dialing/public.fence_refusal.sql
--!include dialing/public.fence_attempt.sql
--!include follow-ups/public.purge_removed.sql

-- Nobody of a new file has been called: an entry for each of them in this index would be read by nobody.
drop index if exists public.idx_contacts_last_contact;
create index idx_contacts_last_contact on public.contacts (user_id, last_contact_at desc nulls last) where last_contact_at is not null;
--!include contacts/public.normalise_phone.sql

-- Imports that are looked at before they begin, and can be cancelled and undone.
alter table public.contact_imports
  add column if not exists header text[] not null default '{}',
  add column if not exists columns text[] not null default '{}',
  add column if not exists undone integer not null default 0,
  add column if not exists kept_in_use integer not null default 0,
  add column if not exists kept_edited integer not null default 0,
  drop constraint if exists contact_imports_status_check,
  add constraint contact_imports_status_check
    check (status in ('uploading', 'checking', 'ready', 'merging', 'done', 'failed', 'cancelled', 'undoing', 'undone'));
drop index if exists public.idx_contact_imports_one_running;
create unique index idx_contact_imports_one_running on public.contact_imports (user_id)
  where status in ('uploading', 'checking', 'merging', 'undoing');
create index if not exists idx_contact_imports_hash on public.contact_imports (user_id, file_hash);
drop table if exists public.contact_import_forecasts cascade;
create table public.contact_import_forecasts (
  import_id uuid not null,
  user_id uuid not null,
  policy varchar(20) not null,
  inserted integer not null,
  updated integer not null,
  unchanged integer not null,
  constraint contact_import_forecasts_pkey primary key (user_id, import_id, policy),
  constraint contact_import_forecasts_import_id_fkey foreign key (import_id, user_id) references public.contact_imports (id, user_id) on delete cascade,
  constraint contact_import_forecasts_policy_check check (policy in ('skip', 'fill', 'overwrite'))
);
create index idx_contact_import_forecasts_import on public.contact_import_forecasts (import_id);
--!include contacts/public.contact_imports.sql
--!include contacts/public.contact_import_forecasts.sql
--!include contacts/api.contact_imports.sql
--!include contacts/api.contact_import_forecasts.sql
--!include contacts/public.imported_text.sql
--!include contacts/public.imported_name.sql
--!include contacts/public.judge_contact_lines.sql
--!include contacts/public.merge_contact_lines.sql
--!include contacts/public.forecast_contact_import.sql
--!include contacts/public.check_contact_import.sql
--!include contacts/public.lock_own_import.sql
--!include contacts/public.refuse_second_import.sql
drop function if exists api.begin_contact_import(text, text, text[], text, timestamptz);
--!include contacts/api.begin_contact_import.sql
drop function if exists api.finish_contact_import(uuid, integer, text, timestamptz);
--!include contacts/api.finish_contact_import.sql
--!include contacts/api.start_contact_import.sql
--!include contacts/api.cancel_contact_import.sql
--!include contacts/api.undo_contact_import.sql
--!include contacts/api.list_contact_import_forecasts.sql
--!include contacts/api.recall_import_columns.sql
--!include contacts/public.contact_in_use.sql
--!include contacts/public.undo_contact_import_chunk.sql
--!include contacts/public.expire_contact_imports.sql
--!include integrity/public.invariant_23_imports_add_up.sql
