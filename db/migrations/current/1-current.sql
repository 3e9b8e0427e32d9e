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
