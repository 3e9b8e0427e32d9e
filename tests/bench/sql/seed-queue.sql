-- Fills a fresh database with $ITEMS queue items over $TENANTS tenants: each tenant has one agent, a direct lane and
-- three campaigns of which one is outside its hours; half of the items are due tomorrow; the law asks for everybody's
-- consent, which they gave, and in one campaign of three allows three calls a day; one number in a hundred is opted out, and a hundred lines are in use. Triggers and foreign key checks are off while it runs (replica role); the rows obey them all the same.
set session_replication_role = replica;

insert into public.users (id, email, name, credits)
select md5('user' || g)::uuid, 'bench' || g || '@example.test', 'Bench ' || g, 1000000
from generate_series(1, $TENANTS) g;
insert into public.tenant_dispatch (user_id, ready, max_concurrent_calls)
select md5('user' || g)::uuid, true, 4 + g % 5
from generate_series(1, $TENANTS) g;
insert into public.agents (id, user_id, bolna_agent_id, name)
select md5('agent' || g)::uuid, md5('user' || g)::uuid, 'bench-agent-' || g, 'Agent'
from generate_series(1, $TENANTS) g;
insert into public.call_campaigns (
  id, user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date
)
select md5('campaign' || g || '.' || n)::uuid, md5('user' || g)::uuid, md5('agent' || g)::uuid, 'Campaign ' || n,
  'talk', 'active', '00:00', '00:00', current_date
from generate_series(1, $TENANTS) g
cross join generate_series(1, 3) n;
insert into public.dispatch_lanes (
  user_id, call_type, campaign_id, ready, open, opens_at, closes_at, needs_consent, max_calls_per_day
)
select md5('user' || g)::uuid, 'campaign', md5('campaign' || g || '.' || n)::uuid, true, n < 3,
  case when n < 3 then now() else now() + interval '10 days' end, now() + interval '20 days', true, case when n = 1 then 3 end
from generate_series(1, $TENANTS) g
cross join generate_series(1, 3) n;
insert into public.dispatch_lanes (user_id, call_type, ready, open, closes_at)
select md5('user' || g)::uuid, 'direct', false, true, 'infinity'
from generate_series(1, $TENANTS) g;

insert into public.contacts (id, user_id, name, phone_number)
select md5('contact' || i)::uuid, md5('user' || 1 + i % $TENANTS)::uuid, 'Person ' || i,
  '+1555' || lpad(i::text, 9, '0')
from generate_series(0, $ITEMS - 1) i;
insert into public.contact_consents (user_id, contact_id, kind, proof, obtained_at, recorded_at)
select t.user_id, t.id, 'express', 'bench', now(), now()
from public.contacts t;
insert into public.call_queue (
  user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, priority, lane_id, due, scheduled_for,
  created_at
)
select l.user_id, l.campaign_id, md5('contact' || i)::uuid, md5('agent' || 1 + i % $TENANTS)::uuid,
  '+1555' || lpad(i::text, 9, '0'), 'Person ' || i, (i / ($TENANTS * 6)) % 3, l.id,
  (i / ($TENANTS * 3)) % 2 = 0,
  case when (i / ($TENANTS * 3)) % 2 = 1 then now() + interval '1 day' end,
  now() - i % 86400 * interval '1 second'
from generate_series(0, $ITEMS - 1) i
join public.dispatch_lanes l
  on l.campaign_id = md5('campaign' || 1 + i % $TENANTS || '.' || 1 + i / $TENANTS % 3)::uuid;
insert into public.do_not_call (user_id, phone_number, reason, source)
select md5('user' || 1 + i % $TENANTS)::uuid, '+1555' || lpad(i::text, 9, '0'), 'bench', 'manual'
from generate_series(0, $ITEMS - 1, 100) i;

insert into public.active_calls (id, user_id, call_type, phone_number)
select gen_random_uuid(), md5('user' || g)::uuid, 'campaign', '+1444' || lpad(g::text, 9, '0')
from generate_series(1, least(100, $TENANTS)) g;

set session_replication_role = origin;
update public.system_config set value = '0' where key = 'dial.rate_per_second';
update public.system_config set value = '10000' where key = 'dial.system_max_concurrent';
