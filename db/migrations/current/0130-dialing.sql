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
-- inserts from rows that it has locked in the same statement, and checking each row again would cost the claim a
-- fifth of its time. The statement trigger of call_queue removes them with their item (docs/adr/0009).
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
