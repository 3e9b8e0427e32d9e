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
