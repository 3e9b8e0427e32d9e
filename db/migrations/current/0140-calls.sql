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
