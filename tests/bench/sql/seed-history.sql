-- $CALLS calls of the last 90 days over 10 tenants with 20 agents each, all ended, two thirds answered, half of those analysed; and the
-- rollups that belong to them. A session for the first tenant, whose token is 'bench'.
set session_replication_role = replica;

insert into public.users (id, email, name, credits, location)
select md5('user' || g)::uuid, 'bench' || g || '@example.test', 'Bench ' || g, 1000000, 'Asia/Kolkata'
from generate_series(0, 9) g;
insert into public.user_sessions (user_id, token, expires_at)
values (md5('user0')::uuid, encode(sha256('bench'), 'hex'), now() + interval '1 day');
insert into public.agents (id, user_id, bolna_agent_id, name)
select md5('agent' || g || '.' || n)::uuid, md5('user' || g)::uuid, 'bench-agent-' || g || '.' || n, 'Agent ' || n
from generate_series(0, 9) g
cross join generate_series(0, 19) n;

insert into public.calls (
  id, user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, call_source, lead_type, status, provider_status, status_rank,
  confirmed_at, started_at, ended_at, duration_seconds, credits, created_at, local_date, local_hour
)
select md5('call' || i)::uuid, md5('user' || i % 10)::uuid, md5('agent' || i % 10 || '.' || i / 10 % 20)::uuid, 'execution-' || i, 'execution-' || i,
  '+1555' || lpad((i % 10000000)::text, 7, '0'), case when i % 7 = 0 then 'internet' else 'phone' end, 'outbound',
  case when i % 3 = 0 then 'no-answer' else 'completed' end, case when i % 3 = 0 then 'no-answer' else 'completed' end, 6,
  t.at, case when i % 3 <> 0 then t.at end, t.at, case when i % 3 = 0 then 0 else i % 300 end, case when i % 3 = 0 then 0 else 1 + i % 300 / 60 end,
  t.at, (t.at at time zone 'Asia/Kolkata')::date, extract(hour from t.at at time zone 'Asia/Kolkata')
from generate_series(0, $CALLS - 1) i
cross join lateral (select now() - (i::bigint * 7919 % 7776000) * interval '1 second' as at) t;
insert into public.lead_analytics (call_id, user_id, agent_id, fit_score, intent_score, qualification_status, local_date, local_hour)
select c.id, c.user_id, c.agent_id, 50, 70, case when hashtext(c.bolna_execution_id) % 5 = 0 then 'qualified' else 'unqualified' end, c.local_date, c.local_hour
from public.calls c
where c.status = 'completed' and hashtext(c.bolna_execution_id) % 2 = 0;

insert into public.agent_analytics (
  agent_id, user_id, date, hour, total_calls, successful_calls, failed_calls, answered_calls, total_duration_seconds, credits_used,
  leads_generated, qualified_leads, intent_score_sum, intent_score_count, fit_score_sum, fit_score_count, total_score_sum, total_score_count,
  phone_calls, internet_calls
)
select c.agent_id, c.user_id, c.date, c.hour, c.total_calls, c.successful_calls, c.failed_calls, c.answered_calls, c.total_duration_seconds,
  c.credits_used, c.leads_generated, c.qualified_leads, c.intent_score_sum, c.intent_score_count, c.fit_score_sum, c.fit_score_count,
  c.total_score_sum, c.total_score_count, c.phone_calls, c.internet_calls
from public.count_agent_analytics(array(select g.id from public.agents g), '-infinity', 'infinity') c;
insert into public.user_analytics (
  user_id, date, total_calls, successful_calls, total_agents, total_leads, qualified_leads, credits_used, answered_calls,
  total_duration_seconds, phone_calls, internet_calls, total_score_sum, total_score_count
)
select a.user_id, a.date, sum(a.total_calls), sum(a.successful_calls), count(*), sum(a.leads_generated), sum(a.qualified_leads), sum(a.credits_used),
  sum(a.answered_calls), sum(a.total_duration_seconds), sum(a.phone_calls), sum(a.internet_calls), sum(a.total_score_sum), sum(a.total_score_count)
from public.agent_analytics a
where a.hour is null
group by a.user_id, a.date;

set session_replication_role = origin;
