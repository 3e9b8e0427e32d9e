-- Whom a tenant calls, with which agent, in which campaign.
-- unique (user_id, id) stands where the reference says (id, user_id): the same set, target of the composite
-- foreign keys, and at once the index of the foreign key to users.
create table public.agents (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  bolna_agent_id varchar(255) not null,
  name varchar(255) not null,
  description text,
  agent_type varchar(50) not null default 'call',
  is_active boolean not null default true,
  bolna_webhook_url text,
  webhook_secret_hash varchar(64),
  bolna_voice_config jsonb default '{}',
  bolna_llm_config jsonb default '{}',
  bolna_task_config jsonb default '{}',
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint agents_pkey primary key (id),
  constraint agents_id_user_key unique (user_id, id),
  constraint agents_webhook_secret_hash_key unique (webhook_secret_hash),
  constraint agents_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint agents_agent_type_check check (agent_type in ('call', 'chat')),
  constraint agents_webhook_secret_is_a_hash check (webhook_secret_hash ~ '^[0-9a-f]{64}$')
);
create unique index idx_agents_bolna_agent_id on public.agents (bolna_agent_id);
create unique index idx_agents_user_bolna on public.agents (user_id, bolna_agent_id);

create table public.contacts (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  name varchar(255) not null,
  phone_number varchar(50) not null,
  email varchar(255),
  company varchar(255),
  notes text,
  is_auto_created boolean not null default false,
  auto_creation_source varchar(50),
  auto_created_from_call_id uuid,
  is_customer boolean not null default false,
  not_connected integer not null default 0,
  call_attempted_busy integer not null default 0,
  call_attempted_no_answer integer not null default 0,
  tags text[] not null default '{}',
  last_contact_at timestamptz,
  city varchar(255),
  country varchar(255),
  business_context text,
  import_id uuid,
  deleted_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint contacts_pkey primary key (id),
  constraint contacts_id_user_key unique (user_id, id),
  constraint contacts_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint contacts_auto_creation_source_check check (auto_creation_source in ('webhook', 'manual', 'bulk_upload')),
  constraint contacts_call_attempted_busy_check check (call_attempted_busy >= 0),
  constraint contacts_call_attempted_no_answer_check check (call_attempted_no_answer >= 0)
) with (fillfactor = 85);
create unique index idx_contacts_user_phone on public.contacts (user_id, phone_number);
-- Partial: most contacts of an import have no tag, and an index entry for '{}' costs like any other.
create index idx_contacts_tags on public.contacts using gin (tags) where tags <> '{}';
create index idx_contacts_last_contact on public.contacts (user_id, last_contact_at desc nulls last);
create index idx_contacts_user_name on public.contacts (user_id, name, id) where deleted_at is null;
create index idx_contacts_import on public.contacts (import_id) where import_id is not null;
create index idx_contacts_auto_created_from_call on public.contacts (auto_created_from_call_id) where auto_created_from_call_id is not null;

create table public.call_campaigns (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  agent_id uuid not null,
  name varchar(255) not null,
  description text,
  next_action text not null,
  status varchar(20) not null default 'draft',
  first_call_time time not null,
  last_call_time time not null,
  start_date date not null,
  end_date date,
  campaign_timezone varchar(50),
  use_custom_timezone boolean default false,
  max_retries integer not null default 0,
  retry_interval_minutes integer not null default 60,
  total_contacts integer not null default 0,
  completed_calls integer not null default 0,
  successful_calls integer not null default 0,
  failed_calls integer not null default 0,
  started_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint call_campaigns_pkey primary key (id),
  constraint call_campaigns_id_user_key unique (user_id, id),
  constraint call_campaigns_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint call_campaigns_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete restrict,
  constraint call_campaigns_status_check check (status in ('draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled')),
  constraint call_campaigns_max_retries_check check (max_retries >= 0 and max_retries <= 5),
  constraint call_campaigns_retry_interval_minutes_check check (retry_interval_minutes >= 1 and retry_interval_minutes <= 1440),
  constraint call_campaigns_end_after_start check (end_date >= start_date)
) with (fillfactor = 70);
create index idx_campaigns_user_status on public.call_campaigns (user_id, status);
create index idx_campaigns_status_date on public.call_campaigns (status, start_date);
create index idx_campaigns_agent on public.call_campaigns (agent_id);

create table public.campaign_status_steps (
  from_status varchar(20) not null,
  to_status varchar(20) not null,
  action varchar(20),
  description text not null,
  constraint campaign_status_steps_pkey primary key (from_status, to_status),
  constraint campaign_status_steps_action_check check (action in ('launch', 'pause', 'resume', 'cancel')),
  constraint campaign_status_steps_from_status_check check (from_status in ('draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled')),
  constraint campaign_status_steps_to_status_check check (to_status in ('draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled'))
);

create table public.contact_imports (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  file_name varchar(255) not null,
  file_hash varchar(64) not null,
  status varchar(20) not null default 'uploading',
  policy varchar(20) not null default 'fill',
  tags text[] not null default '{}',
  lines_read integer not null default 0,
  inserted integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  duplicate_in_file integer not null default 0,
  rejected integer not null default 0,
  suppressed integer not null default 0,
  blank integer not null default 0,
  merged_to_line integer not null default 0,
  failure_reason text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  finished_at timestamptz,
  constraint contact_imports_pkey primary key (id),
  constraint contact_imports_id_user_key unique (user_id, id),
  constraint contact_imports_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint contact_imports_status_check check (status in ('uploading', 'merging', 'done', 'failed', 'cancelled')),
  constraint contact_imports_policy_check check (policy in ('skip', 'fill', 'overwrite')),
  -- Every line read is somewhere. While merging, lines not yet looked at are the difference, so the rule binds at the end.
  constraint contact_imports_every_line_accounted_for check (
    status <> 'done'
    or lines_read = inserted + updated + unchanged + duplicate_in_file + rejected + suppressed + blank
  )
);
-- One import at a time for each tenant: two merges of one tenant would lock the same contacts in two orders.
create unique index idx_contact_imports_one_running on public.contact_imports (user_id) where status in ('uploading', 'merging');

create table public.contact_import_rejects (
  import_id uuid not null,
  user_id uuid not null,
  line_number integer not null,
  kind varchar(20) not null,
  reason varchar(50) not null,
  raw_text text,
  constraint contact_import_rejects_pkey primary key (import_id, line_number),
  constraint contact_import_rejects_import_id_fkey foreign key (import_id, user_id) references public.contact_imports (id, user_id) on delete cascade,
  constraint contact_import_rejects_kind_check check (kind in ('rejected', 'duplicate_in_file', 'suppressed'))
);

-- Staging. Without log and without row security (COPY into a protected table is refused): the login that fills it
-- may insert and nothing else, the key is a random import id, and the merge checks who owns the import.
create unlogged table api.contact_import_rows (
  import_id uuid not null,
  line_number integer not null,
  name text,
  phone_number text,
  email text,
  company text,
  city text,
  country text,
  notes text,
  business_context text,
  parse_error text,
  raw_text text
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50000);
create index idx_contact_import_rows_line on api.contact_import_rows (import_id, line_number);

alter table public.contacts
  add constraint contacts_import_id_fkey foreign key (import_id, user_id)
  references public.contact_imports (id, user_id) on delete set null (import_id);

create table public.do_not_call (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid,
  phone_number varchar(50) not null,
  reason varchar(255),
  source varchar(20) not null default 'manual',
  call_id uuid,
  created_at timestamptz not null default current_timestamp,
  constraint do_not_call_pkey primary key (id),
  constraint do_not_call_number_key unique nulls not distinct (phone_number, user_id),
  constraint do_not_call_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint do_not_call_source_check check (source in ('manual', 'import', 'call', 'platform'))
);
create index idx_do_not_call_user on public.do_not_call (user_id, created_at desc);

-- Numbers that an import has dealt with, for "first row wins" across its chunks. Unlogged: gone with the staging.
create unlogged table public.contact_import_numbers (
  import_id uuid not null,
  phone_number varchar(50) collate "C" not null,
  constraint contact_import_numbers_pkey primary key (import_id, phone_number)
);
