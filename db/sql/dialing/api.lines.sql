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
