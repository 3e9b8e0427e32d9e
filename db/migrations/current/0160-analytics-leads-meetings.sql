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
