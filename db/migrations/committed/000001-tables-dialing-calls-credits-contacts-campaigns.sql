--! Previous: -
--! Hash: sha1:40bbbc3f8f96da58c208c3b1a03295778b623c9d
--! Message: Tables, dialing, calls, credits, contacts, campaigns

--! split: 0100-schemas.sql
-- Schemas, extensions and what a new object may do for nobody: rights are always given, never left over.
create schema if not exists api;

create extension if not exists "uuid-ossp" schema public;
create extension if not exists pg_trgm schema public;

grant usage on schema public to app_definer, app_user, app_api, app_worker;
grant usage on schema api to app_definer, app_user, app_api;
-- Whoever is to own an object must be allowed to create it where it is.
grant usage, create on schema api to app_owner;
grant create on schema public, api to app_definer;

-- Per creating role: default privileges of one role say nothing about the objects of another.
alter default privileges for role app_migrator revoke execute on functions from public;
alter default privileges for role app_owner revoke execute on functions from public;
alter default privileges for role app_definer revoke execute on functions from public;

--! split: 0110-accounts.sql
-- People who sign in, their sessions, and what the installation is configured with.
create table public.users (
  id uuid not null default public.uuid_generate_v4(),
  email varchar(255) not null,
  name varchar(255) not null,
  role varchar(20) not null default 'user',
  credits integer not null default 15,
  is_active boolean not null default true,
  auth_provider varchar(50) not null default 'email',
  stack_auth_user_id varchar(255),
  email_verified boolean not null default false,
  password_hash varchar(255),
  company varchar(255),
  website varchar(255),
  location varchar(255),
  bio text,
  phone varchar(50),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email),
  constraint users_stack_auth_user_id_key unique (stack_auth_user_id),
  constraint users_role_check check (role in ('user', 'admin', 'super_admin')),
  constraint users_auth_provider_check check (auth_provider in ('email', 'google', 'linkedin', 'github')),
  constraint users_credits_never_negative check (credits >= 0)
) with (fillfactor = 80);

create table public.user_sessions (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  token varchar(500) not null,
  refresh_token varchar(500),
  expires_at timestamptz not null,
  refresh_expires_at timestamptz,
  last_used_at timestamptz not null default current_timestamp,
  ip_address inet,
  user_agent text,
  created_at timestamptz not null default current_timestamp,
  constraint user_sessions_pkey primary key (id),
  constraint user_sessions_token_key unique (token),
  constraint user_sessions_refresh_token_key unique (refresh_token),
  constraint user_sessions_id_user_key unique (user_id, id),
  constraint user_sessions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint user_sessions_token_is_a_hash check (token ~ '^[0-9a-f]{64}$'),
  constraint user_sessions_refresh_token_is_a_hash check (refresh_token ~ '^[0-9a-f]{64}$')
);
create index idx_user_sessions_expires_at on public.user_sessions (expires_at);

create table public.login_attempts (
  id uuid not null default public.uuid_generate_v4(),
  email varchar(255) not null,
  ip_address inet not null,
  success boolean not null default false,
  attempted_at timestamptz not null default current_timestamp,
  constraint login_attempts_pkey primary key (id)
);
create index idx_login_attempts_attempted_at on public.login_attempts (attempted_at);
create index idx_login_attempts_email_attempted_at on public.login_attempts (email, attempted_at desc);

create table public.system_config (
  key varchar(255) not null,
  value text not null,
  description text,
  updated_at timestamptz not null default current_timestamp,
  constraint system_config_pkey primary key (key),
  constraint system_config_holds_no_secret check (key !~* '(secret|password|token|api_?key)')
);

-- Names a zone may have: pg_timezone_names reads the zone files of the server at every look, this is an index probe.
create table public.time_zones (
  name varchar(50) not null,
  constraint time_zones_pkey primary key (name)
);

create table public.admin_audit_log (
  id uuid not null default public.uuid_generate_v4(),
  admin_user_id uuid not null,
  target_user_id uuid,
  action varchar(100) not null,
  resource_type varchar(50) not null,
  resource_id varchar(255),
  details jsonb not null default '{}',
  ip_address inet,
  user_agent text,
  created_at timestamptz not null default current_timestamp,
  constraint admin_audit_log_pkey primary key (id),
  constraint admin_audit_log_admin_user_id_fkey foreign key (admin_user_id) references public.users (id) on delete cascade,
  constraint admin_audit_log_target_user_id_fkey foreign key (target_user_id) references public.users (id) on delete set null
);
create index idx_admin_audit_log_admin_user_id on public.admin_audit_log (admin_user_id, created_at desc);
create index idx_admin_audit_log_target_user_id on public.admin_audit_log (target_user_id, created_at desc);

create table public.failure_logs (
  id uuid not null default public.uuid_generate_v4(),
  endpoint varchar(500) not null,
  method varchar(10) not null,
  status_code integer not null,
  error_message text,
  error_stack text,
  request_body jsonb,
  response_body jsonb,
  duration_ms integer not null,
  user_id uuid,
  request_id varchar(100),
  created_at timestamptz not null default current_timestamp,
  constraint failure_logs_pkey primary key (id),
  constraint failure_logs_user_id_fkey foreign key (user_id) references public.users (id) on delete set null,
  constraint failure_logs_status_is_an_error check (status_code >= 400 and status_code <= 599)
);
create index idx_failure_logs_created_at on public.failure_logs (created_at desc);
create index idx_failure_logs_user_id on public.failure_logs (user_id) where user_id is not null;

create table public.user_email_settings (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  smtp_host varchar(255) not null,
  smtp_port integer not null default 587,
  smtp_secure boolean not null default false,
  smtp_user varchar(255) not null,
  smtp_password text not null,
  from_email varchar(255) not null,
  from_name varchar(255),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint user_email_settings_pkey primary key (id),
  constraint user_email_settings_user_id_key unique (user_id),
  constraint user_email_settings_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

create table public.migrations (
  id serial not null,
  name varchar(255) not null,
  executed_at timestamptz not null default current_timestamp,
  constraint migrations_pkey primary key (id),
  constraint migrations_name_key unique (name)
);

--! split: 0120-agents-contacts-campaigns.sql
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

--! split: 0130-dialing.sql
-- The queue and what stands between a queued person and a ringing telephone.
create table public.dispatch_locks (
  name varchar(20) not null,
  constraint dispatch_locks_pkey primary key (name),
  constraint dispatch_locks_name_check check (name in ('claim', 'events', 'kpi'))
);

-- Places in the ring are stored as sequences: a cursor that is not MVCC leaves no dead row behind.
create sequence public.dispatch_ring minvalue 0 start 0;
create sequence public.dispatch_ring_direct minvalue 0 start 0;

create table public.tenant_dispatch (
  user_id uuid not null,
  pos bigint generated always as identity,
  ready boolean not null default false,
  direct_ready boolean not null default false,
  max_concurrent_calls integer,
  weight integer not null default 1,
  constraint tenant_dispatch_pkey primary key (user_id),
  constraint tenant_dispatch_pos_key unique (pos),
  constraint tenant_dispatch_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint tenant_dispatch_weight_check check (weight >= 1 and weight <= 10),
  constraint tenant_dispatch_max_concurrent_calls_check check (max_concurrent_calls >= 0)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index idx_tenant_dispatch_ready on public.tenant_dispatch (pos) where ready;
create index idx_tenant_dispatch_direct_ready on public.tenant_dispatch (pos) where ready and direct_ready;

create table public.dispatch_lanes (
  id bigint generated always as identity,
  user_id uuid not null,
  call_type varchar(20) not null,
  campaign_id uuid,
  zone_key varchar(255) not null default '',
  ready boolean not null default false,
  open boolean not null default false,
  opens_at timestamptz,
  closes_at timestamptz,
  constraint dispatch_lanes_pkey primary key (id),
  constraint dispatch_lanes_key unique nulls not distinct (user_id, call_type, campaign_id, zone_key),
  constraint dispatch_lanes_id_user_key unique (user_id, id),
  constraint dispatch_lanes_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint dispatch_lanes_campaign_id_fkey foreign key (campaign_id, user_id) references public.call_campaigns (id, user_id) on delete cascade,
  constraint dispatch_lanes_call_type_check check (call_type in ('campaign', 'direct')),
  constraint dispatch_lanes_campaign_exactly_for_campaign_calls check ((call_type = 'campaign') = (campaign_id is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index idx_dispatch_lanes_claim on public.dispatch_lanes (user_id, call_type desc) where ready and open;
create index idx_dispatch_lanes_opening on public.dispatch_lanes (opens_at) where not open and opens_at is not null;
create index idx_dispatch_lanes_closing on public.dispatch_lanes (closes_at) where open;
create index idx_dispatch_lanes_campaign on public.dispatch_lanes (campaign_id) where campaign_id is not null;

create table public.call_queue (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  campaign_id uuid,
  contact_id uuid not null,
  agent_id uuid not null,
  phone_number varchar(50) not null,
  contact_name varchar(255),
  status varchar(20) not null default 'pending',
  priority integer not null default 0,
  scheduled_for timestamptz,
  attempts integer not null default 0,
  max_retries integer not null default 0,
  last_attempt_at timestamptz,
  processing_started_at timestamptz,
  completed_at timestamptz,
  error_message text,
  metadata jsonb default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  call_id uuid,
  call_type varchar(20) not null default 'campaign',
  lane_id bigint not null,
  due boolean not null default true,
  constraint call_queue_pkey primary key (id),
  constraint call_queue_id_user_key unique (user_id, id),
  constraint call_queue_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint call_queue_campaign_id_fkey foreign key (campaign_id, user_id) references public.call_campaigns (id, user_id) on delete cascade,
  constraint call_queue_contact_id_fkey foreign key (contact_id, user_id) references public.contacts (id, user_id) on delete cascade,
  constraint call_queue_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade,
  constraint call_queue_lane_id_fkey foreign key (lane_id, user_id) references public.dispatch_lanes (id, user_id) on delete cascade,
  constraint call_queue_status_check check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled', 'busy', 'no_answer')),
  constraint call_queue_call_type_check check (call_type in ('campaign', 'direct')),
  constraint call_queue_campaign_exactly_for_campaign_calls check ((call_type = 'campaign') = (campaign_id is not null)),
  constraint call_queue_pending_is_dated_when_not_due check (status <> 'pending' or due or scheduled_for is not null)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
-- The claim's own index: only what may be dialed now, in dialing order. A future item is never walked over.
create index idx_call_queue_claim on public.call_queue (lane_id, priority desc, scheduled_for nulls first, created_at, id) where status = 'pending' and due;
create index idx_call_queue_promote on public.call_queue (scheduled_for) where status = 'pending' and not due;
create index idx_call_queue_priority on public.call_queue (status, priority desc, scheduled_for) where status = 'pending';
create index idx_call_queue_user_pending on public.call_queue (user_id, call_type, priority desc, scheduled_for nulls first) where status = 'pending';
create index idx_call_queue_campaign_status on public.call_queue (campaign_id, status);
create index idx_call_queue_contact on public.call_queue (contact_id);
create index idx_call_queue_agent on public.call_queue (agent_id);
create index idx_call_queue_lane on public.call_queue (lane_id);
create index idx_call_queue_call on public.call_queue (call_id) where call_id is not null;
-- One waiting or running item for each person of a campaign.
create unique index idx_call_queue_one_open_per_contact on public.call_queue (campaign_id, contact_id) where status in ('pending', 'processing') and campaign_id is not null;

create table public.active_calls (
  id uuid not null,
  user_id uuid not null,
  call_type varchar(20) not null,
  started_at timestamptz not null default now(),
  bolna_execution_id varchar(255),
  metadata jsonb default '{}',
  phone_number varchar(50) not null,
  adopted boolean not null default false,
  adopted_key uuid generated always as (case when adopted then id end) stored,
  constraint active_calls_pkey primary key (id),
  constraint active_calls_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint active_calls_call_type_check check (call_type in ('direct', 'campaign'))
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
-- Nobody's telephone rings twice at once for one tenant: nulls are not distinct, and an adopted slot, which is a call that
-- exists already and may not be refused, has a key of its own. One index is the guard and the way to a tenant's slots.
create unique index idx_active_calls_user_id on public.active_calls (user_id, phone_number, adopted_key) nulls not distinct;
create index idx_active_calls_call_type on public.active_calls (call_type);
create index idx_active_calls_bolna_execution_id on public.active_calls (bolna_execution_id) where bolna_execution_id is not null;

-- No foreign key to call_queue here, and none from credit_holds to here: the only writer is take_queue_items, which
-- inserts from rows that the same transaction has locked, so a check of each row would tell nothing new. The statement trigger of call_queue removes them with their item (docs/adr/0009).
create table public.call_attempts (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  queue_id uuid not null,
  phone_number varchar(50) not null,
  state varchar(20) not null default 'intent',
  owner uuid not null,
  lease_deadline timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz,
  execution_id varchar(255),
  closed_at timestamptz,
  http_status integer,
  error_message text,
  stop_requested_at timestamptz,
  ghost_at timestamptz,
  hold_amount integer not null,
  pulse_seconds integer not null,
  price_per_pulse integer not null,
  tenant_slots_before integer not null,
  tenant_cap integer not null,
  system_slots_before integer not null,
  system_cap integer not null,
  -- (id, user_id) is the key itself: composite references need it, and one index less is made at every dial.
  constraint call_attempts_pkey primary key (id, user_id),
  constraint call_attempts_state_check check (state in ('intent', 'sending', 'accepted', 'rejected', 'unknown', 'void')),
  constraint call_attempts_sent_after_fence check (state in ('intent', 'void') or sent_at is not null),
  constraint call_attempts_accepted_has_execution check (state <> 'accepted' or execution_id is not null),
  constraint call_attempts_open_until_closed check (
    state = 'accepted' or (closed_at is null) = (state in ('intent', 'sending', 'unknown'))
  ),
  -- Null while open: with nulls not distinct the key below admits one open attempt for each item, and any number of
  -- closed ones; one full index is guard and way in at once.
  closed_key uuid generated always as (case when closed_at is not null then id end) stored,
  constraint call_attempts_one_open_per_item unique nulls not distinct (queue_id, closed_key),
  constraint call_attempts_within_caps check (tenant_slots_before < tenant_cap and system_slots_before < system_cap)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
create index idx_call_attempts_lease on public.call_attempts (lease_deadline) where state in ('intent', 'sending', 'unknown');

create index idx_call_attempts_written_off on public.call_attempts (closed_at)
  where state = 'void' and sent_at is not null;

create table public.credit_holds (
  attempt_id uuid not null,
  user_id uuid not null,
  amount integer not null,
  constraint credit_holds_pkey primary key (user_id, attempt_id),
  constraint credit_holds_amount_check check (amount >= 0)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

-- What the create rate is measured by: one row for each claim instead of one index entry for each attempt.
create table public.dial_claims (
  claimed_at timestamptz not null,
  calls integer not null,
  constraint dial_claims_calls_check check (calls > 0)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index idx_dial_claims_claimed_at on public.dial_claims (claimed_at);

create table public.reconciliations (
  id bigint generated always as identity,
  user_id uuid not null,
  agent_id uuid not null,
  begun_at timestamptz not null,
  window_from timestamptz not null,
  finished_at timestamptz,
  complete boolean,
  voided integer,
  constraint reconciliations_pkey primary key (id),
  constraint reconciliations_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade
);
create index idx_reconciliations_agent on public.reconciliations (agent_id, begun_at desc);

create table public.workers (
  id uuid not null,
  process_id integer not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  constraint workers_pkey primary key (id)
);
create index idx_workers_seen_at on public.workers (seen_at);

-- Notes of wakers that met another waker at the row; empty but for moments.
create table public.dispatch_wakes (
  lane_id bigint,
  pos bigint,
  direct boolean not null default false,
  constraint dispatch_wakes_lane_or_tenant check ((lane_id is null) <> (pos is null))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- What an answer of the provider to "place this call" means. Classes are data, because the sources disagree.
-- A status that is not here is ambiguous: nobody knows whether a phone rings.
create table public.dial_answer_classes (
  http_status integer not null,
  queue_effect varchar(20) not null,
  breaker_reason varchar(50),
  back_off_seconds integer not null default 0,
  switches_agent_off boolean not null default false,
  description text not null,
  constraint dial_answer_classes_pkey primary key (http_status),
  constraint dial_answer_classes_queue_effect_check check (queue_effect in ('fail', 'requeue')),
  constraint dial_answer_classes_back_off_check check (back_off_seconds >= 0)
);

create table public.provider_breakers (
  provider varchar(20) not null,
  open_until timestamptz not null,
  reason varchar(50) not null,
  message text,
  opened_at timestamptz not null,
  constraint provider_breakers_pkey primary key (provider),
  constraint provider_breakers_provider_check check (provider in ('bolna'))
);

-- What the steps of a claim hand to each other: the limits in force, and parallel arrays with one entry for each
-- tenant or item.
create type public.claim_limits as (
  system_cap integer,
  tenant_cap integer,
  rate_per_second integer,
  quantum integer,
  lease_ms integer,
  call_seconds integer,
  grace_seconds integer,
  pulse_seconds integer,
  price_per_pulse integer
);
create type public.claim_tenants as (
  user_ids uuid[],
  rooms integer[],
  slots integer[],
  caps integer[],
  holds integer[],
  weights integer[],
  full_user_ids uuid[]
);
create type public.claim_items as (
  ids uuid[],
  user_ids uuid[],
  turns integer[],
  refused_ids uuid[],
  refused_user_ids uuid[],
  refusals text[]
);

--! split: 0140-calls.sql
-- Calls that the provider has accepted, what it told us about them, and what was said.
create table public.calls (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  agent_id uuid not null,
  contact_id uuid,
  campaign_id uuid,
  bolna_conversation_id varchar(255) not null,
  bolna_execution_id varchar(255) not null,
  phone_number varchar(50) not null,
  call_source varchar(20),
  caller_name varchar(255),
  caller_email varchar(255),
  lead_type varchar(20),
  status varchar(20) not null default 'initiated',
  duration_seconds integer,
  recording_url text,
  transcript text,
  summary text,
  sentiment varchar(20),
  next_action text,
  started_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  metadata jsonb default '{}',
  from_number varchar(50),
  to_number varchar(50),
  queue_id uuid,
  attempt_id uuid,
  provider_status varchar(50),
  status_rank smallint not null default 0,
  confirmed_at timestamptz,
  confirm_tries integer not null default 0,
  next_confirm_at timestamptz,
  credits integer not null default 0,
  credits_shortfall integer not null default 0,
  local_date date not null,
  local_hour smallint not null,
  constraint calls_pkey primary key (id),
  constraint calls_id_user_key unique (user_id, id),
  constraint calls_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint calls_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade,
  constraint calls_contact_id_fkey foreign key (contact_id, user_id) references public.contacts (id, user_id) on delete set null (contact_id),
  constraint calls_campaign_id_fkey foreign key (campaign_id, user_id) references public.call_campaigns (id, user_id) on delete set null (campaign_id),
  constraint calls_queue_id_fkey foreign key (queue_id, user_id) references public.call_queue (id, user_id) on delete set null (queue_id),
  constraint calls_attempt_id_fkey foreign key (attempt_id, user_id) references public.call_attempts (id, user_id) on delete set null (attempt_id),
  constraint calls_call_source_check check (call_source in ('phone', 'internet', 'unknown')),
  constraint calls_lead_type_check check (lead_type in ('inbound', 'outbound')),
  constraint calls_status_check check (status in ('initiated', 'in-progress', 'completed', 'failed', 'busy', 'no-answer')),
  constraint calls_sentiment_check check (sentiment in ('positive', 'neutral', 'negative', 'mixed')),
  constraint calls_local_hour_check check (local_hour >= 0 and local_hour <= 23),
  constraint calls_credits_check check (credits >= 0),
  constraint calls_duration_check check (duration_seconds >= 0)
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
create unique index idx_calls_bolna_execution_id on public.calls (bolna_execution_id);
create index idx_calls_user_agent_status on public.calls (user_id, agent_id, status);
create index idx_calls_user_status_created on public.calls (user_id, status, created_at desc);
create index idx_calls_campaign_status on public.calls (campaign_id, status);
create index idx_calls_user_created on public.calls (user_id, created_at desc, id desc);
create index idx_calls_agent_date on public.calls (agent_id, local_date, local_hour);
create index idx_calls_contact on public.calls (contact_id) where contact_id is not null;
create index idx_calls_queue on public.calls (queue_id) where queue_id is not null;
create unique index idx_calls_attempt on public.calls (attempt_id) where attempt_id is not null;
create index idx_calls_unconfirmed on public.calls (next_confirm_at) where confirmed_at is null;

alter table public.contacts
  add constraint contacts_auto_created_from_call_id_fkey foreign key (auto_created_from_call_id, user_id)
  references public.calls (id, user_id) on delete set null (auto_created_from_call_id);
alter table public.call_queue
  add constraint call_queue_call_id_fkey foreign key (call_id, user_id)
  references public.calls (id, user_id) on delete set null (call_id);
alter table public.do_not_call
  add constraint do_not_call_call_id_fkey foreign key (call_id, user_id)
  references public.calls (id, user_id) on delete set null (call_id);
create index idx_do_not_call_call on public.do_not_call (call_id) where call_id is not null;

create table public.transcripts (
  id uuid not null default public.uuid_generate_v4(),
  call_id uuid not null,
  user_id uuid not null,
  agent_id uuid not null,
  transcript_text text not null,
  word_count integer,
  language varchar(10) default 'en',
  confidence_score numeric(5,2),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint transcripts_pkey primary key (id),
  constraint transcripts_call_id_key unique (call_id),
  constraint transcripts_id_user_key unique (user_id, id),
  constraint transcripts_call_id_fkey foreign key (call_id, user_id) references public.calls (id, user_id) on delete cascade,
  constraint transcripts_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint transcripts_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade
);
create index idx_transcripts_agent on public.transcripts (agent_id);

create table public.provider_statuses (
  status varchar(50) not null,
  rank smallint not null,
  is_terminal boolean not null,
  frees_line boolean not null,
  call_status varchar(20) not null,
  queue_outcome varchar(20),
  is_retryable boolean not null default false,
  counts_as_attempt boolean not null default true,
  may_charge boolean not null default false,
  description text not null,
  constraint provider_statuses_pkey primary key (status),
  constraint provider_statuses_call_status_check check (call_status in ('initiated', 'in-progress', 'completed', 'failed', 'busy', 'no-answer')),
  constraint provider_statuses_queue_outcome_check check (queue_outcome in ('pending', 'completed', 'failed', 'cancelled', 'busy', 'no_answer')),
  constraint provider_statuses_rank_check check (rank >= 0 and rank <= 6),
  constraint provider_statuses_outcome_exactly_when_terminal check (is_terminal = (queue_outcome is not null))
);

create table public.webhook_events (
  id bigint generated always as identity,
  source varchar(20) not null,
  agent_id uuid,
  execution_id varchar(255),
  status varchar(50),
  body_hash varchar(64) not null,
  body jsonb,
  raw_text text,
  source_ip inet,
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  next_try_at timestamptz not null default now(),
  tries integer not null default 0,
  quarantine_reason varchar(50),
  constraint webhook_events_pkey primary key (id),
  constraint webhook_events_source_check check (source in ('webhook', 'pull')),
  constraint webhook_events_repetition_key unique nulls not distinct (source, execution_id, status, body_hash),
  constraint webhook_events_agent_id_fkey foreign key (agent_id) references public.agents (id) on delete cascade
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
create index idx_webhook_events_unapplied on public.webhook_events (next_try_at, id) where applied_at is null and quarantine_reason is null;
create index idx_webhook_events_execution on public.webhook_events (execution_id) where execution_id is not null;
create index idx_webhook_events_agent on public.webhook_events (agent_id) where agent_id is not null;
create index idx_webhook_events_received on public.webhook_events (received_at);

-- Lives a quarter of an hour and is written by every batch: no foreign key, the purge is its end.
create table public.ui_events (
  id bigint generated always as identity,
  user_id uuid not null,
  topic varchar(20) not null,
  ref uuid,
  created_at timestamptz not null default now(),
  constraint ui_events_pkey primary key (id),
  constraint ui_events_topic_check check (topic in ('campaigns', 'queue', 'lines', 'calls', 'contacts', 'imports', 'credits', 'session', 'resync'))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index idx_ui_events_user on public.ui_events (user_id, id);

--! split: 0150-credits.sql
-- Money: whole credits, held before a call and charged once after it.
create table public.credit_transactions (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  amount integer not null,
  type varchar(20) not null,
  description text,
  call_id uuid,
  balance_after integer not null,
  seq bigint generated always as identity,
  created_at timestamptz not null default current_timestamp,
  constraint credit_transactions_pkey primary key (id),
  constraint credit_transactions_id_user_key unique (user_id, id),
  constraint credit_transactions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint credit_transactions_call_id_fkey foreign key (call_id, user_id) references public.calls (id, user_id) on delete set null (call_id),
  constraint credit_transactions_type_check check (type in ('purchase', 'usage', 'refund', 'adjustment')),
  constraint credit_transactions_balance_never_negative check (balance_after >= 0),
  constraint credit_transactions_usage_takes_purchase_gives check (
    (type = 'usage' and amount < 0) or (type in ('purchase', 'refund') and amount > 0) or (type = 'adjustment' and amount <> 0)
  )
);
-- A call is charged once and refunded once, whoever asks twice.
create unique index idx_credit_transactions_call_type on public.credit_transactions (call_id, type) where call_id is not null;
create unique index idx_credit_transactions_user_seq on public.credit_transactions (user_id, seq);

--! split: 0160-analytics-leads-meetings.sql
-- Scores, rollups and what happens after a call. Behaviour on these tables grows with the product; their columns stand.
create table public.lead_analytics (
  id uuid not null default public.uuid_generate_v4(),
  call_id uuid not null,
  user_id uuid not null,
  agent_id uuid not null,
  contact_id uuid,
  engagement_score numeric(5,2),
  intent_score numeric(5,2),
  urgency_score numeric(5,2),
  budget_score numeric(5,2),
  fit_score numeric(5,2),
  total_score numeric(5,2),
  qualification_status varchar(20),
  lifecycle_status varchar(50) default 'new',
  key_topics text[] default '{}',
  pain_points text[] default '{}',
  objections text[] default '{}',
  next_steps text[] default '{}',
  competitor_mentions text[] default '{}',
  decision_timeline varchar(100),
  budget_range varchar(100),
  decision_maker boolean,
  call_outcome varchar(50),
  meeting_scheduled_at timestamptz,
  follow_up_date date,
  notes text,
  ai_analysis jsonb default '{}',
  local_date date not null,
  local_hour smallint not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint lead_analytics_pkey primary key (id),
  constraint lead_analytics_call_id_key unique (call_id),
  constraint lead_analytics_id_user_key unique (user_id, id),
  constraint lead_analytics_call_id_fkey foreign key (call_id, user_id) references public.calls (id, user_id) on delete cascade,
  constraint lead_analytics_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint lead_analytics_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade,
  constraint lead_analytics_contact_id_fkey foreign key (contact_id, user_id) references public.contacts (id, user_id) on delete set null (contact_id),
  constraint lead_analytics_engagement_score_check check (engagement_score >= 0 and engagement_score <= 100),
  constraint lead_analytics_intent_score_check check (intent_score >= 0 and intent_score <= 100),
  constraint lead_analytics_urgency_score_check check (urgency_score >= 0 and urgency_score <= 100),
  constraint lead_analytics_budget_score_check check (budget_score >= 0 and budget_score <= 100),
  constraint lead_analytics_fit_score_check check (fit_score >= 0 and fit_score <= 100),
  constraint lead_analytics_total_score_check check (total_score >= 0 and total_score <= 100),
  constraint lead_analytics_qualification_status_check check (qualification_status in ('qualified', 'unqualified', 'needs_review')),
  constraint lead_analytics_lifecycle_status_check check (lifecycle_status in ('new', 'contacted', 'qualified', 'proposal', 'negotiation', 'closed_won', 'closed_lost', 'nurture')),
  constraint lead_analytics_call_outcome_check check (call_outcome in ('meeting_booked', 'callback_scheduled', 'not_interested', 'wrong_number', 'voicemail', 'follow_up_needed', 'qualified', 'unqualified', 'needs_review')),
  constraint lead_analytics_local_hour_check check (local_hour >= 0 and local_hour <= 23)
);
create index idx_lead_analytics_user_id on public.lead_analytics (user_id, created_at desc);
create index idx_lead_analytics_qualification_status on public.lead_analytics (user_id, qualification_status);
create index idx_lead_analytics_lifecycle_status on public.lead_analytics (user_id, lifecycle_status);
create index idx_lead_analytics_call_outcome on public.lead_analytics (user_id, call_outcome);
create index idx_lead_analytics_agent on public.lead_analytics (agent_id, local_date, local_hour);
create index idx_lead_analytics_contact on public.lead_analytics (contact_id) where contact_id is not null;
create index idx_lead_analytics_ai_analysis on public.lead_analytics using gin (ai_analysis);

create table public.agent_analytics (
  id uuid not null default public.uuid_generate_v4(),
  agent_id uuid not null,
  user_id uuid not null,
  date date not null,
  hour integer,
  total_calls integer not null default 0,
  successful_calls integer not null default 0,
  failed_calls integer not null default 0,
  total_duration_minutes integer not null default 0,
  avg_duration_minutes numeric(10,2) not null default 0,
  leads_generated integer not null default 0,
  qualified_leads integer not null default 0,
  conversion_rate numeric(5,2) not null default 0,
  avg_engagement_score numeric(5,2) not null default 0,
  avg_intent_score numeric(5,2) not null default 0,
  avg_urgency_score numeric(5,2) not null default 0,
  avg_budget_score numeric(5,2) not null default 0,
  avg_fit_score numeric(5,2) not null default 0,
  avg_total_score numeric(5,2) not null default 0,
  credits_used integer not null default 0,
  cost_per_lead numeric(10,2) not null default 0,
  success_rate numeric(5,2) not null default 0,
  answer_rate numeric(5,2) not null default 0,
  cta_pricing_clicks integer not null default 0,
  cta_demo_clicks integer not null default 0,
  cta_followup_clicks integer not null default 0,
  cta_sample_clicks integer not null default 0,
  cta_human_escalations integer not null default 0,
  total_cta_interactions integer not null default 0,
  cta_conversion_rate numeric(5,2) not null default 0,
  answered_calls integer not null default 0,
  total_duration_seconds bigint not null default 0,
  engagement_score_sum numeric(14,2) not null default 0,
  engagement_score_count integer not null default 0,
  intent_score_sum numeric(14,2) not null default 0,
  intent_score_count integer not null default 0,
  urgency_score_sum numeric(14,2) not null default 0,
  urgency_score_count integer not null default 0,
  budget_score_sum numeric(14,2) not null default 0,
  budget_score_count integer not null default 0,
  fit_score_sum numeric(14,2) not null default 0,
  fit_score_count integer not null default 0,
  total_score_sum numeric(14,2) not null default 0,
  total_score_count integer not null default 0,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint agent_analytics_pkey primary key (id),
  -- A day has one row with hour NULL: distinct nulls would admit a second one.
  constraint agent_analytics_agent_date_hour_key unique nulls not distinct (agent_id, date, hour),
  constraint agent_analytics_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint agent_analytics_agent_id_fkey foreign key (agent_id, user_id) references public.agents (id, user_id) on delete cascade,
  constraint agent_analytics_hour_check check (hour >= 0 and hour <= 23)
);
create index idx_agent_analytics_user_date on public.agent_analytics (user_id, date);

create table public.user_analytics (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  date date not null,
  total_calls integer not null default 0,
  successful_calls integer not null default 0,
  total_agents integer not null default 0,
  total_leads integer not null default 0,
  qualified_leads integer not null default 0,
  credits_used integer not null default 0,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint user_analytics_pkey primary key (id),
  constraint user_analytics_user_date_key unique (user_id, date),
  constraint user_analytics_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

create table public.kpi_notes (
  user_id uuid not null,
  date date not null,
  constraint kpi_notes_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index idx_kpi_notes_user_date on public.kpi_notes (user_id, date);

create table public.dashboard_cache (
  user_id uuid not null,
  cache_key varchar(100) not null,
  payload jsonb not null,
  computed_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint dashboard_cache_pkey primary key (user_id, cache_key),
  constraint dashboard_cache_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);
create index idx_dashboard_cache_expires_at on public.dashboard_cache (expires_at);

create table public.calendar_meetings (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  call_id uuid,
  contact_id uuid,
  meeting_time timestamptz not null,
  duration_minutes integer not null default 30,
  title varchar(500) not null,
  description text,
  location varchar(500),
  attendee_email varchar(255),
  google_event_id varchar(255),
  google_calendar_id varchar(255),
  google_meet_link text,
  status varchar(20) not null default 'scheduled',
  timezone varchar(50) not null default 'UTC',
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint calendar_meetings_pkey primary key (id),
  constraint calendar_meetings_id_user_key unique (user_id, id),
  constraint calendar_meetings_google_event_id_key unique (google_event_id),
  constraint calendar_meetings_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint calendar_meetings_call_id_fkey foreign key (call_id, user_id) references public.calls (id, user_id) on delete set null (call_id),
  constraint calendar_meetings_contact_id_fkey foreign key (contact_id, user_id) references public.contacts (id, user_id) on delete set null (contact_id),
  constraint calendar_meetings_status_check check (status in ('scheduled', 'completed', 'cancelled', 'rescheduled')),
  constraint calendar_meetings_duration_check check (duration_minutes > 0)
);
create index idx_calendar_meetings_user_time on public.calendar_meetings (user_id, meeting_time);
create index idx_calendar_meetings_call on public.calendar_meetings (call_id) where call_id is not null;
create index idx_calendar_meetings_contact on public.calendar_meetings (contact_id) where contact_id is not null;

create table public.customers (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  contact_id uuid not null,
  customer_reference varchar(50) not null,
  company_name varchar(255),
  industry varchar(100),
  deal_value numeric(12,2),
  deal_closed_date date,
  contract_start_date date,
  contract_end_date date,
  payment_terms varchar(100),
  account_manager varchar(255),
  notes text,
  deleted_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint customers_pkey primary key (id),
  constraint customers_id_user_key unique (user_id, id),
  constraint customers_contact_id_key unique (contact_id),
  constraint customers_customer_reference_key unique (customer_reference),
  constraint customers_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint customers_contact_id_fkey foreign key (contact_id, user_id) references public.contacts (id, user_id) on delete cascade
);

create table public.follow_ups (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  lead_phone varchar(20) not null,
  lead_email varchar(255),
  lead_name varchar(255),
  follow_up_date date not null,
  remark text,
  is_completed boolean default false,
  completed_at timestamptz,
  created_by uuid,
  deleted_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint follow_ups_pkey primary key (id),
  constraint follow_ups_id_user_key unique (user_id, id),
  constraint follow_ups_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint follow_ups_created_by_fkey foreign key (created_by) references public.users (id) on delete set null
);
create index idx_follow_ups_user_date on public.follow_ups (user_id, follow_up_date) where not is_completed;
create index idx_follow_ups_created_by on public.follow_ups (created_by) where created_by is not null;

create table public.phone_numbers (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  phone_number varchar(50) not null,
  friendly_name varchar(255),
  country_code varchar(5),
  is_active boolean not null default true,
  capabilities jsonb default '{}',
  twilio_sid varchar(255),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint phone_numbers_pkey primary key (id),
  constraint phone_numbers_id_user_key unique (user_id, id),
  constraint phone_numbers_phone_number_key unique (phone_number),
  constraint phone_numbers_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

create table public.notifications (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  type varchar(50) not null,
  title varchar(255) not null,
  message text not null,
  link varchar(500),
  is_read boolean not null default false,
  metadata jsonb default '{}',
  created_at timestamptz not null default current_timestamp,
  constraint notifications_pkey primary key (id),
  constraint notifications_id_user_key unique (user_id, id),
  constraint notifications_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint notifications_link_stays_here check (link ~ '^/(?!/)')
);
create index idx_notifications_user_read on public.notifications (user_id, is_read);
create index idx_notifications_user_created on public.notifications (user_id, created_at desc);

create table public.notification_preferences (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  email_enabled boolean not null default true,
  in_app_enabled boolean not null default true,
  meeting_booked_email boolean not null default true,
  call_completed_email boolean not null default false,
  daily_summary_email boolean not null default true,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint notification_preferences_pkey primary key (id),
  constraint notification_preferences_user_id_key unique (user_id),
  constraint notification_preferences_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

--! split: 0200-data.sql
-- What the functions look up. Roles that own tables see no row under forced row security, so data is written as the definer.
insert into public.time_zones (name)
select z.name from pg_catalog.pg_timezone_names z
where z.name !~ '^(posix|right)/' and z.name !~ '^(Factory|posixrules|localtime)$' and (z.name ~ '/' or z.name = 'UTC')
order by z.name;

insert into public.dispatch_locks (name) values ('claim'), ('events'), ('kpi');

insert into public.system_config (key, value, description) values
  ('dial.system_max_concurrent', '100', 'Calls at once on the whole platform. Unit: calls. Bounds: 1 to 10000. Must not exceed the concurrency of the provider account.'),
  ('dial.tenant_max_concurrent', '10', 'Calls at once of one tenant without a limit of its own. Unit: calls. Bounds: 0 to 10000.'),
  ('dial.rate_per_second', '8', 'New calls for each second on the whole platform, averaged over ten seconds; 0 means no limit and is for benchmarks only. Unit: calls per second. Bounds: 0 to 8.'),
  ('dial.quantum', '4', 'Calls that a tenant of weight 1 may start before the next tenant has its turn. Unit: calls. Bounds: 1 to 100.'),
  ('dial.http_timeout_ms', '10000', 'How long a worker waits for the answer to a dial. Unit: milliseconds.'),
  ('dial.fence_margin_ms', '12000', 'Lease that must be left when a dial is sent. Unit: milliseconds. Longer than the HTTP timeout, shorter than the lease.'),
  ('dial.lease_ms', '30000', 'How long a claimed attempt belongs to its worker. Unit: milliseconds.'),
  ('dial.heartbeat_ms', '5000', 'How often a worker reports that it lives. Unit: milliseconds.'),
  ('dial.reconcile_ms', '15000', 'How often an agent with unknown attempts is listed at the provider. Unit: milliseconds.'),
  ('dial.settle_ms', '600000', 'After its lease an unknown attempt is written off only when a listing begun this much later does not show it. Unit: milliseconds. At least the lease.'),
  ('dial.silence_ms', '120000', 'A call without news for this long is asked about. Unit: milliseconds.'),
  ('dial.gets_per_second', '8', 'Questions about single calls that one worker asks the provider at most. Unit: questions per second.'),
  ('dial.busy_number_defer_seconds', '300', 'A person who is on another call of the same tenant is tried again after this. Unit: seconds.'),
  ('dial.default_call_terminate_seconds', '300', 'Longest call of an agent whose configuration names no call_terminate. Unit: seconds.'),
  ('dial.call_grace_seconds', '30', 'Added to the longest call when credits are held. Unit: seconds.'),
  ('credits.pulse_seconds', '60', 'Talk time is charged in pulses of this length, rounded up. Unit: seconds. Bounds: 1 to 3600.'),
  ('credits.price_per_pulse', '1', 'Price of one pulse. Unit: credits. Bounds: 0 to 1000.'),
  ('bolna.min_conversation_seconds', '0', 'A completed call that talked no longer than this counts as not answered. Unit: seconds.'),
  ('session.lifetime_hours', '168', 'Life of a session. Unit: hours.'),
  ('ui_events.keep_minutes', '15', 'How long live events are kept for a tab that was away. Unit: minutes.'),
  ('webhook_events.keep_days', '30', 'How long raw provider events are kept. Unit: days.'),
  ('login_attempts.keep_days', '90', 'How long sign-in attempts are kept. Unit: days.'),
  ('import.chunk_lines', '20000', 'Lines of an import that are merged in one transaction. Unit: lines.'),
  ('default_timezone', 'UTC', 'Zone of a tenant whose location is not the name of a time zone. An IANA name.');

insert into public.provider_statuses
  (status, rank, is_terminal, frees_line, call_status, queue_outcome, is_retryable, counts_as_attempt, may_charge, description) values
  ('scheduled', 0, false, false, 'initiated', null, false, true, false, 'The provider will dial later.'),
  ('queued', 1, false, false, 'initiated', null, false, true, false, 'Waiting at the provider for a free line.'),
  ('rescheduled', 1, false, false, 'initiated', null, false, true, false, 'Outside the hours of the provider''s own guard; it would dial later.'),
  ('initiated', 2, false, false, 'initiated', null, false, true, false, 'The provider has begun to dial.'),
  ('ringing', 3, false, false, 'initiated', null, false, true, false, 'The telephone rings.'),
  ('in-progress', 4, false, false, 'in-progress', null, false, true, false, 'Somebody or something has answered.'),
  ('call-disconnected', 5, false, true, 'in-progress', null, false, true, false, 'The line is free; the provider still writes its report.'),
  ('completed', 6, true, true, 'completed', 'completed', false, true, true, 'The call is over and reported. Says nothing about a conversation: its length does.'),
  ('busy', 6, true, true, 'busy', 'busy', true, true, false, 'The line was busy.'),
  ('no-answer', 6, true, true, 'no-answer', 'no_answer', true, true, false, 'Nobody answered.'),
  ('balance-low', 6, true, true, 'failed', 'pending', false, false, false, 'The provider account has no money: the person was not called, the next dial waits.'),
  ('canceled', 6, true, true, 'failed', 'cancelled', false, true, true, 'Cancelled at the provider.'),
  ('stopped', 6, true, true, 'failed', 'failed', false, true, true, 'Stopped at the provider; the item is cancelled when we asked for it.'),
  ('failed', 6, true, true, 'failed', 'failed', false, true, false, 'The call could not be made.'),
  ('error', 6, true, true, 'failed', 'failed', false, true, true, 'The provider failed in the call.'),
  ('not-found', 6, true, true, 'failed', 'failed', false, true, false, 'Our own word: the provider says that it does not know this call any more.');

insert into public.dial_answer_classes
  (http_status, queue_effect, breaker_reason, back_off_seconds, switches_agent_off, description) values
  (400, 'fail', null, 0, false, 'The request is malformed: the number is not one that can be dialed.'),
  (401, 'requeue', 'provider_key', 60, false, 'The key is not accepted.'),
  (402, 'requeue', 'provider_balance', 300, false, 'The provider account has no money.'),
  (403, 'requeue', 'provider_key', 60, false, 'The key is not accepted for this.'),
  (404, 'requeue', null, 60, true, 'The agent is not known to the provider.'),
  (405, 'fail', null, 0, false, 'The provider does not take this request.'),
  (413, 'fail', null, 0, false, 'The request is too large.'),
  (415, 'fail', null, 0, false, 'The provider does not take this form of request.'),
  (422, 'fail', null, 0, false, 'The provider refuses a field of the request.'),
  (429, 'requeue', 'provider_limit', 5, false, 'Too many requests.');

insert into public.campaign_status_steps (from_status, to_status, action, description) values
  ('draft', 'scheduled', 'launch', 'Launched before its start date.'),
  ('draft', 'active', 'launch', 'Launched.'),
  ('draft', 'cancelled', 'cancel', 'Given up before it began.'),
  ('scheduled', 'draft', null, 'Taken back for editing.'),
  ('scheduled', 'active', null, 'Its first calling hours have begun.'),
  ('scheduled', 'paused', 'pause', 'Paused before it began.'),
  ('scheduled', 'cancelled', 'cancel', 'Given up before it began.'),
  ('active', 'paused', 'pause', 'No new calls; calls on the line end normally.'),
  ('active', 'completed', null, 'Nobody is waiting, retrying or on a line.'),
  ('active', 'cancelled', 'cancel', 'Given up; people who still wait are not called.'),
  ('paused', 'active', 'resume', 'Resumed.'),
  ('paused', 'scheduled', 'resume', 'Resumed before its start date.'),
  ('paused', 'completed', null, 'Its last call ended while it was paused.'),
  ('paused', 'cancelled', 'cancel', 'Given up; people who still wait are not called.');

--! split: 0900-include.sql
-- The re-runnable objects, each from its own file: functions that policies and views call, tables (comments, row security, grants), views, functions, triggers.
set local check_function_bodies = off;

-- Identity and settings
--! Included platform/public.setting.sql
-- The one reader of numbers in system_config: a limit, minute or price stands in no function body.
create or replace function public.setting(p_key text)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_value text;
begin
  select c.value
  into v_value
  from public.system_config c
  where c.key = p_key;

  if v_value is null or v_value !~ '^-?[0-9]{1,9}$' then
    raise sqlstate 'VC500' using
      message = 'setting_missing',
      detail = format('system_config has no whole number under %s', p_key),
      hint = 'The installation is not configured completely; an administrator has to set this value.';
  end if;
  return v_value::integer;
end
$function$;
comment on function public.setting is
  'A whole number of system_config; its unit stands in the row. Raises setting_missing.';
revoke all on function public.setting from public;
grant execute on function public.setting to app_definer, app_user;
--! EndIncluded platform/public.setting.sql
--! Included platform/public.text_setting.sql
-- The one reader of words in system_config.
create or replace function public.text_setting(p_key text)
  returns text
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select c.value from public.system_config c where c.key = p_key
$function$;
comment on function public.text_setting is
  'A text of system_config, null when there is none.';
revoke all on function public.text_setting from public;
grant execute on function public.text_setting to app_definer, app_user;
--! EndIncluded platform/public.text_setting.sql
--! Included accounts/public.current_user_id.sql
-- Who is asking: the owner of the session whose token this transaction carries, else null.
--
-- A setting that named the user would make anybody who can run SQL on the pool into anybody. A token proves
-- itself: only its hash is stored, so neither a dump nor the API's database password is enough to be somebody.
-- plpgsql, not sql: a definer function in sql is planned at every call, this one once for each connection.
-- After a commit a custom setting reads as '', not as null: both mean nobody.
create or replace function public.current_user_id()
  returns uuid
  language plpgsql
  stable
  parallel safe
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_token text := coalesce(current_setting('app.session_token', true), '');
  v_user_id uuid;
begin
  if v_token = '' then
    return null;
  end if;
  select s.user_id
  into v_user_id
  from public.user_sessions s
  join public.users u on u.id = s.user_id
  where s.token = encode(sha256(convert_to(v_token, 'UTF8')), 'hex')
    and s.expires_at > now()
    and u.is_active;
  return v_user_id;
end
$function$;
comment on function public.current_user_id is
  'The user of the session token in app.session_token, null for none, an expired or a switched-off one. Called by policies and by every function that acts for a person.';
revoke all on function public.current_user_id from public;
grant execute on function public.current_user_id to app_user, app_api;
alter function public.current_user_id owner to app_definer;
--! EndIncluded accounts/public.current_user_id.sql
--! Included accounts/public.require_user.sql
-- The first line of every function that acts for a person and runs with other rights than theirs.
create or replace function public.require_user()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.current_user_id();
begin
  if v_user_id is null then
    raise sqlstate 'VC401' using
      message = 'not_signed_in',
      hint = 'Sign in to go on.';
  end if;
  return v_user_id;
end
$function$;
comment on function public.require_user is
  'The id of the signed-in user. Raises not_signed_in.';
revoke all on function public.require_user from public;
grant execute on function public.require_user to app_definer, app_user;
--! EndIncluded accounts/public.require_user.sql
--! Included accounts/public.get_user_timezone.sql
-- The zone in which a tenant's days and hours are cut. users.location is free text in the reference, so it
-- counts only when it is the name of a zone; PostgreSQL itself would also take 'EST' or 'FOO+5'.
--
-- Runs as its caller: functions of ours see every tenant, a person only the own one, and learns the default of the
-- installation about all others.
create or replace function public.get_user_timezone(p_user_id uuid)
  returns varchar
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_zone text;
begin
  select z.name
  into v_zone
  from public.users u
  join public.time_zones z on z.name = u.location
  where u.id = p_user_id;
  return coalesce(v_zone, public.text_setting('default_timezone'), 'UTC');
end
$function$;
comment on function public.get_user_timezone is
  'The IANA zone of a tenant: users.location when it names a zone, else system_config default_timezone.';
revoke all on function public.get_user_timezone from public;
grant execute on function public.get_user_timezone to app_definer, app_user;
--! EndIncluded accounts/public.get_user_timezone.sql

-- Tables
--! Included platform/schemas.sql
-- What the schemas are for. They are created by a migration; who may do what in them stands beside each object.
comment on schema public is
  'The data model and its rules: tables, internal functions, triggers. The API reads tables through views of schema api and writes none.';
comment on schema api is
  'All that the API may touch: views and functions, one to one with its procedures, and the staging table of uploads.';
--! EndIncluded platform/schemas.sql
--! Included platform/public.system_config.sql
-- The numbers of the product: limits, minutes, pulses, prices. It has no tenant and holds no secret (a check on the key sees to
-- that), so everybody signed in may read it and row security is not needed; only migrations and functions write.

comment on table public.system_config is
  'One row per setting of the installation: the only home of limits, durations and prices.';
comment on column public.system_config.key is 'Name of the setting, written group.name, for example dial.tenant_max_concurrent.';
comment on column public.system_config.value is 'The value as text; the reader of the setting casts it to the unit that the description names.';
comment on column public.system_config.description is 'What the setting does, with unit, bounds and default; null when nobody has described it.';
comment on column public.system_config.updated_at is 'When the value was last changed; written by whoever changes it.';

grant select on public.system_config to app_user;
grant select, insert, update, delete on public.system_config to app_definer;
--! EndIncluded platform/public.system_config.sql
--! Included platform/public.time_zones.sql
-- The zones we take. pg_timezone_names is a function that reads hundreds of files at each look, and PostgreSQL itself would also take
-- EST or FOO+5. The list has no tenant; everybody signed in may read it, only migrations write.

comment on table public.time_zones is
  'One row per time zone that a tenant, a campaign or a meeting may name.';
comment on column public.time_zones.name is 'Name in the IANA data base, for example Asia/Kolkata, or UTC.';

grant select on public.time_zones to app_user;
grant select, insert, update, delete on public.time_zones to app_definer;
--! EndIncluded platform/public.time_zones.sql
--! Included platform/public.failure_logs.sql
-- Answers with an error, kept so that a report of "it did not work" can be followed. Bodies pass a redactor before they come here,
-- but they are still what somebody typed: no tenant and no page reads this table, functions only.

comment on table public.failure_logs is
  'One row per answer of the API with a status of 400 to 599; kept for 30 days.';
comment on column public.failure_logs.id is 'Key.';
comment on column public.failure_logs.endpoint is 'Path or procedure that was called, without its parameters.';
comment on column public.failure_logs.method is 'HTTP method in capitals.';
comment on column public.failure_logs.status_code is 'HTTP status of the answer, 400 to 599.';
comment on column public.failure_logs.error_message is 'Stable key or message of the error; null when there was none.';
comment on column public.failure_logs.error_stack is
  'Stack of an unexpected error, for the log only, never part of an answer; null for expected ones.';
comment on column public.failure_logs.request_body is 'Redacted body of the request; null when there was none or it was not JSON.';
comment on column public.failure_logs.response_body is 'Redacted body of the answer; null when there was none.';
comment on column public.failure_logs.duration_ms is 'Time from request to answer in milliseconds.';
comment on column public.failure_logs.user_id is 'Who was signed in; null when nobody was, and after the account is gone.';
comment on column public.failure_logs.request_id is 'Id that the log lines of the same request carry; null when the request never got one.';
comment on column public.failure_logs.created_at is 'When the answer was given.';

alter table public.failure_logs enable row level security;
alter table public.failure_logs force row level security;

drop policy if exists failure_logs_all_definer on public.failure_logs;
create policy failure_logs_all_definer on public.failure_logs for all to app_definer
  using (true) with check (true);
comment on policy failure_logs_all_definer on public.failure_logs is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.failure_logs to app_definer;
--! EndIncluded platform/public.failure_logs.sql
--! Included platform/public.migrations.sql
-- The list of changes for whoever asks the database what has been done to it. The migration tool keeps its own books in its own
-- schema and never reads this one.

comment on table public.migrations is
  'One row per migration that has run on this database.';
comment on column public.migrations.id is 'Running number in the order of execution.';
comment on column public.migrations.name is 'Name of the migration, once.';
comment on column public.migrations.executed_at is 'When it ran.';

alter table public.migrations enable row level security;
alter table public.migrations force row level security;

drop policy if exists migrations_all_definer on public.migrations;
create policy migrations_all_definer on public.migrations for all to app_definer
  using (true) with check (true);
comment on policy migrations_all_definer on public.migrations is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.migrations to app_definer;

comment on sequence public.migrations_id_seq is 'Source of migrations.id.';
grant usage on sequence public.migrations_id_seq to app_definer;
--! EndIncluded platform/public.migrations.sql
--! Included platform/public.ui_events.sql
-- Append-only notes that something on a page of a tenant has changed. Ids do not commit in order, so a reader asks again for a short
-- overlap; an event applied twice is harmless. No data here: the page fetches what it may see.

comment on table public.ui_events is
  'One row per change that an open page of the tenant should show; pruned after a short time.';
comment on column public.ui_events.id is 'Running number; a reader resumes behind the newest one it has seen, less a short overlap.';
comment on column public.ui_events.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.ui_events.topic is 'Which part of the pages is out of date; resync means all of them, session that signing in has changed.';
comment on column public.ui_events.ref is 'Id of the changed row when there is exactly one, for example the call; null for a whole list.';
comment on column public.ui_events.created_at is 'When the change was made; old rows are deleted by it.';

alter table public.ui_events enable row level security;
alter table public.ui_events force row level security;

drop policy if exists ui_events_select_own on public.ui_events;
create policy ui_events_select_own on public.ui_events for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy ui_events_select_own on public.ui_events is 'A tenant reads its own ui events.';

drop policy if exists ui_events_all_definer on public.ui_events;
create policy ui_events_all_definer on public.ui_events for all to app_definer
  using (true) with check (true);
comment on policy ui_events_all_definer on public.ui_events is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.ui_events to app_user;
grant select, insert, update, delete on public.ui_events to app_definer;
--! EndIncluded platform/public.ui_events.sql
--! Included accounts/public.users.sql
-- The root of every tenant. A person sees only the own row, and not the password hash or the key of the foreign identity.
-- Nobody who logs in at run time may delete a user: the cascades would take money and audit with them.

comment on table public.users is
  'One row per account, which is a tenant: everything else hangs on its id.';
comment on column public.users.id is 'Key; user_id of all other tables.';
comment on column public.users.email is 'Address to sign in with, lower case, unique over the installation.';
comment on column public.users.name is 'Name shown in the pages.';
comment on column public.users.role is 'What the account may do: user, admin of the installation, or super_admin who appoints admins.';
comment on column public.users.credits is
  'Balance in whole credits: always the sum of the ledger, never negative. Written by the ledger function only. Held credits are still in it.';
comment on column public.users.is_active is 'False: cannot sign in, sessions are dead and nothing of the tenant is dialed.';
comment on column public.users.auth_provider is 'How the account was made: by e-mail and password or by an account elsewhere.';
comment on column public.users.stack_auth_user_id is 'Subject of the foreign identity; null for accounts with a password only.';
comment on column public.users.email_verified is 'True once a link sent to the address was opened.';
comment on column public.users.password_hash is
  'argon2id hash with its parameters; null when the account has no password. Read by the sign-in functions only.';
comment on column public.users.company is 'Company of the person; null when unknown.';
comment on column public.users.website is 'Address of the web site as typed, never fetched; null when unknown.';
comment on column public.users.location is
  'Place of the tenant. The name of a time zone (IANA) here is the tenant''s zone; anything else leaves the default of the installation.';
comment on column public.users.bio is 'Free text about the person; null when none.';
comment on column public.users.phone is 'Telephone number of the person, as typed; null when unknown.';
comment on column public.users.created_at is 'When the account was made.';
comment on column public.users.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.users enable row level security;
alter table public.users force row level security;

drop policy if exists users_select_own on public.users;
create policy users_select_own on public.users for select to app_user
  using (id = (select public.current_user_id()));
comment on policy users_select_own on public.users is 'A person reads the own account.';

drop policy if exists users_all_definer on public.users;
create policy users_all_definer on public.users for all to app_definer
  using (true) with check (true);
comment on policy users_all_definer on public.users is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: stack_auth_user_id, password_hash.
grant select (
  id, email, name, role, credits, is_active, auth_provider, email_verified, company, website, location, bio, phone,
  created_at, updated_at
) on public.users to app_user;
grant select, insert, update on public.users to app_definer;
--! EndIncluded accounts/public.users.sql
--! Included accounts/public.user_sessions.sql
-- A session is the proof of identity: whoever holds the token is the user, so only its hash is here and not even the owner can read it.
-- Signing out or being locked out is the deletion of rows, effective with the next statement.

comment on table public.user_sessions is
  'One row per live or expired sign-in of a user on one device.';
comment on column public.user_sessions.id is 'Key; names the session to its owner without giving away the token.';
comment on column public.user_sessions.user_id is 'Who is signed in; deleted with the account.';
comment on column public.user_sessions.token is 'SHA-256 of the session token in 64 hex digits; the token itself is nowhere in the database.';
comment on column public.user_sessions.refresh_token is 'SHA-256 of the refresh token in 64 hex digits; null when the session cannot be renewed.';
comment on column public.user_sessions.expires_at is 'The token proves nothing from this moment on.';
comment on column public.user_sessions.refresh_expires_at is 'The session cannot be renewed from this moment on; null when it has no refresh token.';
comment on column public.user_sessions.last_used_at is
  'When the session was last used, exact to a minute; written by the function that authenticates.';
comment on column public.user_sessions.ip_address is 'Address the sign-in came from; null when unknown.';
comment on column public.user_sessions.user_agent is 'Browser that signed in, as it names itself; null when it did not.';
comment on column public.user_sessions.created_at is 'When the person signed in.';

alter table public.user_sessions enable row level security;
alter table public.user_sessions force row level security;

drop policy if exists user_sessions_select_own on public.user_sessions;
create policy user_sessions_select_own on public.user_sessions for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_sessions_select_own on public.user_sessions is 'A tenant reads its own user sessions.';

drop policy if exists user_sessions_all_definer on public.user_sessions;
create policy user_sessions_all_definer on public.user_sessions for all to app_definer
  using (true) with check (true);
comment on policy user_sessions_all_definer on public.user_sessions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: token, refresh_token.
grant select (
  id, user_id, expires_at, refresh_expires_at, last_used_at, ip_address, user_agent, created_at
) on public.user_sessions to app_user;
grant select, insert, update, delete on public.user_sessions to app_definer;
--! EndIncluded accounts/public.user_sessions.sql
--! Included accounts/public.login_attempts.sql
-- A log, not a counter: what limits guessing is counted elsewhere, atomically. It has no tenant, because most attempts of an
-- attacker belong to none. Functions only.

comment on table public.login_attempts is
  'One row per attempt to sign in, successful or not; kept for 90 days.';
comment on column public.login_attempts.id is 'Key.';
comment on column public.login_attempts.email is 'Address as typed, lower case; need not be that of an account.';
comment on column public.login_attempts.ip_address is 'Address the attempt came from.';
comment on column public.login_attempts.success is 'True when it opened a session.';
comment on column public.login_attempts.attempted_at is 'When it was made.';

alter table public.login_attempts enable row level security;
alter table public.login_attempts force row level security;

drop policy if exists login_attempts_all_definer on public.login_attempts;
create policy login_attempts_all_definer on public.login_attempts for all to app_definer
  using (true) with check (true);
comment on policy login_attempts_all_definer on public.login_attempts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.login_attempts to app_definer;
--! EndIncluded accounts/public.login_attempts.sql
--! Included accounts/public.admin_audit_log.sql
-- What admins did, in the transaction in which they did it. Append-only: nobody at run time has the right to change or delete a row,
-- and the triggers of this table refuse it to everybody else.

comment on table public.admin_audit_log is
  'One row per act of an admin; never changed and never deleted while the admin''s account exists.';
comment on column public.admin_audit_log.id is 'Key.';
comment on column public.admin_audit_log.admin_user_id is 'Admin who acted.';
comment on column public.admin_audit_log.target_user_id is 'Account that was acted on; null when it was none or is gone.';
comment on column public.admin_audit_log.action is 'What was done, a stable snake_case word.';
comment on column public.admin_audit_log.resource_type is 'Kind of thing it was done to, for example user or system_config.';
comment on column public.admin_audit_log.resource_id is 'Key of that thing as text; null when there is none.';
comment on column public.admin_audit_log.details is 'Redacted particulars, such as old and new value; an empty object when there are none.';
comment on column public.admin_audit_log.ip_address is 'Address the admin came from; null when unknown.';
comment on column public.admin_audit_log.user_agent is 'Browser of the admin, as it names itself; null when unknown.';
comment on column public.admin_audit_log.created_at is 'When it was done.';

alter table public.admin_audit_log enable row level security;
alter table public.admin_audit_log force row level security;

drop policy if exists admin_audit_log_all_definer on public.admin_audit_log;
create policy admin_audit_log_all_definer on public.admin_audit_log for all to app_definer
  using (true) with check (true);
comment on policy admin_audit_log_all_definer on public.admin_audit_log is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert on public.admin_audit_log to app_definer;
--! EndIncluded accounts/public.admin_audit_log.sql
--! Included accounts/public.user_email_settings.sql
-- The mail server of a tenant. The password is sealed before it arrives and opened only where mail is sent; pages learn that it is
-- set, never what it is.

comment on table public.user_email_settings is
  'One row per tenant that sends mail through its own server.';
comment on column public.user_email_settings.id is 'Key.';
comment on column public.user_email_settings.user_id is 'The tenant; one row each, deleted with it.';
comment on column public.user_email_settings.smtp_host is 'Host name of the mail server.';
comment on column public.user_email_settings.smtp_port is 'Port of the mail server, 587 unless said otherwise.';
comment on column public.user_email_settings.smtp_secure is 'True: TLS from the first byte; false: STARTTLS.';
comment on column public.user_email_settings.smtp_user is 'Name to sign in with.';
comment on column public.user_email_settings.smtp_password is 'Password, sealed with a key outside the database (v1.key.nonce.ciphertext).';
comment on column public.user_email_settings.from_email is 'Address that mail is sent from.';
comment on column public.user_email_settings.from_name is 'Name beside that address; null for the address alone.';
comment on column public.user_email_settings.created_at is 'When the row was written.';
comment on column public.user_email_settings.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.user_email_settings enable row level security;
alter table public.user_email_settings force row level security;

drop policy if exists user_email_settings_select_own on public.user_email_settings;
create policy user_email_settings_select_own on public.user_email_settings for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_email_settings_select_own on public.user_email_settings is 'A tenant reads its own user email settings.';

drop policy if exists user_email_settings_all_definer on public.user_email_settings;
create policy user_email_settings_all_definer on public.user_email_settings for all to app_definer
  using (true) with check (true);
comment on policy user_email_settings_all_definer on public.user_email_settings is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: smtp_password.
grant select (
  id, user_id, smtp_host, smtp_port, smtp_secure, smtp_user, from_email, from_name, created_at, updated_at
) on public.user_email_settings to app_user;
grant select, insert, update, delete on public.user_email_settings to app_definer;
--! EndIncluded accounts/public.user_email_settings.sql
--! Included agents/public.agents.sql
-- The voice agents of a tenant and how the provider knows them. The webhook path is a secret, so its address and its hash are not
-- for the pages. An agent is switched off, never deleted at the provider: that would delete its executions there.

comment on table public.agents is
  'One row per voice agent of a tenant at the provider.';
comment on column public.agents.id is 'Key.';
comment on column public.agents.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.agents.bolna_agent_id is 'Id of the agent at the provider, unique over the installation.';
comment on column public.agents.name is 'Name shown in the pages.';
comment on column public.agents.description is 'What the agent is for; null when nobody has said.';
comment on column public.agents.agent_type is 'call: speaks on the telephone; chat: writes.';
comment on column public.agents.is_active is 'False: nothing is dialed with it, its calls and reports stay.';
comment on column public.agents.bolna_webhook_url is 'Address the provider reports to; holds the secret of the path. Null until it is set up.';
comment on column public.agents.webhook_secret_hash is
  'SHA-256 of the secret in the webhook path, 64 hex digits; null: no event is accepted for this agent.';
comment on column public.agents.bolna_voice_config is 'Synthesizer settings as the provider takes them.';
comment on column public.agents.bolna_llm_config is 'Language model settings as the provider takes them.';
comment on column public.agents.bolna_task_config is
  'Task settings as the provider takes them; call_terminate (seconds, 300 when absent) bounds the length of a call and so its hold.';
comment on column public.agents.created_at is 'When the row was written.';
comment on column public.agents.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.agents enable row level security;
alter table public.agents force row level security;

drop policy if exists agents_select_own on public.agents;
create policy agents_select_own on public.agents for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy agents_select_own on public.agents is 'A tenant reads its own agents.';

drop policy if exists agents_all_definer on public.agents;
create policy agents_all_definer on public.agents for all to app_definer
  using (true) with check (true);
comment on policy agents_all_definer on public.agents is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

-- Withheld: bolna_webhook_url, webhook_secret_hash.
grant select (
  id, user_id, bolna_agent_id, name, description, agent_type, is_active, bolna_voice_config, bolna_llm_config,
  bolna_task_config, created_at, updated_at
) on public.agents to app_user;
grant select, insert, update, delete on public.agents to app_definer;
--! EndIncluded agents/public.agents.sql
--! Included agents/public.phone_numbers.sql
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
--! EndIncluded agents/public.phone_numbers.sql
--! Included contacts/public.contacts.sql
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

drop policy if exists contacts_all_definer on public.contacts;
create policy contacts_all_definer on public.contacts for all to app_definer
  using (true) with check (true);
comment on policy contacts_all_definer on public.contacts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contacts to app_user;
grant select, insert, update, delete on public.contacts to app_definer;
--! EndIncluded contacts/public.contacts.sql
--! Included contacts/public.contact_imports.sql
-- The account of every file: each line that was read is somewhere, or the import cannot be done. One import runs per tenant, because
-- two merges of one tenant would lock the same contacts in two orders.

comment on table public.contact_imports is
  'One row per uploaded contact file, with the fate of its lines.';
comment on column public.contact_imports.id is 'Key; random, and the only tie between staged lines and their owner.';
comment on column public.contact_imports.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_imports.file_name is 'Name of the file as uploaded; text to show, never a path.';
comment on column public.contact_imports.file_hash is 'SHA-256 of the bytes in hex: the same file again is recognised by it.';
comment on column public.contact_imports.status is
  'uploading: lines arrive; merging: they become contacts; done; failed, with a reason; cancelled by the tenant.';
comment on column public.contact_imports.policy is
  'What happens to a contact that exists: skip leaves it, fill writes empty fields only, overwrite writes all given ones.';
comment on column public.contact_imports.tags is 'Words added to every contact of the file; empty when none.';
comment on column public.contact_imports.lines_read is 'Data lines in the file, header and nothing else left out.';
comment on column public.contact_imports.inserted is 'Lines that became a new contact.';
comment on column public.contact_imports.updated is 'Lines that changed a contact.';
comment on column public.contact_imports.unchanged is 'Lines whose contact says the same already, or may not be changed by the policy.';
comment on column public.contact_imports.duplicate_in_file is 'Lines whose number stood on an earlier line of the file.';
comment on column public.contact_imports.rejected is 'Lines that cannot be a contact; the reason is kept for each.';
comment on column public.contact_imports.suppressed is 'Lines whose number is on the opt-out list of the tenant or of the platform.';
comment on column public.contact_imports.blank is 'Lines without any content.';
comment on column public.contact_imports.merged_to_line is 'Last line already merged: an interrupted merge goes on behind it.';
comment on column public.contact_imports.failure_reason is 'Sentence that says why the import failed; null unless it did.';
comment on column public.contact_imports.created_at is 'When the upload began.';
comment on column public.contact_imports.updated_at is 'When the import last made progress; written by its functions.';
comment on column public.contact_imports.finished_at is 'When it was done, failed or cancelled; null before.';

alter table public.contact_imports enable row level security;
alter table public.contact_imports force row level security;

drop policy if exists contact_imports_select_own on public.contact_imports;
create policy contact_imports_select_own on public.contact_imports for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_imports_select_own on public.contact_imports is 'A tenant reads its own contact imports.';

drop policy if exists contact_imports_all_definer on public.contact_imports;
create policy contact_imports_all_definer on public.contact_imports for all to app_definer
  using (true) with check (true);
comment on policy contact_imports_all_definer on public.contact_imports is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_imports to app_user;
grant select, insert, update, delete on public.contact_imports to app_definer;
--! EndIncluded contacts/public.contact_imports.sql
--! Included contacts/public.contact_import_rejects.sql
-- What a tenant needs to mend a file: the line as it was and the reason. Written by the merge, read by its owner, gone with the import.

comment on table public.contact_import_rejects is
  'One row per line of a contact file that was not written, with the reason.';
comment on column public.contact_import_rejects.import_id is 'Import the line belongs to; the row is deleted with it.';
comment on column public.contact_import_rejects.user_id is 'The tenant the import belongs to.';
comment on column public.contact_import_rejects.line_number is 'Number of the line in the file, counted as an editor does, the header included.';
comment on column public.contact_import_rejects.kind is
  'rejected: cannot be a contact; duplicate_in_file: the number stood earlier; suppressed: the person has opted out.';
comment on column public.contact_import_rejects.reason is 'Stable key of the reason; the sentence to it is in SQL as well.';
comment on column public.contact_import_rejects.raw_text is 'The line as it stood in the file; null when it could not be read.';

alter table public.contact_import_rejects enable row level security;
alter table public.contact_import_rejects force row level security;

drop policy if exists contact_import_rejects_select_own on public.contact_import_rejects;
create policy contact_import_rejects_select_own on public.contact_import_rejects for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_import_rejects_select_own on public.contact_import_rejects is 'A tenant reads its own contact import rejects.';

drop policy if exists contact_import_rejects_all_definer on public.contact_import_rejects;
create policy contact_import_rejects_all_definer on public.contact_import_rejects for all to app_definer
  using (true) with check (true);
comment on policy contact_import_rejects_all_definer on public.contact_import_rejects is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_import_rejects to app_user;
grant select, insert, update, delete on public.contact_import_rejects to app_definer;
--! EndIncluded contacts/public.contact_import_rejects.sql
--! Included contacts/public.do_not_call.sql
-- Numbers that must not be called. Claim and fence look here; an opt-out binds with the next fence. The platform's own rows (without a
-- tenant) bind everybody and are shown to nobody: a tenant reads only its own list.

comment on table public.do_not_call is
  'One row per number that a tenant, or the whole platform, must not call.';
comment on column public.do_not_call.id is 'Key.';
comment on column public.do_not_call.user_id is 'Tenant that must not call the number; null: nobody on this installation may.';
comment on column public.do_not_call.phone_number is 'Number in E.164.';
comment on column public.do_not_call.reason is 'Why, in words; null when nobody has said.';
comment on column public.do_not_call.source is 'Where the opt-out came from: a person, a file, a call, or the platform itself.';
comment on column public.do_not_call.call_id is 'Call in which the person said so; null when it was none or is gone.';
comment on column public.do_not_call.created_at is 'Since when the number may not be called.';

alter table public.do_not_call enable row level security;
alter table public.do_not_call force row level security;

drop policy if exists do_not_call_select_own on public.do_not_call;
create policy do_not_call_select_own on public.do_not_call for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy do_not_call_select_own on public.do_not_call is 'A tenant reads its own do not call.';

drop policy if exists do_not_call_all_definer on public.do_not_call;
create policy do_not_call_all_definer on public.do_not_call for all to app_definer
  using (true) with check (true);
comment on policy do_not_call_all_definer on public.do_not_call is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.do_not_call to app_user;
grant select, insert, update, delete on public.do_not_call to app_definer;
--! EndIncluded contacts/public.do_not_call.sql
--! Included contacts/api.contact_import_rows.sql
-- Staging of uploads, unlogged. COPY into a table under row security is refused, so this one has none: instead its login may INSERT
-- and nothing else, lines are tied to an import by its random id alone, and the merge checks who owns that import.

comment on table api.contact_import_rows is
  'One row per line of an uploaded contact file that is not merged yet; text as it was read.';
comment on column api.contact_import_rows.import_id is
  'Import the line belongs to; no foreign key, because the check would need rights the uploading login must not have.';
comment on column api.contact_import_rows.line_number is 'Number of the line in the file, counted as an editor does, the header included.';
comment on column api.contact_import_rows.name is 'Name as read; null when the file has no such column or the cell is empty.';
comment on column api.contact_import_rows.phone_number is 'Number as read, in whatever spelling; null when empty.';
comment on column api.contact_import_rows.email is 'E-mail address as read; null when empty.';
comment on column api.contact_import_rows.company is 'Company as read; null when empty.';
comment on column api.contact_import_rows.city is 'City as read; null when empty.';
comment on column api.contact_import_rows.country is 'Country as read; null when empty.';
comment on column api.contact_import_rows.notes is 'Notes as read; null when empty.';
comment on column api.contact_import_rows.business_context is 'Context as read; null when empty.';
comment on column api.contact_import_rows.parse_error is
  'Key of what was wrong with the line itself, such as an unclosed quote; null when it could be read.';
comment on column api.contact_import_rows.raw_text is
  'The line as it stood in the file, for the report of rejects; null when nothing of it could be kept.';

grant insert on api.contact_import_rows to app_api;
grant select, insert, update, delete on api.contact_import_rows to app_definer;
--! EndIncluded contacts/api.contact_import_rows.sql
--! Included campaigns/public.call_campaigns.sql
-- A campaign and its window. Counters count calls; progress counts people and comes from the queue. Completion is decided
-- in the transaction that ends the last item, never by comparing counters.

comment on table public.call_campaigns is
  'One row per campaign: whom to call is in the queue, when and how is here.';
comment on column public.call_campaigns.id is 'Key.';
comment on column public.call_campaigns.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.call_campaigns.agent_id is 'Agent that speaks; cannot be deleted while the campaign exists.';
comment on column public.call_campaigns.name is 'Name shown in the pages.';
comment on column public.call_campaigns.description is 'Free text; null when none.';
comment on column public.call_campaigns.next_action is 'What the tenant wants a call to lead to; told to the agent.';
comment on column public.call_campaigns.status is
  'draft, scheduled (waits for its start date), active, paused, completed or cancelled; illegal steps are refused by a trigger.';
comment on column public.call_campaigns.first_call_time is 'Local time of day from which people are called.';
comment on column public.call_campaigns.last_call_time is
  'Local time of day until which people are called; not later than first_call_time: over midnight, equal: all day.';
comment on column public.call_campaigns.start_date is 'First local day of calling.';
comment on column public.call_campaigns.end_date is 'Last local day of calling, its night included; null: until everybody is called.';
comment on column public.call_campaigns.campaign_timezone is 'Time zone (IANA name) of the window when use_custom_timezone is true; null otherwise.';
comment on column public.call_campaigns.use_custom_timezone is 'True: the window is in campaign_timezone; false or null: in the tenant''s zone.';
comment on column public.call_campaigns.max_retries is 'How often a person is called again after busy or no answer, 0 to 5.';
comment on column public.call_campaigns.retry_interval_minutes is 'Minutes before such a call is repeated, 1 to 1440.';
comment on column public.call_campaigns.total_contacts is 'People ever added to the campaign.';
comment on column public.call_campaigns.completed_calls is 'Calls with a confirmed end, whatever the end.';
comment on column public.call_campaigns.successful_calls is 'Calls that ended as completed, confirmed.';
comment on column public.call_campaigns.failed_calls is 'Calls with a confirmed end other than completed.';
comment on column public.call_campaigns.started_at is 'When it first became active; null before.';
comment on column public.call_campaigns.completed_at is 'When it was completed or cancelled; null before.';
comment on column public.call_campaigns.created_at is 'When the row was written.';
comment on column public.call_campaigns.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.call_campaigns enable row level security;
alter table public.call_campaigns force row level security;

drop policy if exists call_campaigns_select_own on public.call_campaigns;
create policy call_campaigns_select_own on public.call_campaigns for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_campaigns_select_own on public.call_campaigns is 'A tenant reads its own call campaigns.';

drop policy if exists call_campaigns_all_definer on public.call_campaigns;
create policy call_campaigns_all_definer on public.call_campaigns for all to app_definer
  using (true) with check (true);
comment on policy call_campaigns_all_definer on public.call_campaigns is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_campaigns to app_user;
grant select, insert, update, delete on public.call_campaigns to app_definer;
--! EndIncluded campaigns/public.call_campaigns.sql
--! Included campaigns/public.campaign_status_steps.sql
-- The life of a campaign as data: the guard on call_campaigns refuses every step that is not here, whoever tries. The list has no tenant;
-- everybody signed in may read it, only migrations write.

comment on table public.campaign_status_steps is
  'One row per step that the status of a campaign may take.';
comment on column public.campaign_status_steps.from_status is 'Status before the step.';
comment on column public.campaign_status_steps.to_status is 'Status behind it.';
comment on column public.campaign_status_steps.action is 'What a person does to take this step; null for steps that happen by themselves.';
comment on column public.campaign_status_steps.description is 'What the step means, in a sentence.';

grant select on public.campaign_status_steps to app_user;
grant select, insert, update, delete on public.campaign_status_steps to app_definer;
--! EndIncluded campaigns/public.campaign_status_steps.sql
--! Included dialing/public.dispatch_locks.sql
-- Rows that exist to be locked: a row lock ends with its transaction and obeys grants, which an advisory lock does not. They are never
-- updated, so they leave no dead version behind.

comment on table public.dispatch_locks is
  'One row per job of which only one may run at a time.';
comment on column public.dispatch_locks.name is
  'claim: filling slots; events: applying events and other bulk changes of calls; kpi: refreshing the summary.';

alter table public.dispatch_locks enable row level security;
alter table public.dispatch_locks force row level security;

drop policy if exists dispatch_locks_all_definer on public.dispatch_locks;
create policy dispatch_locks_all_definer on public.dispatch_locks for all to app_definer
  using (true) with check (true);
comment on policy dispatch_locks_all_definer on public.dispatch_locks is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dispatch_locks to app_definer;
--! EndIncluded dialing/public.dispatch_locks.sql
--! Included dialing/public.tenant_dispatch.sql
-- The place of each tenant in the ring that makes dialing fair. Parked tenants (not ready) are outside the indexes the claim walks, so
-- they cost it nothing; whoever makes work claimable raises the flag. The two sequences are the cursors of the rings: not MVCC, so
-- moving them leaves no dead rows.

comment on table public.tenant_dispatch is
  'One row per tenant: its place and state in the dispatch ring.';
comment on column public.tenant_dispatch.user_id is 'The tenant; deleted with it.';
comment on column public.tenant_dispatch.pos is 'Place in the ring, in the order of arrival.';
comment on column public.tenant_dispatch.ready is
  'True: the claim looks at the tenant. False: parked, because it is full, out of credits or without due work.';
comment on column public.tenant_dispatch.direct_ready is 'True: the tenant may have direct calls waiting, which go before all campaign calls.';
comment on column public.tenant_dispatch.max_concurrent_calls is
  'Calls the tenant may have in the air at once; null: dial.tenant_max_concurrent of system_config. 0 stops its dialing.';
comment on column public.tenant_dispatch.weight is 'Shares per lap of the ring, 1 to 10; 1 is a fair one.';

alter table public.tenant_dispatch enable row level security;
alter table public.tenant_dispatch force row level security;

drop policy if exists tenant_dispatch_all_definer on public.tenant_dispatch;
create policy tenant_dispatch_all_definer on public.tenant_dispatch for all to app_definer
  using (true) with check (true);
comment on policy tenant_dispatch_all_definer on public.tenant_dispatch is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.tenant_dispatch to app_definer;

comment on sequence public.dispatch_ring is 'Place in the ring at which the last claim stopped.';
comment on sequence public.dispatch_ring_direct is 'Place in the ring of tenants with direct calls at which the last claim stopped.';
grant usage, select, update on sequence public.dispatch_ring, public.dispatch_ring_direct to app_definer;
--! EndIncluded dialing/public.tenant_dispatch.sql
--! Included dialing/public.dispatch_lanes.sql
-- A lane is the unit that opens and closes: pause and window live here, so changing them costs one row per lane and not one per item.
-- Every update that makes a lane claimable sets ready itself.

comment on table public.dispatch_lanes is
  'One row per tenant, campaign (or the direct calls) and set of recipient zones.';
comment on column public.dispatch_lanes.id is 'Key.';
comment on column public.dispatch_lanes.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.dispatch_lanes.call_type is 'campaign or direct; direct lanes are served first.';
comment on column public.dispatch_lanes.campaign_id is 'The campaign of the lane; null exactly for direct calls. Deleted with it.';
comment on column public.dispatch_lanes.zone_key is
  'Zones and rules the recipients may live under; empty while only the campaign''s own window counts.';
comment on column public.dispatch_lanes.ready is 'True: the lane may have due items. False: parked until somebody wakes it.';
comment on column public.dispatch_lanes.open is 'True: calling is allowed now, as far as status and window go.';
comment on column public.dispatch_lanes.opens_at is
  'Instant of the next opening; null when the lane will not open by itself (paused, ended) or is always open.';
comment on column public.dispatch_lanes.closes_at is 'Instant at which the present opening ends; claim and fence test it again. Null while closed.';

alter table public.dispatch_lanes enable row level security;
alter table public.dispatch_lanes force row level security;

drop policy if exists dispatch_lanes_all_definer on public.dispatch_lanes;
create policy dispatch_lanes_all_definer on public.dispatch_lanes for all to app_definer
  using (true) with check (true);
comment on policy dispatch_lanes_all_definer on public.dispatch_lanes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dispatch_lanes to app_definer;
--! EndIncluded dialing/public.dispatch_lanes.sql
--! Included dialing/public.call_queue.sql
-- Who is to be called, and how that went. A pending item is claimable when it is due and its lane is open; pending items belong to
-- claim, promotion and cancelling, processing ones to the function that applies events, so the two never wait for each other.

comment on table public.call_queue is
  'One row per person to be called in a campaign, or per requested direct call.';
comment on column public.call_queue.id is 'Key; also the id of the slot in active_calls while the item is being called.';
comment on column public.call_queue.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.call_queue.campaign_id is 'Campaign of the item; null exactly for direct calls.';
comment on column public.call_queue.contact_id is 'Person to be called; the item is deleted with the contact.';
comment on column public.call_queue.agent_id is 'Agent that will speak.';
comment on column public.call_queue.phone_number is 'Number to dial in E.164, as the contact had it when the item was queued.';
comment on column public.call_queue.contact_name is 'Name of the person when the item was queued; null when unknown.';
comment on column public.call_queue.status is
  'pending: waits; processing: claimed, a call may be in the air; completed: reached; busy, no_answer, failed: last outcome, retries used up; cancelled.';
comment on column public.call_queue.priority is 'Higher goes first within the tenant and call type.';
comment on column public.call_queue.scheduled_for is 'Not before this instant; null: at once. Set for retries too.';
comment on column public.call_queue.attempts is 'Calls the provider has accepted for this item and that count; refused and unsent dials do not.';
comment on column public.call_queue.max_retries is 'How many more calls may follow the first, from the campaign; 0 for direct calls.';
comment on column public.call_queue.last_attempt_at is 'When the item was last sent to the provider; null when never.';
comment on column public.call_queue.processing_started_at is 'When the item was last claimed; null when never.';
comment on column public.call_queue.completed_at is 'When the item reached its final status; null before.';
comment on column public.call_queue.error_message is 'Why the last attempt failed or the item was cancelled; null when there is nothing to say.';
comment on column public.call_queue.metadata is 'Particulars of the outcome, such as the key of a refusal.';
comment on column public.call_queue.created_at is 'When the item was queued; part of the dialing order.';
comment on column public.call_queue.updated_at is 'When the row was last changed; kept by a trigger.';
comment on column public.call_queue.call_id is 'Latest call of the item; null before the provider accepted one and after that call was deleted.';
comment on column public.call_queue.call_type is 'campaign or direct; direct goes first.';
comment on column public.call_queue.lane_id is 'Lane the item waits in; changes when number or country of the person does.';
comment on column public.call_queue.due is
  'False: waits for scheduled_for and stays outside the index of the claim; promotion sets it true. Only meaningful while pending.';

alter table public.call_queue enable row level security;
alter table public.call_queue force row level security;

drop policy if exists call_queue_select_own on public.call_queue;
create policy call_queue_select_own on public.call_queue for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_queue_select_own on public.call_queue is 'A tenant reads its own call queue.';

drop policy if exists call_queue_all_definer on public.call_queue;
create policy call_queue_all_definer on public.call_queue for all to app_definer
  using (true) with check (true);
comment on policy call_queue_all_definer on public.call_queue is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_queue to app_user;
grant select, insert, update, delete on public.call_queue to app_definer;
--! EndIncluded dialing/public.call_queue.sql
--! Included dialing/public.active_calls.sql
-- A slot is a row: one per call from the claim until the line is free, so a limit is a count of rows and nothing can drift. Releasing is
-- deleting. Never freed by age: only the provider knows whether somebody still talks.

comment on table public.active_calls is
  'One row per slot in use: a call that is being placed, rings, talks or is unresolved.';
comment on column public.active_calls.id is 'Id of the queue item that holds the slot; of the call itself for an adopted slot.';
comment on column public.active_calls.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.active_calls.call_type is 'direct or campaign.';
comment on column public.active_calls.started_at is 'When the slot was taken.';
comment on column public.active_calls.bolna_execution_id is 'Id of the call at the provider; null until the provider has accepted.';
comment on column public.active_calls.metadata is 'Particulars for people who look, such as the attempt.';
comment on column public.active_calls.phone_number is 'Number being called, in E.164; one slot per tenant and number unless adopted.';
comment on column public.active_calls.adopted_key is 'Its own id for an adopted slot, else null: two unadopted slots of one tenant and number are refused.';
comment on column public.active_calls.adopted is
  'True: a call that turned up at the provider after it was given up here; it counts even above the limit, because it exists.';

alter table public.active_calls enable row level security;
alter table public.active_calls force row level security;

drop policy if exists active_calls_select_own on public.active_calls;
create policy active_calls_select_own on public.active_calls for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy active_calls_select_own on public.active_calls is 'A tenant reads its own active calls.';

drop policy if exists active_calls_all_definer on public.active_calls;
create policy active_calls_all_definer on public.active_calls for all to app_definer
  using (true) with check (true);
comment on policy active_calls_all_definer on public.active_calls is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.active_calls to app_user;
grant select, insert, update, delete on public.active_calls to app_definer;
--! EndIncluded dialing/public.active_calls.sql
--! Included dialing/public.call_attempts.sql
-- The protocol toward a provider without idempotency keys: at most one request per attempt, at most one open attempt per item, unknown
-- is resolved only by asking. The four proof columns show for every attempt ever made that no limit was exceeded at its claim.

comment on table public.call_attempts is
  'One row per attempt to place a call: at most one request to the provider each.';
comment on column public.call_attempts.id is 'Key; sent to the provider as callgres_attempt_id and echoed in its events.';
comment on column public.call_attempts.user_id is 'The tenant the row belongs to; deleted with its queue item.';
comment on column public.call_attempts.queue_id is 'Item that is being called.';
comment on column public.call_attempts.phone_number is 'Number dialed, in E.164.';
comment on column public.call_attempts.state is
  'intent: claimed, nothing sent; sending: the request may be on the wire; accepted: the provider has a call; rejected: a definite no; unknown: nobody knows yet; void: there is no call.';
comment on column public.call_attempts.owner is 'Worker that may send the request, and no other.';
comment on column public.call_attempts.lease_deadline is
  'Until when the owner may begin to send; an intent past it becomes void, a sending attempt unknown.';
comment on column public.call_attempts.created_at is 'When it was claimed.';
comment on column public.call_attempts.sent_at is 'When the fence let it through; null when it never was sent.';
comment on column public.call_attempts.answered_at is 'When an answer of the provider was recorded; null when none came.';
comment on column public.call_attempts.execution_id is 'Id of the call at the provider; set exactly by acceptance, by whichever way it became known.';
comment on column public.call_attempts.closed_key is 'Null while the attempt is open, then its id: the key (queue_id, closed_key) admits one open attempt for each item.';
comment on column public.call_attempts.closed_at is
  'When the call of an accepted attempt was confirmed to have ended; null while open, and for attempts without a call.';
comment on column public.call_attempts.http_status is 'Status of the provider''s answer; null when there was none.';
comment on column public.call_attempts.error_message is 'What the provider or the transport said; null when nothing.';
comment on column public.call_attempts.stop_requested_at is
  'When we asked the provider to stop the call; decides that a stopped call counts as cancelled. Null when we did not.';
comment on column public.call_attempts.ghost_at is
  'When the call turned up at the provider although the attempt had been given up; null, as it should be, when it never did.';
comment on column public.call_attempts.hold_amount is 'Credits held for the call at its claim.';
comment on column public.call_attempts.pulse_seconds is 'Length in seconds of one billing pulse, pinned at the claim.';
comment on column public.call_attempts.price_per_pulse is 'Credits per begun pulse, pinned at the claim.';
comment on column public.call_attempts.tenant_slots_before is 'Slots the tenant used when this one was claimed.';
comment on column public.call_attempts.tenant_cap is 'Limit of the tenant at that moment; always above tenant_slots_before.';
comment on column public.call_attempts.system_slots_before is 'Slots the installation used when this one was claimed.';
comment on column public.call_attempts.system_cap is 'Limit of the installation at that moment; always above system_slots_before.';

alter table public.call_attempts enable row level security;
alter table public.call_attempts force row level security;

drop policy if exists call_attempts_select_own on public.call_attempts;
create policy call_attempts_select_own on public.call_attempts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy call_attempts_select_own on public.call_attempts is 'A tenant reads its own call attempts.';

drop policy if exists call_attempts_all_definer on public.call_attempts;
create policy call_attempts_all_definer on public.call_attempts for all to app_definer
  using (true) with check (true);
comment on policy call_attempts_all_definer on public.call_attempts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.call_attempts to app_user;
grant select, insert, update, delete on public.call_attempts to app_definer;
--! EndIncluded dialing/public.call_attempts.sql
--! Included dialing/public.reconciliations.sql
-- An attempt may be written off only after a complete listing of the agent's executions that began late enough and does not show it.
-- These rows are the proof that such a listing was made. Functions only.

comment on table public.reconciliations is
  'One row per listing of an agent''s executions at the provider.';
comment on column public.reconciliations.id is 'Key.';
comment on column public.reconciliations.user_id is 'The tenant of the agent.';
comment on column public.reconciliations.agent_id is 'Agent whose executions are listed; the row is deleted with it.';
comment on column public.reconciliations.begun_at is 'When the listing began; an attempt is void only if its settle time had passed by then.';
comment on column public.reconciliations.window_from is 'Executions created at the provider from this instant on are listed, up to begun_at.';
comment on column public.reconciliations.finished_at is 'When the last page was read or the listing given up; null while it runs.';
comment on column public.reconciliations.complete is 'True: every page was read. False: given up. Null while it runs.';
comment on column public.reconciliations.voided is 'Attempts that this listing proved not to exist; null until finished.';

alter table public.reconciliations enable row level security;
alter table public.reconciliations force row level security;

drop policy if exists reconciliations_all_definer on public.reconciliations;
create policy reconciliations_all_definer on public.reconciliations for all to app_definer
  using (true) with check (true);
comment on policy reconciliations_all_definer on public.reconciliations is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.reconciliations to app_definer;
--! EndIncluded dialing/public.reconciliations.sql
--! Included dialing/public.workers.sql
-- Who is dialing. A worker that has not been seen for a while is dead for the pages; its attempts are settled by their leases, never by
-- this table. Functions only.

comment on table public.workers is
  'One row per worker process that has reported.';
comment on column public.workers.id is 'Drawn by the process at its start; owner of its attempts.';
comment on column public.workers.process_id is 'Id of the operating system, for whoever looks for it.';
comment on column public.workers.started_at is 'When it reported first.';
comment on column public.workers.seen_at is 'When it reported last.';

alter table public.workers enable row level security;
alter table public.workers force row level security;

drop policy if exists workers_all_definer on public.workers;
create policy workers_all_definer on public.workers for all to app_definer
  using (true) with check (true);
comment on policy workers_all_definer on public.workers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.workers to app_definer;
--! EndIncluded dialing/public.workers.sql
--! Included dialing/public.dial_answer_classes.sql
-- Answers of the provider to "place this call" that prove that there is no call. Rows, not code, because the sources disagree and a
-- change must not need a release. Whatever is not here is ambiguous. Functions only; rows come with migrations.

comment on table public.dial_answer_classes is
  'One row per HTTP status that is a definite no; any other refusal may have placed the call and is resolved by asking.';
comment on column public.dial_answer_classes.http_status is 'Status of the answer to the request that places a call.';
comment on column public.dial_answer_classes.queue_effect is
  'What becomes of the item: fail ends it with the message of the provider, requeue puts it back without counting the attempt.';
comment on column public.dial_answer_classes.breaker_reason is
  'Why dialing as a whole stops for a while after this answer, a stable word; null: it goes on.';
comment on column public.dial_answer_classes.back_off_seconds is
  'For how long, in seconds; 0 without a breaker. A Retry-After of the provider may make it longer.';
comment on column public.dial_answer_classes.switches_agent_off is 'True when the provider does not know the agent: it is switched off here, so that no further person is dialed in vain.';
comment on column public.dial_answer_classes.description is 'What the answer says, in a sentence.';

alter table public.dial_answer_classes enable row level security;
alter table public.dial_answer_classes force row level security;

drop policy if exists dial_answer_classes_all_definer on public.dial_answer_classes;
create policy dial_answer_classes_all_definer on public.dial_answer_classes for all to app_definer
  using (true) with check (true);
comment on policy dial_answer_classes_all_definer on public.dial_answer_classes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dial_answer_classes to app_definer;
--! EndIncluded dialing/public.dial_answer_classes.sql
--! Included dialing/public.provider_breakers.sql
-- A provider that refuses everybody (bad key, empty account, too many requests) must not be asked for every item in turn. While a row is
-- open nothing is claimed. Functions only; the reason reaches the pages through the explanation of a campaign.

comment on table public.provider_breakers is
  'One row per provider that is, or was last, not to be asked.';
comment on column public.provider_breakers.provider is 'The provider.';
comment on column public.provider_breakers.open_until is 'Nothing is dialed through it before this instant; in the past: the breaker is closed.';
comment on column public.provider_breakers.reason is 'Why, for the page: provider_key, provider_balance, provider_limit or provider_unreachable.';
comment on column public.provider_breakers.message is 'What the provider said; null when nothing.';
comment on column public.provider_breakers.opened_at is 'When it was opened last.';

alter table public.provider_breakers enable row level security;
alter table public.provider_breakers force row level security;

drop policy if exists provider_breakers_all_definer on public.provider_breakers;
create policy provider_breakers_all_definer on public.provider_breakers for all to app_definer
  using (true) with check (true);
comment on policy provider_breakers_all_definer on public.provider_breakers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.provider_breakers to app_definer;
--! EndIncluded dialing/public.provider_breakers.sql
--! Included calls/public.calls.sql
-- Calls that the provider has accepted. Events only ever raise them by rank; money, outcome and counters move once, when the end is
-- confirmed by asking. What the other side said is text of strangers: shown as text, never trusted.

comment on table public.calls is
  'One row per call that the provider has accepted, outbound or inbound.';
comment on column public.calls.id is 'Key.';
comment on column public.calls.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calls.agent_id is 'Agent that speaks; the call is deleted with it.';
comment on column public.calls.contact_id is 'Person called or calling; null when unknown or gone.';
comment on column public.calls.campaign_id is 'Campaign of the call; null for direct and inbound calls and when it is gone.';
comment on column public.calls.bolna_conversation_id is
  'Conversation at the provider; equals the execution id as long as the provider names no other.';
comment on column public.calls.bolna_execution_id is 'Id of the call at the provider, unique.';
comment on column public.calls.phone_number is 'Number of the other party, in E.164 where the provider gives it so.';
comment on column public.calls.call_source is 'phone, internet, or unknown when the numbers do not tell; null before it is determined.';
comment on column public.calls.caller_name is 'Name the caller gave; null when none.';
comment on column public.calls.caller_email is 'E-mail address the caller gave; null when none.';
comment on column public.calls.lead_type is 'outbound: we called; inbound: we were called. Null when the provider has not said.';
comment on column public.calls.status is 'How far the call is; follows the provider''s word by provider_statuses and never goes back.';
comment on column public.calls.duration_seconds is 'Seconds of talk as billed, rounded up; null until the provider has told.';
comment on column public.calls.recording_url is 'Where the provider keeps the recording; expires, never shown to a browser. Null when there is none.';
comment on column public.calls.transcript is 'What was said, one line per turn as the provider gives it; null when there is none.';
comment on column public.calls.summary is 'Summary by the provider; null when there is none.';
comment on column public.calls.sentiment is 'Mood of the call as the analysis reads it; null when not analysed.';
comment on column public.calls.next_action is 'What the call asks for next; null when nothing.';
comment on column public.calls.started_at is 'When the call was answered; null when it was not.';
comment on column public.calls.ended_at is 'When the line became free; null while it is not. May be set before the status says so.';
comment on column public.calls.created_at is 'When the provider accepted the call; for calls found later, the provider''s own time.';
comment on column public.calls.updated_at is 'When the row was last changed; kept by a trigger.';
comment on column public.calls.metadata is 'What has no column: cost with its unit, hang-up reason, carrier, provider''s error.';
comment on column public.calls.from_number is 'Calling number; null when unknown.';
comment on column public.calls.to_number is 'Called number; null when unknown.';
comment on column public.calls.queue_id is 'Queue item of the call; null for inbound calls and when it is gone.';
comment on column public.calls.attempt_id is 'Attempt that placed the call; null for inbound calls and when it is gone. One call per attempt.';
comment on column public.calls.provider_status is 'The provider''s own word behind status; null before the first event.';
comment on column public.calls.status_rank is 'Rank of that word, 0 to 6; events of a lower rank change nothing.';
comment on column public.calls.confirmed_at is
  'When we asked the provider and it showed a terminal word; null before. Money and outcome move here, once.';
comment on column public.calls.confirm_tries is 'How often we have asked for the confirmation.';
comment on column public.calls.next_confirm_at is 'When to ask next; null when nothing is to be asked.';
comment on column public.calls.credits is 'Whole credits charged for the call; 0 until confirmed.';
comment on column public.calls.credits_shortfall is 'Credits the call should have cost beyond what the balance allowed; not charged.';
comment on column public.calls.local_date is 'Day of created_at in the tenant''s time zone; stamped on insert, rollups go by it.';
comment on column public.calls.local_hour is 'Hour 0 to 23 of created_at in the tenant''s time zone; stamped with local_date.';

alter table public.calls enable row level security;
alter table public.calls force row level security;

drop policy if exists calls_select_own on public.calls;
create policy calls_select_own on public.calls for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calls_select_own on public.calls is 'A tenant reads its own calls.';

drop policy if exists calls_all_definer on public.calls;
create policy calls_all_definer on public.calls for all to app_definer
  using (true) with check (true);
comment on policy calls_all_definer on public.calls is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calls to app_user;
grant select, insert, update, delete on public.calls to app_definer;
--! EndIncluded calls/public.calls.sql
--! Included calls/public.transcripts.sql
-- The long text of a call, apart from the row that is updated often. One per call.

comment on table public.transcripts is
  'One row per call with a transcript: the text and what is known about it.';
comment on column public.transcripts.id is 'Key.';
comment on column public.transcripts.call_id is 'The call; once, deleted with it.';
comment on column public.transcripts.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.transcripts.agent_id is 'Agent that spoke; the row is deleted with it.';
comment on column public.transcripts.transcript_text is 'The whole transcript, one line per turn.';
comment on column public.transcripts.word_count is 'Words in it; null when not counted.';
comment on column public.transcripts.language is 'Language code, such as en; null when unknown.';
comment on column public.transcripts.confidence_score is 'Certainty of the recognition, 0 to 100; null when the provider gives none.';
comment on column public.transcripts.created_at is 'When the row was written.';
comment on column public.transcripts.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.transcripts enable row level security;
alter table public.transcripts force row level security;

drop policy if exists transcripts_select_own on public.transcripts;
create policy transcripts_select_own on public.transcripts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy transcripts_select_own on public.transcripts is 'A tenant reads its own transcripts.';

drop policy if exists transcripts_all_definer on public.transcripts;
create policy transcripts_all_definer on public.transcripts for all to app_definer
  using (true) with check (true);
comment on policy transcripts_all_definer on public.transcripts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.transcripts to app_user;
grant select, insert, update, delete on public.transcripts to app_definer;
--! EndIncluded calls/public.transcripts.sql
--! Included calls/public.provider_statuses.sql
-- The one place that knows what the provider's words mean; merge and triggers read it, no code repeats it. It has no tenant and no
-- secret: everybody signed in may read it, only migrations write.

comment on table public.provider_statuses is
  'One row per status word of the provider: its rank and its consequences.';
comment on column public.provider_statuses.status is 'The provider''s word. A word that is not here changes nothing and is asked about.';
comment on column public.provider_statuses.rank is 'Order in the life of a call, 0 to 6; a call never goes to a lower one.';
comment on column public.provider_statuses.is_terminal is 'True: the call is over.';
comment on column public.provider_statuses.frees_line is 'True: the slot is free from this word on, even if the call is not billed yet.';
comment on column public.provider_statuses.call_status is 'What calls.status becomes.';
comment on column public.provider_statuses.queue_outcome is 'What the queue item becomes once confirmed; null exactly when the word is not terminal.';
comment on column public.provider_statuses.is_retryable is 'True: the policy of the campaign may call again.';
comment on column public.provider_statuses.counts_as_attempt is 'False: the call does not use up a retry.';
comment on column public.provider_statuses.may_charge is 'True: talk time of such a call is charged.';
comment on column public.provider_statuses.description is 'What the word says about the call, in a sentence.';

grant select on public.provider_statuses to app_user;
grant select, insert, update, delete on public.provider_statuses to app_definer;
--! EndIncluded calls/public.provider_statuses.sql
--! Included calls/public.webhook_events.sql
-- The inbox. Everything the provider said is kept as it came, then applied in batches; the same words twice are one row. Bodies hold
-- personal data and come from outside: functions only.

comment on table public.webhook_events is
  'One row per event of the provider, pushed by it or pulled by us; kept for 30 days.';
comment on column public.webhook_events.id is 'Running number; not an order: ids do not commit in order.';
comment on column public.webhook_events.source is 'webhook: pushed to us, a hint; pull: our own question, which may confirm.';
comment on column public.webhook_events.agent_id is 'Agent whose secret path or listing it came by; null when that is unknown.';
comment on column public.webhook_events.execution_id is 'Id of the call at the provider, as text; null when the body has none.';
comment on column public.webhook_events.status is 'The provider''s word; null when the body has none.';
comment on column public.webhook_events.body_hash is 'SHA-256 of the bytes in hex: with source, execution and status it recognises a repetition.';
comment on column public.webhook_events.body is 'The body as JSON; null when it could not be read as such.';
comment on column public.webhook_events.raw_text is 'The body as text when it is not usable JSON, else null.';
comment on column public.webhook_events.source_ip is 'Address it came from; null for pulled ones.';
comment on column public.webhook_events.received_at is 'When it was stored.';
comment on column public.webhook_events.applied_at is 'When its content reached the call; null before.';
comment on column public.webhook_events.next_try_at is 'Not to be tried before this instant.';
comment on column public.webhook_events.tries is 'How often applying it was tried without finding its call.';
comment on column public.webhook_events.quarantine_reason is 'Key of the reason why it is not applied any more; null while it may be.';

alter table public.webhook_events enable row level security;
alter table public.webhook_events force row level security;

drop policy if exists webhook_events_all_definer on public.webhook_events;
create policy webhook_events_all_definer on public.webhook_events for all to app_definer
  using (true) with check (true);
comment on policy webhook_events_all_definer on public.webhook_events is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.webhook_events to app_definer;
--! EndIncluded calls/public.webhook_events.sql
--! Included credits/public.credit_transactions.sql
-- The ledger. One function writes it together with the balance in users. Append-only: nobody at run time has the right to change or
-- delete a row, and the triggers of this table refuse it to everybody else.

comment on table public.credit_transactions is
  'One row per change of a balance; the balance of a tenant is the sum of its rows.';
comment on column public.credit_transactions.id is 'Key.';
comment on column public.credit_transactions.user_id is 'The tenant whose balance changed.';
comment on column public.credit_transactions.amount is 'Whole credits, positive in, negative out; usage is always negative.';
comment on column public.credit_transactions.type is 'purchase, usage (a call), refund, or adjustment, of which the opening balance is one.';
comment on column public.credit_transactions.description is 'What for, in words; null when the type says it.';
comment on column public.credit_transactions.call_id is
  'Call that was charged or refunded; null for all else and after the call is gone. Charged once, refunded once.';
comment on column public.credit_transactions.balance_after is 'Balance of the tenant behind this row, never negative.';
comment on column public.credit_transactions.seq is 'Running number drawn under the lock of the balance: the order of a tenant''s rows.';
comment on column public.credit_transactions.created_at is 'When the balance changed.';

alter table public.credit_transactions enable row level security;
alter table public.credit_transactions force row level security;

drop policy if exists credit_transactions_select_own on public.credit_transactions;
create policy credit_transactions_select_own on public.credit_transactions for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy credit_transactions_select_own on public.credit_transactions is 'A tenant reads its own credit transactions.';

drop policy if exists credit_transactions_all_definer on public.credit_transactions;
create policy credit_transactions_all_definer on public.credit_transactions for all to app_definer
  using (true) with check (true);
comment on policy credit_transactions_all_definer on public.credit_transactions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.credit_transactions to app_user;
grant select, insert on public.credit_transactions to app_definer;
--! EndIncluded credits/public.credit_transactions.sql
--! Included credits/public.credit_holds.sql
-- Credits set aside for calls in the air. Free credits are the balance less these rows, so one credit cannot carry many calls at once.
-- Functions only; a tenant learns the sum from a function.

comment on table public.credit_holds is
  'One row per hold now in force; deleted when the call is settled or known not to exist.';
comment on column public.credit_holds.attempt_id is 'Attempt the credits are held for; the row is deleted with it.';
comment on column public.credit_holds.user_id is 'The tenant whose credits are held.';
comment on column public.credit_holds.amount is 'Whole credits held.';

alter table public.credit_holds enable row level security;
alter table public.credit_holds force row level security;

drop policy if exists credit_holds_all_definer on public.credit_holds;
create policy credit_holds_all_definer on public.credit_holds for all to app_definer
  using (true) with check (true);
comment on policy credit_holds_all_definer on public.credit_holds is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.credit_holds to app_definer;
--! EndIncluded credits/public.credit_holds.sql
--! Included leads/public.lead_analytics.sql
-- What the analysis of a call says about the person. It is the opinion of a model about what strangers said: words are checked, scores
-- are bounded, and nothing here moves money.

comment on table public.lead_analytics is
  'One row per analysed call: scores, qualification and what was said.';
comment on column public.lead_analytics.id is 'Key.';
comment on column public.lead_analytics.call_id is 'The call; once, deleted with it.';
comment on column public.lead_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.lead_analytics.agent_id is 'Agent that spoke; the row is deleted with it.';
comment on column public.lead_analytics.contact_id is 'Person on the line; null when unknown or gone.';
comment on column public.lead_analytics.engagement_score is 'How engaged the person was, 0 to 100; null when not scored.';
comment on column public.lead_analytics.intent_score is 'How much the person wants to buy, 0 to 100; null when not scored.';
comment on column public.lead_analytics.urgency_score is 'How soon, 0 to 100; null when not scored.';
comment on column public.lead_analytics.budget_score is 'How well the budget fits, 0 to 100; null when not scored.';
comment on column public.lead_analytics.fit_score is 'How well the offer fits, 0 to 100; null when not scored.';
comment on column public.lead_analytics.total_score is 'Total of the five scores, 0 to 100, computed; null when none is known.';
comment on column public.lead_analytics.qualification_status is
  'qualified, unqualified, or needs_review when the analysis was unsure; null before it is decided.';
comment on column public.lead_analytics.lifecycle_status is 'Where the lead stands on its way to a customer; new to begin with.';
comment on column public.lead_analytics.key_topics is 'What was talked about.';
comment on column public.lead_analytics.pain_points is 'What troubles the person.';
comment on column public.lead_analytics.objections is 'What the person held against it.';
comment on column public.lead_analytics.next_steps is 'What was agreed to happen next.';
comment on column public.lead_analytics.competitor_mentions is 'Competitors that were named.';
comment on column public.lead_analytics.decision_timeline is 'When the person means to decide, in words; null when unknown.';
comment on column public.lead_analytics.budget_range is 'Budget in words; null when unknown.';
comment on column public.lead_analytics.decision_maker is 'True: the person decides; null when unknown.';
comment on column public.lead_analytics.call_outcome is 'How the call ended for the tenant; null before it is known.';
comment on column public.lead_analytics.meeting_scheduled_at is 'Instant of the meeting agreed in the call; null when none was.';
comment on column public.lead_analytics.follow_up_date is 'Local day on which to follow up; null when none was agreed.';
comment on column public.lead_analytics.notes is 'Free text; null when none.';
comment on column public.lead_analytics.ai_analysis is 'The whole result of the analysis as it came, with its confidences.';
comment on column public.lead_analytics.local_date is 'Copy of calls.local_date: when the call is deleted the rollup can still find the day.';
comment on column public.lead_analytics.local_hour is 'Copy of calls.local_hour.';
comment on column public.lead_analytics.created_at is 'When the row was written.';
comment on column public.lead_analytics.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.lead_analytics enable row level security;
alter table public.lead_analytics force row level security;

drop policy if exists lead_analytics_select_own on public.lead_analytics;
create policy lead_analytics_select_own on public.lead_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy lead_analytics_select_own on public.lead_analytics is 'A tenant reads its own lead analytics.';

drop policy if exists lead_analytics_all_definer on public.lead_analytics;
create policy lead_analytics_all_definer on public.lead_analytics for all to app_definer
  using (true) with check (true);
comment on policy lead_analytics_all_definer on public.lead_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.lead_analytics to app_user;
grant select, insert, update, delete on public.lead_analytics to app_definer;
--! EndIncluded leads/public.lead_analytics.sql
--! Included leads/public.customers.sql
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

drop policy if exists customers_all_definer on public.customers;
create policy customers_all_definer on public.customers for all to app_definer
  using (true) with check (true);
comment on policy customers_all_definer on public.customers is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.customers to app_user;
grant select, insert, update, delete on public.customers to app_definer;
--! EndIncluded leads/public.customers.sql
--! Included leads/public.follow_ups.sql
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
--! EndIncluded leads/public.follow_ups.sql
--! Included meetings/public.calendar_meetings.sql
-- A tenant reads its own rows; every write is a function of ours.

comment on table public.calendar_meetings is
  'One row per meeting agreed with a person, in the calendar of the tenant.';
comment on column public.calendar_meetings.id is 'Key.';
comment on column public.calendar_meetings.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.calendar_meetings.call_id is 'Call in which it was agreed; null when it was none or is gone.';
comment on column public.calendar_meetings.contact_id is 'Person to meet; null when unknown or gone.';
comment on column public.calendar_meetings.meeting_time is 'Instant at which it begins.';
comment on column public.calendar_meetings.duration_minutes is 'Length in minutes, more than 0.';
comment on column public.calendar_meetings.title is 'Title in the calendar.';
comment on column public.calendar_meetings.description is 'Text in the calendar; null when none.';
comment on column public.calendar_meetings.location is 'Place in words; null when none.';
comment on column public.calendar_meetings.attendee_email is 'Address that is invited; null when nobody is.';
comment on column public.calendar_meetings.google_event_id is 'Id of the event at Google, unique; null until it is there.';
comment on column public.calendar_meetings.google_calendar_id is 'Calendar at Google; null until it is there.';
comment on column public.calendar_meetings.google_meet_link is 'Link to the video meeting; null when there is none.';
comment on column public.calendar_meetings.status is 'scheduled, completed, cancelled, or rescheduled when another meeting took its place.';
comment on column public.calendar_meetings.timezone is 'Time zone (IANA name) the meeting is shown in.';
comment on column public.calendar_meetings.created_at is 'When the row was written.';
comment on column public.calendar_meetings.updated_at is 'When the row was last changed; kept by a trigger.';

alter table public.calendar_meetings enable row level security;
alter table public.calendar_meetings force row level security;

drop policy if exists calendar_meetings_select_own on public.calendar_meetings;
create policy calendar_meetings_select_own on public.calendar_meetings for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy calendar_meetings_select_own on public.calendar_meetings is 'A tenant reads its own calendar meetings.';

drop policy if exists calendar_meetings_all_definer on public.calendar_meetings;
create policy calendar_meetings_all_definer on public.calendar_meetings for all to app_definer
  using (true) with check (true);
comment on policy calendar_meetings_all_definer on public.calendar_meetings is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.calendar_meetings to app_user;
grant select, insert, update, delete on public.calendar_meetings to app_definer;
--! EndIncluded meetings/public.calendar_meetings.sql
--! Included notifications/public.notifications.sql
-- A tenant reads its own rows; every write is a function of ours.

comment on table public.notifications is
  'One row per message to a tenant in the pages.';
comment on column public.notifications.id is 'Key.';
comment on column public.notifications.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.notifications.type is 'What it is about, a stable word such as meeting_booked.';
comment on column public.notifications.title is 'Headline.';
comment on column public.notifications.message is 'Sentence for the person.';
comment on column public.notifications.link is 'Path inside our pages to go to; null when there is none.';
comment on column public.notifications.is_read is 'True once the person has seen it.';
comment on column public.notifications.metadata is 'Ids and figures behind the sentence.';
comment on column public.notifications.created_at is 'When it happened.';

alter table public.notifications enable row level security;
alter table public.notifications force row level security;

drop policy if exists notifications_select_own on public.notifications;
create policy notifications_select_own on public.notifications for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy notifications_select_own on public.notifications is 'A tenant reads its own notifications.';

drop policy if exists notifications_all_definer on public.notifications;
create policy notifications_all_definer on public.notifications for all to app_definer
  using (true) with check (true);
comment on policy notifications_all_definer on public.notifications is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.notifications to app_user;
grant select, insert, update, delete on public.notifications to app_definer;
--! EndIncluded notifications/public.notifications.sql
--! Included notifications/public.notification_preferences.sql
-- A tenant reads its own rows; every write is a function of ours.

comment on table public.notification_preferences is
  'One row per tenant that has chosen how to be told; without a row the defaults hold.';
comment on column public.notification_preferences.id is 'Key.';
comment on column public.notification_preferences.user_id is 'The tenant; one row each, deleted with it.';
comment on column public.notification_preferences.email_enabled is 'False: no mail at all.';
comment on column public.notification_preferences.in_app_enabled is 'False: no messages in the pages.';
comment on column public.notification_preferences.meeting_booked_email is 'True: mail for each booked meeting.';
comment on column public.notification_preferences.call_completed_email is 'True: mail for each completed call.';
comment on column public.notification_preferences.daily_summary_email is 'True: one mail a day.';
comment on column public.notification_preferences.created_at is 'When the row was written.';
comment on column public.notification_preferences.updated_at is 'When the row was last changed; written by the function that changes it.';

alter table public.notification_preferences enable row level security;
alter table public.notification_preferences force row level security;

drop policy if exists notification_preferences_select_own on public.notification_preferences;
create policy notification_preferences_select_own on public.notification_preferences for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy notification_preferences_select_own on public.notification_preferences is 'A tenant reads its own notification preferences.';

drop policy if exists notification_preferences_all_definer on public.notification_preferences;
create policy notification_preferences_all_definer on public.notification_preferences for all to app_definer
  using (true) with check (true);
comment on policy notification_preferences_all_definer on public.notification_preferences is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.notification_preferences to app_user;
grant select, insert, update, delete on public.notification_preferences to app_definer;
--! EndIncluded notifications/public.notification_preferences.sql
--! Included analytics/public.agent_analytics.sql
-- Rollup of calls by agent, day and hour, exact at every moment: triggers apply signed differences to the additive columns, and averages
-- and rates are computed from those. Nobody else writes.

comment on table public.agent_analytics is
  'One row per agent, local day and hour, and one per agent and day with hour null.';
comment on column public.agent_analytics.id is 'Key.';
comment on column public.agent_analytics.agent_id is 'The agent; the row is deleted with it.';
comment on column public.agent_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.agent_analytics.date is 'Local day of the tenant.';
comment on column public.agent_analytics.hour is 'Local hour 0 to 23; null: the whole day.';
comment on column public.agent_analytics.total_calls is 'Calls created.';
comment on column public.agent_analytics.successful_calls is 'Calls completed.';
comment on column public.agent_analytics.failed_calls is 'Calls ended in any other way.';
comment on column public.agent_analytics.total_duration_minutes is 'Talk in minutes, rounded from total_duration_seconds.';
comment on column public.agent_analytics.avg_duration_minutes is 'Minutes of talk per answered call.';
comment on column public.agent_analytics.leads_generated is 'Calls with an analysis.';
comment on column public.agent_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.agent_analytics.conversion_rate is 'Percent of leads that are qualified, 0 to 100.';
comment on column public.agent_analytics.avg_engagement_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_intent_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_urgency_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_budget_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_fit_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.avg_total_score is 'Mean of the scored leads, 0 to 100.';
comment on column public.agent_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.agent_analytics.cost_per_lead is 'Credits per lead; 0 without leads.';
comment on column public.agent_analytics.success_rate is 'Percent of calls completed, 0 to 100.';
comment on column public.agent_analytics.answer_rate is 'Percent of calls answered, 0 to 100.';
comment on column public.agent_analytics.cta_pricing_clicks is 'Requests for prices in the calls.';
comment on column public.agent_analytics.cta_demo_clicks is 'Requests for a demonstration.';
comment on column public.agent_analytics.cta_followup_clicks is 'Requests to be called again.';
comment on column public.agent_analytics.cta_sample_clicks is 'Requests for a sample.';
comment on column public.agent_analytics.cta_human_escalations is 'Requests for a human being.';
comment on column public.agent_analytics.total_cta_interactions is 'All of the requests above.';
comment on column public.agent_analytics.cta_conversion_rate is 'Percent of calls with such a request, 0 to 100.';
comment on column public.agent_analytics.answered_calls is 'Calls that were answered (started_at is set).';
comment on column public.agent_analytics.total_duration_seconds is 'Seconds of talk, the exact sum.';
comment on column public.agent_analytics.engagement_score_sum is 'Sum of engagement_score over the scored leads.';
comment on column public.agent_analytics.engagement_score_count is 'Leads with engagement_score.';
comment on column public.agent_analytics.intent_score_sum is 'Sum of intent_score over the scored leads.';
comment on column public.agent_analytics.intent_score_count is 'Leads with intent_score.';
comment on column public.agent_analytics.urgency_score_sum is 'Sum of urgency_score over the scored leads.';
comment on column public.agent_analytics.urgency_score_count is 'Leads with urgency_score.';
comment on column public.agent_analytics.budget_score_sum is 'Sum of budget_score over the scored leads.';
comment on column public.agent_analytics.budget_score_count is 'Leads with budget_score.';
comment on column public.agent_analytics.fit_score_sum is 'Sum of fit_score over the scored leads.';
comment on column public.agent_analytics.fit_score_count is 'Leads with fit_score.';
comment on column public.agent_analytics.total_score_sum is 'Sum of total_score over the scored leads.';
comment on column public.agent_analytics.total_score_count is 'Leads with total_score.';
comment on column public.agent_analytics.created_at is 'When the row was written.';
comment on column public.agent_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.agent_analytics enable row level security;
alter table public.agent_analytics force row level security;

drop policy if exists agent_analytics_select_own on public.agent_analytics;
create policy agent_analytics_select_own on public.agent_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy agent_analytics_select_own on public.agent_analytics is 'A tenant reads its own agent analytics.';

drop policy if exists agent_analytics_all_definer on public.agent_analytics;
create policy agent_analytics_all_definer on public.agent_analytics for all to app_definer
  using (true) with check (true);
comment on policy agent_analytics_all_definer on public.agent_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.agent_analytics to app_user;
grant select, insert, update, delete on public.agent_analytics to app_definer;
--! EndIncluded analytics/public.agent_analytics.sql
--! Included analytics/public.user_analytics.sql
-- Rollup of agent_analytics by tenant and day, exact at every moment by the same signed differences. Nobody else writes.

comment on table public.user_analytics is
  'One row per tenant and local day.';
comment on column public.user_analytics.id is 'Key.';
comment on column public.user_analytics.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.user_analytics.date is 'Local day of the tenant.';
comment on column public.user_analytics.total_calls is 'Calls created.';
comment on column public.user_analytics.successful_calls is 'Calls completed.';
comment on column public.user_analytics.total_agents is 'Agents with at least one call that day.';
comment on column public.user_analytics.total_leads is 'Calls with an analysis.';
comment on column public.user_analytics.qualified_leads is 'Of those, qualified ones.';
comment on column public.user_analytics.credits_used is 'Whole credits charged for the calls.';
comment on column public.user_analytics.created_at is 'When the row was written.';
comment on column public.user_analytics.updated_at is 'When the row was last changed; written by the rollup.';

alter table public.user_analytics enable row level security;
alter table public.user_analytics force row level security;

drop policy if exists user_analytics_select_own on public.user_analytics;
create policy user_analytics_select_own on public.user_analytics for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy user_analytics_select_own on public.user_analytics is 'A tenant reads its own user analytics.';

drop policy if exists user_analytics_all_definer on public.user_analytics;
create policy user_analytics_all_definer on public.user_analytics for all to app_definer
  using (true) with check (true);
comment on policy user_analytics_all_definer on public.user_analytics is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.user_analytics to app_user;
grant select, insert, update, delete on public.user_analytics to app_definer;
--! EndIncluded analytics/public.user_analytics.sql
--! Included analytics/public.kpi_notes.sql
-- Append-only notes which days of the KPI summary are out of date. Without a unique key on purpose: "note only if not noted" may meet the
-- very note that the refresh is deleting, and the day stays wrong for ever. Functions only.

comment on table public.kpi_notes is
  'One row per change of a tenant''s day since the last refresh of the summary; pairs repeat.';
comment on column public.kpi_notes.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.kpi_notes.date is 'Local day whose row in the summary is out of date.';

alter table public.kpi_notes enable row level security;
alter table public.kpi_notes force row level security;

drop policy if exists kpi_notes_all_definer on public.kpi_notes;
create policy kpi_notes_all_definer on public.kpi_notes for all to app_definer
  using (true) with check (true);
comment on policy kpi_notes_all_definer on public.kpi_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.kpi_notes to app_definer;
--! EndIncluded analytics/public.kpi_notes.sql
--! Included analytics/public.dashboard_cache.sql
-- Computed pieces of pages. Triggers delete what has become wrong; only the function that fills stores, and it removes the note of change
-- before it computes. Functions only.

comment on table public.dashboard_cache is
  'One row per tenant and cached piece of a dashboard.';
comment on column public.dashboard_cache.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.dashboard_cache.cache_key is 'Which piece, with its parameters.';
comment on column public.dashboard_cache.payload is 'The piece as JSON.';
comment on column public.dashboard_cache.computed_at is 'When it was computed.';
comment on column public.dashboard_cache.expires_at is 'Not to be used from this moment on; the row is deleted later.';

alter table public.dashboard_cache enable row level security;
alter table public.dashboard_cache force row level security;

drop policy if exists dashboard_cache_all_definer on public.dashboard_cache;
create policy dashboard_cache_all_definer on public.dashboard_cache for all to app_definer
  using (true) with check (true);
comment on policy dashboard_cache_all_definer on public.dashboard_cache is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dashboard_cache to app_definer;
--! EndIncluded analytics/public.dashboard_cache.sql
--! Included contacts/public.contact_import_numbers.sql
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
--! EndIncluded contacts/public.contact_import_numbers.sql
--! Included dialing/public.dial_claims.sql
-- How many calls each claim has taken, for the create rate. Written and read by the claim only.
comment on table public.dial_claims is 'One row per claim that took calls, kept for a minute: the create rate is measured by it.';
comment on column public.dial_claims.claimed_at is 'When the claim was made.';
comment on column public.dial_claims.calls is 'Calls that it took. Unit: calls.';
alter table public.dial_claims enable row level security;
alter table public.dial_claims force row level security;

drop policy if exists dial_claims_all_definer on public.dial_claims;
create policy dial_claims_all_definer on public.dial_claims for all to app_definer
  using (true)
  with check (true);
comment on policy dial_claims_all_definer on public.dial_claims is 'The claim works on all rows.';
grant select, insert, delete on public.dial_claims to app_definer;
--! EndIncluded dialing/public.dial_claims.sql
--! Included dialing/public.dispatch_wakes.sql
-- Wake-ups that met another waker at the row and so could not raise the flag themselves; the claim raises it for them. There is one only
-- when two transactions wake the same parked lane or tenant at the same time. Names places and lanes, no tenant.
comment on table public.dispatch_wakes is 'One row per wake-up that is left to the next claim.';
comment on column public.dispatch_wakes.lane_id is 'Lane that has due people; null for a tenant.';
comment on column public.dispatch_wakes.pos is 'Place in the ring of the tenant to look at; null for a lane.';
comment on column public.dispatch_wakes.direct is 'True: the tenant has a direct call waiting.';
alter table public.dispatch_wakes enable row level security;
alter table public.dispatch_wakes force row level security;

drop policy if exists dispatch_wakes_all_definer on public.dispatch_wakes;
create policy dispatch_wakes_all_definer on public.dispatch_wakes for all to app_definer
  using (true)
  with check (true);
comment on policy dispatch_wakes_all_definer on public.dispatch_wakes is 'Wakers write, the claim takes.';
grant select, insert, delete on public.dispatch_wakes to app_definer;
--! EndIncluded dialing/public.dispatch_wakes.sql

-- Functions that views call
--! Included campaigns/public.campaign_timezone.sql
-- The zone of a campaign's hours: its own when it asks for one, else its tenant's.
create or replace function public.campaign_timezone(p_campaign public.call_campaigns)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_campaign.use_custom_timezone and p_campaign.campaign_timezone is not null then
    return p_campaign.campaign_timezone;
  end if;
  return public.get_user_timezone(p_campaign.user_id);
end
$function$;
comment on function public.campaign_timezone is
  'The IANA zone in which a campaign''s hours and dates are read.';
revoke all on function public.campaign_timezone from public;
grant execute on function public.campaign_timezone to app_definer, app_user;
--! EndIncluded campaigns/public.campaign_timezone.sql
--! Included platform/public.safe_timestamptz.sql
-- An instant as a provider writes it, null for anything else: a cast that fails would stop a whole batch. Tested
-- by pattern first; the block (a subtransaction) is for the 31st of February and its like. No zone means UTC.
create or replace function public.safe_timestamptz(p_text text)
  returns timestamptz
  language plpgsql
  immutable
  parallel unsafe
  security invoker
  set search_path = pg_catalog, pg_temp
  set timezone = 'UTC'
as $function$
begin
  if p_text !~ '^(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-][01][0-9]:?[0-5][0-9])?$' then
    return null;
  end if;
  return p_text::timestamptz;
exception
  when datetime_field_overflow or invalid_datetime_format then
    return null;
end
$function$;
comment on function public.safe_timestamptz is
  'The instant written in an ISO 8601 text, UTC when it names no zone; null when it is none.';
revoke all on function public.safe_timestamptz from public;
grant execute on function public.safe_timestamptz to app_definer;
--! EndIncluded platform/public.safe_timestamptz.sql
--! Included accounts/public.my_lines_limit.sql
create or replace function public.my_lines_limit()
  returns integer
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(
    (select t.max_concurrent_calls from public.tenant_dispatch t where t.user_id = public.current_user_id()),
    public.setting('dial.tenant_max_concurrent')
  )
$function$;
comment on function public.my_lines_limit is
  'How many calls of the signed-in tenant may run at once. Unit: calls.';
revoke all on function public.my_lines_limit from public;
grant execute on function public.my_lines_limit to app_user;
alter function public.my_lines_limit owner to app_definer;
--! EndIncluded accounts/public.my_lines_limit.sql
--! Included campaigns/public.next_window.sql
-- The first daily calling window that has not ended at p_now, in instants.
--
-- Local date plus local time, then "at time zone": the change to or from summer time is solved here, once for
-- each lane and day. A last call time at or before the first one crosses midnight (equal: all day), and the
-- night after the end date still belongs to it, so yesterday's window is looked at as well.
-- A local time that the clocks skip is read as much later as they were moved; where that takes the end of one window
-- past the beginning of the next (clocks that skip the hour before midnight), it ends there.
create or replace function public.next_window(
  p_first_call_time time,
  p_last_call_time time,
  p_start_date date,
  p_end_date date,
  p_zone text,
  p_now timestamptz,
  out opens_at timestamptz,
  out closes_at timestamptz
)
  returns record
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select w.opens_at, w.closes_at
  from (
    select greatest((p_now at time zone p_zone)::date - 1, p_start_date) as day
  ) b
  cross join generate_series(0, 3) as g (n)
  cross join lateral (
    select
      ((b.day + g.n) + p_first_call_time) at time zone p_zone as opens_at,
      least(
        ((b.day + g.n + case when p_last_call_time <= p_first_call_time then 1 else 0 end) + p_last_call_time)
          at time zone p_zone,
        ((b.day + g.n + 1) + p_first_call_time) at time zone p_zone
      ) as closes_at
  ) w
  where (p_end_date is null or b.day + g.n <= p_end_date)
    and w.closes_at > p_now
    and w.closes_at > w.opens_at
  order by w.closes_at
  limit 1
$function$;
comment on function public.next_window is
  'The first daily calling window that has not ended at p_now: opens_at and closes_at as instants, both null when no day is left. Times are local to p_zone, windows may cross midnight, equal times mean all day.';
revoke all on function public.next_window from public;
grant execute on function public.next_window to app_definer, app_user;
--! EndIncluded campaigns/public.next_window.sql
--! Included credits/public.my_held_credits.sql
-- The sum of a tenant's holds. The holds themselves are nobody's business.
create or replace function public.my_held_credits()
  returns integer
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(sum(h.amount), 0)::integer
  from public.credit_holds h
  where h.user_id = public.current_user_id()
$function$;
comment on function public.my_held_credits is
  'Credits reserved by calls in progress of the signed-in tenant. Unit: credits.';
revoke all on function public.my_held_credits from public;
grant execute on function public.my_held_credits to app_user;
alter function public.my_held_credits owner to app_definer;
--! EndIncluded credits/public.my_held_credits.sql
--! Included dialing/public.get_user_active_calls_count.sql
create or replace function public.get_user_active_calls_count(p_user_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select count(*)::integer from public.active_calls a where a.user_id = p_user_id
$function$;
comment on function public.get_user_active_calls_count is
  'Lines in use by a tenant, adopted calls included; 0 for somebody else''s tenant. Unit: calls.';
revoke all on function public.get_user_active_calls_count from public;
grant execute on function public.get_user_active_calls_count to app_definer, app_user;
--! EndIncluded dialing/public.get_user_active_calls_count.sql
--! Included integrity/public.invariant_07_late_attempts_at.sql
-- No attempt stays undecided. Past its lease an intent or a sending one is turned at the next look of a worker; past the
-- settle time an unknown one is at the latest written off by the next listing. A minute is given for either. A row
-- means that no worker looks, or that the provider cannot be asked.
create or replace function public.invariant_07_late_attempts_at(p_now timestamptz default now())
  returns table (object text, key text, detail text)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select
    'call_attempts',
    a.id::text,
    format('%s since its lease ended at %s', a.state, a.lease_deadline)
  from public.call_attempts a
  where a.state in ('intent', 'sending', 'unknown')
    and a.lease_deadline < p_now - interval '60 seconds' - case
      when a.state = 'unknown'
        then (public.setting('dial.settle_ms') + public.setting('dial.reconcile_ms')) * interval '1 millisecond'
      else interval '0'
    end
$function$;

comment on function public.invariant_07_late_attempts_at is
  'Attempts that should have been decided before an instant: past their lease, or unknown past the settle time. Read by invariant_07_late_attempts.';
revoke all on function public.invariant_07_late_attempts_at from public;
alter function public.invariant_07_late_attempts_at owner to app_definer;
--! EndIncluded integrity/public.invariant_07_late_attempts_at.sql
--! Included integrity/public.invariant_08_nobody_forgotten_at.sql
-- Whoever may be called is seen by the claim. Parked lanes or tenants with work they could do are lost wake-ups, unless a
-- note to the next claim says so; the sweep would find them, but it should have nothing to find. Items past their time
-- that were not promoted, and lanes that are open or shut otherwise than their window says, are given a minute, the
-- pace of the worker being a second.
-- A completed campaign may keep an open lane until its window ends: nobody waits in it.
create or replace function public.invariant_08_nobody_forgotten_at(p_now timestamptz default now())
  returns table (object text, key text, detail text)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select 'dispatch_lanes', l.id::text, 'people wait who may be called, and lane or tenant is parked'
  from public.dispatch_lanes l
  join public.tenant_dispatch t on t.user_id = l.user_id
  join public.users u on u.id = l.user_id
  where l.open
    and l.closes_at > p_now
    and (not l.ready or not t.ready or (l.call_type = 'direct' and not t.direct_ready))
    and exists (select from public.call_queue q where q.lane_id = l.id and q.status = 'pending' and q.due)
    and u.is_active
    and coalesce(t.max_concurrent_calls, public.setting('dial.tenant_max_concurrent'))
      > (select count(*) from public.active_calls s where s.user_id = u.id)
    and u.credits - (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id)
      >= public.hold_for_call(u.id)
    and not exists (select from public.dispatch_wakes w where w.lane_id = l.id or w.pos = t.pos)
  union all
  select 'call_queue', q.id::text, format('its time came at %s and it was not promoted', q.scheduled_for)
  from public.call_queue q
  where q.status = 'pending'
    and not q.due
    and q.scheduled_for < p_now - interval '60 seconds'
  union all
  select
    'dispatch_lanes',
    l.id::text,
    format('%s; the campaign is %s, hours %s to %s', case when l.open then 'open' else 'shut' end, c.status, w.opens_at, w.closes_at)
  from public.dispatch_lanes l
  join public.call_campaigns c on c.id = l.campaign_id
  cross join lateral public.next_window(
    c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c), p_now
  ) w
  where (l.open and l.closes_at < p_now - interval '60 seconds')
    or (l.open and c.status in ('draft', 'paused', 'cancelled'))
    or (not l.open and c.status in ('active', 'scheduled') and w.opens_at < p_now - interval '60 seconds')
$function$;

comment on function public.invariant_08_nobody_forgotten_at is
  'Work that no claim would find at an instant. Read by invariant_08_nobody_forgotten.';
revoke all on function public.invariant_08_nobody_forgotten_at from public;
alter function public.invariant_08_nobody_forgotten_at owner to app_definer;
--! EndIncluded integrity/public.invariant_08_nobody_forgotten_at.sql
--! Included integrity/public.invariant_10_unapplied_events_at.sql
-- What the provider says about a call that we know is applied at once. An event that waits for a minute is stuck: the
-- batch it is in fails, or nobody applies.
create or replace function public.invariant_10_unapplied_events_at(p_now timestamptz default now())
  returns table (object text, key text, detail text)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select 'webhook_events', w.id::text, format('about %s, waits since %s', w.execution_id, w.received_at)
  from public.webhook_events w
  where w.applied_at is null
    and w.quarantine_reason is null
    and w.received_at < p_now - interval '60 seconds'
    and exists (
      select from public.calls c where c.bolna_execution_id = w.execution_id and c.created_at < p_now - interval '60 seconds'
    )
$function$;

comment on function public.invariant_10_unapplied_events_at is
  'Events about known calls that had waited for a minute at an instant. Read by invariant_10_unapplied_events.';
revoke all on function public.invariant_10_unapplied_events_at from public;
alter function public.invariant_10_unapplied_events_at owner to app_definer;
--! EndIncluded integrity/public.invariant_10_unapplied_events_at.sql
--! Included integrity/public.references_between_tenants.sql
-- Rows whose reference ends at another tenant, over every foreign key between two tables with user_id, whatever columns
-- the key has, and over the references that have no key for the sake of the claim's speed.
--
-- Dynamic SQL, which functions of ours do not use elsewhere: this is a report, its names come from the catalog through
-- %I, and a key that is added tomorrow is covered without anybody thinking of it.
create or replace function public.references_between_tenants()
  returns table (object text, key text, detail text)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_reference record;
begin
  for v_reference in
    select f.relname as from_table, a.attname as from_column, t.relname as to_table, b.attname as to_column
    from pg_constraint k
    join pg_class f on f.oid = k.conrelid
    join pg_class t on t.oid = k.confrelid
    cross join lateral unnest(k.conkey, k.confkey) as p (from_number, to_number)
    join pg_attribute a on a.attrelid = f.oid and a.attnum = p.from_number
    join pg_attribute b on b.attrelid = t.oid and b.attnum = p.to_number
    where k.contype = 'f'
      and k.connamespace = 'public'::regnamespace
      and b.attname <> 'user_id'
      and exists (select from pg_attribute x where x.attrelid = f.oid and x.attname = 'user_id')
      and exists (select from pg_attribute x where x.attrelid = t.oid and x.attname = 'user_id')
    union all
    values
      ('call_attempts', 'queue_id', 'call_queue', 'id'),
      ('credit_holds', 'attempt_id', 'call_attempts', 'id'),
      ('active_calls', 'id', 'call_queue', 'id'),
      ('active_calls', 'bolna_execution_id', 'calls', 'bolna_execution_id')
    order by 1, 2
  loop
    return query execute format(
      $query$
        select %1$L::text, f.%2$I::text, format('%%s of tenant %%s leads to %%s of tenant %%s', %2$L, f.user_id, %3$L, t.user_id)
        from public.%1$I f
        join public.%3$I t on t.%4$I = f.%2$I
        where t.user_id <> f.user_id
      $query$,
      v_reference.from_table, v_reference.from_column, v_reference.to_table, v_reference.to_column
    );
  end loop;
end
$function$;

comment on function public.references_between_tenants is
  'Rows that refer to a row of another tenant: table, the reference, and both tenants. Read by invariant_22_references_stay_with_tenant.';
revoke all on function public.references_between_tenants from public;
alter function public.references_between_tenants owner to app_definer;
--! EndIncluded integrity/public.references_between_tenants.sql
--! Included platform/public.newest_ui_event_id.sql
create or replace function public.newest_ui_event_id()
  returns bigint
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(max(e.id), 0) from public.ui_events e
$function$;
comment on function public.newest_ui_event_id is
  'Id of the newest live event of all tenants, 0 when there is none. A number, no data.';
revoke all on function public.newest_ui_event_id from public;
grant execute on function public.newest_ui_event_id to app_user;
alter function public.newest_ui_event_id owner to app_definer;
--! EndIncluded platform/public.newest_ui_event_id.sql

-- Views
--! Included accounts/api.me.sql
-- Who is signed in, and what the header of every page shows.
create or replace view api.me with (security_invoker = true, security_barrier = true) as
select
  u.id,
  u.email,
  u.name,
  u.role,
  u.company,
  u.is_active,
  u.credits,
  public.my_held_credits() as held_credits,
  u.credits - public.my_held_credits() as available_credits,
  public.get_user_timezone(u.id) as timezone,
  public.my_lines_limit() as lines_limit,
  public.get_user_active_calls_count(u.id) as lines_in_use,
  public.newest_ui_event_id() as last_event_id
from public.users u
where u.id = (select public.current_user_id());
comment on view api.me is 'One row: the signed-in user.';
comment on column api.me.id is 'The user, who is the tenant.';
comment on column api.me.email is 'Address used to sign in.';
comment on column api.me.name is 'Name shown in the header.';
comment on column api.me.role is 'user, admin or super_admin.';
comment on column api.me.company is 'Company of the tenant.';
comment on column api.me.is_active is 'Always true here: a switched-off account has no session.';
comment on column api.me.credits is 'Balance: the sum of all transactions. Unit: credits.';
comment on column api.me.held_credits is E'Reserved by calls in progress. Unit: credits.\n@notNull';
comment on column api.me.available_credits is E'Balance less what is held. Unit: credits.\n@notNull';
comment on column api.me.timezone is E'IANA zone in which days, hours and times are shown.\n@notNull';
comment on column api.me.lines_limit is E'Calls that may run at once. Unit: calls.\n@notNull';
comment on column api.me.lines_in_use is E'Calls that run now. Unit: calls.\n@notNull';
comment on column api.me.last_event_id is E'Newest live event: where a stream begins, so that nothing between this answer and the stream is lost.\n@notNull';
grant select on api.me to app_user, app_definer;
--! EndIncluded accounts/api.me.sql
--! Included agents/api.agents.sql
create or replace view api.agents with (security_invoker = true) as
select a.id, a.name, a.description, a.agent_type, a.is_active, a.bolna_agent_id, a.created_at
from public.agents a;
comment on view api.agents is 'One row per agent of the tenant.';
comment on column api.agents.id is 'The agent.';
comment on column api.agents.name is 'Name of the agent.';
comment on column api.agents.description is 'What it is for.';
comment on column api.agents.agent_type is 'call or chat; only call agents dial.';
comment on column api.agents.is_active is 'Switched-off agents dial nobody.';
comment on column api.agents.bolna_agent_id is 'Id at the voice provider.';
comment on column api.agents.created_at is 'When it was connected.';
grant select on api.agents to app_user, app_definer;
--! EndIncluded agents/api.agents.sql
--! Included calls/api.calls.sql
create or replace view api.calls with (security_invoker = true) as
select
  c.id, c.agent_id, a.name as agent_name, c.contact_id, coalesce(t.name, c.caller_name) as contact_name, c.campaign_id,
  k.name as campaign_name, c.phone_number, c.lead_type, c.call_source, c.status, c.provider_status,
  c.duration_seconds, c.summary, c.sentiment, c.credits, c.started_at, c.ended_at, c.confirmed_at, c.created_at,
  c.transcript is not null as has_transcript,
  coalesce(c.metadata ->> 'answered_by_voice_mail' = 'true', false) as is_voicemail
from public.calls c
join public.agents a on a.id = c.agent_id
left join public.contacts t on t.id = c.contact_id
left join public.call_campaigns k on k.id = c.campaign_id;
comment on view api.calls is 'One row per call that the provider has accepted or that came in.';
comment on column api.calls.id is 'The call.';
comment on column api.calls.agent_id is 'Who talked.';
comment on column api.calls.agent_name is 'Its name.';
comment on column api.calls.contact_id is 'With whom.';
comment on column api.calls.contact_name is 'Their name.';
comment on column api.calls.campaign_id is 'In which campaign, null for direct and inbound calls.';
comment on column api.calls.campaign_name is 'Its name.';
comment on column api.calls.phone_number is 'The other party''s number, E.164.';
comment on column api.calls.lead_type is 'inbound or outbound.';
comment on column api.calls.call_source is 'phone, internet or unknown.';
comment on column api.calls.status is 'Where the call stands.';
comment on column api.calls.provider_status is 'The provider''s own word for it.';
comment on column api.calls.duration_seconds is 'Seconds of talk as billed, null until known.';
comment on column api.calls.summary is 'The provider''s summary.';
comment on column api.calls.sentiment is 'positive, neutral, negative or mixed.';
comment on column api.calls.credits is 'Charged, 0 until the end is confirmed. Unit: credits.';
comment on column api.calls.started_at is 'When somebody answered.';
comment on column api.calls.ended_at is 'When the line was free.';
comment on column api.calls.confirmed_at is 'When the provider confirmed the end to our own question.';
comment on column api.calls.created_at is 'When it was dialed, or came in.';
comment on column api.calls.has_transcript is E'True when there is something to read.\n@notNull';
comment on column api.calls.is_voicemail is E'True when the provider heard a voicemail greeting.\n@notNull';
grant select on api.calls to app_user, app_definer;
--! EndIncluded calls/api.calls.sql
--! Included calls/api.call_details.sql
create or replace view api.call_details with (security_invoker = true) as
select
  c.*,
  k.transcript,
  k.recording_url is not null as recording_available,
  k.next_action,
  k.metadata ->> 'hangup_reason' as hangup_reason,
  k.credits_shortfall,
  t.hold_amount,
  t.pulse_seconds,
  t.price_per_pulse
from api.calls c
join public.calls k on k.id = c.id
left join public.call_attempts t on t.id = k.attempt_id;
comment on view api.call_details is 'One row per call, with everything its page shows.';
comment on column api.call_details.id is 'The call.';
comment on column api.call_details.agent_id is 'Who talked.';
comment on column api.call_details.agent_name is 'Its name.';
comment on column api.call_details.contact_id is 'With whom.';
comment on column api.call_details.contact_name is 'Their name.';
comment on column api.call_details.campaign_id is 'In which campaign.';
comment on column api.call_details.campaign_name is 'Its name.';
comment on column api.call_details.phone_number is 'The other party''s number, E.164.';
comment on column api.call_details.lead_type is 'inbound or outbound.';
comment on column api.call_details.call_source is 'phone, internet or unknown.';
comment on column api.call_details.status is 'Where the call stands.';
comment on column api.call_details.provider_status is 'The provider''s own word for it.';
comment on column api.call_details.duration_seconds is 'Seconds of talk as billed, null until known.';
comment on column api.call_details.summary is 'The provider''s summary.';
comment on column api.call_details.sentiment is 'positive, neutral, negative or mixed.';
comment on column api.call_details.credits is 'Charged. Unit: credits.';
comment on column api.call_details.started_at is 'When somebody answered.';
comment on column api.call_details.ended_at is 'When the line was free.';
comment on column api.call_details.confirmed_at is 'When the provider confirmed the end.';
comment on column api.call_details.created_at is 'When it was dialed, or came in.';
comment on column api.call_details.has_transcript is E'True when there is something to read.\n@notNull';
comment on column api.call_details.transcript is 'What was said, a line for each turn: assistant: or user:. The provider gives no times.';
comment on column api.call_details.recording_available is E'True when the provider has named a recording.\n@notNull';
comment on column api.call_details.next_action is 'Next step that the analysis proposes.';
comment on column api.call_details.hangup_reason is 'Why the line was closed, in the provider''s words.';
comment on column api.call_details.is_voicemail is E'True when the provider heard a voicemail greeting.\n@notNull';
comment on column api.call_details.credits_shortfall is 'Price that the balance could not pay (inbound calls have no hold). Unit: credits.';
comment on column api.call_details.hold_amount is 'Reserved when the call was claimed. Unit: credits.';
comment on column api.call_details.pulse_seconds is 'Talk time is charged in pulses of this length. Unit: seconds.';
comment on column api.call_details.price_per_pulse is 'Price of a pulse. Unit: credits.';
grant select on api.call_details to app_user, app_definer;
--! EndIncluded calls/api.call_details.sql
--! Included calls/public.call_event_facts.sql
-- How an execution of the provider is read: the one mapping from its words and fields to ours. The whole body
-- stays beside it, so a better mapping can be applied to what is stored.
--
-- Durations are binary floats, written with up to 17 digits: 60.000000000000004 is a minute, not a minute and a pulse.
-- No cast here can fail: numbers are tested by pattern, instants go through safe_timestamptz.
create or replace view public.call_event_facts with (security_barrier = true) as
select
  w.id,
  w.execution_id,
  w.agent_id,
  w.source,
  w.source = 'pull' as is_confirmation,
  p.status as word,
  coalesce(p.rank, (-1)::smallint) as rank,
  coalesce(p.is_terminal, false) as is_terminal,
  coalesce(p.frees_line, false) as frees_line,
  coalesce(public.safe_timestamptz(w.body ->> 'updated_at'), w.received_at) as happened_at,
  coalesce(
    public.safe_timestamptz(w.body ->> 'created_at'), public.safe_timestamptz(w.body ->> 'updated_at'), w.received_at
  ) as began_at,
  w.body_hash,
  case
    when coalesce(w.body ->> 'conversation_duration', w.body ->> 'conversation_time') ~ '^[0-9]{1,6}(\.[0-9]+)?$'
      then ceil(round(coalesce(w.body ->> 'conversation_duration', w.body ->> 'conversation_time')::numeric, 6))::integer
  end as duration_seconds,
  nullif(w.body ->> 'transcript', '') as transcript,
  nullif(w.body ->> 'summary', '') as summary,
  nullif(w.body #>> '{telephony_data,recording_url}', '') as recording_url,
  left(nullif(w.body #>> '{telephony_data,from_number}', ''), 50) as from_number,
  left(nullif(w.body #>> '{telephony_data,to_number}', ''), 50) as to_number,
  w.body #>> '{telephony_data,call_type}' as direction,
  w.body #>> '{telephony_data,provider}' as carrier,
  case
    when w.body #>> '{extracted_data,Callgres,sentiment,objective}' in ('positive', 'neutral', 'negative', 'mixed')
      then w.body #>> '{extracted_data,Callgres,sentiment,objective}'
  end as sentiment,
  nullif(w.body #>> '{extracted_data,Callgres,next_action,subjective}', '') as next_action,
  case
    when w.body #>> '{context_details,recipient_data,callgres_attempt_id}'
      ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
      then (w.body #>> '{context_details,recipient_data,callgres_attempt_id}')::uuid
  end as attempt_id,
  jsonb_strip_nulls(jsonb_build_object(
    'hangup_by', w.body #> '{telephony_data,hangup_by}',
    'hangup_reason', w.body #> '{telephony_data,hangup_reason}',
    'hangup_provider_code', w.body #> '{telephony_data,hangup_provider_code}',
    'ring_duration', w.body #> '{telephony_data,ring_duration}',
    'telephony_duration', w.body #> '{telephony_data,duration}',
    'telephony_provider', w.body #> '{telephony_data,provider}',
    'error_message', w.body -> 'error_message',
    'answered_by_voice_mail', w.body -> 'answered_by_voice_mail',
    'total_cost', w.body -> 'total_cost',
    'cost_breakdown', w.body -> 'cost_breakdown',
    'termination_reason', w.body -> 'termination_reason',
    'extracted_data', w.body -> 'extracted_data'
  )) as details
from public.webhook_events w
left join public.provider_statuses p on p.status = w.status
where w.quarantine_reason is null;

comment on view public.call_event_facts is 'One row per stored provider event read into typed facts; word is null and rank -1 for a status word that we do not know, whose echo and text still count. Read by the functions that apply events; for nobody else.';
comment on column public.call_event_facts.id is 'The event in webhook_events.';
comment on column public.call_event_facts.execution_id is 'The provider''s id of the call.';
comment on column public.call_event_facts.agent_id is 'The agent through whose secret address, or for whose call, the event came.';
comment on column public.call_event_facts.source is 'webhook: the provider told us. pull: we asked.';
comment on column public.call_event_facts.is_confirmation is 'True for an answer to our own question: only that can confirm an end.';
comment on column public.call_event_facts.word is 'Status word of the provider.';
comment on column public.call_event_facts.rank is 'How far along a call with this word is, 0 to 6.';
comment on column public.call_event_facts.is_terminal is 'True when nothing can follow.';
comment on column public.call_event_facts.frees_line is 'True when the line is free at this word.';
comment on column public.call_event_facts.happened_at is 'When the provider last changed the call; when it does not say, when we heard.';
comment on column public.call_event_facts.began_at is 'When the call began at the provider, the same in all its events; when the body does not say, as happened_at.';
comment on column public.call_event_facts.body_hash is 'SHA-256 of the body, the last tie-break between events.';
comment on column public.call_event_facts.duration_seconds is 'Talk time, rounded up. Unit: seconds.';
comment on column public.call_event_facts.transcript is 'What was said, a line for each turn.';
comment on column public.call_event_facts.summary is 'The provider''s summary.';
comment on column public.call_event_facts.recording_url is 'The provider''s link to the recording; it expires.';
comment on column public.call_event_facts.from_number is 'The calling end.';
comment on column public.call_event_facts.to_number is 'The called end.';
comment on column public.call_event_facts.direction is 'inbound or outbound, as the provider says.';
comment on column public.call_event_facts.carrier is 'Telephony provider behind the voice provider.';
comment on column public.call_event_facts.sentiment is 'Sentiment that the provider extracted, when it is one of our words.';
comment on column public.call_event_facts.next_action is 'Next step that the provider extracted.';
comment on column public.call_event_facts.attempt_id is 'Our attempt id as echoed by the provider, when it is well formed.';
comment on column public.call_event_facts.details is 'Hang-up, cost and extraction as the provider wrote them, for calls.metadata.';
revoke all on public.call_event_facts from public;
grant select on public.call_event_facts to app_definer;
alter view public.call_event_facts owner to app_definer;
--! EndIncluded calls/public.call_event_facts.sql
--! Included dialing/public.dispatch_lane_hours.sql
-- The calling hours of lanes, for the pages: the lanes themselves are nobody's business.
create or replace view public.dispatch_lane_hours with (security_barrier = true) as
select l.user_id, l.campaign_id, l.open, l.opens_at, l.closes_at
from public.dispatch_lanes l
where l.user_id = (select public.current_user_id())
  or pg_has_role(current_user, 'app_definer', 'usage');
comment on view public.dispatch_lane_hours is 'One row per lane of the signed-in tenant with the window it is in or waits for.';
comment on column public.dispatch_lane_hours.user_id is 'The tenant.';
comment on column public.dispatch_lane_hours.campaign_id is 'The campaign, null for direct calls.';
comment on column public.dispatch_lane_hours.open is 'True while calls may go out.';
comment on column public.dispatch_lane_hours.opens_at is 'Begin of the present or next window.';
comment on column public.dispatch_lane_hours.closes_at is 'End of that window.';
revoke all on public.dispatch_lane_hours from public;
grant select on public.dispatch_lane_hours to app_user, app_definer;
alter view public.dispatch_lane_hours owner to app_definer;
--! EndIncluded dialing/public.dispatch_lane_hours.sql
--! Included campaigns/api.campaigns.sql
-- A campaign with its people counted by the state of their queue items, so that a refused dial is visible too,
-- while the counters of the reference count calls.
create or replace view api.campaigns with (security_invoker = true) as
select
  c.id, c.name, c.description, c.next_action, c.status, c.agent_id, a.name as agent_name,
  c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c) as timezone,
  c.max_retries, c.retry_interval_minutes, c.total_contacts, c.completed_calls, c.successful_calls, c.failed_calls,
  c.started_at, c.completed_at, c.created_at,
  p.waiting as people_waiting,
  p.retrying as people_retrying,
  p.on_line as people_on_line,
  p.unresolved as people_unresolved,
  p.closing as people_closing,
  p.reached as people_reached,
  p.not_reached as people_not_reached,
  p.cancelled as people_cancelled,
  case
    when c.status in ('draft', 'scheduled', 'paused') then n.opens_at
    when c.status = 'active' and not w.open then w.opens_at
  end as next_opening_at,
  array(
    select distinct s.action::text
    from public.campaign_status_steps s
    where s.from_status = c.status and s.action is not null
    order by s.action::text
  ) as actions
from public.call_campaigns c
join public.agents a on a.id = c.agent_id
cross join lateral (
  select
    (count(*) filter (where q.status = 'pending' and q.attempts = 0))::integer as waiting,
    (count(*) filter (where q.status = 'pending' and q.attempts > 0))::integer as retrying,
    (count(*) filter (where q.status = 'processing' and s.id is not null and t.id is null))::integer as on_line,
    (count(*) filter (where q.status = 'processing' and t.id is not null))::integer as unresolved,
    (count(*) filter (where q.status = 'processing' and s.id is null and t.id is null))::integer as closing,
    (count(*) filter (where q.status = 'completed'))::integer as reached,
    (count(*) filter (where q.status in ('failed', 'busy', 'no_answer')))::integer as not_reached,
    (count(*) filter (where q.status = 'cancelled'))::integer as cancelled
  from public.call_queue q
  left join public.active_calls s on s.id = q.id and q.status = 'processing'
  left join public.call_attempts t on t.queue_id = q.id and t.state = 'unknown'
  where q.campaign_id = c.id
) p
left join lateral (
  select l.open, l.opens_at
  from public.dispatch_lane_hours l
  where l.campaign_id = c.id
  order by l.open desc, l.opens_at
  limit 1
) w on true
left join lateral public.next_window(
  c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c), now()
) n on true;
comment on view api.campaigns is 'One row per campaign of the tenant, with its people counted by what became of them: total_contacts is the sum of the eight people_ columns.';
comment on column api.campaigns.id is 'The campaign.';
comment on column api.campaigns.name is 'Name.';
comment on column api.campaigns.description is 'What it is about.';
comment on column api.campaigns.next_action is 'Goal of the conversations, told to the agent.';
comment on column api.campaigns.status is 'draft, scheduled, active, paused, completed or cancelled.';
comment on column api.campaigns.agent_id is 'The agent that talks.';
comment on column api.campaigns.agent_name is 'Its name.';
comment on column api.campaigns.first_call_time is 'Start of the daily calling hours, local to timezone.';
comment on column api.campaigns.last_call_time is 'End of the daily calling hours, local to timezone; at or before the start means the next morning, equal means all day.';
comment on column api.campaigns.start_date is 'First day, local.';
comment on column api.campaigns.end_date is 'Last day, local; null for none. Its night still belongs to it.';
comment on column api.campaigns.timezone is E'IANA zone of hours and dates.\n@notNull';
comment on column api.campaigns.max_retries is 'Further tries for each person after the first.';
comment on column api.campaigns.retry_interval_minutes is 'Pause before a further try. Unit: minutes.';
comment on column api.campaigns.total_contacts is 'People ever added.';
comment on column api.campaigns.completed_calls is 'Calls whose end is confirmed.';
comment on column api.campaigns.successful_calls is 'Those of them that were answered, voicemail included.';
comment on column api.campaigns.failed_calls is 'Those of them that reached nobody.';
comment on column api.campaigns.started_at is 'When it first became active.';
comment on column api.campaigns.completed_at is 'When nobody was left.';
comment on column api.campaigns.created_at is 'When it was made.';
comment on column api.campaigns.people_waiting is E'People not tried yet.\n@notNull';
comment on column api.campaigns.people_retrying is E'People tried before who wait for a further try.\n@notNull';
comment on column api.campaigns.people_on_line is E'People on a line now.\n@notNull';
comment on column api.campaigns.people_closing is E'People whose line is free and whose call the provider has not confirmed yet.\n@notNull';
comment on column api.campaigns.actions is E'What a person may do with it now: launch, pause, resume, cancel.\n@notNull';
comment on column api.campaigns.people_unresolved is E'People of whom the provider has not said yet whether they were called.\n@notNull';
comment on column api.campaigns.people_reached is E'People whose call was answered, voicemail included.\n@notNull';
comment on column api.campaigns.people_not_reached is E'People whose tries are used up.\n@notNull';
comment on column api.campaigns.people_cancelled is E'People who are not called any more: opted out, campaign cancelled or over.\n@notNull';
comment on column api.campaigns.next_opening_at is 'When calls go out next: before now means at once on launch. Null while calls may go out and when no day is left.';
grant select on api.campaigns to app_user, app_definer;
--! EndIncluded campaigns/api.campaigns.sql
--! Included contacts/api.contact_imports.sql
create or replace view api.contact_imports with (security_invoker = true) as
select
  i.id, i.file_name, i.status, i.policy, i.tags, i.lines_read, i.inserted, i.updated, i.unchanged,
  i.duplicate_in_file, i.rejected, i.suppressed, i.blank, i.failure_reason, i.created_at, i.finished_at
from public.contact_imports i;
comment on view api.contact_imports is 'One row per file of contacts that the tenant has given us.';
comment on column api.contact_imports.id is 'The import.';
comment on column api.contact_imports.file_name is 'Name of the file.';
comment on column api.contact_imports.status is 'uploading, merging, done, failed or cancelled.';
comment on column api.contact_imports.policy is 'What happens to contacts that exist: skip, fill empty fields, overwrite.';
comment on column api.contact_imports.tags is 'Tags that every contact of the file gets.';
comment on column api.contact_imports.lines_read is 'Data rows of the file. When done, the sum of the seven counts. Unit: rows.';
comment on column api.contact_imports.inserted is 'New contacts. Unit: rows.';
comment on column api.contact_imports.updated is 'Existing contacts that were changed. Unit: rows.';
comment on column api.contact_imports.unchanged is 'Existing contacts that stayed as they were. Unit: rows.';
comment on column api.contact_imports.duplicate_in_file is 'Rows whose number stands in an earlier row. Unit: rows.';
comment on column api.contact_imports.rejected is 'Rows that could not be taken, each with its reason. Unit: rows.';
comment on column api.contact_imports.suppressed is 'Rows whose number is on the do-not-call list. Unit: rows.';
comment on column api.contact_imports.blank is 'Rows without any text. Unit: rows.';
comment on column api.contact_imports.failure_reason is 'Why the import failed as a whole.';
comment on column api.contact_imports.created_at is 'When the upload began.';
comment on column api.contact_imports.finished_at is 'When everything was merged.';
grant select on api.contact_imports to app_user, app_definer;
--! EndIncluded contacts/api.contact_imports.sql
--! Included contacts/api.contacts.sql
create or replace view api.contacts with (security_invoker = true) as
select
  c.id,
  c.name,
  c.phone_number,
  c.email,
  c.company,
  c.city,
  c.country,
  c.tags,
  c.notes,
  c.not_connected,
  c.call_attempted_busy,
  c.call_attempted_no_answer,
  c.last_contact_at,
  c.is_customer,
  exists (
    select
    from public.do_not_call d
    where d.phone_number = c.phone_number and (d.user_id = c.user_id or d.user_id is null)
  ) as is_opted_out,
  c.import_id,
  c.created_at
from public.contacts c
where c.deleted_at is null;
comment on view api.contacts is 'One row per contact of the tenant that is not deleted.';
comment on column api.contacts.id is 'The contact.';
comment on column api.contacts.name is 'Name.';
comment on column api.contacts.phone_number is 'Number in E.164.';
comment on column api.contacts.email is 'E-mail address.';
comment on column api.contacts.company is 'Company.';
comment on column api.contacts.city is 'City.';
comment on column api.contacts.country is 'Country as given.';
comment on column api.contacts.tags is 'Tags.';
comment on column api.contacts.notes is 'Notes.';
comment on column api.contacts.not_connected is 'Calls that did not reach them. Unit: calls.';
comment on column api.contacts.call_attempted_busy is 'Calls that met a busy line. Unit: calls.';
comment on column api.contacts.call_attempted_no_answer is 'Calls that nobody answered. Unit: calls.';
comment on column api.contacts.last_contact_at is 'When the last call that has ended was dialed, or came in.';
comment on column api.contacts.is_customer is 'Converted.';
comment on column api.contacts.is_opted_out is E'On the tenant''s do-not-call list: never dialed.\n@notNull';
comment on column api.contacts.import_id is 'The import that made them, null for others.';
comment on column api.contacts.created_at is 'When they were added.';
grant select on api.contacts to app_user, app_definer;
--! EndIncluded contacts/api.contacts.sql
--! Included dialing/api.lines.sql
-- The calls being made now, with the phase each is in.
create or replace view api.lines with (security_invoker = true) as
select
  s.id,
  q.id as queue_id,
  coalesce(c.campaign_id, q.campaign_id) as campaign_id,
  coalesce(q.contact_name, c.caller_name) as contact_name,
  s.phone_number,
  s.call_type,
  case
    when t.state = 'intent' then 'reserved'
    when t.state = 'sending' then 'sending'
    when t.state = 'unknown' then 'checking'
    when c.provider_status = 'ringing' then 'ringing'
    when c.status = 'in-progress' then 'talking'
    else 'dialing'
  end as phase,
  coalesce(
    case when c.status = 'in-progress' then c.started_at end,
    t.sent_at,
    s.started_at
  ) as since,
  c.id as call_id
from public.active_calls s
left join public.call_queue q on q.id = s.id
left join public.calls c on c.bolna_execution_id = s.bolna_execution_id
left join public.call_attempts t on t.queue_id = s.id and t.closed_key is null;
comment on view api.lines is 'One row per line in use: a call from the moment it is reserved until the line is free.';
comment on column api.lines.id is 'The line.';
comment on column api.lines.queue_id is 'Whom it is for.';
comment on column api.lines.campaign_id is 'The campaign, null for a direct call.';
comment on column api.lines.contact_name is 'Their name.';
comment on column api.lines.phone_number is 'The number, E.164.';
comment on column api.lines.call_type is 'campaign or direct.';
comment on column api.lines.phase is E'reserved, sending, dialing, ringing, talking, or checking with the provider whether it was placed.\n@notNull';
comment on column api.lines.since is E'When this phase, or at least the dial, began.\n@notNull';
comment on column api.lines.call_id is 'The call, once the provider has accepted it.';
grant select on api.lines to app_user, app_definer;
--! EndIncluded dialing/api.lines.sql
--! Included dialing/api.queue_items.sql
create or replace view api.queue_items with (security_invoker = true) as
select
  q.id, q.campaign_id, c.name as campaign_name, q.contact_id, q.contact_name, q.phone_number, q.call_type, q.status,
  q.priority, q.scheduled_for, q.attempts, q.max_retries, q.last_attempt_at, q.completed_at, q.error_message,
  q.call_id, q.created_at
from public.call_queue q
left join public.call_campaigns c on c.id = q.campaign_id;
comment on view api.queue_items is 'One row per person queued for a call, in a campaign or directly.';
comment on column api.queue_items.id is 'The item.';
comment on column api.queue_items.campaign_id is 'The campaign, null for a direct call.';
comment on column api.queue_items.campaign_name is 'Its name.';
comment on column api.queue_items.contact_id is 'Whom to call.';
comment on column api.queue_items.contact_name is 'Their name when they were queued.';
comment on column api.queue_items.phone_number is 'Number to dial, E.164.';
comment on column api.queue_items.call_type is 'campaign or direct; direct calls go first.';
comment on column api.queue_items.status is 'What has become of them.';
comment on column api.queue_items.priority is 'Higher goes first.';
comment on column api.queue_items.scheduled_for is 'Not before this instant; null for at once.';
comment on column api.queue_items.attempts is 'Calls made so far.';
comment on column api.queue_items.max_retries is 'Further calls allowed after the first.';
comment on column api.queue_items.last_attempt_at is 'When the provider accepted the last call.';
comment on column api.queue_items.completed_at is 'When nothing more was to be done.';
comment on column api.queue_items.error_message is 'Why it ended or waits again, as the provider or the platform put it.';
comment on column api.queue_items.call_id is 'The last call.';
comment on column api.queue_items.created_at is 'When they were queued.';
grant select on api.queue_items to app_user, app_definer;
--! EndIncluded dialing/api.queue_items.sql
--! Included integrity/public.invariant_01_claims_within_caps.sql
-- Every attempt carries the counts it was taken under, so this holds for all calls ever made, not only for those of
-- the moment. A CHECK refuses such a row already; this proves that the CHECK was never off.
create or replace view public.invariant_01_claims_within_caps with (security_barrier = true) as
select
  'call_attempts' as object,
  a.id::text as key,
  format('tenant %s of %s, platform %s of %s', a.tenant_slots_before, a.tenant_cap, a.system_slots_before, a.system_cap) as detail
from public.call_attempts a
where a.tenant_slots_before >= a.tenant_cap
  or a.system_slots_before >= a.system_cap;

comment on view public.invariant_01_claims_within_caps is 'Attempts that were taken above a limit. Must be empty.';
comment on column public.invariant_01_claims_within_caps.object is 'The table at fault.';
comment on column public.invariant_01_claims_within_caps.key is 'Key of the row at fault.';
comment on column public.invariant_01_claims_within_caps.detail is 'Slots and limits at the claim.';
revoke all on public.invariant_01_claims_within_caps from public;
alter view public.invariant_01_claims_within_caps owner to app_definer;
--! EndIncluded integrity/public.invariant_01_claims_within_caps.sql
--! Included integrity/public.invariant_02_slots_within_caps.sql
-- No more slots than the limit that was in force when the newest of them was taken. Not the limit of today: one that was
-- lowered meanwhile ends no call. Adopted slots are calls that exist already and are not refused, so they do not count.
create or replace view public.invariant_02_slots_within_caps with (security_barrier = true) as
with slots as (
  select s.user_id, a.created_at, a.tenant_cap, a.system_cap
  from public.active_calls s
  left join public.call_attempts a on a.queue_id = s.id
    and a.closed_at is null
  where not s.adopted
),
counted as (
  select
    'users' as object,
    s.user_id::text as key,
    count(*) as slots,
    (array_agg(s.tenant_cap order by s.created_at desc nulls last))[1] as cap
  from slots s
  group by s.user_id
  union all
  select
    'active_calls',
    'platform',
    count(*),
    (array_agg(s.system_cap order by s.created_at desc nulls last))[1]
  from slots s
)
select c.object, c.key, format('%s slots, limit %s', c.slots, c.cap) as detail
from counted c
where c.slots > c.cap;

comment on view public.invariant_02_slots_within_caps is 'Tenants, or the platform, with more slots in use than they may have. Must be empty.';
comment on column public.invariant_02_slots_within_caps.object is 'The table at fault.';
comment on column public.invariant_02_slots_within_caps.key is 'Key of the row at fault.';
comment on column public.invariant_02_slots_within_caps.detail is 'Slots in use and the limit.';
revoke all on public.invariant_02_slots_within_caps from public;
alter view public.invariant_02_slots_within_caps owner to app_definer;
--! EndIncluded integrity/public.invariant_02_slots_within_caps.sql
--! Included integrity/public.invariant_03_slots_are_lines.sql
-- A slot is a line in use, no more and no less: one that stays after its call is a line lost, one that is missing lets
-- too many calls out. A call whose line is free (its end was at least heard of) has none, though it is not confirmed.
create or replace view public.invariant_03_slots_are_lines with (security_barrier = true) as
select
  'active_calls' as object,
  s.id::text as key,
  'slot without an attempt before acceptance or a call that runs' as detail
from public.active_calls s
where not exists (
    select from public.call_attempts a where a.queue_id = s.id and a.state in ('intent', 'sending', 'unknown')
  )
  and not exists (
    select
    from public.calls c
    where c.bolna_execution_id = s.bolna_execution_id and c.ended_at is null and c.confirmed_at is null
  )
union all
select 'call_attempts', a.id::text, format('%s attempt without slot', a.state)
from public.call_attempts a
where a.state in ('intent', 'sending', 'unknown')
  and not exists (select from public.active_calls s where s.id = a.queue_id)
union all
select 'call_attempts', a.id::text, 'accepted attempt whose call runs without slot'
from public.call_attempts a
join public.calls c on c.attempt_id = a.id
where a.state = 'accepted'
  and a.closed_at is null
  and c.ended_at is null
  and c.confirmed_at is null
  and not exists (select from public.active_calls s where s.bolna_execution_id = c.bolna_execution_id);

comment on view public.invariant_03_slots_are_lines is 'Slots without a call in the air, and calls in the air without a slot. Must be empty.';
comment on column public.invariant_03_slots_are_lines.object is 'The table at fault.';
comment on column public.invariant_03_slots_are_lines.key is 'Key of the row at fault.';
comment on column public.invariant_03_slots_are_lines.detail is 'What is missing.';
revoke all on public.invariant_03_slots_are_lines from public;
alter view public.invariant_03_slots_are_lines owner to app_definer;
--! EndIncluded integrity/public.invariant_03_slots_are_lines.sql
--! Included integrity/public.invariant_04_nobody_called_twice.sql
-- A person is never called twice at once: one open attempt for each item, one call in the air for each number of a tenant.
-- A ghost (a call that turned up after it was given up) may stand beside the call that replaced it; that it exists is
-- the provider's doing and is counted elsewhere.
create or replace view public.invariant_04_nobody_called_twice with (security_barrier = true) as
select
  'call_queue' as object,
  a.queue_id::text as key,
  format('%s open attempts', count(*)) as detail
from public.call_attempts a
where a.closed_at is null
group by a.queue_id
having count(*) > 1
union all
select 'calls', format('%s %s', c.user_id, c.phone_number), format('%s calls in the air', count(*))
from public.calls c
left join public.call_attempts a on a.id = c.attempt_id
where c.lead_type = 'outbound'
  and c.ended_at is null
  and c.confirmed_at is null
  and a.ghost_at is null
group by c.user_id, c.phone_number
having count(*) > 1;

comment on view public.invariant_04_nobody_called_twice is 'Items with two open attempts, and numbers with two calls in the air. Must be empty.';
comment on column public.invariant_04_nobody_called_twice.object is 'The table at fault.';
comment on column public.invariant_04_nobody_called_twice.key is 'Key of the row at fault.';
comment on column public.invariant_04_nobody_called_twice.detail is 'How many there are.';
revoke all on public.invariant_04_nobody_called_twice from public;
alter view public.invariant_04_nobody_called_twice owner to app_definer;
--! EndIncluded integrity/public.invariant_04_nobody_called_twice.sql
--! Included integrity/public.invariant_05_processing_is_attempted.sql
-- An item is processing exactly while an attempt of it is open. One without the other waits for ever, or is dialed while
-- it is being dialed.
create or replace view public.invariant_05_processing_is_attempted with (security_barrier = true) as
select
  'call_queue' as object,
  q.id::text as key,
  'processing without an open attempt' as detail
from public.call_queue q
where q.status = 'processing'
  and not exists (
    select
    from public.call_attempts a
    where a.queue_id = q.id and a.closed_at is null
  )
union all
select 'call_attempts', a.id::text, format('%s attempt of an item that is %s', a.state, coalesce(q.status, 'gone'))
from public.call_attempts a
left join public.call_queue q on q.id = a.queue_id
where a.closed_at is null
  and q.status is distinct from 'processing';

comment on view public.invariant_05_processing_is_attempted is 'Processing items without an open attempt, and open attempts whose item is not processing. Must be empty.';
comment on column public.invariant_05_processing_is_attempted.object is 'The table at fault.';
comment on column public.invariant_05_processing_is_attempted.key is 'Key of the row at fault.';
comment on column public.invariant_05_processing_is_attempted.detail is 'What does not fit.';
revoke all on public.invariant_05_processing_is_attempted from public;
alter view public.invariant_05_processing_is_attempted owner to app_definer;
--! EndIncluded integrity/public.invariant_05_processing_is_attempted.sql
--! Included integrity/public.invariant_07_late_attempts.sql
-- The rule and its reason stand in invariant_07_late_attempts_at; this is how it stands now.
create or replace view public.invariant_07_late_attempts with (security_barrier = true) as
select v.object, v.key, v.detail
from public.invariant_07_late_attempts_at() v;

comment on view public.invariant_07_late_attempts is 'Attempts that nobody decides. Must be empty.';
comment on column public.invariant_07_late_attempts.object is 'The table at fault.';
comment on column public.invariant_07_late_attempts.key is 'Key of the row at fault.';
comment on column public.invariant_07_late_attempts.detail is 'Since when it should have been decided.';
revoke all on public.invariant_07_late_attempts from public;
alter view public.invariant_07_late_attempts owner to app_definer;
--! EndIncluded integrity/public.invariant_07_late_attempts.sql
--! Included integrity/public.invariant_08_nobody_forgotten.sql
-- The rule and its reason stand in invariant_08_nobody_forgotten_at; this is how it stands now.
create or replace view public.invariant_08_nobody_forgotten with (security_barrier = true) as
select v.object, v.key, v.detail
from public.invariant_08_nobody_forgotten_at() v;

comment on view public.invariant_08_nobody_forgotten is 'Work that no claim finds: lost wake-ups, missed promotions, lanes against their hours. Must be empty.';
comment on column public.invariant_08_nobody_forgotten.object is 'The table at fault.';
comment on column public.invariant_08_nobody_forgotten.key is 'Key of the row at fault.';
comment on column public.invariant_08_nobody_forgotten.detail is 'Why it is not found.';
revoke all on public.invariant_08_nobody_forgotten from public;
alter view public.invariant_08_nobody_forgotten owner to app_definer;
--! EndIncluded integrity/public.invariant_08_nobody_forgotten.sql
--! Included integrity/public.invariant_09_status_follows_words.sql
-- The status of a call is the map of the highest word heard of it, and a word only rises. The one exception is decided at
-- confirmation: a completed call with too little talk counts as not answered. Which talk was too little then is a
-- setting, so both outcomes pass here. Calls without any word (loaded history) have nothing to be compared with.
create or replace view public.invariant_09_status_follows_words with (security_barrier = true) as
select
  'calls' as object,
  c.id::text as key,
  format('%s at rank %s, but %s has rank %s and means %s', c.status, c.status_rank, c.provider_status, p.rank, p.call_status) as detail
from public.calls c
left join public.provider_statuses p on p.status = c.provider_status
where c.provider_status is not null
  and (
    p.status is null
    or (c.status <> p.call_status and not (p.call_status = 'completed' and c.confirmed_at is not null and c.status = 'no-answer'))
    or c.status_rank < p.rank
    or (c.confirmed_at is null and c.status_rank > p.rank)
  )
union all
select 'calls', c.id::text, format('rank %s, but an applied event says %s', c.status_rank, max(f.rank))
from public.call_event_facts f
join public.webhook_events w on w.id = f.id
join public.calls c on c.bolna_execution_id = f.execution_id
where w.applied_at is not null
  and f.rank > c.status_rank
group by c.id, c.status_rank;

comment on view public.invariant_09_status_follows_words is 'Calls whose status does not follow from the providers words. Must be empty.';
comment on column public.invariant_09_status_follows_words.object is 'The table at fault.';
comment on column public.invariant_09_status_follows_words.key is 'Key of the row at fault.';
comment on column public.invariant_09_status_follows_words.detail is 'What was expected.';
revoke all on public.invariant_09_status_follows_words from public;
alter view public.invariant_09_status_follows_words owner to app_definer;
--! EndIncluded integrity/public.invariant_09_status_follows_words.sql
--! Included integrity/public.invariant_10_unapplied_events.sql
-- The rule and its reason stand in invariant_10_unapplied_events_at; this is how it stands now.
create or replace view public.invariant_10_unapplied_events with (security_barrier = true) as
select v.object, v.key, v.detail
from public.invariant_10_unapplied_events_at() v;

comment on view public.invariant_10_unapplied_events is 'Events about known calls that nobody applies. Must be empty.';
comment on column public.invariant_10_unapplied_events.object is 'The table at fault.';
comment on column public.invariant_10_unapplied_events.key is 'Key of the row at fault.';
comment on column public.invariant_10_unapplied_events.detail is 'Since when it waits.';
revoke all on public.invariant_10_unapplied_events from public;
alter view public.invariant_10_unapplied_events owner to app_definer;
--! EndIncluded integrity/public.invariant_10_unapplied_events.sql
--! Included integrity/public.invariant_11_balance_is_ledger.sql
-- The balance is the ledger, added up. Both are written by one function under one lock.
create or replace view public.invariant_11_balance_is_ledger with (security_barrier = true) as
select
  'users' as object,
  u.id::text as key,
  format('balance %s, ledger %s', u.credits, coalesce(t.total, 0)) as detail
from public.users u
left join (
  select x.user_id, sum(x.amount) as total
  from public.credit_transactions x
  group by x.user_id
) t on t.user_id = u.id
where u.credits <> coalesce(t.total, 0);

comment on view public.invariant_11_balance_is_ledger is 'Tenants whose balance is not the sum of their ledger. Must be empty.';
comment on column public.invariant_11_balance_is_ledger.object is 'The table at fault.';
comment on column public.invariant_11_balance_is_ledger.key is 'Key of the row at fault.';
comment on column public.invariant_11_balance_is_ledger.detail is 'Balance and sum.';
revoke all on public.invariant_11_balance_is_ledger from public;
alter view public.invariant_11_balance_is_ledger owner to app_definer;
--! EndIncluded integrity/public.invariant_11_balance_is_ledger.sql
--! Included integrity/public.invariant_12_ledger_runs.sql
-- Each entry says the balance after it, in the order in which they were written; no balance is ever negative, and what is
-- held is covered by it.
create or replace view public.invariant_12_ledger_runs with (security_barrier = true) as
select
  'credit_transactions' as object,
  r.id::text as key,
  format('says %s after it, the entries say %s', r.balance_after, r.running) as detail
from (
  select t.id, t.balance_after, sum(t.amount) over (partition by t.user_id order by t.seq) as running
  from public.credit_transactions t
) r
where r.balance_after <> r.running
union all
select 'users', u.id::text, format('balance %s, held %s', u.credits, h.held)
from public.users u
cross join lateral (
  select coalesce(sum(x.amount), 0) as held from public.credit_holds x where x.user_id = u.id
) h
where u.credits < h.held
  or u.credits < 0;

comment on view public.invariant_12_ledger_runs is 'Ledger entries with a wrong running balance, negative balances, and holds above the balance. Must be empty.';
comment on column public.invariant_12_ledger_runs.object is 'The table at fault.';
comment on column public.invariant_12_ledger_runs.key is 'Key of the row at fault.';
comment on column public.invariant_12_ledger_runs.detail is 'What does not add up.';
revoke all on public.invariant_12_ledger_runs from public;
alter view public.invariant_12_ledger_runs owner to app_definer;
--! EndIncluded integrity/public.invariant_12_ledger_runs.sql
--! Included integrity/public.invariant_13_charged_once.sql
-- A call is charged when its end is confirmed, once, and never before. The price is that of the attempt (pinned at the
-- claim) for the talk that was confirmed; what could not be paid is recorded beside it. Calls without an attempt were
-- priced by the settings of their moment, so only the ledger is compared.
create or replace view public.invariant_13_charged_once with (security_barrier = true) as
select
  'calls' as object,
  c.id::text as key,
  format('credits %s, %s usage entries of %s', c.credits, coalesce(t.entries, 0), coalesce(t.amount, 0)) as detail
from public.calls c
left join (
  select x.call_id, count(*) as entries, sum(x.amount) as amount
  from public.credit_transactions x
  where x.type = 'usage' and x.call_id is not null
  group by x.call_id
) t on t.call_id = c.id
where coalesce(t.entries, 0) <> case when c.confirmed_at is not null and c.credits > 0 then 1 else 0 end
  or coalesce(t.amount, 0) <> case when c.confirmed_at is not null then -c.credits else 0 end
union all
select 'calls', c.id::text, format('%s credits and %s short for %s seconds, price %s', c.credits, c.credits_shortfall, c.duration_seconds, x.price)
from public.calls c
join public.call_attempts a on a.id = c.attempt_id
join public.provider_statuses p on p.status = c.provider_status
cross join lateral (
  select case
    when c.confirmed_at is not null and p.may_charge
      then ceil(coalesce(c.duration_seconds, 0)::numeric / a.pulse_seconds) * a.price_per_pulse
    else 0
  end as price
) x
where c.credits + c.credits_shortfall <> x.price;

comment on view public.invariant_13_charged_once is 'Calls that were charged twice, too early, not at all or at another price. Must be empty.';
comment on column public.invariant_13_charged_once.object is 'The table at fault.';
comment on column public.invariant_13_charged_once.key is 'Key of the row at fault.';
comment on column public.invariant_13_charged_once.detail is 'What was charged and what should have been.';
revoke all on public.invariant_13_charged_once from public;
alter view public.invariant_13_charged_once owner to app_definer;
--! EndIncluded integrity/public.invariant_13_charged_once.sql
--! Included integrity/public.invariant_14_holds_match_attempts.sql
-- Credits are held for a call from its claim until its end is confirmed, and for nothing else. A ghost has no hold: its
-- own went when it was given up.
create or replace view public.invariant_14_holds_match_attempts with (security_barrier = true) as
select
  'credit_holds' as object,
  h.attempt_id::text as key,
  format('%s credits held for an attempt that is %s', h.amount, coalesce(a.state, 'gone')) as detail
from public.credit_holds h
left join public.call_attempts a on a.id = h.attempt_id and a.user_id = h.user_id
where a.id is null
  or a.closed_at is not null
union all
select 'call_attempts', a.id::text, format('hold of %s expected, there is %s', a.hold_amount, coalesce(h.amount::text, 'none'))
from public.call_attempts a
left join public.credit_holds h on h.attempt_id = a.id and h.user_id = a.user_id
where a.closed_at is null
  and a.ghost_at is null
  and h.amount is distinct from a.hold_amount;

comment on view public.invariant_14_holds_match_attempts is 'Holds without an unsettled attempt, and unsettled attempts without their hold. Must be empty.';
comment on column public.invariant_14_holds_match_attempts.object is 'The table at fault.';
comment on column public.invariant_14_holds_match_attempts.key is 'Key of the row at fault.';
comment on column public.invariant_14_holds_match_attempts.detail is 'What is missing.';
revoke all on public.invariant_14_holds_match_attempts from public;
alter view public.invariant_14_holds_match_attempts owner to app_definer;
--! EndIncluded integrity/public.invariant_14_holds_match_attempts.sql
--! Included integrity/public.invariant_20_counters.sql
-- Counters are kept by triggers and are what a count would give. Campaigns count confirmed calls; total_contacts counts
-- the people ever added, so it may be above those still in the queue (a contact may have been erased), never below.
create or replace view public.invariant_20_counters with (security_barrier = true) as
select
  'call_campaigns' as object,
  c.id::text as key,
  format('people %s, ended %s, successful %s, failed %s; counted: %s, %s, %s, %s',
    c.total_contacts, c.completed_calls, c.successful_calls, c.failed_calls, q.people, k.ended, k.successful,
    k.ended - k.successful) as detail
from public.call_campaigns c
cross join lateral (
  select count(*) as people from public.call_queue x where x.campaign_id = c.id
) q
cross join lateral (
  select count(*) as ended, count(*) filter (where x.status = 'completed') as successful
  from public.calls x
  where x.campaign_id = c.id and x.confirmed_at is not null
) k
where c.total_contacts < q.people
  or (c.completed_calls, c.successful_calls, c.failed_calls) <> (k.ended, k.successful, k.ended - k.successful)
union all
select 'contacts', t.id::text, format('missed %s, busy %s, no answer %s; counted: %s, %s, %s',
  t.not_connected, t.call_attempted_busy, t.call_attempted_no_answer, coalesce(k.missed, 0), coalesce(k.busy, 0),
  coalesce(k.no_answer, 0))
from public.contacts t
left join (
  select
    x.contact_id,
    count(*) filter (where x.status <> 'completed') as missed,
    count(*) filter (where x.status = 'busy') as busy,
    count(*) filter (where x.status = 'no-answer') as no_answer
  from public.calls x
  where x.confirmed_at is not null and x.contact_id is not null
  group by x.contact_id
) k on k.contact_id = t.id
where (t.not_connected, t.call_attempted_busy, t.call_attempted_no_answer)
  <> (coalesce(k.missed, 0), coalesce(k.busy, 0), coalesce(k.no_answer, 0));

comment on view public.invariant_20_counters is 'Counters of campaigns and contacts that differ from a recount. Must be empty.';
comment on column public.invariant_20_counters.object is 'The table at fault.';
comment on column public.invariant_20_counters.key is 'Key of the row at fault.';
comment on column public.invariant_20_counters.detail is 'Counters and recount.';
revoke all on public.invariant_20_counters from public;
alter view public.invariant_20_counters owner to app_definer;
--! EndIncluded integrity/public.invariant_20_counters.sql
--! Included integrity/public.invariant_21_campaigns_end.sql
-- A campaign is completed if and only if nobody waits and nobody is on a line: not a moment earlier, or a person is never
-- called, and in the transaction that ended the last one, or it stays open for ever.
create or replace view public.invariant_21_campaigns_end with (security_barrier = true) as
select
  'call_campaigns' as object,
  c.id::text as key,
  format('%s with %s people waiting or on a line', c.status, q.open) as detail
from public.call_campaigns c
cross join lateral (
  select count(*) as open
  from public.call_queue x
  where x.campaign_id = c.id and x.status in ('pending', 'processing')
) q
where (c.status = 'completed' and q.open > 0)
  or (c.status = 'active' and q.open = 0);

comment on view public.invariant_21_campaigns_end is 'Completed campaigns with people left, and active ones without any. Must be empty.';
comment on column public.invariant_21_campaigns_end.object is 'The table at fault.';
comment on column public.invariant_21_campaigns_end.key is 'Key of the row at fault.';
comment on column public.invariant_21_campaigns_end.detail is 'What does not fit.';
revoke all on public.invariant_21_campaigns_end from public;
alter view public.invariant_21_campaigns_end owner to app_definer;
--! EndIncluded integrity/public.invariant_21_campaigns_end.sql
--! Included integrity/public.invariant_22_references_stay_with_tenant.sql
-- No row of one tenant leads to a row of another. Composite foreign keys see to it; this looks at what is stored, over
-- every key of the catalog and the few references that have none. The query is made in references_between_tenants.
create or replace view public.invariant_22_references_stay_with_tenant with (security_barrier = true) as
select r.object, r.key, r.detail
from public.references_between_tenants() r;

comment on view public.invariant_22_references_stay_with_tenant is 'Rows that refer to a row of another tenant. Must be empty.';
comment on column public.invariant_22_references_stay_with_tenant.object is 'The table at fault.';
comment on column public.invariant_22_references_stay_with_tenant.key is 'Key of the row at fault.';
comment on column public.invariant_22_references_stay_with_tenant.detail is 'Column, where it leads, and both tenants.';
revoke all on public.invariant_22_references_stay_with_tenant from public;
alter view public.invariant_22_references_stay_with_tenant owner to app_definer;
--! EndIncluded integrity/public.invariant_22_references_stay_with_tenant.sql
--! Included integrity/public.invariant_23_imports_add_up.sql
-- Every line of a file is somewhere. While an import runs, lines not yet looked at are the difference; the report of
-- refused lines is as long as its counts; and what an import has staged goes with its end.
create or replace view public.invariant_23_imports_add_up with (security_barrier = true) as
select
  'contact_imports' as object,
  i.id::text as key,
  format('%s: %s lines read, %s accounted for; refused %s, duplicate %s, opted out %s, reported %s, %s, %s',
    i.status, i.lines_read, n.accounted, i.rejected, i.duplicate_in_file, i.suppressed, r.rejected,
    r.duplicate_in_file, r.suppressed) as detail
from public.contact_imports i
cross join lateral (
  select i.inserted + i.updated + i.unchanged + i.duplicate_in_file + i.rejected + i.suppressed + i.blank as accounted
) n
cross join lateral (
  select
    count(*) filter (where x.kind = 'rejected') as rejected,
    count(*) filter (where x.kind = 'duplicate_in_file') as duplicate_in_file,
    count(*) filter (where x.kind = 'suppressed') as suppressed
  from public.contact_import_rejects x
  where x.import_id = i.id
) r
where (i.status = 'done' and n.accounted <> i.lines_read)
  or n.accounted > i.lines_read
  or (i.rejected, i.duplicate_in_file, i.suppressed) <> (r.rejected, r.duplicate_in_file, r.suppressed)
  or (i.status in ('uploading', 'merging')) <> (i.finished_at is null)
union all
select 'contact_import_rows', s.import_id::text, format('%s staged lines of an import that is not running', count(*))
from api.contact_import_rows s
where not exists (
  select from public.contact_imports i where i.id = s.import_id and i.status in ('uploading', 'merging')
)
group by s.import_id;

comment on view public.invariant_23_imports_add_up is 'Imports whose lines do not add up, and staged lines of no running import. Must be empty.';
comment on column public.invariant_23_imports_add_up.object is 'The table at fault.';
comment on column public.invariant_23_imports_add_up.key is 'Key of the row at fault.';
comment on column public.invariant_23_imports_add_up.detail is 'What does not add up.';
revoke all on public.invariant_23_imports_add_up from public;
alter view public.invariant_23_imports_add_up owner to app_definer;
--! EndIncluded integrity/public.invariant_23_imports_add_up.sql
--! Included integrity/public.invariant_24_secrets_are_hashes.sql
-- Of what lets somebody in, only the SHA-256 is stored, so a stolen dump opens nothing.
create or replace view public.invariant_24_secrets_are_hashes with (security_barrier = true) as
select
  'user_sessions' as object,
  s.id::text as key,
  'token or refresh_token is not 64 hex digits' as detail
from public.user_sessions s
where s.token !~ '^[0-9a-f]{64}$'
  or s.refresh_token !~ '^[0-9a-f]{64}$'
union all
select 'agents', a.id::text, 'webhook_secret_hash is not 64 hex digits'
from public.agents a
where a.webhook_secret_hash !~ '^[0-9a-f]{64}$';

comment on view public.invariant_24_secrets_are_hashes is 'Sessions and webhook addresses that are stored otherwise than as a hash. Must be empty.';
comment on column public.invariant_24_secrets_are_hashes.object is 'The table at fault.';
comment on column public.invariant_24_secrets_are_hashes.key is 'Key of the row at fault.';
comment on column public.invariant_24_secrets_are_hashes.detail is 'The column; never its value.';
revoke all on public.invariant_24_secrets_are_hashes from public;
alter view public.invariant_24_secrets_are_hashes owner to app_definer;
--! EndIncluded integrity/public.invariant_24_secrets_are_hashes.sql
--! Included platform/api.ui_events.sql
-- What open tabs follow: which topics have changed. No data travels here, only what to ask for again.
create or replace view api.ui_events with (security_invoker = true) as
select e.id, e.topic, e.ref, e.created_at
from public.ui_events e
where e.user_id = (select public.current_user_id());
comment on view api.ui_events is 'One row per change of which the tenant''s open tabs should know, kept for a short time.';
comment on column api.ui_events.id is 'Rises with time, but commits do not follow it: a reader takes the last seconds again.';
comment on column api.ui_events.topic is 'What has changed.';
comment on column api.ui_events.ref is 'The call or campaign in question, null when the topic says enough.';
comment on column api.ui_events.created_at is 'When it was written.';
grant select on api.ui_events to app_user, app_definer;
--! EndIncluded platform/api.ui_events.sql

-- Functions
--! Included contacts/public.normalise_phone.sql
-- One notation for one telephone: E.164. Only numbers that name their country can be told apart from others, so a
-- national number is no number here. A spreadsheet that turned a number into 9.19E+11 has destroyed its digits.
-- "(0)" after the country code says "dial a zero inside the country": it is no digit of the number.
create or replace function public.normalise_phone(p_text text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '') ~ '^\+[1-9][0-9]{6,14}$'
      then translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '')
    when translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '') ~ '^00[1-9][0-9]{6,14}$'
      then '+' || substr(translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', ''), 3)
  end;
comment on function public.normalise_phone is
  'The number in E.164, null when the text is none: it must begin with + or 00 and the country code.';
revoke all on function public.normalise_phone from public;
grant execute on function public.normalise_phone to app_definer, app_user;
--! EndIncluded contacts/public.normalise_phone.sql
--! Included accounts/api.sign_in.sql
-- Opens a session when the hash computed from the typed password equals the stored one. The API hashes, the database
-- compares and decides: whoever has only the API's database password can open no session. Wrong address and wrong
-- password are one answer.
create or replace function api.sign_in(
  p_email text,
  p_password_hash text,
  p_token_hash text,
  p_ip_address inet,
  p_user_agent text,
  p_now timestamptz default now()
)
  returns uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid;
  v_session_id uuid;
begin
  select u.id
  into v_user_id
  from public.users u
  where u.email = lower(btrim(p_email))
    and u.password_hash = p_password_hash
    and u.is_active;

  insert into public.login_attempts (email, ip_address, success, attempted_at)
  values (left(lower(btrim(p_email)), 255), p_ip_address, v_user_id is not null, p_now);
  if v_user_id is null then
    return null;
  end if;

  insert into public.user_sessions (user_id, token, expires_at, last_used_at, ip_address, user_agent, created_at)
  values (
    v_user_id,
    p_token_hash,
    p_now + public.setting('session.lifetime_hours') * interval '1 hour',
    p_now,
    p_ip_address,
    left(p_user_agent, 500),
    p_now
  )
  returning id into v_session_id;
  return v_session_id;
end
$function$;
comment on function api.sign_in is
  'Opens a session under the SHA-256 of its token and returns its id; null when address or password are wrong or the account is switched off. Every try is recorded in login_attempts.';
revoke all on function api.sign_in from public;
grant execute on function api.sign_in to app_api;
alter function api.sign_in owner to app_definer;
--! EndIncluded accounts/api.sign_in.sql
--! Included accounts/public.cleanup_expired_sessions.sql
create or replace function public.cleanup_expired_sessions(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.user_sessions s
  where s.expires_at <= p_now
    and coalesce(s.refresh_expires_at, s.expires_at) <= p_now;
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_expired_sessions is
  'Deletes sessions that can no longer be used or refreshed; returns how many. Scheduled hourly.';
revoke all on function public.cleanup_expired_sessions from public;
grant execute on function public.cleanup_expired_sessions to app_worker;
alter function public.cleanup_expired_sessions owner to app_definer;
--! EndIncluded accounts/public.cleanup_expired_sessions.sql
--! Included accounts/public.cleanup_old_login_attempts.sql
create or replace function public.cleanup_old_login_attempts(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.login_attempts l
  where l.attempted_at < p_now - public.setting('login_attempts.keep_days') * interval '1 day';
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.cleanup_old_login_attempts is
  'Deletes sign-in attempts older than login_attempts.keep_days; returns how many. Scheduled daily.';
revoke all on function public.cleanup_old_login_attempts from public;
grant execute on function public.cleanup_old_login_attempts to app_worker;
alter function public.cleanup_old_login_attempts owner to app_definer;
--! EndIncluded accounts/public.cleanup_old_login_attempts.sql
--! Included accounts/public.delete_campaigns_of_user.sql
-- campaigns refer to agents with RESTRICT while agents go with their user: without this, deleting a user would
-- fail or not depending on which cascade comes first.
create or replace function public.delete_campaigns_of_user()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from public.call_campaigns c
  where c.user_id = old.id;
  return old;
end
$function$;
comment on function public.delete_campaigns_of_user is
  'Deletes the campaigns of a user before the user goes.';
revoke all on function public.delete_campaigns_of_user from public;
alter function public.delete_campaigns_of_user owner to app_definer;
--! EndIncluded accounts/public.delete_campaigns_of_user.sql
--! Included accounts/public.open_account.sql
-- What every tenant has from its first moment: a place in the ring, and the ledger entry of its first credits,
-- without which the balance would differ from the sum of its transactions from the first day.
create or replace function public.open_account()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.tenant_dispatch (user_id)
  select n.id
  from new_rows n
  order by n.id;
  insert into public.credit_transactions (user_id, amount, type, description, balance_after, created_at)
  select n.id, n.credits, 'adjustment', 'First credits', n.credits, n.created_at
  from new_rows n
  where n.credits > 0
  order by n.id;
  return null;
end
$function$;
comment on function public.open_account is
  'Gives new tenants their place in the ring and the ledger entry of their first credits.';
revoke all on function public.open_account from public;
alter function public.open_account owner to app_definer;
--! EndIncluded accounts/public.open_account.sql
--! Included agents/public.agent_call_seconds.sql
-- The longest call that an agent's configuration allows, null when it says nothing sensible.
create or replace function public.agent_call_seconds(p_task_config jsonb)
  returns integer
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when (p_task_config #>> '{task_config,call_terminate}') ~ '^[1-9][0-9]{0,4}$'
      then (p_task_config #>> '{task_config,call_terminate}')::integer
  end;
comment on function public.agent_call_seconds is
  'call_terminate of an agent''s task configuration in seconds, null when there is none.';
revoke all on function public.agent_call_seconds from public;
grant execute on function public.agent_call_seconds to app_definer, app_user;
--! EndIncluded agents/public.agent_call_seconds.sql
--! Included calls/api.list_call_steps.sql
-- The life of a call, each step with its time and who said so.
create or replace function api.list_call_steps(p_call_id uuid)
  returns table (at timestamptz, step text, source text, detail text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_call public.calls;
  v_user_id uuid := public.require_user();
begin
  select c.*
  into v_call
  from public.calls c
  where c.id = p_call_id and c.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'call_not_found',
      detail = format('call %s', p_call_id),
      hint = 'This call no longer exists.';
  end if;

  return query
  select s.at, s.step, s.source, s.detail
  from (
    select a.created_at as at, 'claimed' as step, 'dialer' as source,
      format('%s held; line %s of %s', public.counted(a.hold_amount, 'credit', 'credits'), a.tenant_slots_before + 1, a.tenant_cap) as detail
    from public.call_attempts a
    where a.id = v_call.attempt_id
    union all
    select a.sent_at, 'sent', 'dialer', null from public.call_attempts a where a.id = v_call.attempt_id
    union all
    select a.answered_at, 'accepted', 'provider', v_call.bolna_execution_id
    from public.call_attempts a
    where a.id = v_call.attempt_id
    union all
    select f.happened_at, f.word, case when f.is_confirmation then 'asked' else 'webhook' end, null
    from public.call_event_facts f
    where f.execution_id = v_call.bolna_execution_id
      and f.agent_id = v_call.agent_id
      and f.word is not null
    union all
    select t.created_at, 'charged', 'ledger', public.counted(-t.amount, 'credit', 'credits')
    from public.credit_transactions t
    where t.call_id = v_call.id and t.type = 'usage'
  ) s
  where s.at is not null
  order by s.at, s.source = 'asked', s.step;
end
$function$;
comment on function api.list_call_steps is
  'What happened to a call, in order: claimed, sent, accepted, each word of the provider and whether we were told or asked, charged. Raises not_signed_in, call_not_found.
@notNull at
@notNull step
@notNull source';
revoke all on function api.list_call_steps from public;
grant execute on function api.list_call_steps to app_user;
alter function api.list_call_steps owner to app_definer;
--! EndIncluded calls/api.list_call_steps.sql
--! Included calls/api.list_outcomes.sql
create or replace function api.list_outcomes(p_campaign_id uuid)
  returns table (status text, calls integer)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select c.status::text, count(*)::integer
  from public.calls c
  where c.campaign_id = p_campaign_id
  group by c.status
  order by count(*) desc, c.status;
end
$function$;
comment on function api.list_outcomes is
  'Calls of a campaign by status. Raises not_signed_in.
@notNull status
@notNull calls
@words status calls.status';
revoke all on function api.list_outcomes from public;
grant execute on function api.list_outcomes to app_user;
--! EndIncluded calls/api.list_outcomes.sql
--! Included calls/api.receive_call_event.sql
-- Takes a webhook of the provider: one insert, nothing else. There is no signature, so the address is the secret
-- (we know its hash), and the body is a hint. What cannot be read, or speaks of another agent than the one whose
-- address it came through, is kept aside and changes nothing.
create or replace function api.receive_call_event(
  p_secret_hash text,
  p_body text,
  p_source_ip inet default null,
  p_now timestamptz default now()
)
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent record;
  v_body jsonb := public.parse_json(p_body);
  v_execution_id text;
  v_reason text;
begin
  select g.id, g.bolna_agent_id
  into v_agent
  from public.agents g
  where g.webhook_secret_hash = p_secret_hash;
  if not found then
    raise sqlstate 'VC404' using
      message = 'not_found',
      hint = 'There is nothing at this address.';
  end if;

  v_execution_id := coalesce(v_body ->> 'id', v_body ->> 'execution_id');
  v_reason := case
    when v_body is null or jsonb_typeof(v_body) <> 'object' then 'unreadable'
    when v_execution_id is null or v_body ->> 'status' is null then 'incomplete'
    when v_body ->> 'agent_id' is distinct from v_agent.bolna_agent_id then 'foreign_agent'
  end;
  if public.store_call_event(
    'webhook', v_agent.id, v_execution_id, v_body, case when v_reason = 'unreadable' then left(p_body, 100000) end,
    p_source_ip, p_now, v_reason
  ) then
    return coalesce(v_reason, 'stored');
  end if;
  return 'repeated';
end
$function$;
comment on function api.receive_call_event is
  'Stores a webhook of the provider for the agent whose secret address it came through. Returns stored, repeated, or why it was put aside: unreadable, incomplete, foreign_agent. Raises not_found for an unknown address.
@notNull';
revoke all on function api.receive_call_event from public;
grant execute on function api.receive_call_event to app_api;
alter function api.receive_call_event owner to app_definer;
--! EndIncluded calls/api.receive_call_event.sql
--! Included calls/public.apply_call_events.sql
-- Applies a batch of stored provider events to the calls they are about. Consequences (slots, queue, money,
-- counters, live events) are the statement triggers of calls, for the whole batch at once.
--
-- One applier at a time, under the row 'events'; whoever finds it taken leaves. Events are taken by "not yet
-- applied", never by "id greater than the last": ids are not commit order, and a lower id that commits later would
-- be skipped for ever.
-- Locks: events, attempts, calls, users, then the triggers in their order.
create or replace function public.apply_call_events(p_limit integer default 200, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_events bigint[];
  v_executions text[];
begin
  perform 1 from public.dispatch_locks d where d.name = 'events' for update skip locked;
  if not found then
    return 0;
  end if;
  v_events := array(
    select w.id
    from public.webhook_events w
    where w.applied_at is null and w.quarantine_reason is null and w.next_try_at <= p_now
    order by w.next_try_at, w.id
    limit p_limit
  );
  if v_events = '{}' then
    return 0;
  end if;

  perform public.match_call_events(v_events, p_now);
  v_executions := array(
    select distinct w.execution_id
    from public.webhook_events w
    join public.calls c on c.bolna_execution_id = w.execution_id
    where w.id = any (v_events) and w.quarantine_reason is null
  );
  perform public.merge_folded_calls(v_executions, p_now);

  update public.webhook_events w
  set applied_at = case when w.execution_id = any (v_executions) then p_now end,
      tries = w.tries + 1,
      next_try_at = p_now + least(interval '5 minutes', interval '2 seconds' * power(2, least(w.tries, 10))),
      quarantine_reason = case
        when w.execution_id = any (v_executions) then null
        when w.received_at < p_now - interval '24 hours' then 'no_such_call'
      end
  where w.id = any (v_events)
    and w.quarantine_reason is null;
  return cardinality(v_events);
end
$function$;
comment on function public.apply_call_events is
  'Applies up to p_limit stored provider events and returns how many were looked at: 0 when none is due or another applier is at work. What matches no call is tried again for 24 hours, then quarantined.';
revoke all on function public.apply_call_events from public;
grant execute on function public.apply_call_events to app_worker;
alter function public.apply_call_events owner to app_definer;
--! EndIncluded calls/public.apply_call_events.sql
--! Included calls/public.determine_call_source.sql
-- Telephone or internet, from the two ends of a call.
create or replace function public.determine_call_source(p_from_number text, p_to_number text)
  returns varchar
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when coalesce(p_from_number, '') || coalesce(p_to_number, '') ~* '(@|^sip:|^client:|web|socket)' then 'internet'
    when coalesce(nullif(p_to_number, ''), p_from_number) ~ '^\+?[0-9]{5,15}$'
      and coalesce(nullif(p_from_number, ''), p_to_number) ~ '^\+?[0-9]{5,15}$' then 'phone'
    else 'unknown'
  end;
comment on function public.determine_call_source is
  'phone when both ends that are known are telephone numbers, internet when one is a web or SIP address, else unknown.';
revoke all on function public.determine_call_source from public;
grant execute on function public.determine_call_source to app_definer, app_user;
--! EndIncluded calls/public.determine_call_source.sql
--! Included calls/public.list_calls_to_confirm.sql
-- Which calls to ask the provider about: those whose end is only hearsay, and those that have been silent. Each
-- answer or silence moves the next question further away, up to five minutes. Called by several workers at once:
-- a call taken by one is dated ahead in the same statement.
create or replace function public.list_calls_to_confirm(p_limit integer default 20, p_now timestamptz default now())
  returns table (execution_id varchar, bolna_agent_id varchar)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
#variable_conflict use_column
begin
  return query
  with due as materialized (
    select c.id
    from public.calls c
    where c.confirmed_at is null and c.next_confirm_at <= p_now
    order by c.next_confirm_at
    limit p_limit
    for no key update skip locked
  ),
  asked as (
    update public.calls c
    set confirm_tries = c.confirm_tries + 1,
        next_confirm_at = p_now + least(interval '5 minutes', interval '2 seconds' * power(2, least(c.confirm_tries, 10)))
    from due d
    where c.id = d.id
    returning c.bolna_execution_id, c.agent_id
  )
  select a.bolna_execution_id, g.bolna_agent_id
  from asked a
  join public.agents g on g.id = a.agent_id;
end
$function$;
comment on function public.list_calls_to_confirm is
  'Executions to ask the provider about now, at most p_limit; each is asked again later until its end is confirmed.';
revoke all on function public.list_calls_to_confirm from public;
grant execute on function public.list_calls_to_confirm to app_worker;
alter function public.list_calls_to_confirm owner to app_definer;
--! EndIncluded calls/public.list_calls_to_confirm.sql
--! Included calls/public.merge_folded_calls.sql
-- Writes what the events amount to into the calls, and the price of those whose end is confirmed. A confirmed
-- call keeps its outcome, duration and price: money has moved; it may only be completed by text that was missing,
-- and its times move to those of events that were overtaken by the confirmation.
-- Repetitions change nothing, and what changes nothing fires nothing.
create or replace function public.merge_folded_calls(p_execution_ids text[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_min_talk integer := public.setting('bolna.min_conversation_seconds');
  v_silence interval := public.setting('dial.silence_ms') * interval '1 millisecond';
  v_changed integer;
begin
  perform 1
  from public.calls c
  where c.bolna_execution_id = any (p_execution_ids)
  order by c.id
  for no key update;

  with folded as materialized (
    select f.*, p.is_terminal, p.may_charge,
      case
        when p.call_status = 'completed' and f.is_confirmed and coalesce(f.duration_seconds, 0) <= v_min_talk
          then 'no-answer'
        else p.call_status
      end as status
    from public.fold_call_events(p_execution_ids) f
    join public.provider_statuses p on p.status = f.word
  ),
  priced as materialized (
    select * from public.price_confirmed_calls(
      array(select f.execution_id from folded f where f.is_confirmed),
      array(select case when f.may_charge then coalesce(f.duration_seconds, 0) else 0 end from folded f where f.is_confirmed)
    )
  )
  update public.calls c
  set provider_status = case when c.confirmed_at is null then f.word else c.provider_status end,
      status_rank = greatest(c.status_rank, f.rank),
      status = case when c.confirmed_at is null then f.status else c.status end,
      confirmed_at = coalesce(c.confirmed_at, case when f.is_confirmed then p_now end),
      next_confirm_at = case when f.is_terminal then p_now else p_now + v_silence end,
      confirm_tries = case when f.rank > c.status_rank then 0 else c.confirm_tries end,
      started_at = coalesce(f.started_at, c.started_at),
      ended_at = coalesce(f.ended_at, c.ended_at),
      duration_seconds = coalesce(case when c.confirmed_at is null then f.duration_seconds end, c.duration_seconds),
      credits = coalesce(x.credits, c.credits),
      credits_shortfall = coalesce(x.shortfall, c.credits_shortfall),
      transcript = coalesce(f.transcript, c.transcript),
      summary = coalesce(f.summary, c.summary),
      recording_url = coalesce(f.recording_url, c.recording_url),
      from_number = coalesce(f.from_number, c.from_number),
      to_number = coalesce(f.to_number, c.to_number),
      sentiment = coalesce(f.sentiment, c.sentiment),
      next_action = coalesce(f.next_action, c.next_action),
      metadata = case when f.details <> '{}' then f.details else c.metadata end
  from folded f
  left join priced x on x.execution_id = f.execution_id
  where c.bolna_execution_id = f.execution_id
    and (
      (c.confirmed_at is null and (
        f.rank > c.status_rank
        or f.is_confirmed
        or (f.word, f.status, f.duration_seconds) is distinct from (c.provider_status, c.status, c.duration_seconds)
      ))
      or (f.started_at, f.ended_at) is distinct from (c.started_at, c.ended_at)
      or (f.transcript, f.summary, f.recording_url, f.from_number, f.to_number, f.sentiment, f.next_action, f.details)
        is distinct from
        (c.transcript, c.summary, c.recording_url, c.from_number, c.to_number, c.sentiment, c.next_action, c.metadata)
    );
  get diagnostics v_changed = row_count;
  return v_changed;
end
$function$;
comment on function public.merge_folded_calls is
  'Brings calls to what their events amount to and sets the price of those whose end is now confirmed; returns how many changed. Called by apply_call_events.';
revoke all on function public.merge_folded_calls from public;
alter function public.merge_folded_calls owner to app_definer;
--! EndIncluded calls/public.merge_folded_calls.sql
--! Included calls/public.publish_call_changes.sql
-- Tells open tabs which calls have changed in what a page shows, one line for each call, and that their campaigns have.
create or replace function public.publish_call_changes()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic, ref)
  select n.user_id, 'calls', n.id
  from new_rows n
  join old_rows o on o.id = n.id
  where (n.status, n.provider_status, n.ended_at, n.confirmed_at, n.duration_seconds, n.credits, n.transcript, n.summary)
    is distinct from
    (o.status, o.provider_status, o.ended_at, o.confirmed_at, o.duration_seconds, o.credits, o.transcript, o.summary)
  union all
  select distinct n.user_id, 'campaigns', n.campaign_id
  from new_rows n
  join old_rows o on o.id = n.id
  where n.campaign_id is not null
    and n.confirmed_at is not null
    and o.confirmed_at is null;
  return null;
end
$function$;
comment on function public.publish_call_changes is
  'Writes a live event for each changed call, and one for each campaign that gained a confirmed call.';
revoke all on function public.publish_call_changes from public;
alter function public.publish_call_changes owner to app_definer;
--! EndIncluded calls/public.publish_call_changes.sql
--! Included calls/public.publish_new_calls.sql
-- Tells open tabs of calls that have just come into being.
create or replace function public.publish_new_calls()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic, ref)
  select n.user_id, 'calls', n.id
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_new_calls is
  'Writes a live event for each new call.';
revoke all on function public.publish_new_calls from public;
alter function public.publish_new_calls owner to app_definer;
--! EndIncluded calls/public.publish_new_calls.sql
--! Included calls/public.purge_webhook_events.sql
-- Raw events go after their time, but never those of a call that is not confirmed yet.
create or replace function public.purge_webhook_events(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.webhook_events w
  where w.received_at < p_now - public.setting('webhook_events.keep_days') * interval '1 day'
    and not exists (
      select from public.calls c where c.bolna_execution_id = w.execution_id and c.confirmed_at is null
    );
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
comment on function public.purge_webhook_events is
  'Deletes raw provider events older than webhook_events.keep_days, except those of unconfirmed calls; returns how many. Scheduled daily.';
revoke all on function public.purge_webhook_events from public;
grant execute on function public.purge_webhook_events to app_worker;
alter function public.purge_webhook_events owner to app_definer;
--! EndIncluded calls/public.purge_webhook_events.sql
--! Included calls/public.store_call_event.sql
-- One row for each thing the provider ever said. The source is part of the key: a confirming answer with the same
-- bytes as a webhook is not a repetition of it, else money would never move.
--
-- The answer about an ended call never changes. One that was put aside, or read when its word was not known yet, comes
-- back to life when it is given again for a call that is still unconfirmed; else that call could never be confirmed.
create or replace function public.store_call_event(
  p_source text,
  p_agent_id uuid,
  p_execution_id text,
  p_body jsonb,
  p_raw_text text,
  p_source_ip inet,
  p_now timestamptz,
  p_quarantine_reason text default null
)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.webhook_events (
    source, agent_id, execution_id, status, body_hash, body, raw_text, source_ip, received_at, next_try_at,
    quarantine_reason
  )
  values (
    p_source,
    p_agent_id,
    left(p_execution_id, 255),
    left(p_body ->> 'status', 50),
    encode(sha256(convert_to(coalesce(p_body::text, p_raw_text), 'UTF8')), 'hex'),
    p_body,
    p_raw_text,
    p_source_ip,
    p_now,
    p_now,
    p_quarantine_reason
  )
  on conflict (source, execution_id, status, body_hash) do update
  set quarantine_reason = null,
      applied_at = null,
      tries = 0,
      next_try_at = excluded.next_try_at,
      agent_id = coalesce(webhook_events.agent_id, excluded.agent_id)
  where webhook_events.source = 'pull'
    and excluded.quarantine_reason is null
    and (
      webhook_events.quarantine_reason is not null
      or webhook_events.agent_id is null
      or (webhook_events.applied_at is not null and exists (
        select from public.provider_statuses p where p.status = webhook_events.status and p.is_terminal
      ))
    )
    and exists (
      select
      from public.calls c
      where c.bolna_execution_id = webhook_events.execution_id and c.confirmed_at is null
    );
  return found;
end
$function$;
comment on function public.store_call_event is
  'Stores one provider event; returns false for a repetition. Called by receive_call_event and store_pulled_execution.';
revoke all on function public.store_call_event from public;
alter function public.store_call_event owner to app_definer;
--! EndIncluded calls/public.store_call_event.sql
--! Included calls/public.store_pulled_execution.sql
-- Keeps the provider's answer to our own question about a call. Only such an answer can confirm an end.
--
-- 404 counts as ended, but not for a young call: a listing that lags would make it one. Other answers say nothing.
create or replace function public.store_pulled_execution(
  p_execution_id text,
  p_http_status integer,
  p_body text,
  p_now timestamptz default now()
)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent_id uuid;
  v_created_at timestamptz;
  v_body jsonb;
begin
  select c.agent_id, c.created_at
  into v_agent_id, v_created_at
  from public.calls c
  where c.bolna_execution_id = p_execution_id;

  if p_http_status = 200 then
    v_body := public.parse_json(p_body);
  elsif p_http_status = 404
    and v_created_at < p_now - public.setting('dial.silence_ms') * interval '1 millisecond' then
    v_body := jsonb_build_object('id', p_execution_id, 'status', 'not-found', 'updated_at', to_jsonb(p_now));
  end if;
  if v_body is null then
    return false;
  end if;

  if v_agent_id is null then
    select g.id
    into v_agent_id
    from public.agents g
    where g.bolna_agent_id = v_body ->> 'agent_id';
  end if;
  -- An answer that names another agent is about somebody else's call, whoever told us of it.
  return public.store_call_event(
    'pull', v_agent_id, p_execution_id, v_body, null, null, p_now,
    (
      select 'foreign_agent'
      from public.agents g
      where g.id = v_agent_id and v_body ->> 'agent_id' <> g.bolna_agent_id
    )
  );
end
$function$;
comment on function public.store_pulled_execution is
  'Stores the answer to GET /executions/{id}; returns false when it says nothing (other status, no JSON, 404 of a young call) or nothing new.';
revoke all on function public.store_pulled_execution from public;
grant execute on function public.store_pulled_execution to app_worker;
alter function public.store_pulled_execution owner to app_definer;
--! EndIncluded calls/public.store_pulled_execution.sql
--! Included calls/public.store_transcripts.sql
-- The text of a call has its own table, because it is large and read rarely.
create or replace function public.store_transcripts()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.transcripts as t (call_id, user_id, agent_id, transcript_text, word_count)
  select n.id, n.user_id, n.agent_id, n.transcript,
    cardinality(regexp_split_to_array(btrim(n.transcript), '\s+'))
  from new_rows n
  join old_rows o on o.id = n.id
  where n.transcript is not null
    and n.transcript is distinct from o.transcript
  order by n.id
  on conflict (call_id) do update
  set transcript_text = excluded.transcript_text,
      word_count = excluded.word_count,
      updated_at = excluded.updated_at;
  return null;
end
$function$;
comment on function public.store_transcripts is
  'Keeps transcripts beside the calls whose text has changed.';
revoke all on function public.store_transcripts from public;
alter function public.store_transcripts owner to app_definer;
--! EndIncluded calls/public.store_transcripts.sql
--! Included campaigns/api.add_campaign_contacts.sql
-- Queues the people that a filter finds, each once: whoever waits, runs or has been dealt with in this campaign is
-- left alone. They wait in the campaign's lane, so launching costs nothing for them.
create or replace function api.add_campaign_contacts(
  p_campaign_id uuid,
  p_search text default null,
  p_tag text default null,
  p_import_id uuid default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, v_user_id);
  v_lane_id bigint := public.ensure_lane(v_user_id, 'campaign', p_campaign_id);
  v_added integer;
begin
  if v_campaign.status in ('completed', 'cancelled') then
    raise sqlstate 'VC409' using
      message = 'campaign_is_over',
      detail = format('campaign %s is %s', p_campaign_id, v_campaign.status),
      hint = 'This campaign is over; make a new one for further people.';
  end if;

  insert into public.call_queue (
    user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, max_retries, lane_id, created_at
  )
  select v_user_id, p_campaign_id, t.id, v_campaign.agent_id, t.phone_number, t.name, v_campaign.max_retries,
    v_lane_id, p_now
  from public.contacts t
  where t.id in (select public.find_contact_ids(v_user_id, p_search, p_tag, p_import_id))
    and not exists (
      select from public.call_queue q where q.campaign_id = p_campaign_id and q.contact_id = t.id
    )
  order by t.name, t.id;
  get diagnostics v_added = row_count;
  update public.call_campaigns c
  set total_contacts = c.total_contacts + v_added
  where c.id = p_campaign_id;
  if v_campaign.status = 'active' then
    perform pg_notify('dispatch', '');
  end if;
  return v_added;
end
$function$;
comment on function api.add_campaign_contacts is
  'Queues the contacts that a filter finds (all without one) and returns how many were new to the campaign. Raises not_signed_in, campaign_not_found, campaign_is_over.
@notNull';
revoke all on function api.add_campaign_contacts from public;
grant execute on function api.add_campaign_contacts to app_user;
alter function api.add_campaign_contacts owner to app_definer;
--! EndIncluded campaigns/api.add_campaign_contacts.sql
--! Included campaigns/api.explain_campaign_state.sql
-- "Why is nothing dialing?" Every reason that holds, strongest first, from what the claim itself reads.
create or replace function api.explain_campaign_state(p_campaign_id uuid, p_now timestamptz default now())
  returns table (key text, sentence text, until timestamptz, action text)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_campaign public.call_campaigns;
begin
  select c.*
  into v_campaign
  from public.call_campaigns c
  where c.id = p_campaign_id and c.user_id = v_user_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'campaign_not_found',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign no longer exists.';
  end if;
  return query
  select r.key, r.sentence, r.until, r.action
  from (
    select * from public.campaign_status_reasons(v_campaign, p_now)
    union all
    select * from public.campaign_dialing_reasons(v_campaign, p_now)
    where v_campaign.status = 'active'
  ) r
  order by r.place;
end
$function$;
comment on function api.explain_campaign_state is
  'Every reason for the present state of a campaign, strongest first: key, sentence, when it may change, what can be done. Raises not_signed_in, campaign_not_found.
@notNull key
@notNull sentence';
revoke all on function api.explain_campaign_state from public;
grant execute on function api.explain_campaign_state to app_user;
alter function api.explain_campaign_state owner to app_definer;
--! EndIncluded campaigns/api.explain_campaign_state.sql
--! Included campaigns/public.advance_campaigns.sql
-- Ends campaigns whose last day is over: people who were not called are cancelled with that reason, a bounded
-- number at a time. Also finishes what a cancelled campaign left behind (a dial that was refused just then).
create or replace function public.advance_campaigns(p_limit integer default 5000, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_over uuid[];
  v_items integer;
begin
  v_over := array(
    select c.id
    from public.call_campaigns c
    cross join lateral public.next_window(
      c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c), p_now
    ) n
    where c.status = 'cancelled' and exists (
        select from public.call_queue q where q.campaign_id = c.id and q.status = 'pending'
      )
      or c.status in ('active', 'scheduled', 'paused') and n.opens_at is null
    order by c.id
  );
  if v_over = '{}' then
    return 0;
  end if;

  update public.call_queue q
  set status = 'cancelled',
      due = true,
      completed_at = p_now,
      error_message = case when c.status = 'cancelled' then 'campaign_cancelled' else 'campaign_ended' end
  from public.call_campaigns c
  where q.id = any (array(
      select x.id
      from public.call_queue x
      where x.campaign_id = any (v_over) and x.status = 'pending'
      order by x.id
      limit p_limit
      for no key update skip locked
    ))
    and c.id = q.campaign_id;
  get diagnostics v_items = row_count;
  -- A scheduled campaign whose days have all passed without a claim has to have been active to be over.
  update public.call_campaigns c
  set status = 'active', started_at = coalesce(c.started_at, p_now)
  where c.id = any (array(
    select k.id
    from public.call_campaigns k
    where k.id = any (v_over) and k.status = 'scheduled'
    order by k.id
    for no key update skip locked
  ));
  perform public.complete_campaigns(v_over, p_now);
  return v_items;
end
$function$;
comment on function public.advance_campaigns is
  'Cancels people who still wait in campaigns whose last day is over or that were cancelled, and completes those campaigns; returns how many people. Scheduled every minute.';
revoke all on function public.advance_campaigns from public;
grant execute on function public.advance_campaigns to app_worker;
alter function public.advance_campaigns owner to app_definer;
--! EndIncluded campaigns/public.advance_campaigns.sql
--! Included campaigns/public.cancel_campaign_items.sql
-- The slow half of cancelling: the campaign is cancelled at once, its waiting people follow in batches. SKIP LOCKED,
-- because the claim may hold some; those are caught by the fence and come back.
create or replace function public.cancel_campaign_items(
  p_campaign_id uuid,
  p_limit integer default 5000,
  p_now timestamptz default now()
)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_items integer;
begin
  update public.call_queue q
  set status = 'cancelled', due = true, completed_at = p_now, error_message = 'campaign_cancelled'
  where q.id = any (array(
    select x.id
    from public.call_queue x
    join public.call_campaigns c on c.id = x.campaign_id
    where x.campaign_id = p_campaign_id and x.status = 'pending' and c.status = 'cancelled'
    order by x.id
    limit p_limit
    for no key update of x skip locked
  ));
  get diagnostics v_items = row_count;
  return v_items = p_limit;
end
$function$;
comment on function public.cancel_campaign_items is
  'Cancels up to p_limit waiting people of a cancelled campaign; true when more may be waiting. Called by the job campaign__cancel_items.';
revoke all on function public.cancel_campaign_items from public;
grant execute on function public.cancel_campaign_items to app_worker;
alter function public.cancel_campaign_items owner to app_definer;
--! EndIncluded campaigns/public.cancel_campaign_items.sql
--! Included campaigns/public.complete_campaigns.sql
-- Decides whether campaigns are finished: if and only if nobody waits and nobody is on a line.
--
-- Race: two transactions end the last two items. The campaign row is locked first and the question is asked in a
-- new statement, so the second one sees what the first one ended. Asking before the lock leaves the campaign
-- open for ever; asking before the retry row exists is the classic false "finished". Hence: called last, by
-- everything that ends items, in the same transaction.
create or replace function public.complete_campaigns(p_campaign_ids uuid[], p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
  v_completed integer;
begin
  v_ids := array(
    select c.id
    from public.call_campaigns c
    where c.id = any (p_campaign_ids)
      and c.status in ('active', 'paused')
    order by c.id
    for no key update
  );
  update public.call_campaigns c
  set status = 'completed', completed_at = p_now
  where c.id = any (v_ids)
    -- A scalar look-up, one index probe each: "not exists" is planned as a join with everybody who waits anywhere.
    and (
      select true
      from public.call_queue q
      where q.campaign_id = c.id and q.status in ('pending', 'processing')
      limit 1
    ) is null;
  get diagnostics v_completed = row_count;
  return v_completed;
end
$function$;
comment on function public.complete_campaigns is
  'Completes those of the campaigns in which nobody waits and nobody is on a line; returns how many. Called last by everything that ends queue items.';
revoke all on function public.complete_campaigns from public;
alter function public.complete_campaigns owner to app_definer;
--! EndIncluded campaigns/public.complete_campaigns.sql
--! Included campaigns/public.lock_own_campaign.sql
-- The first step of everything that changes a campaign: its lanes, then its row. In this order, because a
-- waker may hold a lane until its transaction ends, and that transaction may be waiting for the campaign.
create or replace function public.lock_own_campaign(p_campaign_id uuid, p_user_id uuid)
  returns public.call_campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns;
begin
  perform 1
  from public.dispatch_lanes l
  where l.campaign_id = p_campaign_id
    and l.user_id = p_user_id
  order by l.id
  for no key update;

  select c.*
  into v_campaign
  from public.call_campaigns c
  where c.id = p_campaign_id
    and c.user_id = p_user_id
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'campaign_not_found',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign no longer exists.';
  end if;
  return v_campaign;
end
$function$;
comment on function public.lock_own_campaign is
  'Locks a campaign of the tenant and its lanes and returns it. Raises campaign_not_found, for another tenant''s as for one that does not exist.';
revoke all on function public.lock_own_campaign from public;
alter function public.lock_own_campaign owner to app_definer;
--! EndIncluded campaigns/public.lock_own_campaign.sql
--! Included campaigns/public.publish_campaign_changes.sql
create or replace function public.publish_campaign_changes()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic, ref)
  select n.user_id, 'campaigns', n.id
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_campaign_changes is
  'Writes one live event for each changed campaign.';
revoke all on function public.publish_campaign_changes from public;
alter function public.publish_campaign_changes owner to app_definer;
--! EndIncluded campaigns/public.publish_campaign_changes.sql
--! Included campaigns/public.refuse_illegal_campaign_step.sql
-- The life of a campaign is the table campaign_status_steps; whatever asks, another step is refused here.
create or replace function public.refuse_illegal_campaign_step()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if new.status is distinct from old.status and not exists (
    select
    from public.campaign_status_steps s
    where s.from_status = old.status and s.to_status = new.status
  ) then
    raise sqlstate 'VC409' using
      message = 'campaign_step_not_allowed',
      detail = format('campaign %s: %s to %s', old.id, old.status, new.status),
      hint = 'The campaign is in a state in which this cannot be done; look at it again.';
  end if;
  return new;
end
$function$;
comment on function public.refuse_illegal_campaign_step is
  'Refuses a change of status that is not in campaign_status_steps. Raises campaign_step_not_allowed.';
revoke all on function public.refuse_illegal_campaign_step from public;
alter function public.refuse_illegal_campaign_step owner to app_definer;
--! EndIncluded campaigns/public.refuse_illegal_campaign_step.sql
--! Included campaigns/public.update_campaign_statistics.sql
-- Counts confirmed calls into their campaigns, and decides at the very end whether a campaign is finished.
create or replace function public.update_campaign_statistics()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaigns uuid[];
  v_now timestamptz;
begin
  select array_agg(distinct n.campaign_id), max(n.confirmed_at)
  into v_campaigns, v_now
  from new_rows n
  join old_rows o on o.id = n.id
  where n.confirmed_at is not null
    and o.confirmed_at is null
    and n.campaign_id is not null;
  if v_campaigns is null then
    return null;
  end if;

  perform 1
  from public.call_campaigns c
  where c.id = any (v_campaigns)
  order by c.id
  for no key update;
  update public.call_campaigns c
  set completed_calls = c.completed_calls + x.ended,
      successful_calls = c.successful_calls + x.successful,
      failed_calls = c.failed_calls + x.ended - x.successful
  from (
    select n.campaign_id, count(*) as ended, count(*) filter (where n.status = 'completed') as successful
    from new_rows n
    join old_rows o on o.id = n.id
    where n.confirmed_at is not null and o.confirmed_at is null and n.campaign_id is not null
    group by n.campaign_id
  ) x
  where c.id = x.campaign_id;
  perform public.complete_campaigns(v_campaigns, v_now);
  return null;
end
$function$;
comment on function public.update_campaign_statistics is
  'Adds confirmed calls to the counters of their campaigns and completes campaigns that are finished.';
revoke all on function public.update_campaign_statistics from public;
alter function public.update_campaign_statistics owner to app_definer;
--! EndIncluded campaigns/public.update_campaign_statistics.sql
--! Included campaigns/public.update_campaign_statistics_on_delete.sql
-- A deleted call counts no more.
create or replace function public.update_campaign_statistics_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.call_campaigns c
  set completed_calls = c.completed_calls - x.ended,
      successful_calls = c.successful_calls - x.successful,
      failed_calls = c.failed_calls - (x.ended - x.successful)
  from (
    select o.campaign_id, count(*) as ended, count(*) filter (where o.status = 'completed') as successful
    from old_rows o
    where o.confirmed_at is not null and o.campaign_id is not null
    group by o.campaign_id
  ) x
  where c.id = x.campaign_id;
  return null;
end
$function$;
comment on function public.update_campaign_statistics_on_delete is
  'Takes deleted calls out of the counters of their campaigns.';
revoke all on function public.update_campaign_statistics_on_delete from public;
alter function public.update_campaign_statistics_on_delete owner to app_definer;
--! EndIncluded campaigns/public.update_campaign_statistics_on_delete.sql
--! Included campaigns/public.update_campaign_statistics_on_insert.sql
-- A call may be stored with its end already confirmed (history that is loaded).
create or replace function public.update_campaign_statistics_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.call_campaigns c
  set completed_calls = c.completed_calls + x.ended,
      successful_calls = c.successful_calls + x.successful,
      failed_calls = c.failed_calls + x.ended - x.successful
  from (
    select n.campaign_id, count(*) as ended, count(*) filter (where n.status = 'completed') as successful
    from new_rows n
    where n.confirmed_at is not null and n.campaign_id is not null
    group by n.campaign_id
  ) x
  where c.id = x.campaign_id;
  return null;
end
$function$;
comment on function public.update_campaign_statistics_on_insert is
  'Adds calls that are stored with a confirmed end to the counters of their campaigns.';
revoke all on function public.update_campaign_statistics_on_insert from public;
alter function public.update_campaign_statistics_on_insert owner to app_definer;
--! EndIncluded campaigns/public.update_campaign_statistics_on_insert.sql
--! Included contacts/api.count_contacts.sql
create or replace function api.count_contacts(
  p_search text default null,
  p_tag text default null,
  p_import_id uuid default null
)
  returns integer
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return (
    select count(*)::integer
    from public.find_contact_ids(v_user_id, p_search, p_tag, p_import_id)
  );
end
$function$;
comment on function api.count_contacts is
  'How many contacts a filter finds. Raises not_signed_in.
@notNull';
revoke all on function api.count_contacts from public;
grant execute on function api.count_contacts to app_user;
alter function api.count_contacts owner to app_definer;
--! EndIncluded contacts/api.count_contacts.sql
--! Included contacts/api.list_contact_import_rejects.sql
create or replace function api.list_contact_import_rejects(
  p_import_id uuid,
  p_after_line integer default 0,
  p_limit integer default 100
)
  returns table (import_id uuid, line_number integer, kind text, reason text, sentence text, raw_text text)
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select r.import_id, r.line_number, r.kind::text, r.reason::text, public.reject_sentence(r.reason), r.raw_text
  from public.contact_import_rejects r
  where r.import_id = p_import_id
    and r.line_number > p_after_line
  order by r.line_number
  limit least(greatest(p_limit, 1), 10000);
end
$function$;
comment on function api.list_contact_import_rejects is
  'Rows of an import that became no contact, by line, with the reason in words. Raises not_signed_in.
@notNull import_id
@notNull line_number
@notNull kind
@notNull reason
@notNull sentence
@words kind contact_import_rejects.kind';
revoke all on function api.list_contact_import_rejects from public;
grant execute on function api.list_contact_import_rejects to app_user;
--! EndIncluded contacts/api.list_contact_import_rejects.sql
--! Included contacts/api.list_contact_tags.sql
create or replace function api.list_contact_tags()
  returns table (tag text, contacts integer)
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return query
  select t.tag, count(*)::integer
  from public.contacts c
  cross join lateral unnest(c.tags) as t (tag)
  where c.user_id = v_user_id
    and c.deleted_at is null
    and c.tags <> '{}'
  group by t.tag
  order by t.tag
  limit 200;
end
$function$;
comment on function api.list_contact_tags is
  'The tenant''s tags with their contacts, by name. Raises not_signed_in.
@notNull tag
@notNull contacts';
revoke all on function api.list_contact_tags from public;
grant execute on function api.list_contact_tags to app_user;
alter function api.list_contact_tags owner to app_definer;
--! EndIncluded contacts/api.list_contact_tags.sql
--! Included contacts/public.contact_matches.sql
-- The one meaning of a filter over contacts, for lists, counts and campaigns alike. Inlined into the query around it.
create or replace function public.contact_matches(
  p_contact public.contacts,
  p_search text,
  p_tag text,
  p_import_id uuid
)
  returns boolean
  language sql
  immutable
  parallel safe
  security invoker
  return (p_tag is null or p_contact.tags operator(pg_catalog.@>) array[p_tag])
    and (p_import_id is null or p_contact.import_id = p_import_id)
    and (
      coalesce(btrim(p_search), '') = ''
      or strpos(lower(p_contact.name), lower(btrim(p_search))) > 0
      or strpos(lower(p_contact.company), lower(btrim(p_search))) > 0
      or (
        p_search ~ '^[0-9+(). /-]*[0-9][0-9+(). /-]*$'
        and strpos(p_contact.phone_number, regexp_replace(p_search, '[^0-9]', '', 'g')) > 0
      )
    );
comment on function public.contact_matches is
  'Whether a contact fits a filter: part of name, company or number in any notation, a tag, an import; null leaves a part out.';
revoke all on function public.contact_matches from public;
grant execute on function public.contact_matches to app_definer;
--! EndIncluded contacts/public.contact_matches.sql
--! Included contacts/public.count_call_outcomes.sql
-- What a confirmed call says about its contact: missed, busy, no answer, last contact.
create or replace function public.count_call_outcomes()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Without old_rows: an "exists" over the join of both is planned as a nested loop, which is quadratic in the batch.
  if not exists (select from new_rows n where n.confirmed_at is not null and n.contact_id is not null) then
    return null;
  end if;

  with counted as materialized (
    select
      n.contact_id,
      count(*) filter (where n.status <> 'completed') as missed,
      count(*) filter (where n.status = 'busy') as busy,
      count(*) filter (where n.status = 'no-answer') as no_answer,
      max(n.created_at) as last_at
    from new_rows n
    join old_rows o on o.id = n.id
    where n.confirmed_at is not null and o.confirmed_at is null and n.contact_id is not null
    group by n.contact_id
  ),
  locked as materialized (
    select t.id
    from public.contacts t
    where t.id in (select c.contact_id from counted c)
    order by t.id
    for no key update
  )
  update public.contacts t
  set not_connected = t.not_connected + c.missed,
      call_attempted_busy = t.call_attempted_busy + c.busy,
      call_attempted_no_answer = t.call_attempted_no_answer + c.no_answer,
      last_contact_at = greatest(t.last_contact_at, c.last_at)
  from counted c
  join locked l on l.id = c.contact_id
  where t.id = c.contact_id;
  return null;
end
$function$;
comment on function public.count_call_outcomes is
  'Adds the outcome of confirmed calls to the counters of their contacts.';
revoke all on function public.count_call_outcomes from public;
alter function public.count_call_outcomes owner to app_definer;
--! EndIncluded contacts/public.count_call_outcomes.sql
--! Included contacts/public.count_call_outcomes_on_delete.sql
-- A deleted call counts no more. The time of the last contact stays: it is what happened, not a count.
create or replace function public.count_call_outcomes_on_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  with counted as materialized (
    select
      o.contact_id,
      count(*) filter (where o.status <> 'completed') as missed,
      count(*) filter (where o.status = 'busy') as busy,
      count(*) filter (where o.status = 'no-answer') as no_answer
    from old_rows o
    where o.confirmed_at is not null and o.contact_id is not null
    group by o.contact_id
  ),
  locked as materialized (
    select t.id
    from public.contacts t
    where t.id in (select c.contact_id from counted c)
    order by t.id
    for no key update
  )
  update public.contacts t
  set not_connected = t.not_connected - c.missed,
      call_attempted_busy = t.call_attempted_busy - c.busy,
      call_attempted_no_answer = t.call_attempted_no_answer - c.no_answer
  from counted c
  join locked l on l.id = c.contact_id
  where t.id = c.contact_id;
  return null;
end
$function$;
comment on function public.count_call_outcomes_on_delete is
  'Takes deleted calls out of the counters of their contacts.';
revoke all on function public.count_call_outcomes_on_delete from public;
alter function public.count_call_outcomes_on_delete owner to app_definer;
--! EndIncluded contacts/public.count_call_outcomes_on_delete.sql
--! Included contacts/public.count_call_outcomes_on_insert.sql
-- A call may be stored with its end already confirmed (history that is loaded).
create or replace function public.count_call_outcomes_on_insert()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from new_rows n where n.confirmed_at is not null and n.contact_id is not null) then
    return null;
  end if;

  with counted as materialized (
    select
      n.contact_id,
      count(*) filter (where n.status <> 'completed') as missed,
      count(*) filter (where n.status = 'busy') as busy,
      count(*) filter (where n.status = 'no-answer') as no_answer,
      max(n.created_at) as last_at
    from new_rows n
    where n.confirmed_at is not null and n.contact_id is not null
    group by n.contact_id
  ),
  locked as materialized (
    select t.id
    from public.contacts t
    where t.id in (select c.contact_id from counted c)
    order by t.id
    for no key update
  )
  update public.contacts t
  set not_connected = t.not_connected + c.missed,
      call_attempted_busy = t.call_attempted_busy + c.busy,
      call_attempted_no_answer = t.call_attempted_no_answer + c.no_answer,
      last_contact_at = greatest(t.last_contact_at, c.last_at)
  from counted c
  join locked l on l.id = c.contact_id
  where t.id = c.contact_id;
  return null;
end
$function$;
comment on function public.count_call_outcomes_on_insert is
  'Adds the outcome of calls that are stored as confirmed to the counters of their contacts.';
revoke all on function public.count_call_outcomes_on_insert from public;
alter function public.count_call_outcomes_on_insert owner to app_definer;
--! EndIncluded contacts/public.count_call_outcomes_on_insert.sql
--! Included contacts/public.merge_contact_import_chunk.sql
-- Merges the next lines of an import, one transaction each: normalise, validate, find duplicates, look up opt-outs,
-- insert or update in number order. Every line ends in exactly one of the seven counts.
--
-- A crash between chunks loses nothing: merged_to_line says where to go on. If the server itself crashed, the
-- unlogged staging is empty and the import fails with that reason; the same file again is safe.
create or replace function public.merge_contact_import_chunk(p_import_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set jit = off
as $function$
declare
  v_import public.contact_imports;
  v_to_line integer;
  v_counts record;
begin
  select i.*
  into v_import
  from public.contact_imports i
  where i.id = p_import_id
    and i.status = 'merging'
  for no key update;
  if not found then
    return false;
  end if;

  select max(r.line_number)
  into v_to_line
  from (
    select x.line_number
    from api.contact_import_rows x
    where x.import_id = p_import_id and x.line_number > v_import.merged_to_line
    order by x.line_number
    limit public.setting('import.chunk_lines')
  ) r;
  if v_to_line is null then
    perform public.end_contact_import(p_import_id, p_now);
    return false;
  end if;

  select * into v_counts from public.merge_contact_lines(v_import, v_to_line, p_now);
  update public.contact_imports i
  set merged_to_line = v_to_line,
      inserted = i.inserted + v_counts.inserted,
      updated = i.updated + v_counts.updated,
      unchanged = i.unchanged + v_counts.unchanged,
      duplicate_in_file = i.duplicate_in_file + v_counts.duplicate_in_file,
      rejected = i.rejected + v_counts.rejected,
      suppressed = i.suppressed + v_counts.suppressed,
      blank = i.blank + v_counts.blank,
      updated_at = p_now
  where i.id = p_import_id;
  insert into public.ui_events (user_id, topic, ref)
  values (v_import.user_id, 'imports', p_import_id), (v_import.user_id, 'contacts', null);
  return true;
end
$function$;
comment on function public.merge_contact_import_chunk is
  'Merges the next lines of an import (import.chunk_lines) and returns true; false when the import is over. Called by the job contact_import__merge until false.';
revoke all on function public.merge_contact_import_chunk from public;
grant execute on function public.merge_contact_import_chunk to app_worker;
alter function public.merge_contact_import_chunk owner to app_definer;
--! EndIncluded contacts/public.merge_contact_import_chunk.sql
--! Included contacts/public.merge_contact_lines.sql
-- One chunk of lines, set-wise. "First row wins" reaches over chunks: a number that this import has inserted or
-- updated before is a duplicate in the file.
create or replace function public.merge_contact_lines(
  p_import public.contact_imports,
  p_to_line integer,
  p_now timestamptz
)
  returns table (
    inserted integer, updated integer, unchanged integer, duplicate_in_file integer, rejected integer,
    suppressed integer, blank integer
  )
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set jit = off
as $function$
#variable_conflict use_column
begin
  return query
  with lines as materialized (
    select r.*, public.normalise_phone(r.phone_number) collate "C" as number,
      case
        when r.parse_error is not null then r.parse_error
        when public.phone_fault(r.phone_number) is not null then public.phone_fault(r.phone_number)
        when length(r.name) > 255 or length(r.email) > 255 or length(r.company) > 255 or length(r.city) > 255
          or length(r.country) > 255 then 'text_too_long'
      end as fault,
      r.parse_error is null
        and coalesce(r.name, r.phone_number, r.email, r.company, r.city, r.country, r.notes, r.business_context) is null
        as is_blank
    from api.contact_import_rows r
    where r.import_id = p_import.id
      and r.line_number > p_import.merged_to_line
      and r.line_number <= p_to_line
  ),
  judged as materialized (
    select
      l.*,
      case
        when l.is_blank then 'blank'
        when l.fault is not null then 'rejected'
        when l.nth > 1 or exists (
          select from public.contact_import_numbers n
          where n.import_id = p_import.id and n.phone_number = l.number
        ) then 'duplicate_in_file'
        when exists (
          select from public.do_not_call d
          where d.phone_number = l.number collate "default" and (d.user_id = p_import.user_id or d.user_id is null)
        ) then 'suppressed'
        else 'good'
      end as verdict
    from (
      -- Only good lines count as the first: a rejected one does not take the number.
      select x.*, row_number() over (partition by x.number, x.fault is null order by x.line_number) as nth
      from lines x
    ) l
  ),
  seen as (
    insert into public.contact_import_numbers (import_id, phone_number)
    select p_import.id, j.number
    from judged j
    where j.verdict in ('good', 'suppressed')
    order by j.number
    on conflict do nothing
  ),
  refused as (
    insert into public.contact_import_rejects (import_id, user_id, line_number, kind, reason, raw_text)
    select p_import.id, p_import.user_id, j.line_number, j.verdict,
      case j.verdict when 'rejected' then j.fault when 'suppressed' then 'opted_out' else 'duplicate_in_file' end,
      left(coalesce(j.raw_text, concat_ws(', ', j.name, j.phone_number, j.email, j.company)), 2000)
    from judged j
    where j.verdict in ('rejected', 'duplicate_in_file', 'suppressed')
  ),
  written as (
    insert into public.contacts as c (
      user_id, name, phone_number, email, company, city, country, notes, business_context, tags, import_id,
      auto_creation_source, created_at
    )
    select p_import.user_id, coalesce(j.name, j.number), j.number, j.email, j.company, j.city, j.country, j.notes,
      j.business_context, p_import.tags, p_import.id, 'bulk_upload', p_now
    from judged j
    where j.verdict = 'good'
    order by j.number
    on conflict (user_id, phone_number) do update
    -- A line without a name arrives with its number as the name: that overwrites no name.
    set name = case when excluded.name = excluded.phone_number then c.name
          when p_import.policy = 'overwrite' or c.name = c.phone_number then excluded.name else c.name end,
        email = case when p_import.policy = 'overwrite' then coalesce(excluded.email, c.email) else coalesce(c.email, excluded.email) end,
        company = case when p_import.policy = 'overwrite' then coalesce(excluded.company, c.company) else coalesce(c.company, excluded.company) end,
        city = case when p_import.policy = 'overwrite' then coalesce(excluded.city, c.city) else coalesce(c.city, excluded.city) end,
        country = case when p_import.policy = 'overwrite' then coalesce(excluded.country, c.country) else coalesce(c.country, excluded.country) end,
        notes = case when p_import.policy = 'overwrite' then coalesce(excluded.notes, c.notes) else coalesce(c.notes, excluded.notes) end,
        business_context = case when p_import.policy = 'overwrite' then coalesce(excluded.business_context, c.business_context)
          else coalesce(c.business_context, excluded.business_context) end,
        tags = public.merge_tags(c.tags, excluded.tags),
        deleted_at = null
    where c.deleted_at is not null
      or (p_import.policy <> 'skip' and (
        not c.tags @> excluded.tags
        or c.name = c.phone_number and excluded.name <> c.name
        or (p_import.policy = 'fill' and (
          c.email is null and excluded.email is not null or c.company is null and excluded.company is not null
          or c.city is null and excluded.city is not null or c.country is null and excluded.country is not null
          or c.notes is null and excluded.notes is not null
          or c.business_context is null and excluded.business_context is not null))
        or (p_import.policy = 'overwrite' and (c.name, c.email, c.company, c.city, c.country, c.notes, c.business_context)
          is distinct from (case when excluded.name = excluded.phone_number then c.name else excluded.name end, coalesce(excluded.email, c.email), coalesce(excluded.company, c.company),
            coalesce(excluded.city, c.city), coalesce(excluded.country, c.country), coalesce(excluded.notes, c.notes),
            coalesce(excluded.business_context, c.business_context)))
      ))
    returning c.xmax = 0 as is_new
  )
  select
    (select count(*) from written w where w.is_new)::integer,
    (select count(*) from written w where not w.is_new)::integer,
    (count(*) filter (where j.verdict = 'good') - (select count(*) from written))::integer,
    count(*) filter (where j.verdict = 'duplicate_in_file')::integer,
    count(*) filter (where j.verdict = 'rejected')::integer,
    count(*) filter (where j.verdict = 'suppressed')::integer,
    count(*) filter (where j.verdict = 'blank')::integer
  from judged j;
end
$function$;
comment on function public.merge_contact_lines is
  'Merges staged lines up to a line and counts what became of each. Called by merge_contact_import_chunk.';
revoke all on function public.merge_contact_lines from public;
alter function public.merge_contact_lines owner to app_definer;
--! EndIncluded contacts/public.merge_contact_lines.sql
--! Included contacts/public.merge_tags.sql
create or replace function public.merge_tags(p_have text[], p_add text[])
  returns text[]
  language sql
  immutable
  parallel safe
  security invoker
  return (select coalesce(array_agg(t.tag order by t.tag), '{}') from (
    select unnest(p_have) as tag union select unnest(p_add)
  ) t);
comment on function public.merge_tags is
  'Both lists of tags as one, sorted, each once.';
revoke all on function public.merge_tags from public;
grant execute on function public.merge_tags to app_definer;
--! EndIncluded contacts/public.merge_tags.sql
--! Included contacts/public.phone_fault.sql
-- Why a text is no telephone number, null when it is one.
create or replace function public.phone_fault(p_text text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when coalesce(btrim(p_text), '') = '' then 'phone_missing'
    when public.normalise_phone(p_text) is not null then null
    when p_text ~* '^[0-9]+([.,][0-9]+)?e\+?[0-9]+$' then 'phone_destroyed_by_spreadsheet'
    when p_text ~ '[^0-9+ \t().\/\u00a0-]' then 'phone_has_letters'
    when regexp_replace(p_text, '[^0-9]', '', 'g') ~ '^.{0,6}$' then 'phone_too_short'
    when regexp_replace(p_text, '[^0-9]', '', 'g') ~ '^.{16,}$' then 'phone_too_long'
    when p_text !~ '^\s*(\+|00)' then 'phone_without_country_code'
    else 'phone_invalid'
  end;
comment on function public.phone_fault is
  'Reason key why a text is no telephone number, null when it is one.';
revoke all on function public.phone_fault from public;
grant execute on function public.phone_fault to app_definer, app_user;
--! EndIncluded contacts/public.phone_fault.sql
--! Included contacts/public.reject_sentence.sql
-- The reasons of an import in words, in one place.
create or replace function public.reject_sentence(p_reason text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case p_reason
    when 'phone_missing' then 'There is no telephone number in this row.'
    when 'phone_destroyed_by_spreadsheet' then 'A spreadsheet has shortened this number (like 9.19E+11) and its digits are lost. Format the column as text and export again.'
    when 'phone_has_letters' then 'The telephone number contains characters that are no part of a number.'
    when 'phone_too_short' then 'The telephone number has too few digits.'
    when 'phone_too_long' then 'The telephone number has more digits than any number in the world.'
    when 'phone_without_country_code' then 'The telephone number has no country code. Write it like +44 7700 900123.'
    when 'phone_invalid' then 'This is no telephone number in international form.'
    when 'duplicate_in_file' then 'The same number stands in an earlier row of this file; the first one counts.'
    when 'opted_out' then 'This number is on the do-not-call list.'
    when 'text_too_long' then 'A cell of this row is longer than the field can be.'
    when 'too_many_columns' then 'This row has more cells than the file has columns.'
    when 'unclosed_quote' then 'A quotation mark is opened in this row and never closed.'
    when 'bad_quote' then 'A quotation mark stands where none may stand.'
    when 'nul_character' then 'This row contains a character that cannot be stored.'
    when 'cell_too_large' then 'A cell of this row is too large.'
    else 'This row could not be read.'
  end;
comment on function public.reject_sentence is
  'The sentence for a reason key of contact_import_rejects.';
revoke all on function public.reject_sentence from public;
grant execute on function public.reject_sentence to app_definer, app_user;
--! EndIncluded contacts/public.reject_sentence.sql
--! Included credits/public.hold_amount.sql
-- The one formula of a hold: the longest call and some grace, in whole pulses.
create or replace function public.hold_amount(
  p_call_seconds integer,
  p_grace_seconds integer,
  p_pulse_seconds integer,
  p_price_per_pulse integer
)
  returns integer
  language sql
  immutable
  parallel safe
  security invoker
  return (p_call_seconds + p_grace_seconds + p_pulse_seconds - 1) / p_pulse_seconds * p_price_per_pulse;
comment on function public.hold_amount is
  'Credits that a call of at most p_call_seconds plus grace may cost at a given pulse and price. Unit: credits.';
revoke all on function public.hold_amount from public;
grant execute on function public.hold_amount to app_definer, app_user;
--! EndIncluded credits/public.hold_amount.sql
--! Included credits/public.hold_for_call.sql
-- What one call of a tenant reserves today. It is the hold of its longest-talking agent, so that "one call
-- reserves n" is one number on every page and in the claim.
create or replace function public.hold_for_call(p_user_id uuid)
  returns integer
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_default integer := public.setting('dial.default_call_terminate_seconds');
  v_seconds integer;
begin
  select max(coalesce(public.agent_call_seconds(a.bolna_task_config), v_default))
  into v_seconds
  from public.agents a
  where a.user_id = p_user_id
    and a.is_active;
  return public.hold_amount(
    coalesce(v_seconds, v_default),
    public.setting('dial.call_grace_seconds'),
    public.setting('credits.pulse_seconds'),
    public.setting('credits.price_per_pulse')
  );
end
$function$;
comment on function public.hold_for_call is
  'Credits that one call of a tenant reserves at today''s price. Unit: credits. The claim computes the same set-wise with hold_amount.';
revoke all on function public.hold_for_call from public;
alter function public.hold_for_call owner to app_definer;
--! EndIncluded credits/public.hold_for_call.sql
--! Included credits/public.price_confirmed_calls.sql
-- What calls cost whose end is confirmed now: whole pulses at the price pinned when they were claimed. A call
-- pays from its own hold and from what is free, never from the holds of others; what cannot be paid is a
-- shortfall (inbound calls have no hold), and the balance never goes below zero.
--
-- Locks users in id order: nobody else moves money of these tenants until the trigger has charged it.
create or replace function public.price_confirmed_calls(p_execution_ids text[], p_seconds integer[])
  returns table (execution_id varchar, credits integer, shortfall integer)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
#variable_conflict use_column
declare
  v_pulse integer := public.setting('credits.pulse_seconds');
  v_price integer := public.setting('credits.price_per_pulse');
begin
  perform 1
  from public.users u
  where u.id in (
    select c.user_id
    from public.calls c
    where c.bolna_execution_id = any (p_execution_ids) and c.confirmed_at is null
  )
  order by u.id
  for no key update;

  return query
  with due as materialized (
    select
      c.bolna_execution_id,
      c.id,
      c.user_id,
      a.id as attempt_id,
      ceil(e.seconds::numeric / coalesce(a.pulse_seconds, v_pulse)) * coalesce(a.price_per_pulse, v_price) as price
    from unnest(p_execution_ids, p_seconds) as e (execution_id, seconds)
    join public.calls c on c.bolna_execution_id = e.execution_id and c.confirmed_at is null
    left join public.call_attempts a on a.id = c.attempt_id
  ),
  pools as materialized (
    select
      u.id,
      u.credits - coalesce((
        select sum(h.amount)
        from public.credit_holds h
        where h.user_id = u.id
          and h.attempt_id not in (select d.attempt_id from due d where d.attempt_id is not null)
      ), 0) as amount
    from public.users u
    where u.id in (select d.user_id from due d)
  ),
  running as materialized (
    select d.*, p.amount as pool, sum(d.price) over (partition by d.user_id order by d.id) - d.price as before
    from due d
    join pools p on p.id = d.user_id
  )
  select
    r.bolna_execution_id,
    least(r.price, greatest(r.pool - r.before, 0))::integer,
    (r.price - least(r.price, greatest(r.pool - r.before, 0)))::integer
  from running r;
end
$function$;
comment on function public.price_confirmed_calls is
  'Credits and shortfall of calls whose end is being confirmed, from their seconds of talk. Locks the tenants'' wallets. Called by merge_folded_calls.';
revoke all on function public.price_confirmed_calls from public;
alter function public.price_confirmed_calls owner to app_definer;
--! EndIncluded credits/public.price_confirmed_calls.sql
--! Included credits/public.settle_credits.sql
-- Money of calls whose end has just been confirmed: the hold goes, the price is charged, once. The unique key
-- (call, type) of the ledger refuses a second charge whoever asks.
create or replace function public.settle_credits()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_attempts uuid[];
  v_holders uuid[];
  v_users uuid[];
  v_amounts integer[];
  v_calls uuid[];
begin
  select
    array_agg(n.attempt_id) filter (where n.attempt_id is not null),
    array_agg(n.user_id) filter (where n.attempt_id is not null),
    array_agg(n.user_id order by n.id) filter (where n.credits > 0),
    array_agg(-n.credits order by n.id) filter (where n.credits > 0),
    array_agg(n.id order by n.id) filter (where n.credits > 0)
  into v_attempts, v_holders, v_users, v_amounts, v_calls
  from new_rows n
  join old_rows o on o.id = n.id
  where n.confirmed_at is not null
    and o.confirmed_at is null;

  if v_attempts is not null then
    delete from public.credit_holds h
    using unnest(v_holders, v_attempts) as x (user_id, attempt_id)
    where h.user_id = x.user_id and h.attempt_id = x.attempt_id;
  end if;
  if v_calls is not null then
    perform public.write_credit_transactions(
      v_users, v_amounts, array_fill('usage'::text, array[cardinality(v_users)]), v_calls,
      array_fill(null::text, array[cardinality(v_users)])
    );
  end if;
  return null;
end
$function$;
comment on function public.settle_credits is
  'Releases the hold of confirmed calls and charges their price once.';
revoke all on function public.settle_credits from public;
alter function public.settle_credits owner to app_definer;
--! EndIncluded credits/public.settle_credits.sql
--! Included dialing/api.get_queue_position.sql
create or replace function api.get_queue_position(p_queue_id uuid)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return public.get_call_queue_position(p_queue_id);
end
$function$;
comment on function api.get_queue_position is
  'Place of a waiting person in the tenant''s queue, 1 is next; null when they do not wait. Raises not_signed_in.';
revoke all on function api.get_queue_position from public;
grant execute on function api.get_queue_position to app_user;
--! EndIncluded dialing/api.get_queue_position.sql
--! Included dialing/public.accept_attempts.sql
-- The provider has accepted these dials: each becomes a call. Both ways lead here, the answer to the request and
-- a webhook that was faster than it; the attempt's row lock makes the second one find the work done.
--
-- Locks: attempts, calls (new), items, slots. Events that came before we knew the execution are looked at again.
create or replace function public.accept_attempts(
  p_attempt_ids uuid[],
  p_execution_ids text[],
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
  v_ghosts uuid[];
  v_executions text[];
begin
  with locked as materialized (
    select a.id, a.state, e.execution_id
    from unnest(p_attempt_ids, p_execution_ids) as e (id, execution_id)
    join public.call_attempts a on a.id = e.id
    where a.execution_id is null
    order by a.id
    for no key update of a
  )
  select
    array_agg(l.id) filter (where l.state in ('sending', 'unknown')),
    array_agg(l.execution_id) filter (where l.state in ('sending', 'unknown')),
    array_agg(l.id) filter (where l.state in ('void', 'rejected'))
  into v_ids, v_executions, v_ghosts
  from locked l;

  if v_ghosts is not null then
    perform public.adopt_ghosts(v_ghosts, p_attempt_ids, p_execution_ids, p_now);
  end if;
  if v_ids is null then
    return coalesce(cardinality(v_ghosts), 0);
  end if;

  perform public.insert_dialed_calls(v_ids, v_executions, true, p_now);
  with accepted as (
    update public.call_attempts a
    set state = 'accepted', execution_id = c.bolna_execution_id, answered_at = p_now
    from public.calls c
    where a.id = any (v_ids) and c.attempt_id = a.id
    returning a.queue_id, c.id as call_id, a.execution_id
  ),
  items as (
    update public.call_queue q
    set call_id = x.call_id, attempts = q.attempts + 1, last_attempt_at = p_now, error_message = null
    from accepted x
    where q.id = x.queue_id
  )
  update public.active_calls s
  set bolna_execution_id = x.execution_id
  from accepted x
  where s.id = x.queue_id;
  return cardinality(v_ids) + coalesce(cardinality(v_ghosts), 0);
end
$function$;
comment on function public.accept_attempts is
  'Turns sent attempts into calls under the execution ids of the provider; attempts written off before are adopted as ghosts. Returns how many changed; known ones are left alone.';
revoke all on function public.accept_attempts from public;
alter function public.accept_attempts owner to app_definer;
--! EndIncluded dialing/public.accept_attempts.sql
--! Included dialing/public.announce_queue_items.sql
-- Whatever puts a due item into the queue (insert, retry, promotion, void), its lane must be looked at again, and open
-- tabs learn that the people who wait have changed. Items that the claim takes show as lines, which are told anyway.
-- Both in one look at the rows, because the claim passes here with every batch.
create or replace function public.announce_queue_items()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lanes bigint[];
  v_users uuid[];
begin
  select array_agg(distinct n.lane_id) filter (where n.status = 'pending' and n.due), array_agg(distinct n.user_id)
  into v_lanes, v_users
  from new_rows n
  where n.status <> 'processing';
  if v_lanes is not null then
    perform public.wake_lanes(v_lanes);
  end if;
  if v_users is not null then
    insert into public.ui_events (user_id, topic)
    select u.user_id, 'queue'
    from unnest(v_users) as u (user_id);
  end if;
  return null;
end
$function$;
comment on function public.announce_queue_items is
  'Wakes the lanes of items that have become claimable and writes one live event for each tenant whose waiting people have changed.';
revoke all on function public.announce_queue_items from public;
alter function public.announce_queue_items owner to app_definer;
--! EndIncluded dialing/public.announce_queue_items.sql
--! Included dialing/public.cleanup_active_calls_on_status_change.sql
-- Frees the slot of a call whose line is free, whatever the ending: at call-disconnected already, not at
-- completed, which may come a quarter of an hour later. A hint is enough for this: a forged one can free a slot
-- early, never move money. The execution id keeps a late event from freeing the slot of the next try.
create or replace function public.cleanup_active_calls_on_status_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_slots uuid[];
begin
  select array_agg(s.id)
  into v_slots
  from new_rows n
  join old_rows o on o.id = n.id
  join public.active_calls s on s.bolna_execution_id = n.bolna_execution_id
  where (n.ended_at is not null or n.confirmed_at is not null)
    and o.ended_at is null
    and o.confirmed_at is null;
  if v_slots is not null then
    delete from public.active_calls s
    where s.id in (
      select x.id
      from public.active_calls x
      where x.id = any (v_slots)
      order by x.id
      for update
    );
  end if;
  return null;
end
$function$;
comment on function public.cleanup_active_calls_on_status_change is
  'Deletes the slots of calls whose line has become free.';
revoke all on function public.cleanup_active_calls_on_status_change from public;
alter function public.cleanup_active_calls_on_status_change owner to app_definer;
--! EndIncluded dialing/public.cleanup_active_calls_on_status_change.sql
--! Included dialing/public.cleanup_orphaned_active_calls.sql
-- Slots that nothing frees: their attempt has ended without a call, or their call is over. Normally there are none.
-- No slot is freed by age: a slot whose call is silent is a question to the provider, and the answer frees it.
create or replace function public.cleanup_orphaned_active_calls(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_freed integer;
begin
  -- Under the claim's lock: a slot whose attempt is being inserted must not look like an orphan.
  perform 1 from public.dispatch_locks d where d.name = 'claim' for update;
  delete from public.active_calls s
  where s.id in (
    select x.id
    from public.active_calls x
    where not exists (
        select
        from public.call_attempts a
        where a.queue_id = x.id and a.closed_key is null
      )
      and not exists (
        select
        from public.calls c
        where c.bolna_execution_id = x.bolna_execution_id and c.ended_at is null and c.confirmed_at is null
      )
    order by x.id
    for update
  );
  get diagnostics v_freed = row_count;

  update public.calls c
  set next_confirm_at = p_now
  where c.confirmed_at is null
    and c.next_confirm_at > p_now + interval '5 minutes';
  return v_freed;
end
$function$;
comment on function public.cleanup_orphaned_active_calls is
  'Removes slots whose attempt or call is over and that nothing freed; returns how many, normally 0. Scheduled every five minutes.';
revoke all on function public.cleanup_orphaned_active_calls from public;
grant execute on function public.cleanup_orphaned_active_calls to app_worker;
alter function public.cleanup_orphaned_active_calls owner to app_definer;
--! EndIncluded dialing/public.cleanup_orphaned_active_calls.sql
--! Included dialing/public.dispatch_sweep.sql
-- The net under the waking protocol: finds parked lanes and tenants with claimable work and wakes them. Runs every 30
-- seconds; it should find nothing (wake_tenants, heed_wakes), and what it finds is counted.
create or replace function public.dispatch_sweep(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set jit = off
as $function$
declare
  v_lanes bigint[];
begin
  select array_agg(l.id)
  into v_lanes
  from public.dispatch_lanes l
  join public.tenant_dispatch t on t.user_id = l.user_id
  join public.users u on u.id = l.user_id
  where l.open
    and l.closes_at > p_now
    and (not l.ready or not t.ready or (l.call_type = 'direct' and not t.direct_ready))
    and exists (select from public.call_queue q where q.lane_id = l.id and q.status = 'pending' and q.due)
    and u.is_active
    and coalesce(t.max_concurrent_calls, public.setting('dial.tenant_max_concurrent'))
      > public.get_user_active_calls_count(u.id)
    and u.credits - (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id)
      >= public.hold_for_call(u.id);
  if v_lanes is null then
    return 0;
  end if;
  perform public.wake_lanes(v_lanes);
  return cardinality(v_lanes);
end
$function$;
comment on function public.dispatch_sweep is
  'Wakes parked lanes and tenants that have claimable work; returns how many lanes, normally 0. Called every 30 seconds.';
revoke all on function public.dispatch_sweep from public;
grant execute on function public.dispatch_sweep to app_worker;
alter function public.dispatch_sweep owner to app_definer;
--! EndIncluded dialing/public.dispatch_sweep.sql
--! Included dialing/public.end_attempts.sql
-- Ends attempts that became no call: void (never reached the wire, or proved not to exist) and rejected (the
-- provider refused). Slot and hold are freed in the same transaction, and the person waits again or is done.
--
-- Effects: requeue (waits again from p_not_before), retry (waits the campaign's retry interval, inside its
-- hours), fail, cancel. People of a cancelled campaign do not wait again. A dial that was no call does not count
-- as an attempt.
-- Idempotent: attempts that have ended already are left alone. Locks: attempts, items, slots, campaigns.
create or replace function public.end_attempts(
  p_attempt_ids uuid[],
  p_state text,
  p_effect text,
  p_reason text,
  p_http_status integer default null,
  p_not_before timestamptz default null,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
  v_items uuid[];
  v_campaigns uuid[];
begin
  v_ids := array(
    select a.id
    from public.call_attempts a
    where a.id = any (p_attempt_ids)
      and a.state in ('intent', 'sending', 'unknown')
    order by a.id
    for no key update
  );
  if v_ids = '{}' then
    return 0;
  end if;

  with ended as (
    update public.call_attempts a
    set state = p_state,
        closed_at = p_now,
        answered_at = case when p_http_status is not null then p_now end,
        http_status = coalesce(p_http_status, a.http_status),
        error_message = p_reason
    where a.id = any (v_ids)
    returning a.queue_id
  )
  select array_agg(e.queue_id)
  into v_items
  from ended e;

  v_campaigns := public.release_queue_items(v_items, p_effect, p_reason, p_not_before, p_now);
  delete from public.credit_holds h
  using public.call_attempts a
  where a.id = any (v_ids) and h.user_id = a.user_id and h.attempt_id = a.id;
  delete from public.active_calls s
  where s.id in (
    select x.id
    from public.active_calls x
    where x.id = any (v_items)
      and not x.adopted
    order by x.id
    for update
  );
  if v_campaigns <> '{}' then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
  return cardinality(v_ids);
end
$function$;
comment on function public.end_attempts is
  'Ends open attempts without a call (state void or rejected) with an effect on their people: requeue, retry, fail or cancel; frees slots and holds. Returns how many were ended.';
revoke all on function public.end_attempts from public;
alter function public.end_attempts owner to app_definer;
--! EndIncluded dialing/public.end_attempts.sql
--! Included dialing/public.ensure_lane.sql
-- The lane of a tenant's direct calls or of one of its campaigns, made on first use.
create or replace function public.ensure_lane(
  p_user_id uuid,
  p_call_type text,
  p_campaign_id uuid default null
)
  returns bigint
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lane_id bigint;
begin
  -- Direct lanes have no hours of their own. A campaign's lane is opened by refresh_campaign_lanes.
  insert into public.dispatch_lanes (user_id, call_type, campaign_id, open, closes_at)
  values (
    p_user_id,
    p_call_type,
    p_campaign_id,
    p_call_type = 'direct',
    case when p_call_type = 'direct' then 'infinity'::timestamptz end
  )
  on conflict (user_id, call_type, campaign_id, zone_key) do nothing
  returning id into v_lane_id;

  if v_lane_id is null then
    select l.id
    into strict v_lane_id
    from public.dispatch_lanes l
    where l.user_id = p_user_id
      and l.call_type = p_call_type
      and l.campaign_id is not distinct from p_campaign_id
      and l.zone_key = '';
  end if;
  return v_lane_id;
end
$function$;
comment on function public.ensure_lane is
  'The id of a tenant''s lane for direct calls or for a campaign; makes it when it is missing. Called by everything that queues people.';
revoke all on function public.ensure_lane from public;
alter function public.ensure_lane owner to app_definer;
--! EndIncluded dialing/public.ensure_lane.sql
--! Included dialing/public.expire_attempts.sql
-- A worker that died leaves its attempts to their leases. An intent never reached the wire: void, the person
-- waits again. A sending one may have: unknown, until the provider has been asked.
create or replace function public.expire_attempts(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_intents uuid[];
  v_unknown integer;
begin
  v_intents := array(
    select a.id
    from public.call_attempts a
    where a.state = 'intent' and a.lease_deadline <= p_now
    order by a.lease_deadline
    limit 200
    for no key update skip locked
  );
  perform public.end_attempts(v_intents, 'void', 'requeue', 'lease_expired', p_now => p_now);

  update public.call_attempts a
  set state = 'unknown', error_message = 'lease_expired'
  where (a.id, a.user_id) in (
    select x.id, x.user_id
    from public.call_attempts x
    where x.state = 'sending' and x.lease_deadline <= p_now
    order by x.lease_deadline
    limit 200
    for no key update skip locked
  );
  get diagnostics v_unknown = row_count;
  return cardinality(v_intents) + v_unknown;
end
$function$;
comment on function public.expire_attempts is
  'Ends the attempts whose lease is over: intent becomes void, sending becomes unknown. Returns how many. Called every second by every worker.';
revoke all on function public.expire_attempts from public;
grant execute on function public.expire_attempts to app_worker;
alter function public.expire_attempts owner to app_definer;
--! EndIncluded dialing/public.expire_attempts.sql
--! Included dialing/public.fence_attempt.sql
-- The last word before the wire. A row comes back exactly when this worker, and nobody else, may now send this
-- one request, once: the attempt is sending from here on and can never be sent again.
--
-- Each statement sees what has committed before it, so a pause, an opt-out or a shut lane that was committed
-- before the fence began stops the call, even if the claim had not seen it. What may not be sent becomes void
-- and its person waits again, or is cancelled.
create or replace function public.fence_attempt(
  p_attempt_id uuid,
  p_worker_id uuid,
  p_now timestamptz default now()
)
  returns table (
    ms_left integer,
    bolna_agent_id text,
    recipient_phone_number text,
    from_phone_number text,
    user_data jsonb
  )
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_attempt public.call_attempts;
  v_refusal text;
  v_http_timeout integer := public.setting('dial.http_timeout_ms');
begin
  select a.*
  into v_attempt
  from public.call_attempts a
  where a.id = p_attempt_id
    and a.state = 'intent'
    and a.owner = p_worker_id
  for no key update;
  if not found then
    return;
  end if;

  v_refusal := public.fence_refusal(v_attempt, p_now);
  if v_refusal is not null then
    perform public.end_attempts(
      array[p_attempt_id], 'void', case when v_refusal = 'opted_out' then 'cancel' else 'requeue' end,
      v_refusal, p_now => p_now
    );
    return;
  end if;

  update public.call_attempts a
  set state = 'sending', sent_at = p_now
  where a.id = p_attempt_id and a.user_id = v_attempt.user_id;

  return query
  select
    (extract(epoch from v_attempt.lease_deadline - p_now) * 1000)::integer - v_http_timeout,
    g.bolna_agent_id::text,
    v_attempt.phone_number::text,
    null::text,
    jsonb_strip_nulls(jsonb_build_object(
      'callgres_attempt_id', v_attempt.id,
      'name', q.contact_name,
      'company', t.company,
      'context', t.business_context,
      'goal', c.next_action,
      'timezone', case when c.id is null then public.get_user_timezone(q.user_id) else public.campaign_timezone(c) end
    ))
  from public.call_queue q
  join public.agents g on g.id = q.agent_id
  join public.contacts t on t.id = q.contact_id
  left join public.call_campaigns c on c.id = q.campaign_id
  where q.id = v_attempt.queue_id;
end
$function$;
comment on function public.fence_attempt is
  'Moves an attempt of this worker from intent to sending and returns what to send and the milliseconds within which the request must have been handed to the socket; no row when it may not be sent (not its attempt, lease too short, paused, opted out, outside hours, switched off).';
revoke all on function public.fence_attempt from public;
grant execute on function public.fence_attempt to app_worker;
alter function public.fence_attempt owner to app_definer;
--! EndIncluded dialing/public.fence_attempt.sql
--! Included dialing/public.fence_refusal.sql
-- Why an attempt may not be sent now, null when it may. The margins make the answer fit into the lease, and the
-- whole request into the calling hours.
create or replace function public.fence_refusal(p_attempt public.call_attempts, p_now timestamptz)
  returns text
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_refusal text;
  v_margin interval := public.setting('dial.fence_margin_ms') * interval '1 millisecond';
  v_timeout interval := public.setting('dial.http_timeout_ms') * interval '1 millisecond';
begin
  if p_attempt.lease_deadline - p_now < v_margin then
    return 'lease_too_short';
  end if;

  select
    case
      when not u.is_active then 'account_inactive'
      when not g.is_active then 'agent_off'
      when exists (
        select from public.do_not_call d
        where d.phone_number = p_attempt.phone_number and (d.user_id = p_attempt.user_id or d.user_id is null)
      ) then 'opted_out'
      when q.campaign_id is not null and c.status <> 'active' then 'campaign_not_active'
      when not l.open or l.closes_at <= p_now + v_timeout then 'outside_hours'
    end
  into strict v_refusal
  from public.call_queue q
  join public.users u on u.id = q.user_id
  join public.agents g on g.id = q.agent_id
  join public.dispatch_lanes l on l.id = q.lane_id
  left join public.call_campaigns c on c.id = q.campaign_id
  where q.id = p_attempt.queue_id;
  return v_refusal;
end
$function$;
comment on function public.fence_refusal is
  'The reason why an attempt may not be sent at p_now, null when it may: lease_too_short, account_inactive, agent_off, opted_out, campaign_not_active, outside_hours.';
revoke all on function public.fence_refusal from public;
alter function public.fence_refusal owner to app_definer;
--! EndIncluded dialing/public.fence_refusal.sql
--! Included dialing/public.finish_reconciliation.sql
-- Writes off what the provider does not show. Only by a listing that was complete and was begun after the
-- attempt's lease and the settle time: before that the provider need not show a call that it has accepted.
-- As long as answers of this agent wait to be applied, one of them may be the call: then nothing is written off now.
create or replace function public.finish_reconciliation(
  p_reconciliation_id bigint,
  p_complete boolean,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_listing public.reconciliations;
  v_settle interval := public.setting('dial.settle_ms') * interval '1 millisecond';
  v_voided integer := 0;
begin
  select r.*
  into strict v_listing
  from public.reconciliations r
  where r.id = p_reconciliation_id
  for no key update;

  if p_complete and not exists (
    select
    from public.webhook_events w
    where w.agent_id = v_listing.agent_id and w.applied_at is null and w.quarantine_reason is null and w.tries = 0
  ) and not exists (
    -- An execution that nobody can identify yet may be any of them.
    select
    from public.webhook_events w
    where w.agent_id = v_listing.agent_id
      and w.source = 'pull'
      and w.applied_at is null
      and w.quarantine_reason is null
    group by w.execution_id
    having bool_and(
      w.body #>> '{telephony_data,to_number}' is null
      and w.body #>> '{context_details,recipient_data,callgres_attempt_id}' is null
    )
  ) then
    v_voided := public.end_attempts(
      array(
        select a.id
        from public.call_attempts a
        join public.call_queue q on q.id = a.queue_id
        where a.state = 'unknown'
          and q.agent_id = v_listing.agent_id
          and a.sent_at >= v_listing.window_from
          and a.lease_deadline + v_settle < v_listing.begun_at
      ),
      'void', 'retry', 'not_shown_by_provider', p_now => p_now
    );
  end if;

  update public.reconciliations r
  set finished_at = p_now, complete = p_complete, voided = v_voided
  where r.id = p_reconciliation_id;
  return v_voided;
end
$function$;
comment on function public.finish_reconciliation is
  'Ends a listing. When it was complete, attempts that it should have shown and did not become void; returns how many.';
revoke all on function public.finish_reconciliation from public;
grant execute on function public.finish_reconciliation to app_worker;
alter function public.finish_reconciliation owner to app_definer;
--! EndIncluded dialing/public.finish_reconciliation.sql
--! Included dialing/public.forget_attempts.sql
-- Attempts and holds have no foreign key to their item (that would cost every claim); they go with it here.
create or replace function public.forget_attempts()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  with gone as (
    delete from public.call_attempts a
    using old_rows o
    where a.queue_id = o.id
    returning a.id, a.user_id
  )
  delete from public.credit_holds h
  using gone g
  where h.user_id = g.user_id and h.attempt_id = g.id;
  return null;
end
$function$;
comment on function public.forget_attempts is
  'Deletes the attempts and holds of deleted queue items.';
revoke all on function public.forget_attempts from public;
alter function public.forget_attempts owner to app_definer;
--! EndIncluded dialing/public.forget_attempts.sql
--! Included dialing/public.get_system_active_calls_count.sql
-- plpgsql, not sql: a definer function in sql is planned at every call, and the claim asks many times a second.
create or replace function public.get_system_active_calls_count()
  returns integer
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  return (select count(*)::integer from public.active_calls a);
end
$function$;
comment on function public.get_system_active_calls_count is
  'Lines in use on the whole platform, adopted calls included. Unit: calls.';
revoke all on function public.get_system_active_calls_count from public;
grant execute on function public.get_system_active_calls_count to app_user;
alter function public.get_system_active_calls_count owner to app_definer;
--! EndIncluded dialing/public.get_system_active_calls_count.sql
--! Included dialing/public.next_allowed.sql
-- When an item of this lane may be dialed at the earliest, not before an instant: for retries and callbacks.
create or replace function public.next_allowed(p_lane_id bigint, p_not_before timestamptz)
  returns timestamptz
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_opens_at timestamptz;
begin
  select n.opens_at
  into v_opens_at
  from public.dispatch_lanes l
  join public.call_campaigns c on c.id = l.campaign_id
  cross join lateral public.next_window(
    c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c), p_not_before
  ) n
  where l.id = p_lane_id;
  return greatest(p_not_before, v_opens_at);
end
$function$;
comment on function public.next_allowed is
  'The first instant inside the calling hours of a lane that is not before p_not_before; that instant itself for direct lanes and when no day is left.';
revoke all on function public.next_allowed from public;
alter function public.next_allowed owner to app_definer;
--! EndIncluded dialing/public.next_allowed.sql
--! Included dialing/public.next_tenants.sql
-- Whose turn it is. Tenants stand in a ring in the order of their pos; each claim goes on where the last one
-- stopped, so nobody gets a second quantum while another tenant with work waits for its first, and idleness saves
-- up nothing. Tenants with direct calls have their own ring, served first.
--
-- The wallet (users) is locked, never waited for: a tenant whose money is moving has its turn in the next lap.
create or replace function public.next_tenants(p_want integer, p_limits public.claim_limits)
  returns public.claim_tenants
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_look_at integer := (p_want + p_limits.quantum - 1) / p_limits.quantum;
  v_ring bigint[];
  v_direct_count integer;
  v_result public.claim_tenants;
begin
  v_ring := public.walk_ring(true, v_look_at);
  v_direct_count := cardinality(v_ring);
  if v_direct_count < v_look_at then
    v_ring := v_ring || public.walk_ring(false, v_look_at - v_direct_count);
  end if;

  with looked_at as materialized (
    select t.user_id, r.turn, t.weight, t.max_concurrent_calls
    from unnest(v_ring) with ordinality as r (pos, turn)
    join public.tenant_dispatch t on t.pos = r.pos
  ),
  wallets as materialized (
    select u.id, u.credits, u.is_active
    from public.users u
    where u.id = any (array(select x.user_id from looked_at x))
    for no key update skip locked
  ),
  rooms as materialized (
    select
      m.*,
      case
        when not m.is_active then 0
        else least(m.cap - m.slots, case when m.hold = 0 then m.share else (m.credits - m.held) / m.hold end, m.share)
      end as room
    from (
      select
        x.user_id,
        x.turn,
        x.weight,
        w.credits,
        w.is_active,
        coalesce(x.max_concurrent_calls, p_limits.tenant_cap) as cap,
        p_limits.quantum * x.weight as share,
        (select count(*)::integer from public.active_calls a where a.user_id = x.user_id) as slots,
        (select coalesce(sum(h.amount), 0)::integer from public.credit_holds h where h.user_id = x.user_id) as held,
        public.hold_amount(coalesce((
          select max(coalesce(public.agent_call_seconds(g.bolna_task_config), p_limits.call_seconds))
          from public.agents g
          where g.user_id = x.user_id and g.is_active
        ), p_limits.call_seconds), p_limits.grace_seconds, p_limits.pulse_seconds,
          p_limits.price_per_pulse) as hold
      from looked_at x
      join wallets w on w.id = x.user_id
    ) m
  )
  select
    coalesce(array_agg(r.user_id order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.room order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.slots order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.cap order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.hold order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.weight order by r.turn) filter (where r.room > 0), '{}'),
    coalesce(array_agg(r.user_id) filter (where r.room <= 0), '{}')
  into v_result
  from rooms r;
  return v_result;
end
$function$;
comment on function public.next_tenants is
  'The tenants whose turn it is, with the room, slots, cap, hold and weight of each, and those that turned out to be full; moves the ring on. Called by the claim, under its lock.';
revoke all on function public.next_tenants from public;
alter function public.next_tenants owner to app_definer;
--! EndIncluded dialing/public.next_tenants.sql
--! Included dialing/public.pick_queue_items.sql
-- Chooses the items: inside a tenant direct calls first, then priority, then who was scheduled first; over the
-- tenants the first of each before the second of any, where a tenant of weight 3 has three firsts. Then looks at each
-- person, all at once, so that no slot is wasted on somebody who may not be called.
--
-- The items are locked where they are found, so nothing is looked up twice; those that somebody else holds are
-- skipped, and those that are locked and not chosen are free again at the end of the claim.
-- A failed look-up means no. Two picks of one number of one tenant (two campaigns) cannot both go.
create or replace function public.pick_queue_items(
  p_tenants public.claim_tenants,
  p_want integer,
  p_now timestamptz
)
  returns public.claim_items
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shares integer := (select sum(w.weight) from unnest(p_tenants.weights) as w (weight));
  v_share integer := (p_want + v_shares - 1) / v_shares;
  -- What the fence would refuse for want of time is not taken: it would only burn the create rate.
  v_latest_end timestamptz := p_now + public.setting('dial.http_timeout_ms') * interval '1 millisecond';
  v_result public.claim_items;
begin
  with candidates as materialized (
    select
      t.user_id,
      t.turn,
      t.weight,
      k.*,
      row_number() over (
        partition by t.user_id
        order by k.is_direct desc, k.priority desc, k.scheduled_for nulls first, k.created_at, k.id
      ) as place
    from unnest(p_tenants.user_ids, p_tenants.rooms, p_tenants.weights) with ordinality as t (user_id, room, weight, turn)
    cross join lateral (
      select l.call_type = 'direct' as is_direct, i.*
      from public.dispatch_lanes l
      cross join lateral (
        select q.id, q.priority, q.scheduled_for, q.created_at, q.phone_number, q.agent_id
        from public.call_queue q
        where q.lane_id = l.id and q.status = 'pending' and q.due
        order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
        limit least(t.room, v_share * t.weight)
        for no key update skip locked
      ) i
      where l.user_id = t.user_id and l.ready and l.open and l.closes_at > v_latest_end
      order by 1 desc, i.priority desc, i.scheduled_for nulls first, i.created_at, i.id
      limit least(t.room, v_share * t.weight)
    ) k
  ),
  chosen as materialized (
    select c.*
    from candidates c
    order by c.is_direct desc, (c.place - 1) / c.weight, c.turn, c.place
    limit p_want
  ),
  -- Looked up once for the tenants of this claim, not once for each item.
  able_agents as materialized (
    select g.id
    from public.agents g
    where g.user_id = any (p_tenants.user_ids) and g.is_active and g.agent_type = 'call'
  ),
  busy_numbers as materialized (
    select a.user_id, a.phone_number
    from public.active_calls a
    where a.user_id = any (p_tenants.user_ids)
  ),
  judged as materialized (
    select
      c.id,
      c.user_id,
      c.turn,
      row_number() over (order by c.is_direct desc, (c.place - 1) / c.weight, c.turn, c.place) as rank,
      case
        when (
          select true
          from public.do_not_call d
          where d.phone_number = c.phone_number and (d.user_id = c.user_id or d.user_id is null)
          limit 1
        ) then 'opted_out'
        when c.agent_id not in (select g.id from able_agents g) then 'agent_off'
        when (c.user_id, c.phone_number) in (select b.user_id, b.phone_number from busy_numbers b)
          or row_number() over (partition by c.user_id, c.phone_number order by c.is_direct desc, c.place) > 1
          then 'number_busy'
      end as refusal
    from chosen c
  )
  select
    coalesce(array_agg(j.id order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.user_id order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.turn::integer order by j.rank) filter (where j.refusal is null), '{}'),
    coalesce(array_agg(j.id order by j.id) filter (where j.refusal is not null), '{}'),
    coalesce(array_agg(j.user_id order by j.id) filter (where j.refusal is not null), '{}'),
    coalesce(array_agg(j.refusal order by j.id) filter (where j.refusal is not null), '{}')
  into
    v_result.ids, v_result.user_ids, v_result.turns,
    v_result.refused_ids, v_result.refused_user_ids, v_result.refusals
  from judged j;
  return v_result;
end
$function$;
comment on function public.pick_queue_items is
  'Locks the queue items to dial next for the tenants given and returns them in dialing order, and those of them that may not be called with the reason: opted_out, agent_off, number_busy. Called by the claim.';
revoke all on function public.pick_queue_items from public;
alter function public.pick_queue_items owner to app_definer;
--! EndIncluded dialing/public.pick_queue_items.sql
--! Included dialing/public.promote_due_items.sql
-- Scheduled people and retries become claimable when their time has come. A late promotion only delays; none can
-- dial early. SKIP LOCKED: several workers promote side by side.
create or replace function public.promote_due_items(p_limit integer default 1000, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_promoted integer;
begin
  update public.call_queue q
  set due = true
  where q.id = any (array(
    select x.id
    from public.call_queue x
    where x.status = 'pending' and not x.due and x.scheduled_for <= p_now
    order by x.scheduled_for
    limit p_limit
    for no key update skip locked
  ));
  get diagnostics v_promoted = row_count;
  return v_promoted;
end
$function$;
comment on function public.promote_due_items is
  'Makes items claimable whose scheduled_for has come; returns how many. Called every second.';
revoke all on function public.promote_due_items from public;
grant execute on function public.promote_due_items to app_worker;
alter function public.promote_due_items owner to app_definer;
--! EndIncluded dialing/public.promote_due_items.sql
--! Included dialing/public.publish_lines.sql
-- Tells open tabs that lines were taken.
create or replace function public.publish_lines()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.ui_events (user_id, topic)
  select distinct n.user_id, 'lines'
  from new_rows n;
  return null;
end
$function$;
comment on function public.publish_lines is
  'Writes one live event for each tenant whose lines have changed.';
revoke all on function public.publish_lines from public;
alter function public.publish_lines owner to app_definer;
--! EndIncluded dialing/public.publish_lines.sql
--! Included dialing/public.read_claim_limits.sql
-- The numbers of a claim in one look, because it is made many times a second.
create or replace function public.read_claim_limits()
  returns public.claim_limits
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_limits public.claim_limits;
begin
  select
    max(c.value::integer) filter (where c.key = 'dial.system_max_concurrent'),
    max(c.value::integer) filter (where c.key = 'dial.tenant_max_concurrent'),
    max(c.value::integer) filter (where c.key = 'dial.rate_per_second'),
    max(c.value::integer) filter (where c.key = 'dial.quantum'),
    max(c.value::integer) filter (where c.key = 'dial.lease_ms'),
    max(c.value::integer) filter (where c.key = 'dial.default_call_terminate_seconds'),
    max(c.value::integer) filter (where c.key = 'dial.call_grace_seconds'),
    max(c.value::integer) filter (where c.key = 'credits.pulse_seconds'),
    max(c.value::integer) filter (where c.key = 'credits.price_per_pulse')
  into v_limits
  from public.system_config c
  where c.value ~ '^[0-9]{1,9}$';

  if v_limits is null or not (v_limits is not null) then
    raise sqlstate 'VC500' using
      message = 'setting_missing',
      detail = 'system_config lacks a whole number among the keys dial.* and credits.* that the claim needs',
      hint = 'The installation is not configured completely; an administrator has to set this value.';
  end if;
  return v_limits;
end
$function$;
comment on function public.read_claim_limits is
  'The limits that a claim works under, all from system_config. Raises setting_missing.';
revoke all on function public.read_claim_limits from public;
grant execute on function public.read_claim_limits to app_definer;
--! EndIncluded dialing/public.read_claim_limits.sql
--! Included dialing/public.record_dial_answer.sql
-- What the provider's answer to a dial means. A 2xx with an execution id is a call. Some answers are a definite
-- no: the request did nothing (dial_answer_classes, or no byte was ever written). Everything else is ambiguous:
-- a phone may ring, so the attempt is unknown, keeps its slot and is never sent again; only the provider's own
-- listing can resolve it.
--
-- Idempotent, and late answers are welcome: unknown may still become accepted or rejected by the answer of the
-- same request; an acceptance after void is a ghost and is adopted.
create or replace function public.record_dial_answer(
  p_attempt_id uuid,
  p_worker_id uuid,
  p_http_status integer default null,
  p_transport_error text default null,
  p_execution_id text default null,
  p_message text default null,
  p_retry_after_seconds integer default null,
  p_now timestamptz default now()
)
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_class public.dial_answer_classes;
  v_never_written boolean := p_http_status is null and p_transport_error in (
    'refused', 'dns', 'tls', 'unreachable', 'connect_timeout', 'not_sent'
  );
  v_wait interval;
begin
  if p_http_status between 200 and 299 and coalesce(p_execution_id, '') <> '' then
    perform public.accept_attempts(array[p_attempt_id], array[p_execution_id], p_now);
    return (select a.state from public.call_attempts a where a.id = p_attempt_id);
  end if;

  select d.*
  into v_class
  from public.dial_answer_classes d
  where d.http_status = p_http_status;

  if found or v_never_written then
    -- coalesce inside: least() ignores a null, and an answer without Retry-After would stop everything for an hour.
    v_wait := greatest(coalesce(v_class.back_off_seconds, 5), least(coalesce(p_retry_after_seconds, 0), 3600))
      * interval '1 second';
    perform public.end_attempts(
      array[p_attempt_id], 'rejected', coalesce(v_class.queue_effect, 'requeue'),
      left(coalesce(p_message, v_class.description, p_transport_error), 500), p_http_status, p_now + v_wait, p_now
    );
    if v_class.switches_agent_off then
      -- Every further dial of this agent would be refused alike; nobody's turn is burnt on it.
      update public.agents g
      set is_active = false
      from public.call_attempts a
      join public.call_queue q on q.id = a.queue_id
      where a.id = p_attempt_id and g.id = q.agent_id and g.is_active;
    end if;
    -- not_sent is our own clock's word, not the provider's.
    if v_class.breaker_reason is not null or (v_never_written and p_transport_error <> 'not_sent') then
      perform public.open_breaker(coalesce(v_class.breaker_reason, 'provider_unreachable'), p_message, p_now + v_wait, p_now);
    end if;
  else
    update public.call_attempts a
    set state = 'unknown',
        http_status = p_http_status,
        error_message = left(coalesce(p_message, p_transport_error, 'the answer names no call'), 500)
    where a.id = p_attempt_id
      and a.owner = p_worker_id
      and a.state = 'sending';
  end if;
  return (select a.state from public.call_attempts a where a.id = p_attempt_id);
end
$function$;
comment on function public.record_dial_answer is
  'Records the answer to a dial (HTTP status, or transport error: refused, dns, tls, unreachable, connect_timeout and not_sent say that no byte was written, all others are ambiguous) and returns the attempt''s state after it: accepted, rejected, unknown or void.';
revoke all on function public.record_dial_answer from public;
grant execute on function public.record_dial_answer to app_worker;
alter function public.record_dial_answer owner to app_definer;
--! EndIncluded dialing/public.record_dial_answer.sql
--! Included dialing/public.release_queue_items.sql
-- What becomes of people whose dial was no call. Returns the campaigns in which somebody is done.
create or replace function public.release_queue_items(
  p_queue_ids uuid[],
  p_effect text,
  p_reason text,
  p_not_before timestamptz,
  p_now timestamptz
)
  returns uuid[]
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_defer interval := public.setting('dial.busy_number_defer_seconds') * interval '1 second';
  v_campaigns uuid[];
begin
  with locked as materialized (
    select
      q.id,
      case
        when p_effect = 'fail' or (p_effect = 'retry' and (
          -- A number on which the provider never answers clearly is not tried for ever.
          select count(*)
          from public.call_attempts a
          where a.queue_id = q.id and a.state = 'void' and a.sent_at is not null
        ) > q.max_retries + 3) then 'failed'
        when p_effect = 'cancel' or c.status = 'cancelled' then 'cancelled'
        else 'pending'
      end as status,
      case
        when p_effect = 'requeue' then greatest(p_not_before, p_now)
        when p_effect = 'retry' then public.next_allowed(
          q.lane_id,
          p_now + coalesce(c.retry_interval_minutes * interval '1 minute', v_defer)
        )
      end as at
    from public.call_queue q
    left join public.call_campaigns c on c.id = q.campaign_id
    where q.id = any (p_queue_ids)
      and q.status = 'processing'
    order by q.id
    for no key update of q
  ),
  changed as (
    update public.call_queue q
    set status = l.status,
        due = l.status <> 'pending' or l.at <= p_now,
        scheduled_for = case when l.status = 'pending' and l.at > p_now then l.at else q.scheduled_for end,
        processing_started_at = null,
        completed_at = case when l.status <> 'pending' then p_now end,
        error_message = p_reason
    from locked l
    where q.id = l.id
    returning q.campaign_id, q.status
  )
  select array_agg(distinct c.campaign_id)
  into v_campaigns
  from changed c
  where c.status <> 'pending' and c.campaign_id is not null;
  return coalesce(v_campaigns, '{}');
end
$function$;
comment on function public.release_queue_items is
  'Lets people whose dial was no call wait again, or ends them; returns the campaigns in which somebody is done. Called by end_attempts.';
revoke all on function public.release_queue_items from public;
alter function public.release_queue_items owner to app_definer;
--! EndIncluded dialing/public.release_queue_items.sql
--! Included dialing/public.settle_queue_items.sql
-- What becomes of a person whose call has ended, once the end is confirmed: done, or tried again. One budget for
-- all reasons: max_retries. An attempt that the provider says was none (no balance) is given back.
--
-- The attempt closes here, so a retry row exists before anybody can ask whether the campaign is finished.
create or replace function public.settle_queue_items()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_now timestamptz;
  v_without_money boolean;
  v_defer interval := public.setting('dial.busy_number_defer_seconds') * interval '1 second';
begin
  -- One aggregate for both: an "exists" over a join of transition tables is planned as a nested loop, which is
  -- quadratic in the batch.
  select max(n.confirmed_at), bool_or(not p.counts_as_attempt)
  into v_now, v_without_money
  from new_rows n
  join old_rows o on o.id = n.id
  left join public.provider_statuses p on p.status = n.provider_status
  where n.confirmed_at is not null
    and o.confirmed_at is null;
  if v_now is null then
    return null;
  end if;

  update public.call_attempts a
  set closed_at = v_now
  where a.id in (
      select n.attempt_id
      from new_rows n
      join old_rows o on o.id = n.id
      where n.confirmed_at is not null and o.confirmed_at is null
    )
    and a.closed_at is null;

  with outcomes as materialized (
    select
      q.id,
      p.counts_as_attempt,
      case
        when n.status = 'no-answer' then 'no_answer'
        when p.status = 'stopped' and a.stop_requested_at is not null then 'cancelled'
        else p.queue_outcome
      end as outcome,
      case
        when c.status = 'cancelled' then 'cancelled'
        when not p.counts_as_attempt then 'again'
        when (p.is_retryable or n.status = 'no-answer') and q.attempts <= q.max_retries then 'again'
      end as instead,
      q.lane_id,
      v_now + coalesce(c.retry_interval_minutes * interval '1 minute', v_defer) as not_before,
      n.metadata ->> 'error_message' as error_message
    from new_rows n
    join old_rows o on o.id = n.id
    join public.call_queue q on q.id = n.queue_id and q.status = 'processing' and q.call_id = n.id
    join public.provider_statuses p on p.status = n.provider_status
    left join public.call_attempts a on a.id = n.attempt_id
    left join public.call_campaigns c on c.id = q.campaign_id
    where n.confirmed_at is not null
      and o.confirmed_at is null
    order by q.id
    for no key update of q
  )
  update public.call_queue q
  set status = case when x.instead = 'again' then 'pending' when x.outcome = 'pending' then 'cancelled' else x.outcome end,
      due = x.instead is distinct from 'again',
      scheduled_for = case when x.instead = 'again' then public.next_allowed(x.lane_id, x.not_before) else q.scheduled_for end,
      attempts = q.attempts - case when x.counts_as_attempt then 0 else 1 end,
      processing_started_at = null,
      completed_at = case when x.instead is distinct from 'again' then v_now end,
      error_message = x.error_message
  from outcomes x
  where q.id = x.id;

  if v_without_money then
    perform public.open_breaker('provider_balance', null, v_now + interval '5 minutes', v_now);
  end if;
  return null;
end
$function$;
comment on function public.settle_queue_items is
  'Ends the queue items of confirmed calls or schedules their retry, and closes their attempts.';
revoke all on function public.settle_queue_items from public;
alter function public.settle_queue_items owner to app_definer;
--! EndIncluded dialing/public.settle_queue_items.sql
--! Included dialing/public.start_reconciliations.sql
-- Which agents must be listed at the provider: those with attempts of which nobody knows whether a phone rang. An
-- empty queue makes no request, and of several workers one asks. For an hour also those with attempts that were written
-- off: should the provider show one after all (a ghost) and every webhook of it be lost, only a listing finds it.
create or replace function public.start_reconciliations(p_now timestamptz default now())
  returns table (reconciliation_id bigint, bolna_agent_id varchar, window_from timestamptz, window_to timestamptz)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_pause interval := public.setting('dial.reconcile_ms') * interval '1 millisecond';
begin
  return query
  with wanted as materialized (
    select q.agent_id, min(a.sent_at) - interval '60 seconds' as window_from
    from (
      select u.queue_id, u.sent_at
      from public.call_attempts u
      where u.state = 'unknown'
      union all
      select v.queue_id, v.sent_at
      from public.call_attempts v
      where v.state = 'void'
        and v.sent_at is not null
        and v.execution_id is null
        and v.closed_at > p_now - interval '1 hour'
    ) a
    join public.call_queue q on q.id = a.queue_id
    group by q.agent_id
  ),
  agents as materialized (
    select g.id, g.user_id, g.bolna_agent_id, w.window_from
    from wanted w
    join public.agents g on g.id = w.agent_id
    where not exists (
      select
      from public.reconciliations r
      where r.agent_id = g.id and r.begun_at > p_now - v_pause
    )
    order by g.id
    for no key update of g skip locked
  ),
  started as (
    insert into public.reconciliations (user_id, agent_id, begun_at, window_from)
    select a.user_id, a.id, p_now, a.window_from
    from agents a
    returning id, agent_id, window_from
  )
  select s.id, a.bolna_agent_id, s.window_from, p_now + interval '60 seconds'
  from started s
  join agents a on a.id = s.agent_id;
end
$function$;
comment on function public.start_reconciliations is
  'Agents whose executions are to be listed now, each with the id under which the listing is reported and its window.';
revoke all on function public.start_reconciliations from public;
grant execute on function public.start_reconciliations to app_worker;
alter function public.start_reconciliations owner to app_definer;
--! EndIncluded dialing/public.start_reconciliations.sql
--! Included dialing/public.take_queue_items.sql
-- Takes the picked items, which pick_queue_items has locked: processing, slot, attempt with its lease, hold. One statement, so none without the
-- others. Each attempt keeps the counts it was taken under: the proof, for every call ever made, that it was
-- within its caps (and a CHECK that refuses the row if it was not).
create or replace function public.take_queue_items(
  p_tenants public.claim_tenants,
  p_picked public.claim_items,
  p_worker_id uuid,
  p_system_slots integer,
  p_limits public.claim_limits,
  p_now timestamptz
)
  returns setof uuid
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lease_deadline timestamptz := p_now + p_limits.lease_ms * interval '1 millisecond';
begin
  return query
  with taken as materialized (
    select
      p.id,
      p.user_id,
      p.rank,
      gen_random_uuid() as attempt_id,
      p_tenants.holds[p.turn] as hold,
      p_tenants.caps[p.turn] as tenant_cap,
      p_tenants.slots[p.turn] + row_number() over (partition by p.user_id order by p.rank) - 1 as tenant_before,
      p_system_slots + p.rank - 1 as system_before
    from unnest(p_picked.ids, p_picked.user_ids, p_picked.turns) with ordinality as p (id, user_id, turn, rank)
  ),
  items as (
    update public.call_queue q
    set status = 'processing', processing_started_at = p_now, updated_at = p_now
    from taken t
    where q.id = t.id
    returning q.id, q.user_id, q.call_type, q.phone_number, t.attempt_id, t.hold, t.tenant_cap, t.tenant_before, t.system_before
  ),
  slots as (
    insert into public.active_calls (id, user_id, call_type, started_at, phone_number)
    select i.id, i.user_id, i.call_type, p_now, i.phone_number
    from items i
  ),
  attempts as (
    insert into public.call_attempts (
      id, user_id, queue_id, phone_number, owner, lease_deadline, created_at, hold_amount, pulse_seconds,
      price_per_pulse, tenant_slots_before, tenant_cap, system_slots_before, system_cap
    )
    select
      i.attempt_id, i.user_id, i.id, i.phone_number, p_worker_id, v_lease_deadline, p_now, i.hold,
      p_limits.pulse_seconds, p_limits.price_per_pulse, i.tenant_before, i.tenant_cap, i.system_before,
      p_limits.system_cap
    from items i
  ),
  holds as (
    insert into public.credit_holds (attempt_id, user_id, amount)
    select t.attempt_id, t.user_id, t.hold
    from taken t
  )
  select t.attempt_id
  from taken t
  order by t.rank;
end
$function$;
comment on function public.take_queue_items is
  'Turns picked items into attempts in state intent, each with slot, hold and lease; returns the attempt ids in dialing order. Called by the claim, under its lock.';
revoke all on function public.take_queue_items from public;
alter function public.take_queue_items owner to app_definer;
--! EndIncluded dialing/public.take_queue_items.sql
--! Included dialing/public.turn_lanes.sql
-- Opens lanes whose hours have come and shuts those whose hours are over. Only the claimer calls it, under its
-- lock, a bounded number at a time: a late opener costs delay, a late closer nothing, because claim and fence
-- both test closes_at themselves. The claimer waits for nobody, so it takes only rows that are free.
create or replace function public.turn_lanes(p_limit integer default 200, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_opening bigint[];
  v_closing bigint[];
  v_lanes bigint[];
begin
  v_opening := array(
    select l.id
    from public.dispatch_lanes l
    where not l.open and l.opens_at <= p_now
    order by l.opens_at
    limit p_limit
    for no key update skip locked
  );
  v_closing := array(
    select l.id
    from public.dispatch_lanes l
    where l.open and l.closes_at <= p_now
    order by l.closes_at
    limit p_limit
    for no key update skip locked
  );
  v_lanes := v_opening || v_closing;
  if v_lanes = '{}' then
    return 0;
  end if;

  -- A campaign that was launched ahead of its start date begins with its first window.
  update public.call_campaigns c
  set status = 'active', started_at = coalesce(c.started_at, p_now)
  where c.id = any (array(
    select k.id
    from public.call_campaigns k
    join public.dispatch_lanes l on l.campaign_id = k.id
    where l.id = any (v_opening)
      and k.status = 'scheduled'
    for no key update of k skip locked
  ));

  perform public.set_lane_windows(v_lanes, p_now);
  return cardinality(v_lanes);
end
$function$;
comment on function public.turn_lanes is
  'Opens lanes whose calling hours have come and shuts those whose hours are over; returns how many were turned. Called by the claim.';
revoke all on function public.turn_lanes from public;
alter function public.turn_lanes owner to app_definer;
--! EndIncluded dialing/public.turn_lanes.sql
--! Included dialing/public.wake_after_release.sql
-- A freed slot may be the one that its tenant was waiting for.
create or replace function public.wake_after_release()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_users uuid[];
begin
  select array_agg(distinct o.user_id)
  into v_users
  from old_rows o;
  if v_users is not null then
    perform public.wake_tenants(v_users);
    insert into public.ui_events (user_id, topic)
    select u.user_id, 'lines'
    from unnest(v_users) as u (user_id)
    join public.users p on p.id = u.user_id;
  end if;
  return null;
end
$function$;
comment on function public.wake_after_release is
  'Wakes the tenants whose slots were freed and tells their open tabs.';
revoke all on function public.wake_after_release from public;
alter function public.wake_after_release owner to app_definer;
--! EndIncluded dialing/public.wake_after_release.sql
--! Included dialing/public.walk_ring.sql
-- The next places of a ring that have work, from where the last claim stopped, around once. The cursors are
-- sequences: they are not rolled back and leave no dead row.
create or replace function public.walk_ring(p_direct boolean, p_limit integer)
  returns bigint[]
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_places bigint[];
  v_from bigint;
begin
  if p_direct then
    v_from := (select s.last_value from public.dispatch_ring_direct s);
    v_places := array(
      select t.pos
      from public.tenant_dispatch t
      where t.ready and t.direct_ready and t.pos > v_from
      order by t.pos
      limit p_limit
    );
    if cardinality(v_places) < p_limit then
      v_places := v_places || array(
        select t.pos
        from public.tenant_dispatch t
        where t.ready and t.direct_ready and t.pos <= v_from
        order by t.pos
        limit p_limit - cardinality(v_places)
      );
    end if;
    if v_places <> '{}' then
      perform setval('public.dispatch_ring_direct', v_places[cardinality(v_places)]);
    end if;
  else
    v_from := (select s.last_value from public.dispatch_ring s);
    v_places := array(
      select t.pos
      from public.tenant_dispatch t
      where t.ready and not t.direct_ready and t.pos > v_from
      order by t.pos
      limit p_limit
    );
    if cardinality(v_places) < p_limit then
      v_places := v_places || array(
        select t.pos
        from public.tenant_dispatch t
        where t.ready and not t.direct_ready and t.pos <= v_from
        order by t.pos
        limit p_limit - cardinality(v_places)
      );
    end if;
    if v_places <> '{}' then
      perform setval('public.dispatch_ring', v_places[cardinality(v_places)]);
    end if;
  end if;
  return v_places;
end
$function$;
comment on function public.walk_ring is
  'The next places (tenant_dispatch.pos) with work in the ring of direct calls or in the general one, at most p_limit, and moves that ring on. Called by next_tenants.';
revoke all on function public.walk_ring from public;
alter function public.walk_ring owner to app_definer;
--! EndIncluded dialing/public.walk_ring.sql
--! Included platform/public.announce_ui_events.sql
-- One NOTIFY for each statement, carrying nothing but an id: a notifying commit takes a lock of the whole
-- database, and no right protects a channel.
create or replace function public.announce_ui_events()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_newest bigint;
begin
  select max(n.id)
  into v_newest
  from new_rows n;
  if v_newest is not null then
    perform pg_notify('ui_events', v_newest::text);
  end if;
  return null;
end
$function$;
comment on function public.announce_ui_events is
  'Wakes the API processes that stream live events.';
revoke all on function public.announce_ui_events from public;
alter function public.announce_ui_events owner to app_definer;
--! EndIncluded platform/public.announce_ui_events.sql
--! Included platform/public.counted.sql
-- A number with its word, one or many.
create or replace function public.counted(p_count bigint, p_one text, p_many text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return format('%s %s', p_count, case when p_count = 1 then p_one else p_many end);
comment on function public.counted is
  'A count with its word in the singular or plural: 1 call, 2 calls.';
revoke all on function public.counted from public;
grant execute on function public.counted to app_definer, app_user;
--! EndIncluded platform/public.counted.sql
--! Included platform/public.parse_json.sql
-- Text to jsonb, null for what is no JSON or no JSON that PostgreSQL can keep (NUL, lone surrogates, numbers
-- beyond numeric, nesting beyond the stack).
create or replace function public.parse_json(p_text text)
  returns jsonb
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  return p_text::jsonb;
exception
  when invalid_text_representation or untranslatable_character or numeric_value_out_of_range
    or statement_too_complex or program_limit_exceeded then
    return null;
end
$function$;
comment on function public.parse_json is
  'The text as jsonb, null when it is no JSON that can be kept.';
revoke all on function public.parse_json from public;
grant execute on function public.parse_json to app_definer;
--! EndIncluded platform/public.parse_json.sql
--! Included platform/public.purge_ui_events.sql
create or replace function public.purge_ui_events(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  delete from public.ui_events e
  where e.created_at < p_now - public.setting('ui_events.keep_minutes') * interval '1 minute';
  get diagnostics v_deleted = row_count;
  delete from public.dial_claims d
  where d.claimed_at < p_now - interval '1 minute';
  return v_deleted;
end
$function$;
comment on function public.purge_ui_events is
  'Deletes live events that no tab can ask for any more, and claims older than the create rate looks back; returns how many events. Scheduled every five minutes.';
revoke all on function public.purge_ui_events from public;
grant execute on function public.purge_ui_events to app_worker;
alter function public.purge_ui_events owner to app_definer;
--! EndIncluded platform/public.purge_ui_events.sql
--! Included platform/public.update_updated_at_column.sql
-- Stamps a changed row with the time of its transaction.
--
-- The one place besides defaults that reads the clock: it records when the row was written, decides nothing, and no
-- writer can forget it or write another time. Rows of one transaction therefore carry one time.
create or replace function public.update_updated_at_column()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  new.updated_at = now();
  return new;
end
$function$;

comment on function public.update_updated_at_column() is
  'Trigger function (before update, for each row): sets updated_at to the time of the transaction, whatever the statement says.';
revoke all on function public.update_updated_at_column() from public;
--! EndIncluded platform/public.update_updated_at_column.sql
--! Included accounts/api.get_password_salt.sql
-- What the API needs to hash a password that somebody has typed, without ever seeing the stored hash: the salt.
-- An unknown address gets one too, the same at every try, so that nothing tells whether an account exists.
create or replace function api.get_password_salt(p_email text)
  returns text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select coalesce(
    (
      select split_part(u.password_hash, '$', 5)
      from public.users u
      where u.email = lower(btrim(p_email))
        and u.password_hash like '$argon2id$%'
    ),
    -- Sixteen bytes like a real one, from the address and from the id of the oldest account, which nobody is told.
    btrim(encode(substr(sha256(convert_to(
      lower(btrim(p_email)) || coalesce((select u.id::text from public.users u order by u.created_at, u.id limit 1), ''),
      'UTF8'
    )), 1, 16), 'base64'), '=')
  )
$function$;
comment on function api.get_password_salt is
  'The salt of an account''s password hash, in base64 without padding; an invented, stable one for an unknown address.
@notNull';
revoke all on function api.get_password_salt from public;
grant execute on function api.get_password_salt to app_api;
alter function api.get_password_salt owner to app_definer;
--! EndIncluded accounts/api.get_password_salt.sql
--! Included accounts/api.sign_out.sql
-- Ends the session whose token this transaction carries. Works at once, everywhere: the row is the session.
create or replace function api.sign_out()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  delete from public.user_sessions s
  where s.user_id = v_user_id
    and s.token = encode(sha256(convert_to(current_setting('app.session_token', true), 'UTF8')), 'hex');
  insert into public.ui_events (user_id, topic)
  values (v_user_id, 'session');
end
$function$;
comment on function api.sign_out is
  'Ends the current session. Raises not_signed_in.';
revoke all on function api.sign_out from public;
grant execute on function api.sign_out to app_user;
alter function api.sign_out owner to app_definer;
--! EndIncluded accounts/api.sign_out.sql
--! Included calls/public.fold_call_events.sql
-- What the events of a call amount to. A function of the set of events and of nothing else: neither order nor
-- repetition can matter, because they are not in it. A status word only rises in rank; each field comes from the
-- highest event that has it (rank, our own question before hearsay, the provider's time, hash); nothing is blanked.
--
-- Only what came through the address of the call's own agent counts. An event that speaks of another tenant's call is
-- put aside when its batch is matched, but until then it lies beside the others and may not be folded in with them.
create or replace function public.fold_call_events(p_execution_ids text[])
  returns table (
    execution_id varchar,
    word varchar,
    rank smallint,
    is_confirmed boolean,
    started_at timestamptz,
    ended_at timestamptz,
    duration_seconds integer,
    transcript text,
    summary text,
    recording_url text,
    from_number text,
    to_number text,
    sentiment text,
    next_action text,
    details jsonb
  )
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
  select
    f.execution_id,
    (array_agg(f.word order by f.place desc))[1],
    max(f.rank),
    bool_or(f.is_confirmation and f.is_terminal),
    coalesce(
      min(f.happened_at) filter (where f.rank = 4),
      min(f.happened_at) filter (where f.frees_line)
        - max(f.duration_seconds) filter (where f.duration_seconds > 0) * interval '1 second'
    ),
    min(f.happened_at) filter (where f.frees_line),
    -- Money follows the duration: once the end is confirmed, only our own question can have told it.
    (array_agg(f.duration_seconds order by f.place desc) filter (
      where f.duration_seconds is not null and (f.is_confirmation or not f.is_over)
    ))[1],
    (array_agg(f.transcript order by f.place desc) filter (where f.transcript is not null))[1],
    (array_agg(f.summary order by f.place desc) filter (where f.summary is not null))[1],
    (array_agg(f.recording_url order by f.place desc) filter (where f.recording_url is not null))[1],
    (array_agg(f.from_number order by f.place desc) filter (where f.from_number is not null))[1],
    (array_agg(f.to_number order by f.place desc) filter (where f.to_number is not null))[1],
    (array_agg(f.sentiment order by f.place desc) filter (where f.sentiment is not null))[1],
    (array_agg(f.next_action order by f.place desc) filter (where f.next_action is not null))[1],
    coalesce((array_agg(f.details order by f.place desc) filter (where f.details <> '{}'))[1], '{}')
  from (
    select
      e.*,
      row_number() over (order by e.rank, e.is_confirmation, e.happened_at, e.body_hash) as place,
      bool_or(e.is_confirmation and e.is_terminal) over (partition by e.execution_id) as is_over
    from public.call_event_facts e
    join public.calls c on c.bolna_execution_id = e.execution_id and c.agent_id = e.agent_id
    where e.execution_id = any (p_execution_ids)
  ) f
  group by f.execution_id
$function$;
comment on function public.fold_call_events is
  'For each execution what all its stored events amount to. Times are the provider''s; durations in seconds. Called by apply_call_events.';
revoke all on function public.fold_call_events from public;
alter function public.fold_call_events owner to app_definer;
--! EndIncluded calls/public.fold_call_events.sql
--! Included calls/public.insert_inbound_calls.sql
-- A person called the agent. The first event may be any, also the last one. Inbound calls take no slot and have
-- no hold: they exist already.
create or replace function public.insert_inbound_calls(p_event_ids bigint[], p_now timestamptz)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.calls (
    user_id, agent_id, contact_id, bolna_conversation_id, bolna_execution_id, phone_number, from_number, to_number,
    call_source, caller_name, lead_type, status, created_at, next_confirm_at, local_date, local_hour
  )
  select distinct on (f.execution_id)
    g.user_id, g.id, t.id, f.execution_id, f.execution_id, f.from_number, f.from_number, f.to_number,
    public.determine_call_source(f.from_number, f.to_number), t.name, 'inbound', 'initiated', f.began_at, p_now,
    (f.began_at at time zone z.zone)::date, extract(hour from f.began_at at time zone z.zone)
  from public.call_event_facts f
  join public.agents g on g.id = f.agent_id
  left join public.contacts t on t.user_id = g.user_id and t.phone_number = f.from_number
  cross join lateral (select public.get_user_timezone(g.user_id) as zone) z
  where f.id = any (p_event_ids)
    and f.direction = 'inbound'
    and f.from_number is not null
    and f.execution_id is not null
    and not exists (select from public.calls c where c.bolna_execution_id = f.execution_id)
  order by f.execution_id, f.began_at
  on conflict (bolna_execution_id) do nothing
$function$;
comment on function public.insert_inbound_calls is
  'Inserts the calls of inbound executions that events are the first to tell of. Called by match_call_events.';
revoke all on function public.insert_inbound_calls from public;
alter function public.insert_inbound_calls owner to app_definer;
--! EndIncluded calls/public.insert_inbound_calls.sql
--! Included calls/public.match_call_events.sql
-- Finds the calls of events whose execution we do not know yet: the attempt whose id the provider echoes (the
-- webhook was faster than the answer, or the answer was lost), or a person who called us. An answer to our own
-- question that echoes nothing is matched by its number with an attempt that is unknown: taking it for ours costs one
-- call at most, writing it off would dial the person twice. An event that came
-- through one agent's address about another agent's call changes nothing and is put aside.
create or replace function public.match_call_events(p_event_ids bigint[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_attempts uuid[];
  v_executions text[];
begin
  select array_agg(m.attempt_id), array_agg(m.execution_id)
  into v_attempts, v_executions
  from (
    select distinct on (a.id) a.id as attempt_id, f.execution_id
    from (
      select x.execution_id, x.agent_id, x.attempt_id
      from public.call_event_facts x
      where x.id = any (p_event_ids) and x.attempt_id is not null
      union all
      select x.execution_id, x.agent_id, u.id
      from public.call_event_facts x
      join public.call_attempts u on u.state = 'unknown' and u.phone_number = x.to_number
      where x.id = any (p_event_ids)
        and x.attempt_id is null
        and x.is_confirmation
        and x.direction is distinct from 'inbound'
    ) f
    join public.call_attempts a on a.id = f.attempt_id and a.execution_id is null
    join public.call_queue q on q.id = a.queue_id and q.agent_id = f.agent_id
    where not exists (select from public.calls c where c.bolna_execution_id = f.execution_id)
    order by a.id, f.execution_id
  ) m;
  if v_attempts is not null then
    perform public.accept_attempts(v_attempts, v_executions, p_now);
  end if;

  perform public.insert_inbound_calls(p_event_ids, p_now);

  update public.webhook_events w
  set quarantine_reason = 'foreign_call'
  from public.calls c
  where w.id = any (p_event_ids)
    and c.bolna_execution_id = w.execution_id
    and w.agent_id is distinct from c.agent_id;
end
$function$;
comment on function public.match_call_events is
  'Makes the calls that events are the first to tell of (accepted dials, inbound calls) and quarantines events about another agent''s call. Called by apply_call_events.';
revoke all on function public.match_call_events from public;
alter function public.match_call_events owner to app_definer;
--! EndIncluded calls/public.match_call_events.sql
--! Included calls/public.quarantine_next_event.sql
-- The last resort of the applier: when a batch of one still fails, that event is put aside so that the others go on.
create or replace function public.quarantine_next_event(p_reason text, p_now timestamptz default now())
  returns bigint
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  update public.webhook_events w
  set quarantine_reason = left(p_reason, 50)
  where w.id = (
    select x.id
    from public.webhook_events x
    where x.applied_at is null and x.quarantine_reason is null and x.next_try_at <= p_now
    order by x.next_try_at, x.id
    limit 1
    for update skip locked
  )
  returning w.id
$function$;
comment on function public.quarantine_next_event is
  'Puts the event aside that apply_call_events would take next; returns its id. Called when a batch of one has failed.';
revoke all on function public.quarantine_next_event from public;
grant execute on function public.quarantine_next_event to app_worker;
alter function public.quarantine_next_event owner to app_definer;
--! EndIncluded calls/public.quarantine_next_event.sql
--! Included campaigns/public.campaign_dialing_reasons.sql
-- Reasons around an active campaign: money, lines, provider, workers, retries; last what is going on.
create or replace function public.campaign_dialing_reasons(p_campaign public.call_campaigns, p_now timestamptz)
  returns table (place integer, key text, sentence text, until timestamptz, action text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  with facts as materialized (
    select
      u.is_active,
      u.credits - public.my_held_credits() as available,
      public.my_held_credits() as held,
      public.hold_for_call(u.id) as hold,
      public.get_user_active_calls_count(u.id) as lines,
      public.my_lines_limit() as lines_limit,
      public.get_system_active_calls_count() as system_lines,
      public.setting('dial.system_max_concurrent') as system_limit,
      public.count_user_direct_calls_queued(u.id) as direct,
      (select a.is_active from public.agents a where a.id = p_campaign.agent_id) as agent_on,
      (select max(w.seen_at) from public.workers w) as worker_seen
    from public.users u
    where u.id = p_campaign.user_id
  ),
  people as materialized (
    select
      count(*) filter (where q.status = 'pending') as waiting,
      count(*) filter (where q.status = 'pending' and q.due) as due,
      min(q.scheduled_for) filter (where q.status = 'pending' and not q.due) as next_retry,
      count(*) filter (where q.status = 'processing') as running,
      count(*) filter (where q.status = 'processing' and exists (
        select from public.active_calls s where s.id = q.id
      )) as on_line,
      count(*) filter (where q.status = 'processing' and exists (
        select from public.call_attempts t where t.queue_id = q.id and t.state = 'unknown'
      )) as unresolved
    from public.call_queue q
    where q.campaign_id = p_campaign.id
  )
  select r.place, r.key, r.sentence, r.until, r.action
  from facts f
  cross join people p
  left join public.provider_breakers b on b.open_until > p_now
  cross join lateral (values
    (5, 'account_inactive', 'This account is switched off.', null::timestamptz, null, not f.is_active),
    (70, b.reason::text, case b.reason
        when 'provider_key' then 'The voice provider does not accept the key.'
        when 'provider_balance' then 'The account at the voice provider has no money.'
        when 'provider_limit' then 'The voice provider asks for a pause.'
        else 'The voice provider cannot be reached.' end, b.open_until, null, b.reason is not null and p.waiting > 0),
    (71, 'agent_off', 'The agent is switched off.', null, 'agent', f.agent_on is not true),
    (72, 'worker_silent', 'The dialer is not running; calls go on by themselves when it does.', null, null,
      f.worker_seen is null or f.worker_seen < p_now - interval '30 seconds'),
    (80, 'no_credits', format('%s left, one call reserves %s. %s are held by calls in progress.', public.counted(f.available, 'credit', 'credits'), f.hold, f.held),
      null, 'credits', p.due > 0 and f.available < f.hold),
    (82, 'tenant_full', format('All %s of your lines are busy.', f.lines_limit), null, 'lines', p.due > 0 and f.lines >= f.lines_limit),
    (83, 'system_full', 'All lines of the platform are busy.', null, null, p.due > 0 and f.system_lines >= f.system_limit),
    (84, 'direct_first', format('%s first.', public.counted(f.direct, 'direct call goes', 'direct calls go')), null, null, p.due > 0 and f.direct > 0),
    (85, 'unresolved', format('%s for the provider''s word; nobody is dialed twice.', public.counted(p.unresolved, 'call waits', 'calls wait')),
      null, null, p.unresolved > 0),
    (86, 'retry_wait', format('Everyone was tried; %s for the next try.', public.counted(p.waiting, 'person waits', 'people wait')), p.next_retry, null,
      p.due = 0 and p.waiting > 0 and p.running = 0),
    (87, 'finishing', format('%s.', public.counted(p.running, 'last call is ending', 'last calls are ending')), null, null, p.waiting = 0 and p.running > 0),
    (81, 'dialing', format('Dialing: %s on the line, %s waiting.', p.on_line, p.waiting), null, null, p.running > 0 and p.waiting > 0),
    (90, 'starting', format('%s; the next calls go out now.', public.counted(p.waiting, 'person waits', 'people wait')), null, null, p.running = 0 and p.due > 0)
  ) as r (place, key, sentence, until, action, holds)
  where r.holds
$function$;
comment on function public.campaign_dialing_reasons is
  'Reasons for the pace of an active campaign: credits, lines, provider, worker, retries, or that it is dialing. Called by api.explain_campaign_state.';
revoke all on function public.campaign_dialing_reasons from public;
alter function public.campaign_dialing_reasons owner to app_definer;
--! EndIncluded campaigns/public.campaign_dialing_reasons.sql
--! Included campaigns/public.campaign_status_reasons.sql
-- Reasons that lie in the campaign itself.
create or replace function public.campaign_status_reasons(p_campaign public.call_campaigns, p_now timestamptz)
  returns table (place integer, key text, sentence text, until timestamptz, action text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select r.place, r.key, r.sentence, r.until, r.action
  from (
    select
      count(*) filter (where q.status = 'pending') as waiting,
      count(*) filter (where q.status = 'processing') as running,
      count(*) filter (where q.status = 'completed') as reached,
      count(*) as total
    from public.call_queue q
    where q.campaign_id = p_campaign.id
  ) n
  cross join lateral (
    select w.opens_at, w.closes_at
    from public.next_window(
      p_campaign.first_call_time, p_campaign.last_call_time, p_campaign.start_date, p_campaign.end_date,
      public.campaign_timezone(p_campaign), p_now
    ) w
  ) h
  cross join lateral (values
    (10, 'draft', 'Not launched yet.', null::timestamptz, 'launch', p_campaign.status = 'draft'),
    (20, 'scheduled', 'Starts by itself with its first calling hours.', h.opens_at, null, p_campaign.status = 'scheduled'),
    (30, 'paused', case when n.running > 0
        then format('You paused it. %s normally.', public.counted(n.running, 'call in progress ends', 'calls in progress end')) else 'You paused it.' end,
      null, 'resume', p_campaign.status = 'paused'),
    (40, 'done', format('Finished: %s of %s people reached.', n.reached, n.total), null, null, p_campaign.status = 'completed'),
    (41, 'cancelled', format('Cancelled: %s of %s people reached.', n.reached, n.total), null, null, p_campaign.status = 'cancelled'),
    (50, 'ended', format('The last day has passed; %s not called.', public.counted(n.waiting, 'person was', 'people were')), null, null,
      p_campaign.status in ('active', 'paused') and h.opens_at is null),
    (60, 'before_hours', 'Outside its calling hours.', h.opens_at, null,
      p_campaign.status = 'active' and h.opens_at > p_now)
  ) as r (place, key, sentence, until, action, holds)
  where r.holds
$function$;
comment on function public.campaign_status_reasons is
  'Reasons for the state of a campaign that lie in its status, dates and hours. Called by api.explain_campaign_state.';
revoke all on function public.campaign_status_reasons from public;
alter function public.campaign_status_reasons owner to app_definer;
--! EndIncluded campaigns/public.campaign_status_reasons.sql
--! Included campaigns/public.set_campaign_status.sql
-- Changes the status of a locked campaign and turns its lanes with it; a paused or cancelled campaign is shut in the
-- same instant. Dials that were claimed a moment before are stopped by the fence, which reads this.
create or replace function public.set_campaign_status(
  p_campaign_id uuid,
  p_status text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.call_campaigns c
  set status = p_status,
      started_at = case when p_status = 'active' then coalesce(c.started_at, p_now) else c.started_at end,
      completed_at = case when p_status in ('completed', 'cancelled') then p_now else c.completed_at end
  where c.id = p_campaign_id;
  perform public.set_lane_windows(
    array(select l.id from public.dispatch_lanes l where l.campaign_id = p_campaign_id),
    p_now
  );
  perform pg_notify('dispatch', '');
end
$function$;
comment on function public.set_campaign_status is
  'Sets the status of a campaign that the caller has locked and opens or shuts its lanes. Raises campaign_step_not_allowed.';
revoke all on function public.set_campaign_status from public;
alter function public.set_campaign_status owner to app_definer;
--! EndIncluded campaigns/public.set_campaign_status.sql
--! Included contacts/public.end_contact_import.sql
-- The import is over: the accounting must add up (a CHECK holds it), and the staging goes.
create or replace function public.end_contact_import(p_import_id uuid, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from api.contact_import_rows r where r.import_id = p_import_id;
  delete from public.contact_import_numbers n where n.import_id = p_import_id;
  with counted as (
    select
      x.id,
      x.lines_read = x.inserted + x.updated + x.unchanged + x.duplicate_in_file + x.rejected + x.suppressed + x.blank
        as adds_up
    from public.contact_imports x
    where x.id = p_import_id
  )
  update public.contact_imports i
  set status = case when c.adds_up then 'done' else 'failed' end,
      failure_reason = case when not c.adds_up then 'staging_lost' end,
      finished_at = p_now,
      updated_at = p_now
  from counted c
  where i.id = c.id;
  insert into public.ui_events (user_id, topic, ref)
  select i.user_id, 'imports', i.id
  from public.contact_imports i
  where i.id = p_import_id;
end
$function$;
comment on function public.end_contact_import is
  'Ends an import: done when every line is accounted for, else failed (the staging was lost). Called by merge_contact_import_chunk.';
revoke all on function public.end_contact_import from public;
alter function public.end_contact_import owner to app_definer;
--! EndIncluded contacts/public.end_contact_import.sql
--! Included contacts/public.find_contact_ids.sql
-- Search runs with the definer's rights: beneath a row policy ILIKE and array operators are filters and no index
-- conditions. So the tenant is named here, and only ids come back.
create or replace function public.find_contact_ids(p_user_id uuid, p_search text, p_tag text, p_import_id uuid)
  returns setof uuid
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select c.id
  from public.contacts c
  where c.user_id = p_user_id
    and c.deleted_at is null
    and public.contact_matches(c, p_search, p_tag, p_import_id)
$function$;
comment on function public.find_contact_ids is
  'Ids of a tenant''s contacts by part of name, company or number in any notation, by tag and by import. Called by the functions that list and count contacts, which name the signed-in tenant.';
revoke all on function public.find_contact_ids from public;
alter function public.find_contact_ids owner to app_definer;
--! EndIncluded contacts/public.find_contact_ids.sql
--! Included credits/public.add_credits.sql
-- A purchase, a refund or a correction by hand. Lowering a balance respects what calls in progress have reserved.
create or replace function public.add_credits(
  p_user_id uuid,
  p_amount integer,
  p_type text,
  p_description text,
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1 from public.users u where u.id = p_user_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'user_not_found',
      detail = format('user %s', p_user_id),
      hint = 'This account does not exist.';
  end if;
  if p_amount < 0 and (select u.credits from public.users u where u.id = p_user_id) + p_amount
    < (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = p_user_id) then
    raise sqlstate 'VC402' using
      message = 'credits_are_held',
      detail = format('user %s, amount %s', p_user_id, p_amount),
      hint = 'Calls in progress have reserved these credits; try again when they have ended.';
  end if;
  perform public.write_credit_transactions(
    array[p_user_id], array[p_amount], array[p_type], array[null::uuid], array[p_description], p_now
  );
end
$function$;
comment on function public.add_credits is
  'Adds (or with a negative amount takes) credits with a ledger entry of type purchase, refund or adjustment. Raises user_not_found, credits_are_held.';
revoke all on function public.add_credits from public;
alter function public.add_credits owner to app_definer;
--! EndIncluded credits/public.add_credits.sql
--! Included credits/public.refuse_ledger_change.sql
-- Keeps the ledger and the audit log append-only, also toward those whom no grant binds (their owner, a superuser).
--
-- What must still pass are the actions of foreign keys: a deleted call leaves its ledger row with call_id null, a
-- deleted target leaves the audit row with target_user_id null, and the cascade of the row's own user removes it.
-- Told apart by looking: when the action of a foreign key runs, the referenced row is gone already; when somebody
-- types the same statement, it is still there.
-- Why security definer: under forced row security the owner sees no user and no call, so to an invoker function
-- everything would look gone and everything would pass.
-- Arguments of the trigger: the column that names the row's own user, the column that may become null, and the
-- table that this column refers to (calls or users).
create or replace function public.refuse_ledger_change()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_owner constant uuid := to_jsonb(old) ->> tg_argv[0];
  v_referred constant uuid := to_jsonb(old) ->> tg_argv[1];
begin
  if tg_op = 'DELETE' and not exists (select from public.users u where u.id = v_owner) then
    return old;
  end if;

  if tg_op = 'UPDATE'
    and v_referred is not null
    and to_jsonb(new) = jsonb_set(to_jsonb(old), array[tg_argv[1]], 'null')
    and not exists (select from public.calls c where tg_argv[2] = 'calls' and c.id = v_referred)
    and not exists (select from public.users u where tg_argv[2] = 'users' and u.id = v_referred)
  then
    return new;
  end if;

  raise sqlstate 'VC403' using
    message = 'ledger_is_append_only',
    detail = format('%s of %s %s', lower(tg_op), tg_table_name, to_jsonb(old) ->> 'id'),
    hint = 'Entries of the ledger and of the audit log stay as they are; write a new one that corrects it.';
end
$function$;

comment on function public.refuse_ledger_change() is
  'Trigger function (before update or delete, for each row) of credit_transactions and admin_audit_log: lets only the actions of foreign keys pass. Raises ledger_is_append_only.';
revoke all on function public.refuse_ledger_change() from public;
alter function public.refuse_ledger_change() owner to app_definer;
--! EndIncluded credits/public.refuse_ledger_change.sql
--! Included credits/public.write_credit_transactions.sql
-- The one writer of ledger and balance: one entry each, in the order given, the balance after each entry beside
-- it. Both in one function, under the lock of the wallet, so that they cannot differ.
--
-- An entry that would take the balance below zero fails as a whole (CHECK on users).
create or replace function public.write_credit_transactions(
  p_user_ids uuid[],
  p_amounts integer[],
  p_types text[],
  p_call_ids uuid[],
  p_descriptions text[],
  p_now timestamptz default now()
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1
  from public.users u
  where u.id = any (p_user_ids)
  order by u.id
  for no key update;

  with entries as materialized (
    select
      e.user_id, e.amount, e.type, e.call_id, e.description, e.place,
      u.credits + sum(e.amount) over (partition by e.user_id order by e.place) as balance_after
    from unnest(p_user_ids, p_amounts, p_types, p_call_ids, p_descriptions)
      with ordinality as e (user_id, amount, type, call_id, description, place)
    join public.users u on u.id = e.user_id
  ),
  balances as (
    update public.users u
    set credits = u.credits + t.amount
    from (select e.user_id, sum(e.amount) as amount from entries e group by e.user_id) t
    where u.id = t.user_id
  )
  insert into public.credit_transactions (user_id, amount, type, call_id, description, balance_after, created_at)
  select e.user_id, e.amount, e.type, e.call_id, e.description, e.balance_after, p_now
  from entries e
  order by e.place;

  insert into public.ui_events (user_id, topic)
  select distinct u.user_id, 'credits'
  from unnest(p_user_ids) as u (user_id);
  perform public.wake_tenants(p_user_ids);
end
$function$;
comment on function public.write_credit_transactions is
  'Writes ledger entries and the balances with them; parallel arrays, one entry each. Raises the CHECK users_credits_never_negative when a balance would go below zero. The only writer of credit_transactions besides the opening entry.';
revoke all on function public.write_credit_transactions from public;
alter function public.write_credit_transactions owner to app_definer;
--! EndIncluded credits/public.write_credit_transactions.sql
--! Included dialing/public.adopt_ghosts.sql
-- A call that shows up after its attempt was written off. It exists, so it is adopted, takes a slot even above
-- the limit, and is charged once. If its person still waits, the call is theirs and they are not called again;
-- if they were dialed anew meanwhile, the ghost stands beside that call.
--
-- Takes the claim's lock (waiting for it): slots are counted under it.
create or replace function public.adopt_ghosts(
  p_ghost_ids uuid[],
  p_attempt_ids uuid[],
  p_execution_ids text[],
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ghost record;
begin
  perform 1 from public.dispatch_locks d where d.name = 'claim' for update;
  for v_ghost in
    select a.id, a.user_id, a.queue_id, e.execution_id
    from unnest(p_attempt_ids, p_execution_ids) as e (id, execution_id)
    join public.call_attempts a on a.id = e.id
    where a.id = any (p_ghost_ids) and a.sent_at is not null
    order by a.id
  loop
    perform 1
    from public.call_queue q
    where q.id = v_ghost.queue_id and q.status = 'pending'
    for no key update;
    perform public.insert_dialed_calls(array[v_ghost.id], array[v_ghost.execution_id], found, p_now);

    update public.call_attempts a
    set execution_id = c.bolna_execution_id,
        ghost_at = p_now,
        state = case when c.queue_id is null then a.state else 'accepted' end,
        closed_at = case when c.queue_id is null then a.closed_at end
    from public.calls c
    where a.id = v_ghost.id and c.attempt_id = a.id;
    update public.call_queue q
    set status = 'processing', processing_started_at = p_now, call_id = c.id, attempts = q.attempts + 1,
        last_attempt_at = p_now
    from public.calls c
    where c.attempt_id = v_ghost.id and q.id = c.queue_id;
    insert into public.active_calls (id, user_id, call_type, started_at, bolna_execution_id, phone_number, adopted)
    select c.id, c.user_id, case when c.campaign_id is null then 'direct' else 'campaign' end, p_now,
      c.bolna_execution_id, c.phone_number, true
    from public.calls c
    where c.attempt_id = v_ghost.id;
  end loop;
end
$function$;
comment on function public.adopt_ghosts is
  'Adopts calls that the provider shows after their attempt was void or rejected: call row, slot above the limit, and the waiting person when there is one. Called by accept_attempts.';
revoke all on function public.adopt_ghosts from public;
alter function public.adopt_ghosts owner to app_definer;
--! EndIncluded dialing/public.adopt_ghosts.sql
--! Included dialing/public.assert_dial_settings.sql
-- A worker refuses to run under settings that contradict each other: the protocol's guarantees are sums of them.
create or replace function public.assert_dial_settings()
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_fault text;
begin
  v_fault := case
    when public.setting('dial.heartbeat_ms') >= public.setting('dial.http_timeout_ms')
      then 'dial.heartbeat_ms must be less than dial.http_timeout_ms'
    when public.setting('dial.http_timeout_ms') >= public.setting('dial.fence_margin_ms')
      then 'dial.http_timeout_ms must be less than dial.fence_margin_ms'
    when public.setting('dial.fence_margin_ms') >= public.setting('dial.lease_ms')
      then 'dial.fence_margin_ms must be less than dial.lease_ms'
    when public.setting('dial.settle_ms') < public.setting('dial.lease_ms')
      then 'dial.settle_ms must be at least dial.lease_ms'
    when public.setting('dial.reconcile_ms') >= public.setting('dial.settle_ms')
      then 'dial.reconcile_ms must be less than dial.settle_ms'
  end;
  if v_fault is not null then
    raise sqlstate 'VC412' using
      message = 'dial_settings_contradict',
      detail = v_fault,
      hint = 'The dialing settings contradict each other; an administrator has to correct them.';
  end if;
end
$function$;
comment on function public.assert_dial_settings is
  'Raises dial_settings_contradict when the times of the dialing protocol do not fit each other. Called by a worker at its start.';
revoke all on function public.assert_dial_settings from public;
grant execute on function public.assert_dial_settings to app_worker;
alter function public.assert_dial_settings owner to app_definer;
--! EndIncluded dialing/public.assert_dial_settings.sql
--! Included dialing/public.beat_worker.sql
-- A worker says that it lives. Nothing depends on it but the page that says why nothing is dialing.
create or replace function public.beat_worker(p_worker_id uuid, p_process_id integer, p_now timestamptz default now())
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.workers (id, process_id, started_at, seen_at)
  values (p_worker_id, p_process_id, p_now, p_now)
  on conflict (id) do update set seen_at = excluded.seen_at
$function$;
comment on function public.beat_worker is
  'Records that a worker lives. Called every dial.heartbeat_ms.';
revoke all on function public.beat_worker from public;
grant execute on function public.beat_worker to app_worker;
alter function public.beat_worker owner to app_definer;
--! EndIncluded dialing/public.beat_worker.sql
--! Included dialing/public.claim_calls.sql
-- Chooses the next people to call and takes a slot, a hold and an attempt for each, in one transaction.
--
-- Rule: no instant at which a tenant, the platform or the create rate is over its limit. One claimer at a time
-- holds the row 'claim'; whoever finds it taken leaves at once, because the work is being done. Slots are
-- counted in a later statement than the lock, so the count sees every claim before this one; releases in flight
-- are still counted, which is too careful for a moment and never too bold.
-- Count, then insert (also in one statement) was measured to exceed a cap of 3 in most polls under 16
-- connections; SERIALIZABLE aborts twice for each success. Concurrency here would buy nothing: a batch takes a few
-- milliseconds, while the provider takes eight calls a second.
-- READ COMMITTED is demanded: under a fixed snapshot the count would be stale.
-- The planner sees small tables that fill up later and costs that mislead it: no sequential scans, no JIT, here and in
-- the functions of the claim that are called from here.
create or replace function public.claim_calls(
  p_worker_id uuid,
  p_want integer default 50,
  p_now timestamptz default now()
)
  returns table (attempt_id uuid)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
#variable_conflict use_column
declare
  v_limits public.claim_limits;
  v_system_slots integer;
  v_want integer;
  v_tenants public.claim_tenants;
  v_picked public.claim_items;
  v_taken integer;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise sqlstate 'VC500' using
      message = 'claim_needs_read_committed',
      hint = 'The claim has to run in its own transaction at isolation level read committed.';
  end if;

  perform 1
  from public.dispatch_locks d
  where d.name = 'claim'
  for update skip locked;
  if not found or exists (select from public.provider_breakers b where b.open_until > p_now) then
    return;
  end if;

  -- Limits too are read under the lock: a lowered one binds the claim that begins after it.
  v_limits := public.read_claim_limits();
  v_system_slots := public.get_system_active_calls_count();
  v_want := least(p_want, v_limits.system_cap - v_system_slots);
  if v_limits.rate_per_second > 0 then
    v_want := least(v_want, v_limits.rate_per_second * 10 - (
      select coalesce(sum(d.calls), 0)::integer
      from public.dial_claims d
      where d.claimed_at > p_now - interval '10 seconds'
    ));
  end if;
  perform public.turn_lanes(200, p_now);
  perform public.heed_wakes();
  if v_want <= 0 then
    return;
  end if;

  v_tenants := public.next_tenants(v_want, v_limits);
  if v_tenants.user_ids <> '{}' then
    v_picked := public.pick_queue_items(v_tenants, v_want, p_now);
    return query
    select t.attempt_id
    from public.take_queue_items(v_tenants, v_picked, p_worker_id, v_system_slots, v_limits, p_now) as t (attempt_id);
    get diagnostics v_taken = row_count;
    if v_taken > 0 then
      insert into public.dial_claims (claimed_at, calls) values (p_now, v_taken);
    end if;
    if v_picked.refused_ids <> '{}' then
      perform public.refuse_queue_items(v_picked, p_now);
    end if;
  end if;

  -- Also looked at: who was served for a direct call, and would stay in the ring that goes first for ever.
  perform public.park_tenants(
    v_tenants.full_user_ids || array(
      select u.user_id
      from unnest(v_tenants.user_ids) as u (user_id)
      except
      select i.user_id
      from unnest(v_picked.user_ids || v_picked.refused_user_ids) as i (user_id)
    ) || array(
      select t.user_id
      from public.tenant_dispatch t
      where t.user_id = any (v_tenants.user_ids) and t.direct_ready
    ),
    p_now
  );
end
$function$;
comment on function public.claim_calls is
  'Takes up to p_want of the next people to call: item processing, slot, credit hold and attempt in state intent with a lease. Returns the attempt ids, none when another claimer is at work or nothing may be dialed. Call it as one autocommit statement. Raises claim_needs_read_committed.';
revoke all on function public.claim_calls from public;
grant execute on function public.claim_calls to app_worker;
alter function public.claim_calls owner to app_definer;
--! EndIncluded dialing/public.claim_calls.sql
--! Included dialing/public.count_active_calls.sql
-- The reference has this name beside get_user_active_calls_count; one definition serves both.
create or replace function public.count_active_calls(p_user_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select public.get_user_active_calls_count(p_user_id)
$function$;
comment on function public.count_active_calls is
  'Lines in use by a tenant: the same number as get_user_active_calls_count. Counting and then inserting is no limit; the claim is.';
revoke all on function public.count_active_calls from public;
grant execute on function public.count_active_calls to app_definer, app_user;
--! EndIncluded dialing/public.count_active_calls.sql
--! Included dialing/public.count_user_direct_calls_queued.sql
create or replace function public.count_user_direct_calls_queued(p_user_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select count(*)::integer
  from public.call_queue q
  where q.user_id = p_user_id and q.call_type = 'direct' and q.status = 'pending'
$function$;
comment on function public.count_user_direct_calls_queued is
  'Direct calls of a tenant that wait, scheduled ones included. Unit: calls.';
revoke all on function public.count_user_direct_calls_queued from public;
grant execute on function public.count_user_direct_calls_queued to app_definer, app_user;
--! EndIncluded dialing/public.count_user_direct_calls_queued.sql
--! Included dialing/public.get_call_queue_position.sql
-- Counts those before: direct before campaign, then priority, schedule and age, inside the tenant.
create or replace function public.get_call_queue_position(p_queue_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select (
    select count(*)::integer + 1
    from public.call_queue q
    where q.user_id = i.user_id
      and q.status = 'pending'
      and (
        q.call_type > i.call_type
        or (q.call_type = i.call_type and q.priority > i.priority)
        or (
          q.call_type = i.call_type and q.priority = i.priority
          and (coalesce(q.scheduled_for, '-infinity'), q.created_at, q.id)
            < (coalesce(i.scheduled_for, '-infinity'), i.created_at, i.id)
        )
      )
  )
  from public.call_queue i
  where i.id = p_queue_id and i.status = 'pending'
$function$;
comment on function public.get_call_queue_position is
  'Place of a waiting item among the waiting items of its tenant, 1 is next; null when it does not wait.';
revoke all on function public.get_call_queue_position from public;
grant execute on function public.get_call_queue_position to app_definer, app_user;
--! EndIncluded dialing/public.get_call_queue_position.sql
--! Included dialing/public.get_next_direct_call_queued.sql
-- Peeks, like get_next_queued_call.
create or replace function public.get_next_direct_call_queued(p_user_id uuid)
  returns public.call_queue
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select q.*
  from public.call_queue q
  where q.user_id = p_user_id and q.call_type = 'direct' and q.status = 'pending'
  order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
  limit 1
$function$;
comment on function public.get_next_direct_call_queued is
  'The direct item of a tenant that stands first in its queue, without taking it; null when none waits.';
revoke all on function public.get_next_direct_call_queued from public;
grant execute on function public.get_next_direct_call_queued to app_definer, app_user;
--! EndIncluded dialing/public.get_next_direct_call_queued.sql
--! Included dialing/public.get_next_queued_call.sql
-- Peeks, as the reference's own query does: the next campaign item of a tenant by priority and schedule. It takes
-- nothing and looks at no window, limit or opt-out; claim_calls is the only way to a call.
create or replace function public.get_next_queued_call(p_user_id uuid)
  returns public.call_queue
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select q.*
  from public.call_queue q
  where q.user_id = p_user_id and q.call_type = 'campaign' and q.status = 'pending'
  order by q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
  limit 1
$function$;
comment on function public.get_next_queued_call is
  'The campaign item of a tenant that stands first in its queue, without taking it; null when none waits.';
revoke all on function public.get_next_queued_call from public;
grant execute on function public.get_next_queued_call to app_definer, app_user;
--! EndIncluded dialing/public.get_next_queued_call.sql
--! Included dialing/public.get_worker_settings.sql
create or replace function public.get_worker_settings()
  returns jsonb
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select jsonb_object_agg(c.key, c.value::integer)
  from public.system_config c
  where c.key like 'dial.%' and c.value ~ '^[0-9]{1,9}$'
$function$;
comment on function public.get_worker_settings is
  'The numbers of dialing (keys dial.*) that a worker needs for its timers.';
revoke all on function public.get_worker_settings from public;
grant execute on function public.get_worker_settings to app_worker;
alter function public.get_worker_settings owner to app_definer;
--! EndIncluded dialing/public.get_worker_settings.sql
--! Included dialing/public.heed_wakes.sql
-- Does for wakers what they could not: the row was held by another waker, which may have changed its mind since. One
-- that is still held gets a new note. Only the claimer calls it, under its lock.
create or replace function public.heed_wakes()
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_lanes bigint[];
  v_users uuid[];
  v_direct uuid[];
begin
  with heeded as (
    delete from public.dispatch_wakes w
    returning w.lane_id, w.pos, w.direct
  )
  select
    array_agg(distinct h.lane_id) filter (where h.lane_id is not null),
    array_agg(distinct t.user_id) filter (where t.user_id is not null),
    array_agg(distinct t.user_id) filter (where h.direct)
  into v_lanes, v_users, v_direct
  from heeded h
  left join public.tenant_dispatch t on t.pos = h.pos;

  if v_lanes is not null then
    perform public.wake_lanes(v_lanes);
  end if;
  if v_users is not null then
    perform public.wake_tenants(v_users, coalesce(v_direct, '{}'));
  end if;
end
$function$;
comment on function public.heed_wakes is
  'Wakes the lanes and tenants of dispatch_wakes and empties it. Called by the claim.';
revoke all on function public.heed_wakes from public;
alter function public.heed_wakes owner to app_definer;
--! EndIncluded dialing/public.heed_wakes.sql
--! Included dialing/public.insert_dialed_calls.sql
-- The rows of accepted dials. Their day and hour are those of the moment at which the dial was sent, in the
-- tenant's zone: what arrives late does not move to another day.
create or replace function public.insert_dialed_calls(
  p_attempt_ids uuid[],
  p_execution_ids text[],
  p_bind_to_queue boolean,
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_silence interval := public.setting('dial.silence_ms') * interval '1 millisecond';
begin
  insert into public.calls (
    user_id, agent_id, contact_id, campaign_id, queue_id, attempt_id, bolna_conversation_id, bolna_execution_id,
    phone_number, to_number, call_source, caller_name, lead_type, status, created_at, next_confirm_at,
    local_date, local_hour
  )
  select
    a.user_id, q.agent_id, q.contact_id, q.campaign_id, case when p_bind_to_queue then q.id end, a.id,
    e.execution_id, e.execution_id, a.phone_number, a.phone_number,
    public.determine_call_source(null, a.phone_number), q.contact_name, 'outbound', 'initiated',
    a.sent_at, p_now + v_silence,
    (a.sent_at at time zone z.zone)::date, extract(hour from a.sent_at at time zone z.zone)
  from unnest(p_attempt_ids, p_execution_ids) as e (attempt_id, execution_id)
  join public.call_attempts a on a.id = e.attempt_id
  join public.call_queue q on q.id = a.queue_id
  cross join lateral (select public.get_user_timezone(a.user_id) as zone) z
  order by e.execution_id
  on conflict (bolna_execution_id) do nothing;

  -- What came in before the call was known need not wait for its next try.
  update public.webhook_events w
  set next_try_at = p_now
  where w.execution_id = any (p_execution_ids)
    and w.applied_at is null
    and w.next_try_at > p_now;
end
$function$;
comment on function public.insert_dialed_calls is
  'Inserts the calls of accepted attempts and makes waiting events of theirs due. Called by accept_attempts and adopt_ghosts.';
revoke all on function public.insert_dialed_calls from public;
alter function public.insert_dialed_calls owner to app_definer;
--! EndIncluded dialing/public.insert_dialed_calls.sql
--! Included dialing/public.note_listed_executions.sql
-- Of the executions that a listing shows, those that we know nothing about: each must be fetched whole, because the
-- rows of a listing do not say which attempt they are. One that was fetched and matched nothing is fetched again after
-- half a minute: early answers may lack what identifies them.
create or replace function public.note_listed_executions(
  p_reconciliation_id bigint,
  p_execution_ids text[],
  p_now timestamptz default now()
)
  returns setof text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select distinct e.id
  from unnest(p_execution_ids) as e (id)
  where exists (select from public.reconciliations r where r.id = p_reconciliation_id and r.finished_at is null)
    and not exists (select from public.calls c where c.bolna_execution_id = e.id)
    and not exists (
      select
      from public.webhook_events w
      where w.execution_id = e.id
        and w.source = 'pull'
        and (w.applied_at is not null or w.received_at > p_now - interval '30 seconds')
    )
$function$;
comment on function public.note_listed_executions is
  'Those of the listed executions that have to be fetched whole: neither a call of ours nor asked about just now.';
revoke all on function public.note_listed_executions from public;
grant execute on function public.note_listed_executions to app_worker;
alter function public.note_listed_executions owner to app_definer;
--! EndIncluded dialing/public.note_listed_executions.sql
--! Included dialing/public.open_breaker.sql
-- Stops all new dials for a while: every further one would be refused for the same reason.
create or replace function public.open_breaker(
  p_reason text,
  p_message text,
  p_open_until timestamptz,
  p_now timestamptz default now()
)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.provider_breakers as b (provider, open_until, reason, message, opened_at)
  values ('bolna', p_open_until, p_reason, left(p_message, 500), p_now)
  on conflict (provider) do update
  set open_until = greatest(b.open_until, excluded.open_until),
      reason = excluded.reason,
      message = excluded.message,
      opened_at = excluded.opened_at
$function$;
comment on function public.open_breaker is
  'Stops the claim until an instant, for a reason that the pages show: provider_key, provider_balance, provider_limit, provider_unreachable.';
revoke all on function public.open_breaker from public;
alter function public.open_breaker owner to app_definer;
--! EndIncluded dialing/public.open_breaker.sql
--! Included dialing/public.park_tenants.sql
-- Takes tenants that gave nothing out of the ring, and their dry lanes out of the claim's index, so that a full,
-- broke or empty tenant costs the others nothing.
--
-- Only rows that nobody else is waking (FOR UPDATE SKIP LOCKED fails against a waker's share lock), and only
-- after looking again in a new statement. See wake_tenants for the other half of the race.
create or replace function public.park_tenants(p_user_ids uuid[], p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_default_cap integer;
  v_lanes bigint[];
  v_users uuid[];
begin
  if p_user_ids is null or p_user_ids = '{}' then
    return;
  end if;
  v_default_cap := public.setting('dial.tenant_max_concurrent');

  v_lanes := array(
    select l.id
    from public.dispatch_lanes l
    where l.user_id = any (p_user_ids) and l.ready and l.open
    for update skip locked
  );
  update public.dispatch_lanes l
  set ready = false
  where l.id = any (v_lanes)
    -- A scalar look-up, one index probe each: "not exists" is planned as a join with everybody who is due anywhere.
    and (
      select true
      from public.call_queue q
      where q.lane_id = l.id and q.status = 'pending' and q.due
      limit 1
    ) is null;

  v_users := array(
    select t.user_id
    from public.tenant_dispatch t
    where t.user_id = any (p_user_ids) and t.ready
    for update skip locked
  );
  update public.tenant_dispatch t
  set ready = s.ready, direct_ready = s.ready and s.direct
  from (
    select
      u.id,
      u.is_active
        and coalesce(x.max_concurrent_calls, v_default_cap)
          > (select count(*) from public.active_calls a where a.user_id = u.id)
        and u.credits - (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id)
          >= public.hold_for_call(u.id)
        and exists (
          select from public.dispatch_lanes l
          where l.user_id = u.id and l.ready and l.open and l.closes_at > p_now
        ) as ready,
      exists (
        select from public.dispatch_lanes l
        where l.user_id = u.id and l.ready and l.open and l.call_type = 'direct'
      ) as direct
    from public.users u
    join public.tenant_dispatch x on x.user_id = u.id
    where u.id = any (v_users)
  ) s
  where t.user_id = s.id
    and (t.ready, t.direct_ready) is distinct from (s.ready, s.ready and s.direct);
end
$function$;
comment on function public.park_tenants is
  'Takes tenants without room, credits or due items out of the ring until something wakes them. Called by the claim, last.';
revoke all on function public.park_tenants from public;
alter function public.park_tenants owner to app_definer;
--! EndIncluded dialing/public.park_tenants.sql
--! Included dialing/public.refuse_direct_call.sql
-- What can be known before a person is queued is said before.
create or replace function public.refuse_direct_call(p_contact public.contacts, p_agent_id uuid)
  returns void
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_agent_on boolean;
begin
  select a.is_active
  into v_agent_on
  from public.agents a
  where a.id = p_agent_id and a.user_id = p_contact.user_id and a.agent_type = 'call';
  if not found then
    raise sqlstate 'VC404' using
      message = 'agent_not_found',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent no longer exists or does not make calls; choose another one.';
  end if;
  if not v_agent_on then
    raise sqlstate 'VC409' using
      message = 'agent_off',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent is switched off; switch it on or choose another one.';
  end if;
  if exists (
    select from public.do_not_call d
    where d.phone_number = p_contact.phone_number and (d.user_id = p_contact.user_id or d.user_id is null)
  ) then
    raise sqlstate 'VC409' using
      message = 'contact_opted_out',
      detail = format('contact %s', p_contact.id),
      hint = 'This person has asked not to be called.';
  end if;
  if (select u.credits from public.users u where u.id = p_contact.user_id) - public.my_held_credits()
    < public.hold_for_call(p_contact.user_id) then
    raise sqlstate 'VC402' using
      message = 'not_enough_credits',
      hint = 'There are not enough free credits for a call; add credits first.';
  end if;
end
$function$;
comment on function public.refuse_direct_call is
  'Raises agent_not_found, agent_off, contact_opted_out or not_enough_credits when a direct call cannot be made. Called by api.request_direct_call.';
revoke all on function public.refuse_direct_call from public;
alter function public.refuse_direct_call owner to app_definer;
--! EndIncluded dialing/public.refuse_direct_call.sql
--! Included dialing/public.refuse_queue_items.sql
-- What may not be called leaves the claim's index at once: a refusal that changed nothing would be picked again
-- for ever. Opted out is final; a busy number or a switched-off agent is tried again later.
create or replace function public.refuse_queue_items(p_picked public.claim_items, p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_later timestamptz := p_now + public.setting('dial.busy_number_defer_seconds') * interval '1 second';
  v_campaigns uuid[];
  v_free uuid[];
begin
  -- The claimer waits for nobody: an opted-out person whose campaign is busy is looked at again by the next claim.
  v_free := array(
    select c.id
    from public.call_campaigns c
    where c.id in (select q.campaign_id from public.call_queue q where q.id = any (p_picked.refused_ids))
    order by c.id
    for no key update skip locked
  );

  with changed as (
    update public.call_queue q
    set status = case when l.refusal = 'opted_out' then 'cancelled' else 'pending' end,
        completed_at = case when l.refusal = 'opted_out' then p_now end,
        error_message = l.refusal,
        due = l.refusal = 'opted_out',
        scheduled_for = case when l.refusal = 'opted_out' then q.scheduled_for else v_later end
    from unnest(p_picked.refused_ids, p_picked.refusals) as l (id, refusal)
    where q.id = l.id
      and (l.refusal <> 'opted_out' or q.campaign_id is null or q.campaign_id = any (v_free))
    returning q.campaign_id, q.status
  )
  select array_agg(distinct c.campaign_id)
  into v_campaigns
  from changed c
  where c.status = 'cancelled' and c.campaign_id is not null;

  if v_campaigns is not null then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
end
$function$;
comment on function public.refuse_queue_items is
  'Cancels picked items whose number is opted out and defers those whose number is on a call or whose agent is off. Called by the claim.';
revoke all on function public.refuse_queue_items from public;
alter function public.refuse_queue_items owner to app_definer;
--! EndIncluded dialing/public.refuse_queue_items.sql
--! Included dialing/public.set_lane_windows.sql
-- Recomputes the calling window of lanes and opens or shuts them. The caller has locked the lanes.
--
-- Sets ready: a waker that meets this uncommitted update skips its own flag. At worst the claimer parks again.
create or replace function public.set_lane_windows(p_lane_ids bigint[], p_now timestamptz default now())
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_open bigint[];
begin
  with changed as (
    update public.dispatch_lanes l
    set opens_at = case when w.runs then w.opens_at end,
        closes_at = case when w.runs then w.closes_at end,
        open = w.runs and w.is_active and w.opens_at <= p_now,
        ready = true
    from (
      select
        x.id,
        c.status in ('active', 'scheduled') and n.opens_at is not null as runs,
        c.status = 'active' as is_active,
        n.opens_at,
        n.closes_at
      from public.dispatch_lanes x
      join public.call_campaigns c on c.id = x.campaign_id
      cross join lateral public.next_window(
        c.first_call_time, c.last_call_time, c.start_date, c.end_date, public.campaign_timezone(c), p_now
      ) n
      where x.id = any (p_lane_ids)
    ) w
    where l.id = w.id
    returning l.id, l.open
  )
  select array_agg(x.id) filter (where x.open)
  into v_open
  from changed x;

  if v_open is not null then
    perform public.wake_lanes(v_open);
  end if;
end
$function$;
comment on function public.set_lane_windows is
  'Recomputes the calling window of campaign lanes and opens or shuts them. Called by every change of a campaign''s status, hours, zone or dates and by turn_lanes; costs the lanes, not the people who wait in them.';
revoke all on function public.set_lane_windows from public;
alter function public.set_lane_windows owner to app_definer;
--! EndIncluded dialing/public.set_lane_windows.sql
--! Included dialing/public.wake_lanes.sql
-- Tells the dispatcher that lanes have due items. The race and its answer are those of wake_tenants.
create or replace function public.wake_lanes(p_lane_ids bigint[])
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_users uuid[];
  v_direct uuid[];
begin
  perform 1
  from public.dispatch_lanes l
  where l.id = any (p_lane_ids)
  for key share;

  with parked as materialized (
    select x.id
    from public.dispatch_lanes x
    where x.id = any (p_lane_ids)
      and not x.ready
  ),
  raised as (
    update public.dispatch_lanes l
    set ready = true
    where l.id = any (array(
      select x.id
      from public.dispatch_lanes x
      where x.id = any (p_lane_ids)
        and not x.ready
      for no key update skip locked
    ))
    returning l.id
  )
  insert into public.dispatch_wakes (lane_id)
  select p.id
  from parked p
  where p.id not in (select r.id from raised r);

  select array_agg(distinct l.user_id), array_agg(distinct l.user_id) filter (where l.call_type = 'direct')
  into v_users, v_direct
  from public.dispatch_lanes l
  where l.id = any (p_lane_ids)
    and l.open;
  if v_users is not null then
    perform public.wake_tenants(v_users, coalesce(v_direct, '{}'));
  end if;
end
$function$;
comment on function public.wake_lanes is
  'Marks lanes as having due items and wakes the tenants of the open ones. Called by the trigger of call_queue and when a lane opens.';
revoke all on function public.wake_lanes from public;
alter function public.wake_lanes owner to app_definer;
--! EndIncluded dialing/public.wake_lanes.sql
--! Included dialing/public.wake_tenants.sql
-- Takes tenants out of parking: their slots, credits, limits or lanes have changed.
--
-- Race with the claimer, which parks a tenant when it looks full: FOR KEY SHARE conflicts only with the
-- claimer's FOR UPDATE, so a waker either waits until the parking has committed and then raises the flag, or
-- it holds the share lock first and the claimer cannot lock the row and leaves it ready. Either way nobody
-- sleeps on work. "update … where not ready" alone loses the wake-up that comes between look and commit.
-- The flag itself is raised with SKIP LOCKED, because two wakers that waited for each other would be a deadlock.
-- Who finds the row held by another waker leaves a note for the claim: that one may be about to raise another flag
-- of the row, or to change its mind.
create or replace function public.wake_tenants(p_user_ids uuid[], p_direct_user_ids uuid[] default '{}')
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1
  from public.tenant_dispatch t
  where t.user_id = any (p_user_ids)
  for key share;

  if exists (
    select
    from public.tenant_dispatch t
    where t.user_id = any (p_user_ids)
      and (not t.ready or (not t.direct_ready and t.user_id = any (p_direct_user_ids)))
  ) then
    with parked as materialized (
      select x.user_id, x.pos, x.user_id = any (p_direct_user_ids) as direct
      from public.tenant_dispatch x
      where x.user_id = any (p_user_ids)
        and (not x.ready or (not x.direct_ready and x.user_id = any (p_direct_user_ids)))
    ),
    raised as (
      update public.tenant_dispatch t
      set ready = true,
          direct_ready = t.direct_ready or t.user_id = any (p_direct_user_ids)
      where t.user_id = any (array(
        select x.user_id
        from public.tenant_dispatch x
        where x.user_id = any (p_user_ids)
          and (not x.ready or (not x.direct_ready and x.user_id = any (p_direct_user_ids)))
        for no key update skip locked
      ))
      returning t.user_id
    )
    insert into public.dispatch_wakes (pos, direct)
    select p.pos, p.direct
    from parked p
    where p.user_id not in (select r.user_id from raised r);
  end if;
end
$function$;
comment on function public.wake_tenants is
  'Makes tenants visible to the claim again; the second list names those with direct calls waiting. Called where slots, credits, limits or lanes change.';
revoke all on function public.wake_tenants from public;
alter function public.wake_tenants owner to app_definer;
--! EndIncluded dialing/public.wake_tenants.sql
--! Included platform/api.get_health.sql
-- Is the installation fit for work: schema there, a worker alive, events applied in time.
create or replace function api.get_health(p_now timestamptz default now())
  returns table (part text, is_ok boolean, detail text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select 'worker', coalesce(max(w.seen_at) > p_now - interval '60 seconds', false),
    coalesce('last seen ' || round(extract(epoch from p_now - max(w.seen_at)))::text || ' s ago', 'never seen')
  from public.workers w
  union all
  select 'events', coalesce(min(e.received_at) > p_now - interval '60 seconds', true),
    count(*)::text || ' waiting'
  from public.webhook_events e
  where e.applied_at is null and e.quarantine_reason is null and e.tries = 0
  union all
  select 'attempts', coalesce(min(a.lease_deadline) > p_now - interval '30 minutes', true),
    count(*)::text || ' open before acceptance'
  from public.call_attempts a
  where a.state in ('intent', 'sending', 'unknown')
$function$;
comment on function api.get_health is
  'One row per part of the installation with whether it works and a word why. Counts only, no tenant''s data.
@notNull part
@notNull is_ok';
revoke all on function api.get_health from public;
grant execute on function api.get_health to app_api;
alter function api.get_health owner to app_definer;
--! EndIncluded platform/api.get_health.sql
--! Included platform/public.add_job.sql
-- The one way to a job: inside the transaction that makes it necessary, so that a rollback takes it along. It runs as
-- the owner of the job tables, and only our own functions may call it.
create or replace function public.add_job(p_task text, p_payload json default '{}', p_job_key text default null)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select graphile_worker.add_job(identifier => p_task, payload => p_payload, job_key => p_job_key)
$function$;
comment on function public.add_job is
  'Enqueues a background job; payload is ids only. Called by definer functions, never by a login.';
revoke all on function public.add_job from public;
grant execute on function public.add_job to app_definer;
grant create on schema public to app_worker;
alter function public.add_job owner to app_worker;
revoke create on schema public from app_worker;
--! EndIncluded platform/public.add_job.sql
--! Included accounts/api.get_me.sql
create or replace function api.get_me()
  returns api.me
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_me api.me;
begin
  perform public.require_user();
  select m.* into v_me from api.me m;
  return v_me;
end
$function$;
comment on function api.get_me is
  'The signed-in user with credits, lines and zone. Raises not_signed_in.';
revoke all on function api.get_me from public;
grant execute on function api.get_me to app_user;
--! EndIncluded accounts/api.get_me.sql
--! Included agents/api.list_agents.sql
create or replace function api.list_agents()
  returns setof api.agents
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select a.* from api.agents a order by a.name, a.id;
end
$function$;
comment on function api.list_agents is
  'The tenant''s agents by name. Raises not_signed_in.';
revoke all on function api.list_agents from public;
grant execute on function api.list_agents to app_user;
--! EndIncluded agents/api.list_agents.sql
--! Included calls/api.get_call.sql
create or replace function api.get_call(p_call_id uuid)
  returns api.call_details
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_call api.call_details;
begin
  perform public.require_user();
  select c.* into v_call from api.call_details c where c.id = p_call_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'call_not_found',
      detail = format('call %s', p_call_id),
      hint = 'This call no longer exists.';
  end if;
  return v_call;
end
$function$;
comment on function api.get_call is
  'One call with transcript and cost. Raises not_signed_in, call_not_found.';
revoke all on function api.get_call from public;
grant execute on function api.get_call to app_user;
--! EndIncluded calls/api.get_call.sql
--! Included calls/api.list_calls.sql
create or replace function api.list_calls(
  p_campaign_id uuid default null,
  p_contact_id uuid default null,
  p_status text default null,
  p_search text default null,
  p_before_at timestamptz default null,
  p_before_id uuid default null,
  p_limit integer default 50
)
  returns setof api.calls
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_digits text := regexp_replace(coalesce(p_search, ''), '[^0-9]', '', 'g');
begin
  perform public.require_user();
  return query
  select c.*
  from api.calls c
  where (p_campaign_id is null or c.campaign_id = p_campaign_id)
    and (p_contact_id is null or c.contact_id = p_contact_id)
    and (p_status is null or c.status = p_status)
    and (p_before_id is null or (c.created_at, c.id) < (p_before_at, p_before_id))
    and (
      coalesce(btrim(p_search), '') = ''
      or strpos(lower(c.contact_name), lower(btrim(p_search))) > 0
      or (length(v_digits) >= 3 and strpos(c.phone_number, v_digits) > 0)
    )
  order by c.created_at desc, c.id desc
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_calls is
  'A page of the tenant''s calls, newest first; the next page begins before the last created_at and id. Search takes part of a name or number. Raises not_signed_in.
@words p_status calls.status';
revoke all on function api.list_calls from public;
grant execute on function api.list_calls to app_user;
--! EndIncluded calls/api.list_calls.sql
--! Included campaigns/api.cancel_campaign.sql
-- Shuts the campaign at once; the people who wait are cancelled by a job, in batches, because there may be many.
create or replace function api.cancel_campaign(p_campaign_id uuid, p_now timestamptz default now())
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, public.require_user());
  v_result api.campaigns;
begin
  if v_campaign.status <> 'cancelled' then
    perform public.set_campaign_status(p_campaign_id, 'cancelled', p_now);
    perform public.add_job('campaign__cancel_items', json_build_object('campaign_id', p_campaign_id));
  end if;
  select c.* into v_result from api.campaigns c where c.id = p_campaign_id;
  return v_result;
end
$function$;
comment on function api.cancel_campaign is
  'Cancels a campaign and returns it; people who wait are cancelled shortly after, calls on the line end normally. Raises not_signed_in, campaign_not_found, campaign_step_not_allowed.';
revoke all on function api.cancel_campaign from public;
grant execute on function api.cancel_campaign to app_user;
alter function api.cancel_campaign owner to app_definer;
--! EndIncluded campaigns/api.cancel_campaign.sql
--! Included campaigns/api.create_campaign.sql
create or replace function api.create_campaign(
  p_name text,
  p_agent_id uuid,
  p_next_action text,
  p_first_call_time time,
  p_last_call_time time,
  p_start_date date,
  p_end_date date default null,
  p_description text default null,
  p_campaign_timezone text default null,
  p_max_retries integer default 0,
  p_retry_interval_minutes integer default 60
)
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
  v_campaign api.campaigns;
begin
  if coalesce(btrim(p_name), '') = '' or length(p_name) > 255 then
    raise sqlstate 'VC400' using
      message = 'campaign_name_missing',
      hint = 'Give the campaign a name of at most 255 characters.';
  end if;
  if not exists (
    select from public.agents a
    where a.id = p_agent_id and a.user_id = v_user_id and a.agent_type = 'call'
  ) then
    raise sqlstate 'VC404' using
      message = 'agent_not_found',
      detail = format('agent %s', p_agent_id),
      hint = 'This agent no longer exists or does not make calls; choose another one.';
  end if;
  if p_campaign_timezone is not null
    and not exists (select from public.time_zones z where z.name = p_campaign_timezone) then
    raise sqlstate 'VC400' using
      message = 'timezone_unknown',
      detail = left(p_campaign_timezone, 100),
      hint = 'Choose a time zone from the list, such as Europe/London.';
  end if;
  if p_end_date < p_start_date then
    raise sqlstate 'VC400' using
      message = 'campaign_ends_before_start',
      hint = 'The last day must not be before the first day.';
  end if;

  insert into public.call_campaigns (
    user_id, agent_id, name, description, next_action, first_call_time, last_call_time, start_date, end_date,
    campaign_timezone, use_custom_timezone, max_retries, retry_interval_minutes
  )
  values (
    v_user_id, p_agent_id, btrim(p_name), p_description, p_next_action, p_first_call_time, p_last_call_time,
    p_start_date, p_end_date, p_campaign_timezone, p_campaign_timezone is not null, p_max_retries,
    p_retry_interval_minutes
  )
  returning id into v_id;
  perform public.ensure_lane(v_user_id, 'campaign', v_id);
  select c.* into v_campaign from api.campaigns c where c.id = v_id;
  return v_campaign;
end
$function$;
comment on function api.create_campaign is
  'Makes a campaign as a draft without people. Hours are local to the campaign''s zone (the tenant''s when none is given) and may cross midnight. Raises not_signed_in, campaign_name_missing, agent_not_found, timezone_unknown, campaign_ends_before_start.';
revoke all on function api.create_campaign from public;
grant execute on function api.create_campaign to app_user;
alter function api.create_campaign owner to app_definer;
--! EndIncluded campaigns/api.create_campaign.sql
--! Included campaigns/api.get_campaign.sql
create or replace function api.get_campaign(p_campaign_id uuid)
  returns api.campaigns
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign api.campaigns;
begin
  perform public.require_user();
  select c.* into v_campaign from api.campaigns c where c.id = p_campaign_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'campaign_not_found',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign no longer exists.';
  end if;
  return v_campaign;
end
$function$;
comment on function api.get_campaign is
  'One campaign with its progress. Raises not_signed_in, campaign_not_found.';
revoke all on function api.get_campaign from public;
grant execute on function api.get_campaign to app_user;
--! EndIncluded campaigns/api.get_campaign.sql
--! Included campaigns/api.launch_campaign.sql
-- Lets a campaign call. Its people are queued already; opening its lane is all there is to do. Before its first day
-- it is scheduled, and the claim makes it active when its first window opens.
--
-- Race: two clicks. The row lock decides; the second finds it launched and gets it back unchanged.
create or replace function api.launch_campaign(p_campaign_id uuid, p_now timestamptz default now())
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, public.require_user());
  v_opens_at timestamptz;
  v_result api.campaigns;
begin
  if v_campaign.status not in ('active', 'scheduled') then
    if not exists (select from public.call_queue q where q.campaign_id = p_campaign_id and q.status = 'pending') then
      raise sqlstate 'VC412' using
        message = 'campaign_has_no_people',
        detail = format('campaign %s', p_campaign_id),
        hint = 'Add people to the campaign first.';
    end if;
    select n.opens_at
    into v_opens_at
    from public.next_window(
      v_campaign.first_call_time, v_campaign.last_call_time, v_campaign.start_date, v_campaign.end_date,
      public.campaign_timezone(v_campaign), p_now
    ) n;
    if v_opens_at is null then
      raise sqlstate 'VC412' using
        message = 'campaign_dates_are_over',
        detail = format('campaign %s ended on %s', p_campaign_id, v_campaign.end_date),
        hint = 'The last day of the campaign has passed; choose other dates.';
    end if;
    perform public.set_campaign_status(
      p_campaign_id,
      case
        when (p_now at time zone public.campaign_timezone(v_campaign))::date < v_campaign.start_date then 'scheduled'
        else 'active'
      end,
      p_now
    );
  end if;
  select c.* into v_result from api.campaigns c where c.id = p_campaign_id;
  return v_result;
end
$function$;
comment on function api.launch_campaign is
  'Makes a draft or paused campaign active (scheduled before its first day) and returns it; a launched one is returned unchanged. Raises not_signed_in, campaign_not_found, campaign_has_no_people, campaign_dates_are_over, campaign_step_not_allowed.';
revoke all on function api.launch_campaign from public;
grant execute on function api.launch_campaign to app_user;
alter function api.launch_campaign owner to app_definer;
--! EndIncluded campaigns/api.launch_campaign.sql
--! Included campaigns/api.list_campaigns.sql
create or replace function api.list_campaigns(p_status text default null, p_limit integer default 200)
  returns setof api.campaigns
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select c.*
  from api.campaigns c
  where p_status is null or c.status = p_status
  order by c.created_at desc, c.id
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_campaigns is
  'The tenant''s campaigns, newest first. Raises not_signed_in.
@words p_status call_campaigns.status';
revoke all on function api.list_campaigns from public;
grant execute on function api.list_campaigns to app_user;
--! EndIncluded campaigns/api.list_campaigns.sql
--! Included campaigns/api.pause_campaign.sql
-- No new calls from the next fence on; calls on the line end normally.
create or replace function api.pause_campaign(p_campaign_id uuid, p_now timestamptz default now())
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, public.require_user());
  v_result api.campaigns;
begin
  if v_campaign.status <> 'paused' then
    perform public.set_campaign_status(p_campaign_id, 'paused', p_now);
  end if;
  select c.* into v_result from api.campaigns c where c.id = p_campaign_id;
  return v_result;
end
$function$;
comment on function api.pause_campaign is
  'Pauses a campaign and returns it; a paused one is returned unchanged. Raises not_signed_in, campaign_not_found, campaign_step_not_allowed.';
revoke all on function api.pause_campaign from public;
grant execute on function api.pause_campaign to app_user;
alter function api.pause_campaign owner to app_definer;
--! EndIncluded campaigns/api.pause_campaign.sql
--! Included campaigns/api.resume_campaign.sql
-- Resuming is launching again: the same checks, the same lanes.
create or replace function api.resume_campaign(p_campaign_id uuid, p_now timestamptz default now())
  returns api.campaigns
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaign public.call_campaigns := public.lock_own_campaign(p_campaign_id, public.require_user());
begin
  if v_campaign.status = 'draft' then
    raise sqlstate 'VC409' using
      message = 'campaign_not_launched',
      detail = format('campaign %s', p_campaign_id),
      hint = 'This campaign was never launched; launch it instead.';
  end if;
  return api.launch_campaign(p_campaign_id, p_now);
end
$function$;
comment on function api.resume_campaign is
  'Lets a paused campaign call again and returns it; an active one is returned unchanged. Raises not_signed_in, campaign_not_found, campaign_not_launched, campaign_has_no_people, campaign_dates_are_over, campaign_step_not_allowed.';
revoke all on function api.resume_campaign from public;
grant execute on function api.resume_campaign to app_user;
alter function api.resume_campaign owner to app_definer;
--! EndIncluded campaigns/api.resume_campaign.sql
--! Included contacts/api.begin_contact_import.sql
-- Announces a file. Its random id is the key under which the rows are staged; nobody else can guess it.
create or replace function api.begin_contact_import(
  p_file_name text,
  p_file_hash text,
  p_tags text[] default '{}',
  p_policy text default 'fill',
  p_now timestamptz default now()
)
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
  v_import api.contact_imports;
begin
  -- An upload that never ended (closed laptop) must not block the next one for ever, nor leave its lines behind.
  with interrupted as (
    update public.contact_imports i
    set status = 'failed', failure_reason = 'upload_interrupted', finished_at = p_now, updated_at = p_now
    where i.user_id = v_user_id
      and i.status = 'uploading'
      and i.created_at < p_now - interval '15 minutes'
    returning i.id
  )
  delete from api.contact_import_rows r
  using interrupted x
  where r.import_id = x.id;

  insert into public.contact_imports (user_id, file_name, file_hash, tags, policy, created_at, updated_at)
  values (v_user_id, left(p_file_name, 255), p_file_hash, p_tags, p_policy, p_now, p_now)
  on conflict (user_id) where status in ('uploading', 'merging') do nothing
  returning id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'import_running',
      hint = 'Another file is being imported; wait until it is done.';
  end if;
  select i.* into v_import from api.contact_imports i where i.id = v_id;
  return v_import;
end
$function$;
comment on function api.begin_contact_import is
  'Announces a file of contacts and returns the import under whose id its rows are staged. Raises not_signed_in, import_running.
@words p_policy contact_imports.policy';
revoke all on function api.begin_contact_import from public;
grant execute on function api.begin_contact_import to app_user;
alter function api.begin_contact_import owner to app_definer;
--! EndIncluded contacts/api.begin_contact_import.sql
--! Included contacts/api.finish_contact_import.sql
-- All rows are staged: the merge may begin, as a job in this transaction. p_failure says that the file could not be
-- read at all.
create or replace function api.finish_contact_import(
  p_import_id uuid,
  p_lines_read integer,
  p_failure text default null,
  p_now timestamptz default now()
)
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_import api.contact_imports;
begin
  update public.contact_imports i
  set status = case when p_failure is null then 'merging' else 'failed' end,
      lines_read = p_lines_read,
      failure_reason = left(p_failure, 500),
      finished_at = case when p_failure is not null then p_now end,
      updated_at = p_now
  where i.id = p_import_id
    and i.user_id = v_user_id
    and i.status = 'uploading';
  if not found then
    raise sqlstate 'VC404' using
      message = 'import_not_found',
      detail = format('import %s', p_import_id),
      hint = 'This import no longer exists.';
  end if;
  if p_failure is null then
    perform public.add_job('contact_import__merge', json_build_object('import_id', p_import_id));
  else
    delete from api.contact_import_rows r where r.import_id = p_import_id;
  end if;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.finish_contact_import is
  'Says that all rows of a file are staged (how many were read), or that the file could not be read; the merge begins as a job. Raises not_signed_in, import_not_found.';
revoke all on function api.finish_contact_import from public;
grant execute on function api.finish_contact_import to app_user;
alter function api.finish_contact_import owner to app_definer;
--! EndIncluded contacts/api.finish_contact_import.sql
--! Included contacts/api.get_contact.sql
create or replace function api.get_contact(p_contact_id uuid)
  returns api.contacts
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_contact api.contacts;
begin
  perform public.require_user();
  select c.* into v_contact from api.contacts c where c.id = p_contact_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  return v_contact;
end
$function$;
comment on function api.get_contact is
  'One contact. Raises not_signed_in, contact_not_found.';
revoke all on function api.get_contact from public;
grant execute on function api.get_contact to app_user;
--! EndIncluded contacts/api.get_contact.sql
--! Included contacts/api.get_contact_import.sql
create or replace function api.get_contact_import(p_import_id uuid)
  returns api.contact_imports
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import api.contact_imports;
begin
  perform public.require_user();
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'import_not_found',
      detail = format('import %s', p_import_id),
      hint = 'This import no longer exists.';
  end if;
  return v_import;
end
$function$;
comment on function api.get_contact_import is
  'One import with its accounting. Raises not_signed_in, import_not_found.';
revoke all on function api.get_contact_import from public;
grant execute on function api.get_contact_import to app_user;
--! EndIncluded contacts/api.get_contact_import.sql
--! Included contacts/api.list_contact_imports.sql
create or replace function api.list_contact_imports(p_limit integer default 50)
  returns setof api.contact_imports
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select i.* from api.contact_imports i order by i.created_at desc, i.id limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_contact_imports is
  'The tenant''s imports, newest first. Raises not_signed_in.';
revoke all on function api.list_contact_imports from public;
grant execute on function api.list_contact_imports to app_user;
--! EndIncluded contacts/api.list_contact_imports.sql
--! Included contacts/api.list_contacts.sql
create or replace function api.list_contacts(
  p_search text default null,
  p_tag text default null,
  p_import_id uuid default null,
  p_after_name text default null,
  p_after_id uuid default null,
  p_limit integer default 50
)
  returns setof api.contacts
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
begin
  return query
  select v.*
  from (
    select c.id
    from public.contacts c
    where c.user_id = v_user_id
      and c.deleted_at is null
      and (p_after_id is null or (c.name, c.id) > (p_after_name, p_after_id))
      and public.contact_matches(c, p_search, p_tag, p_import_id)
    order by c.name, c.id
    limit least(greatest(p_limit, 1), 500)
  ) found
  join api.contacts v on v.id = found.id
  order by v.name, v.id;
end
$function$;
comment on function api.list_contacts is
  'A page of the tenant''s contacts by name; the next page begins after the last name and id. Raises not_signed_in.';
revoke all on function api.list_contacts from public;
grant execute on function api.list_contacts to app_user;
alter function api.list_contacts owner to app_definer;
--! EndIncluded contacts/api.list_contacts.sql
--! Included dialing/api.list_lines.sql
create or replace function api.list_lines(p_campaign_id uuid default null)
  returns setof api.lines
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select l.*
  from api.lines l
  where p_campaign_id is null or l.campaign_id = p_campaign_id
  order by l.since, l.id
  limit 500;
end
$function$;
comment on function api.list_lines is
  'The tenant''s lines in use, of one campaign or all, longest first. Raises not_signed_in.';
revoke all on function api.list_lines from public;
grant execute on function api.list_lines to app_user;
--! EndIncluded dialing/api.list_lines.sql
--! Included dialing/api.list_queue_items.sql
create or replace function api.list_queue_items(
  p_campaign_id uuid default null,
  p_status text default null,
  p_limit integer default 50
)
  returns setof api.queue_items
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select q.*
  from api.queue_items q
  where (p_campaign_id is null or q.campaign_id = p_campaign_id)
    and (p_status is null or q.status = p_status)
  order by q.call_type desc, q.priority desc, q.scheduled_for nulls first, q.created_at, q.id
  limit least(greatest(p_limit, 1), 500);
end
$function$;
comment on function api.list_queue_items is
  'Queued people in dialing order, of one campaign or all, in one state or all. Raises not_signed_in.
@words p_status call_queue.status';
revoke all on function api.list_queue_items from public;
grant execute on function api.list_queue_items to app_user;
--! EndIncluded dialing/api.list_queue_items.sql
--! Included dialing/api.request_direct_call.sql
-- Queues one person to be called next, before all campaigns. Asking again while they wait or are being called gives
-- the same item back.
create or replace function api.request_direct_call(
  p_contact_id uuid,
  p_agent_id uuid,
  p_now timestamptz default now()
)
  returns api.queue_items
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact public.contacts;
  v_id uuid;
  v_item api.queue_items;
begin
  -- The contact's row lock makes two clicks one call.
  select t.*
  into v_contact
  from public.contacts t
  where t.id = p_contact_id and t.user_id = v_user_id and t.deleted_at is null
  for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  perform public.refuse_direct_call(v_contact, p_agent_id);

  select q.id
  into v_id
  from public.call_queue q
  where q.contact_id = p_contact_id and q.call_type = 'direct' and q.status in ('pending', 'processing');
  if v_id is null then
    insert into public.call_queue (
      user_id, contact_id, agent_id, phone_number, contact_name, call_type, lane_id, created_at
    )
    values (
      v_user_id, p_contact_id, p_agent_id, v_contact.phone_number, v_contact.name, 'direct',
      public.ensure_lane(v_user_id, 'direct'), p_now
    )
    returning id into v_id;
    perform pg_notify('dispatch', '');
  end if;
  select q.* into v_item from api.queue_items q where q.id = v_id;
  return v_item;
end
$function$;
comment on function api.request_direct_call is
  'Queues a contact to be called next by an agent and returns the item; while one waits or runs, that one. Raises not_signed_in, contact_not_found, agent_not_found, agent_off, contact_opted_out, not_enough_credits.';
revoke all on function api.request_direct_call from public;
grant execute on function api.request_direct_call to app_user;
alter function api.request_direct_call owner to app_definer;
--! EndIncluded dialing/api.request_direct_call.sql
--! Included platform/api.list_ui_events.sql
-- A stream's next lines. Ids do not commit in their order, so the last ten seconds before the cursor come again:
-- telling a page twice to look again is harmless. Whether a cursor is older than what is kept, the stream finds out.
create or replace function api.list_ui_events(
  p_after_id bigint,
  p_overlap_seconds integer default 0,
  p_limit integer default 500,
  p_now timestamptz default now()
)
  returns setof api.ui_events
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select e.*
  from api.ui_events e
  where e.id > p_after_id
    or (e.created_at > p_now - p_overlap_seconds * interval '1 second' and p_overlap_seconds > 0)
  order by e.id
  limit least(greatest(p_limit, 1), 1000);
end
$function$;
comment on function api.list_ui_events is
  'Live events of the tenant after an id, and again those of the last p_overlap_seconds. Raises not_signed_in.';
revoke all on function api.list_ui_events from public;
grant execute on function api.list_ui_events to app_user;
--! EndIncluded platform/api.list_ui_events.sql

-- Triggers
--! Included accounts/public.admin_audit_log.triggers.sql
-- All side effects of a write to admin_audit_log: none, save that the audit log refuses to be rewritten. Two triggers, because one
-- trigger has one event; row triggers, because the refusal looks at the row's own values and at nothing else of the batch.
create or replace trigger _100_refuse_delete
  before delete on public.admin_audit_log
  for each row execute function public.refuse_ledger_change('admin_user_id', 'target_user_id', 'users');
comment on trigger _100_refuse_delete on public.admin_audit_log is
  'A row goes only together with the account of its admin.';

create or replace trigger _100_refuse_update
  before update on public.admin_audit_log
  for each row execute function public.refuse_ledger_change('admin_user_id', 'target_user_id', 'users');
comment on trigger _100_refuse_update on public.admin_audit_log is
  'A row never changes, save that it forgets the account acted on when that is deleted.';
--! EndIncluded accounts/public.admin_audit_log.triggers.sql
--! Included accounts/public.user_email_settings.triggers.sql
-- All side effects of a write to user_email_settings, in firing order.
create or replace trigger update_user_email_settings_updated_at
  before update on public.user_email_settings
  for each row execute function public.update_updated_at_column();
comment on trigger update_user_email_settings_updated_at on public.user_email_settings is
  'Stamps updated_at of every changed row.';
--! EndIncluded accounts/public.user_email_settings.triggers.sql
--! Included accounts/public.users.triggers.sql
-- Everything that a write to users sets off.
create or replace trigger _100_delete_campaigns_first
  before delete on public.users
  for each row execute function public.delete_campaigns_of_user();
comment on trigger _100_delete_campaigns_first on public.users is 'Campaigns go first, because they hold their agents back.';

create or replace trigger _500_open_account_on_insert
  after insert on public.users
  referencing new table as new_rows
  for each statement execute function public.open_account();
comment on trigger _500_open_account_on_insert on public.users is 'A new tenant gets its place in the ring and its opening ledger entry.';

create or replace trigger update_users_updated_at
  before update on public.users
  for each row execute function public.update_updated_at_column();
comment on trigger update_users_updated_at on public.users is 'Keeps updated_at.';
--! EndIncluded accounts/public.users.triggers.sql
--! Included agents/public.agents.triggers.sql
-- All side effects of a write to agents, in firing order.
create or replace trigger update_agents_updated_at
  before update on public.agents
  for each row execute function public.update_updated_at_column();
comment on trigger update_agents_updated_at on public.agents is
  'Stamps updated_at of every changed row.';
--! EndIncluded agents/public.agents.triggers.sql
--! Included agents/public.phone_numbers.triggers.sql
-- All side effects of a write to phone_numbers, in firing order.
create or replace trigger update_phone_numbers_updated_at
  before update on public.phone_numbers
  for each row execute function public.update_updated_at_column();
comment on trigger update_phone_numbers_updated_at on public.phone_numbers is
  'Stamps updated_at of every changed row.';
--! EndIncluded agents/public.phone_numbers.triggers.sql
--! Included calls/public.calls.triggers.sql
-- Everything that a write to calls sets off, in firing order, which is the lock order: attempts and items, wallets,
-- contacts, slots, campaigns, then inserts. A webhook only raises the status and may free the slot; queue,
-- money, counters and completion act when confirmed_at is set.
create or replace trigger update_calls_updated_at
  before update on public.calls
  for each row execute function public.update_updated_at_column();
comment on trigger update_calls_updated_at on public.calls is 'Keeps updated_at.';

create or replace trigger _510_settle_queue_items
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_queue_items();
comment on trigger _510_settle_queue_items on public.calls is 'A confirmed end closes the attempt and ends the person''s item or schedules a retry.';

create or replace trigger _520_settle_credits
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.settle_credits();
comment on trigger _520_settle_credits on public.calls is 'A confirmed end releases the hold and charges the price.';

create or replace trigger _530_count_call_outcomes
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.count_call_outcomes();
comment on trigger _530_count_call_outcomes on public.calls is 'A confirmed end is counted at its contact.';

create or replace trigger _530_count_call_outcomes_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.count_call_outcomes_on_insert();
comment on trigger _530_count_call_outcomes_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their contacts.';

create or replace trigger _530_count_call_outcomes_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.count_call_outcomes_on_delete();
comment on trigger _530_count_call_outcomes_on_delete on public.calls is 'Deleted calls are taken out of the counters of their contacts.';

create or replace trigger cleanup_active_calls_on_status_change
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.cleanup_active_calls_on_status_change();
comment on trigger cleanup_active_calls_on_status_change on public.calls is 'A free line frees its slot, on the hint of a webhook already.';

create or replace trigger update_campaign_statistics
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.update_campaign_statistics();
comment on trigger update_campaign_statistics on public.calls is 'A confirmed end is counted at its campaign, which may be finished by it.';

create or replace trigger update_campaign_statistics_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.update_campaign_statistics_on_insert();
comment on trigger update_campaign_statistics_on_insert on public.calls is 'Calls stored with a confirmed end are counted at their campaigns.';

create or replace trigger update_campaign_statistics_on_delete
  after delete on public.calls
  referencing old table as old_rows
  for each statement execute function public.update_campaign_statistics_on_delete();
comment on trigger update_campaign_statistics_on_delete on public.calls is 'Deleted calls are taken out of the counters of their campaigns.';

create or replace trigger z_800_store_transcripts
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.store_transcripts();
comment on trigger z_800_store_transcripts on public.calls is 'Keeps the text of calls in transcripts.';

create or replace trigger z_900_publish
  after update on public.calls
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.publish_call_changes();
comment on trigger z_900_publish on public.calls is 'Open tabs learn which calls have changed.';

create or replace trigger z_900_publish_on_insert
  after insert on public.calls
  referencing new table as new_rows
  for each statement execute function public.publish_new_calls();
comment on trigger z_900_publish_on_insert on public.calls is 'Open tabs learn of new calls.';
--! EndIncluded calls/public.calls.triggers.sql
--! Included campaigns/public.call_campaigns.triggers.sql
-- Everything that a write to call_campaigns sets off.
create or replace trigger _100_refuse_illegal_step
  before update on public.call_campaigns
  for each row execute function public.refuse_illegal_campaign_step();
comment on trigger _100_refuse_illegal_step on public.call_campaigns is 'A campaign lives by campaign_status_steps.';

create or replace trigger update_call_campaigns_updated_at
  before update on public.call_campaigns
  for each row execute function public.update_updated_at_column();
comment on trigger update_call_campaigns_updated_at on public.call_campaigns is 'Keeps updated_at.';

create or replace trigger z_900_publish
  after update on public.call_campaigns
  referencing new table as new_rows
  for each statement execute function public.publish_campaign_changes();
comment on trigger z_900_publish on public.call_campaigns is 'Open tabs learn which campaigns have changed.';

create or replace trigger z_900_publish_on_insert
  after insert on public.call_campaigns
  referencing new table as new_rows
  for each statement execute function public.publish_campaign_changes();
comment on trigger z_900_publish_on_insert on public.call_campaigns is 'Open tabs learn of new campaigns.';
--! EndIncluded campaigns/public.call_campaigns.triggers.sql
--! Included contacts/public.contacts.triggers.sql
-- All side effects of a write to contacts, in firing order.
create or replace trigger update_contacts_updated_at
  before update on public.contacts
  for each row execute function public.update_updated_at_column();
comment on trigger update_contacts_updated_at on public.contacts is
  'Stamps updated_at of every changed row.';
--! EndIncluded contacts/public.contacts.triggers.sql
--! Included credits/public.credit_transactions.triggers.sql
-- All side effects of a write to credit_transactions: none, save that the ledger refuses to be rewritten. Two triggers, because one
-- trigger has one event; row triggers, because the refusal looks at the row's own values and at nothing else of the batch.
create or replace trigger _100_refuse_delete
  before delete on public.credit_transactions
  for each row execute function public.refuse_ledger_change('user_id', 'call_id', 'calls');
comment on trigger _100_refuse_delete on public.credit_transactions is
  'A row goes only together with the account of its tenant.';

create or replace trigger _100_refuse_update
  before update on public.credit_transactions
  for each row execute function public.refuse_ledger_change('user_id', 'call_id', 'calls');
comment on trigger _100_refuse_update on public.credit_transactions is
  'A row never changes, save that it forgets its call when that is deleted.';
--! EndIncluded credits/public.credit_transactions.triggers.sql
--! Included dialing/public.active_calls.triggers.sql
-- Everything that taking and freeing a slot sets off.
create or replace trigger z_900_publish_on_insert
  after insert on public.active_calls
  referencing new table as new_rows
  for each statement execute function public.publish_lines();
comment on trigger z_900_publish_on_insert on public.active_calls is 'Open tabs learn that lines were taken.';

create or replace trigger z_900_wake_on_delete
  after delete on public.active_calls
  referencing old table as old_rows
  for each statement execute function public.wake_after_release();
comment on trigger z_900_wake_on_delete on public.active_calls is 'A freed slot wakes its tenant for the claim.';
--! EndIncluded dialing/public.active_calls.triggers.sql
--! Included dialing/public.call_queue.triggers.sql
-- Everything that a write to call_queue sets off, in firing order.
create or replace trigger _100_forget_attempts_on_delete
  after delete on public.call_queue
  referencing old table as old_rows
  for each statement execute function public.forget_attempts();
comment on trigger _100_forget_attempts_on_delete on public.call_queue is 'Attempts and holds go with their item.';

create or replace trigger update_call_queue_updated_at
  before update on public.call_queue
  for each row
  when (new.updated_at is not distinct from old.updated_at)
  execute function public.update_updated_at_column();
comment on trigger update_call_queue_updated_at on public.call_queue is 'Keeps updated_at, unless the statement has set it itself, as the claim does for whole batches.';

create or replace trigger z_900_announce
  after update on public.call_queue
  referencing new table as new_rows
  for each statement execute function public.announce_queue_items();
comment on trigger z_900_announce on public.call_queue is 'A retry, a promotion or a void makes an item claimable: its lane is looked at again, and open tabs are told.';

create or replace trigger z_900_announce_on_insert
  after insert on public.call_queue
  referencing new table as new_rows
  for each statement execute function public.announce_queue_items();
comment on trigger z_900_announce_on_insert on public.call_queue is 'New people wait: their lanes are looked at, and open tabs are told.';
--! EndIncluded dialing/public.call_queue.triggers.sql
--! Included leads/public.customers.triggers.sql
-- All side effects of a write to customers, in firing order.
create or replace trigger update_customers_updated_at
  before update on public.customers
  for each row execute function public.update_updated_at_column();
comment on trigger update_customers_updated_at on public.customers is
  'Stamps updated_at of every changed row.';
--! EndIncluded leads/public.customers.triggers.sql
--! Included leads/public.follow_ups.triggers.sql
-- All side effects of a write to follow_ups, in firing order.
create or replace trigger update_follow_ups_updated_at
  before update on public.follow_ups
  for each row execute function public.update_updated_at_column();
comment on trigger update_follow_ups_updated_at on public.follow_ups is
  'Stamps updated_at of every changed row.';
--! EndIncluded leads/public.follow_ups.triggers.sql
--! Included meetings/public.calendar_meetings.triggers.sql
-- All side effects of a write to calendar_meetings, in firing order.
create or replace trigger update_calendar_meetings_updated_at
  before update on public.calendar_meetings
  for each row execute function public.update_updated_at_column();
comment on trigger update_calendar_meetings_updated_at on public.calendar_meetings is
  'Stamps updated_at of every changed row.';
--! EndIncluded meetings/public.calendar_meetings.triggers.sql
--! Included platform/public.ui_events.triggers.sql
-- New live events wake the streams.
create or replace trigger z_900_announce
  after insert on public.ui_events
  referencing new table as new_rows
  for each statement execute function public.announce_ui_events();
comment on trigger z_900_announce on public.ui_events is 'One notification for each statement that writes live events.';
--! EndIncluded platform/public.ui_events.triggers.sql
