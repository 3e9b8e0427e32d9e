// A tenant in the middle of its work, made by the functions that make it in production. Cast: Ada with one campaign
// of six people: one talked to and charged, one on the line, one of whose dial nobody knows, one reserved, two
// waiting; an import with a good, a bad and a blank line. Bo, another tenant, has an agent and a contact.
import type pg from 'pg';

export const WORKER = '00000000-0000-4000-8000-00000000d1a1';

const LIFE = `
  insert into public.users (email, name, credits) values ('ada@test.example', 'Ada', 200), ('bo@test.example', 'Bo', 10);
  insert into public.agents (user_id, bolna_agent_id, name, webhook_secret_hash)
  select u.id, 'agent of ' || u.name, 'Agent', encode(sha256(convert_to('secret of ' || u.name, 'UTF8')), 'hex') from public.users u;
  insert into public.contacts (user_id, name, phone_number)
  select u.id, 'Person ' || n, '+1555010000' || n
  from public.users u cross join generate_series(1, 6) n where u.name = 'Ada' or n = 1;
  insert into public.user_sessions (user_id, token, expires_at)
  select u.id, encode(sha256('token of ada'), 'hex'), now() + interval '1 day' from public.users u where u.name = 'Ada';
  select set_config('app.session_token', 'token of ada', true);

  select api.create_campaign('Spring', a.id, 'Book a visit', '00:00', '00:00', (now() at time zone 'UTC')::date)
  from public.agents a join public.users u on u.id = a.user_id where u.name = 'Ada';
  select api.add_campaign_contacts(c.id) from public.call_campaigns c;
  select api.launch_campaign(c.id) from public.call_campaigns c;
  select public.claim_calls('${WORKER}', 4);`;

/** What becomes of the four claimed attempts, in their order. */
const ANSWERS = [
  { status: 200, execution: 'execution-1' },
  { status: 200, execution: 'execution-2' },
  { status: 500, execution: null },
] as const;

const TALK = `
  select api.receive_call_event(encode(sha256('secret of Ada'), 'hex'), e.body::text)
  from (values
    (jsonb_build_object('id', 'execution-1', 'agent_id', 'agent of Ada', 'status', 'completed', 'conversation_duration', 72)),
    (jsonb_build_object('id', 'execution-2', 'agent_id', 'agent of Ada', 'status', 'in-progress'))) as e (body);
  select public.store_pulled_execution('execution-1', 200,
    jsonb_build_object('id', 'execution-1', 'agent_id', 'agent of Ada', 'status', 'completed', 'conversation_duration', 72,
      'transcript', E'assistant: Hello.\\nuser: What does it cost?')::text);
  select public.apply_call_events(100);
  select public.analyse_calls();`;

const IMPORT = `
  insert into api.contact_import_rows (import_id, line_number, name, phone_number)
  select i.id, l.line, l.name, l.phone
  from api.begin_contact_import('people.csv', repeat('0', 64)) i
  cross join (values (1, 'Eve', '+15550100099'), (2, 'Mallory', 'none'), (3, null, null)) as l (line, name, phone);
  select api.finish_contact_import(i.id, 3) from public.contact_imports i;
  select public.merge_contact_import_chunk(i.id) from public.contact_imports i, generate_series(1, 2);`;

/** Lives it all inside the open transaction of a connection that acts as app_definer. */
export async function aLife(client: pg.ClientBase): Promise<void> {
  await client.query(LIFE);
  const attempts = await client.query<{ id: string }>('select a.id from public.call_attempts a order by a.system_slots_before');
  for (const [place, answer] of ANSWERS.entries()) {
    const attempt = attempts.rows[place]?.id;
    await client.query('select public.fence_attempt($1, $2)', [attempt, WORKER]);
    await client.query('select public.record_dial_answer($1, $2, $3, null, $4)', [attempt, WORKER, answer.status, answer.execution]);
  }
  await client.query(TALK);
  await client.query(IMPORT);
}
