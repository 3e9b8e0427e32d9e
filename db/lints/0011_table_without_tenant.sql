-- A table has no user_id and is not on the list of tables that belong to no tenant: nothing can protect its rows.
-- Repair: add user_id with its policies and composite keys; or, if the rows really are nobody's, a row below.
with without_tenant (relation_name, reason) as (
  values
    ('public.users', 'its id is the tenant'),
    ('public.system_config', 'numbers of the installation'),
    ('public.time_zones', 'names of the server''s time zones'),
    ('public.migrations', 'what ran on this database'),
    ('public.login_limits', 'counters of hashes; what is tried may belong to nobody'),
    ('public.login_attempts', 'an address that tries may belong to nobody'),
    ('public.admin_audit_log', 'belongs to the installation and outlives both persons in it'),
    ('public.meeting_status_steps', 'words and the steps between them'),
    ('public.campaign_status_steps', 'words and the steps between them'),
    ('public.contact_import_numbers', 'numbers of an import while it is merged; only the merge reads it'),
    ('public.lead_fields', 'how an analysis is read'),
    ('public.lead_stage_steps', 'how the stage of a lead may move'),
    ('public.lead_phrases', 'what is looked for in the words of a person'),
    ('public.job_runs', 'jobs of ours'),
    ('public.calling_rules', 'the law is the same for everybody'),
    ('public.number_plan', 'where numbers ring'),
    ('public.fictional_numbers', 'ranges that are reserved for fiction'),
    ('public.opt_out_phrases', 'what is looked for in the words of a person'),
    ('public.provider_statuses', 'words of the provider and what they mean'),
    ('public.dial_answer_classes', 'answers of the provider and what they mean'),
    ('public.provider_breakers', 'one provider account serves the installation'),
    ('public.webhook_events', 'an event is stored before anybody knows whose it is'),
    ('public.dispatch_locks', 'one claimer for the installation'),
    ('public.dial_claims', 'the create rate of the installation'),
    ('public.unapplied_events', 'ids of events whose tenant is that of the event, read by the applier only'),
    ('public.dispatch_wakes', 'lanes and places in the ring, read by the claim only'),
    ('public.workers', 'processes of ours'),
    ('api.contact_import_rows', 'staging: the login that fills it can read nothing, and the merge checks whose the import is')
),
tables as (
  select
    format('%I.%I', n.nspname, c.relname) as name,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped) as has_tenant
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p')
    and n.nspname in ('public', 'api', 'analytics')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
)
select t.name as object, 'has no user_id and is not on the list' as finding
from tables t
where not t.has_tenant
  and not exists (select from without_tenant w where w.relation_name = t.name)
union all
select w.relation_name, 'is on the list of tables without tenant, but there is no such table'
from without_tenant w
where not exists (select from tables t where t.name = w.relation_name and not t.has_tenant)
order by 1
