-- A unique index that does not begin with, or contain, the tenant tells anybody who tries a value whether another tenant has it.
-- Repair: put user_id into it. Where a value must be unique over the installation, it is a row in `allowed` with what keeps it from telling.
-- Keys of random ids tell nothing, and neither do tables that no tenant may write.
with allowed (index_name, reason) as (
  values
    ('idx_calls_bolna_execution_id', 'the provider names executions, at random'),
    ('idx_agents_bolna_agent_id', 'the provider names agents, at random; the error does not say whose it is'),
    ('phone_numbers_phone_number_key', 'a number has one owner; the error does not say which'),
    ('users_email_key', 'sign-in and registration answer alike whether it exists or not'),
    ('users_stack_auth_user_id_key', 'the identity provider names people, at random'),
    ('user_sessions_token_key', 'hash of 256 random bits'),
    ('user_sessions_refresh_token_key', 'hash of 256 random bits'),
    ('customers_customer_reference_key', 'random characters, drawn by the database'),
    ('calendar_meetings_google_event_id_key', 'the calendar names events, at random'),
    ('call_attempts_one_open_per_item', 'queue ids are random'),
    ('idx_call_queue_one_open_per_contact', 'campaign ids are random'),
    ('agent_analytics_agent_date_hour_key', 'agent ids are random; nobody but the rollup writes'),
    ('lead_analytics_call_id_key', 'call ids are random'),
    ('transcripts_call_id_key', 'call ids are random'),
    ('idx_calls_attempt', 'attempt ids are random'),
    ('agents_webhook_secret_hash_key', 'hash of a random secret'),
    ('tenant_dispatch_pos_key', 'the ring counts places; no tenant sees or writes them'),
    ('idx_credit_transactions_call_type', 'call ids are random; nobody but the ledger''s own function writes'),
    ('contact_import_rejects_pkey', 'import ids are random'),
    ('customers_contact_id_key', 'contact ids are random'),
    ('dispatch_lanes_pkey', 'a number that the database draws; no tenant writes lanes'),
    ('reconciliations_pkey', 'no tenant sees or writes them'),
    ('account_links_token_hash_key', 'hash of 256 secret bits'),
    ('user_identities_issuer_subject_hash_key', 'HMAC with a key of the environment; only who proves to be that person is told'),
    ('oauth_logins_pkey', 'hash of 256 secret bits'),
    ('session_refreshes_pkey', 'hash of 256 secret bits'),
    ('email_outbox_kind_subject_key_key', 'what a mail is about is an id drawn at random; no tenant writes mail'),
    ('ui_events_pkey', 'a number that the database draws; no tenant writes them')
),
tenant_tables as (
  select a.attrelid as oid, a.attnum as tenant
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'api', 'analytics')
    and c.relkind in ('r', 'p')
    and a.attname = 'user_id'
    and not a.attisdropped
  union all
  select 'public.users'::regclass, a.attnum
  from pg_attribute a
  where a.attrelid = 'public.users'::regclass and a.attname = 'id'
),
shared as (
  select i.indexrelid, i.indrelid, c.relname
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join tenant_tables t on t.oid = i.indrelid
  where i.indisunique
    and not t.tenant = any (i.indkey::smallint[])
    -- A key of one random id.
    and not (i.indnkeyatts = 1 and i.indisprimary and exists (
      select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.atttypid = 'uuid'::regtype
    ))
)
select format('%s on %s', s.relname, s.indrelid::regclass) as object, 'is unique over all tenants' as finding
from shared s
where not exists (select from allowed a where a.index_name = s.relname)
union all
select a.index_name, 'is allowed, but there is no such index'
from allowed a
where not exists (select from shared s where s.relname = a.index_name)
order by 1
