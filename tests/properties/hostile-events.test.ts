// Events that lie, that cannot be read, and that come in an order which the database does not have. The address is a
// secret and the body a hint: whoever has neither changes nothing, and no body keeps the others from being applied.
import { createApplier } from '@callgres/api/dialing/apply';
import { storableText } from '@callgres/api/http/storable-text';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptedCalls, applyAll, aStage, aTenant, mutate, sha256, type Stage, type Tenant, valueOf } from './stage.ts';

const BEGIN = new Date('2026-06-01T10:00:00Z');
const LATER = new Date('2026-06-01T10:10:00Z');

let stage: Stage;
let ada: Tenant;
let bo: Tenant;

beforeEach(async () => {
  stage = await aStage();
  ada = await aTenant(stage.sql);
  bo = await aTenant(stage.sql);
  await acceptedCalls(stage.sql, ada, Array.from({ length: 20 }, (_, index) => `ada-${index}`), BEGIN);
});
afterEach(() => stage.end());

const body = (tenant: Tenant, id: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id, agent_id: tenant.bolnaAgentId, status: 'completed', conversation_duration: 100, updated_at: LATER.toISOString(), ...more });

const receive = (secretHash: string, text: string): Promise<string> => valueOf(stage.sql, 'select api.receive_call_event($1, $2, null, $3)', [secretHash, text, LATER]);

/** Everything that events may change, as one hash. */
const everything = (): Promise<string> =>
  valueOf(stage.sql, `select md5(string_agg(x.rows, '|' order by x.rows)) from (
    select to_jsonb(c)::text from public.calls c union all select to_jsonb(q)::text from public.call_queue q
    union all select to_jsonb(u)::text from public.users u union all select to_jsonb(l)::text from public.credit_transactions l
    union all select to_jsonb(h)::text from public.credit_holds h union all select to_jsonb(s)::text from public.active_calls s
    union all select to_jsonb(a)::text from public.call_attempts a union all select to_jsonb(t)::text from public.contacts t
    union all select to_jsonb(k)::text from public.call_campaigns k
  ) x (rows)`);

/** Sixty lies about Ada's calls, told by Bo, who knows the address of his own agent only. */
async function lies(): Promise<{ lie: string; answer: string }[]> {
  const attempts = (await stage.sql.query<{ id: string }>('select a.id from public.call_attempts a where a.user_id = $1 order by a.id', [ada.id])).rows;
  const told: { lie: string; answer: string }[] = [];
  for (let index = 0; index < 15; index++) {
    const costly = { conversation_duration: 999_999, total_cost: 1e9 };
    told.push({ lie: "Bo's agent about Ada's call", answer: await receive(bo.secretHash, body(bo, `ada-${index}`, costly)) });
    told.push({ lie: "Ada's agent through Bo's address", answer: await receive(bo.secretHash, body(ada, `ada-${index}`, costly)) });
    told.push({ lie: 'no agent', answer: await receive(bo.secretHash, body(bo, `ada-${index}`, { agent_id: undefined, ...costly })) });
    const echo = { context_details: { recipient_data: { callgres_attempt_id: attempts[index]?.id } } };
    told.push({ lie: "a call of Bo's that claims Ada's attempt", answer: await receive(bo.secretHash, body(bo, `bo-${index}`, { ...echo, ...costly })) });
  }
  await applyAll(stage.sql, LATER);
  return told;
}

test('who lies about the calls of others changes no row and is put aside', async () => {
  const before = await everything();
  const told = await lies();
  expect(await everything()).toBe(before);
  expect(told).toHaveLength(60);
  const { rows } = await stage.sql.query('select w.quarantine_reason as reason, count(*)::integer as events from public.webhook_events w group by 1 order by 1');
  // What claims an attempt of another's and names an unknown execution waits for its call, which never comes.
  expect(rows).toEqual([{ reason: 'foreign_agent', events: 30 }, { reason: 'foreign_call', events: 15 }, { reason: null, events: 15 }]);
  expect(await valueOf(stage.sql, 'select public.apply_call_events(1000, $1)', [new Date(LATER.getTime() + 25 * 3_600_000)])).toBe(15);
  expect(await valueOf(stage.sql, "select count(*)::integer from public.webhook_events w where w.quarantine_reason = 'no_such_call'")).toBe(15);
  expect(await everything()).toBe(before);
});

test('control: without the look at the agent of the call, the lies are believed', async () => {
  await mutate(stage.sql, 'public.set_aside_foreign_events', [["set quarantine_reason = 'foreign_call'", 'set quarantine_reason = null']]);
  await mutate(stage.sql, 'public.fold_call_events', [[' and c.agent_id = e.agent_id', '']]); // the second look
  const before = await everything();
  await lies();
  expect(await everything()).not.toBe(before);
});

test('an unknown address gets one answer, whatever is in the body', async () => {
  for (const text of [body(ada, 'ada-1'), '', '{', body(bo, 'ada-1')])
    await expect(receive(sha256('guessed'), text)).rejects.toMatchObject({ code: 'VC404', message: 'not_found' });
  expect(await valueOf(stage.sql, 'select count(*)::integer from public.webhook_events')).toBe(0);
});

test('a forged end through the right address frees a line early, and moves no money', async () => {
  await receive(ada.secretHash, body(ada, 'ada-0', { conversation_duration: 999_999, total_cost: 1e9 }));
  await applyAll(stage.sql, LATER);
  const { rows } = await stage.sql.query("select c.credits, c.confirmed_at, (select count(*)::integer from public.credit_holds h) as holds from public.calls c where c.bolna_execution_id = 'ada-0'");
  expect(rows).toEqual([{ credits: 0, confirmed_at: null, holds: 20 }]);
});

/** Bodies that have broken somebody's parser. */
function poison(tenant: Tenant, id: string): (string | Buffer)[] {
  const of = (more: Record<string, unknown>): string => body(tenant, id, more);
  const raw = (text: string): string => of({ transcript: 'HERE' }).replace('"HERE"', text);
  const odd = ['"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '1e400000', '-1e400000', '1e-400000', '"\\x"', 'NaN', 'Infinity', '00', '"' + 'a'.repeat(900_000) + '"', '['.repeat(100_000), '[]', '{}', 'true', '"\u202e\u2066<script>"', "\"'); drop table calls; --\""];
  const values: unknown[] = [null, '', 'x', -1, 0, 1e308, '1e308', '١٢', '0x10', [], {}, [1], { a: 1 }, true, '9'.repeat(400), '2026-02-31T10:00:00Z', '2026-13-01T25:61:61Z', '0000-00-00', '1e9', 60.000000000000004];
  const fields = ['conversation_duration', 'updated_at', 'created_at', 'telephony_data', 'context_details', 'extracted_data', 'status', 'id', 'error_message'];
  return [
    '', ' ', 'null', '[]', '"text"', '1', '{', '{"id":', 'id=1', '<xml/>', '\0', Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(`{"id":"${id}","status":"\xff"}`, 'latin1'),
    Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), `{"id":"${id}","id":"other","status":"completed","status":"ringing","agent_id":"${tenant.bolnaAgentId}"}`,
    `{"__proto__":{"id":"${id}"},"constructor":1}`, ...odd.map(raw), ...fields.flatMap((field) => values.map((value) => of({ [field]: value }))),
    of({ id: 'x'.repeat(5000) }), of({ status: 'y'.repeat(5000) }), of({ status: 'Completed' }), of({ context_details: { recipient_data: { callgres_attempt_id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' } } }),
    of({ id: 'new', telephony_data: { call_type: 'inbound', from_number: '+'.repeat(9000), to_number: {} } }), of({ id: 'new2', telephony_data: { call_type: 'inbound', from_number: [1], to_number: 7 } }),
  ];
}

test('no body is refused with an error, and none keeps the next from being applied', { timeout: 60_000 }, async () => {
  const bodies = poison(ada, 'ada-0');
  const put = new Set<string>();
  for (const text of bodies) for (let times = 0; times < 3; times++) put.add(await receive(ada.secretHash, storableText(Buffer.from(text)).text));
  for (const text of bodies) await stage.sql.query('select public.store_pulled_execution($1, 200, $2, $3)', ['ada-1', storableText(Buffer.from(text)).text, LATER]);
  expect([...put].sort()).toEqual(['foreign_agent', 'incomplete', 'repeated', 'stored', 'unreadable']);
  await receive(ada.secretHash, body(ada, 'ada-19'));
  await applyAll(stage.sql, LATER, 50);
  console.log(`${bodies.length} poisonous bodies, 0 errors`);
  expect(await valueOf(stage.sql, "select c.status from public.calls c where c.bolna_execution_id = 'ada-19'")).toBe('completed');
});

/** Makes one event raise in the middle of a batch; how many of the others were applied all the same. */
async function appliedBeside(apply: (worker: pg.Pool) => Promise<unknown>): Promise<{ applied: number; put_aside: number }> {
  const worker = new pg.Pool({ connectionString: stage.db.workerUrl, max: 1 });
  try {
    await mutate(stage.sql, 'public.store_transcripts', [['begin\n', "begin\n  if exists (select from new_rows n where n.summary = 'poison') then raise division_by_zero; end if;\n"]]);
    for (let index = 0; index < 20; index++) await receive(ada.secretHash, body(ada, `ada-${index}`, index === 7 ? { summary: 'poison' } : {}));
    await apply(worker);
    return (await stage.sql.query<{ applied: number; put_aside: number }>(
      `select count(*) filter (where u.event_id is null and w.quarantine_reason is null)::integer as applied, count(w.quarantine_reason)::integer as put_aside
       from public.webhook_events w
       left join public.unapplied_events u on u.event_id = w.id`,
    )).rows[0] ?? { applied: 0, put_aside: 0 };
  } finally {
    await worker.end();
  }
}

test('an event that cannot be applied is found by halving and put aside; the others are applied', async () => {
  const found = await appliedBeside(async (worker) => {
    const applyOnce = createApplier(worker, 1, 20, { error: () => undefined });
    // After a failure the pool takes a new connection, and while the old one still rolls back it holds the appliers'
    // lock: then 0 is "another is at work", as with two workers. So it is done when nothing waits.
    const waits = (): Promise<boolean> => valueOf(stage.sql, 'select exists (select from public.unapplied_events)');
    while ((await applyOnce()) > 0 || (await waits()));
  });
  expect(found).toEqual({ applied: 19, put_aside: 1 });
});

test('control: without halving it takes the others with it', async () => {
  const found = await appliedBeside((worker) => worker.query('select public.apply_call_events(20)').catch(() => undefined));
  expect(found).toEqual({ applied: 0, put_aside: 0 });
});

/** Events with lower ids commit after ones with higher ids have been applied; how many of twenty reached their call. */
async function lateCommits(): Promise<number> {
  const slow = await stage.sql.connect();
  try {
    for (let index = 0; index < 20; index += 2) {
      await slow.query('begin');
      await slow.query('select api.receive_call_event($1, $2, null, $3)', [ada.secretHash, body(ada, `ada-${index}`), LATER]);
      await receive(ada.secretHash, body(ada, `ada-${index + 1}`));
      await applyAll(stage.sql, LATER);
      await slow.query('commit');
      await applyAll(stage.sql, LATER);
    }
  } finally {
    slow.release();
  }
  return valueOf(stage.sql, "select count(*)::integer from public.calls c where c.user_id = $1 and c.status = 'completed'", [ada.id]);
}

test('an event whose lower id commits later is applied', async () => {
  expect(await lateCommits()).toBe(20);
});

test('control: an applier that goes on from the last id misses it', async () => {
  await mutate(stage.sql, 'public.take_unapplied_events', [
    [
      'and x.next_try_at <= p_now',
      `and x.next_try_at <= p_now and x.event_id > coalesce((
        select max(w.id) from public.webhook_events w where not exists (select from public.unapplied_events y where y.event_id = w.id)
      ), 0)`,
    ],
  ]);
  expect(await lateCommits()).toBe(10);
});
