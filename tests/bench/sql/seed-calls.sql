-- $CALLS calls on the line over $TENANTS tenants with two agents each, and the events of their whole lives, step by step:
-- two thirds talk (six events each), one third is not answered (four). See tests/bench/events.ts for how they arrive.
set session_replication_role = replica;

insert into public.users (id, email, name, credits)
select md5('user' || g)::uuid, 'bench' || g || '@example.test', 'Bench ' || g, 1000000
from generate_series(1, $TENANTS) g;
insert into public.tenant_dispatch (user_id, ready)
select md5('user' || g)::uuid, true from generate_series(1, $TENANTS) g;
insert into public.credit_transactions (user_id, amount, type, balance_after)
select md5('user' || g)::uuid, 1000000, 'purchase', 1000000 from generate_series(1, $TENANTS) g;
insert into public.agents (id, user_id, bolna_agent_id, name)
select md5('agent' || g || '.' || n)::uuid, md5('user' || g)::uuid, 'bench-agent-' || g || '.' || n, 'Agent'
from generate_series(1, $TENANTS) g
cross join generate_series(0, 1) n;
insert into public.call_campaigns (
  id, user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date, max_retries
)
select md5('campaign' || g)::uuid, md5('user' || g)::uuid, md5('agent' || g || '.0')::uuid, 'Campaign', 'talk',
  'active', '00:00', '00:00', current_date, 1
from generate_series(1, $TENANTS) g;
insert into public.dispatch_lanes (user_id, call_type, campaign_id, ready, open, opens_at, closes_at)
select md5('user' || g)::uuid, 'campaign', md5('campaign' || g)::uuid, true, true, now(), now() + interval '20 days'
from generate_series(1, $TENANTS) g;

insert into public.contacts (id, user_id, name, phone_number)
select md5('contact' || i)::uuid, md5('user' || 1 + i % $TENANTS)::uuid, 'Person ' || i, '+1555' || lpad(i::text, 9, '0')
from generate_series(0, $CALLS - 1) i;
insert into public.call_queue (
  id, user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, lane_id, status, attempts, max_retries, call_id
)
select md5('item' || i)::uuid, l.user_id, l.campaign_id, md5('contact' || i)::uuid,
  md5('agent' || 1 + i % $TENANTS || '.' || i / $TENANTS % 2)::uuid, '+1555' || lpad(i::text, 9, '0'), 'Person ' || i,
  l.id, 'processing', 1, 1, md5('call' || i)::uuid
from generate_series(0, $CALLS - 1) i
join public.dispatch_lanes l on l.campaign_id = md5('campaign' || 1 + i % $TENANTS)::uuid;
insert into public.call_attempts (
  id, user_id, queue_id, phone_number, state, owner, lease_deadline, created_at, sent_at, answered_at, execution_id,
  hold_amount, pulse_seconds, price_per_pulse, tenant_slots_before, tenant_cap, system_slots_before, system_cap
)
select md5('attempt' || i)::uuid, q.user_id, q.id, q.phone_number, 'accepted', md5('worker')::uuid, now(), now(), now(),
  now(), 'execution-' || i, 6, 60, 1, 0, 1000, 0, 100000
from generate_series(0, $CALLS - 1) i
join public.call_queue q on q.id = md5('item' || i)::uuid;
insert into public.credit_holds (attempt_id, user_id, amount)
select a.id, a.user_id, 6 from public.call_attempts a;
insert into public.active_calls (id, user_id, call_type, bolna_execution_id, phone_number)
select q.id, q.user_id, 'campaign', 'execution-' || i, q.phone_number
from generate_series(0, $CALLS - 1) i
join public.call_queue q on q.id = md5('item' || i)::uuid;
insert into public.calls (
  id, user_id, agent_id, contact_id, campaign_id, queue_id, attempt_id, bolna_conversation_id, bolna_execution_id,
  phone_number, lead_type, next_confirm_at, local_date, local_hour
)
select md5('call' || i)::uuid, q.user_id, q.agent_id, q.contact_id, q.campaign_id, q.id, md5('attempt' || i)::uuid,
  'execution-' || i, 'execution-' || i, q.phone_number, 'outbound', now() + interval '1 day', current_date, 12
from generate_series(0, $CALLS - 1) i
join public.call_queue q on q.id = md5('item' || i)::uuid;

-- Stored when their step arrives, not before: what is stored is folded into the call at its next event, also the end.
create table public.bench_events as
select c.number, e.step, e.source, c.agent_id, c.bolna_execution_id as execution_id, e.status,
  md5(c.id::text || e.step) || md5(e.source || e.step) as body_hash,
  jsonb_build_object(
    'id', c.bolna_execution_id, 'status', e.status, 'created_at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'updated_at', to_char(now() at time zone 'UTC' + e.step * interval '5 seconds', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'error_message', null, 'answered_by_voice_mail', null, 'total_cost', case when e.status = 'completed' then 3.5 else 0 end,
    'cost_breakdown', case when e.status = 'completed' then '{"llm": 0, "network": 3.5, "platform": 0, "synthesizer": 0, "transcriber": 0}'::jsonb end,
    'conversation_duration', case when e.status = 'completed' then 42 else 0 end,
    'transcript', case when e.status in ('completed', 'call-disconnected') then repeat('assistant: hello, user: hello. ', 20) end,
    'summary', case when e.status = 'completed' then repeat('They greeted each other. ', 8) end,
    'telephony_data', jsonb_build_object(
      'duration', '0', 'to_number', c.phone_number, 'from_number', '+12025550100', 'call_type', 'outbound', 'provider', 'plivo',
      'hosted_telephony', true, 'provider_call_id', 'bench-' || c.number, 'recording_url', null,
      'hangup_by', case when e.step > 3 then 'Callee' end, 'hangup_reason', case when e.step > 3 then 'Normal Hangup' end
    ),
    'context_details', jsonb_build_object(
      'recipient_phone_number', c.phone_number, 'recipient_data', jsonb_build_object('callgres_attempt_id', c.attempt_id)
    ),
    'extracted_data', case when e.status = 'completed' then (
      select jsonb_build_object('Callgres', jsonb_object_agg(n, jsonb_build_object(
        'objective', '70', 'subjective', 'They said so.', 'confidence', 0.9, 'confidence_label', 'High',
        'reasoning_subjective', 'Said in the second turn of the conversation.', 'reasoning_objective', 'Said plainly.', 'validation', null
      )))
      from unnest(array['intent_score', 'urgency_score', 'budget_score', 'fit_score', 'engagement_score']) n
    ) end
  ) as body
from (select *, substr(bolna_execution_id, 11)::integer as number from public.calls) c
cross join lateral (
  select * from (values
    (1, 'initiated', 'webhook'), (2, 'ringing', 'webhook'), (3, 'in-progress', 'webhook'),
    (4, 'call-disconnected', 'webhook'), (5, 'completed', 'webhook'), (6, 'completed', 'pull')
  ) v (step, status, source)
  where c.number % 3 <> 0
  union all
  select * from (values
    (1, 'initiated', 'webhook'), (2, 'ringing', 'webhook'), (3, 'no-answer', 'webhook'), (4, 'no-answer', 'pull')
  ) v (step, status, source)
  where c.number % 3 = 0
) e;
create index on public.bench_events (step, number);

set session_replication_role = origin;
