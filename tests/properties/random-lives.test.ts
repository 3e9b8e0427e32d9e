// Random lives of calls, delivered as badly as a network can: shuffled, each event one to five times, three in ten
// lost, eight senders at once and two appliers beside them. What was lost is found by asking. The ending is that of
// an orderly delivery. Times are compared elsewhere (event-orders): of a lost event nobody knows the time.
import { expect, test } from 'vitest';
import { finalStates } from './final-state.ts';
import { acceptedCalls, applyAll, aStage, aTenant, draws, mutate, seedOf, shuffled, type Stage, type Tenant, valueOf } from './stage.ts';

const BEGIN = new Date('2026-06-01T10:00:00Z');
const RECEIVED = new Date('2026-06-01T11:00:00Z');
const LIVES = 300;
const SENDERS = 8;
const TIMES = ['started_at', 'ended_at'];

interface Told {
  execution: string;
  pulled: boolean;
  body: string;
}

/** What the provider says of one call, in order; the last is the answer to our question. */
function aLife(execution: string, tenant: Tenant, draw: () => number): Told[] {
  const ending = ['completed', 'completed', 'completed', 'busy', 'no-answer', 'failed', 'canceled', 'stopped', 'error', 'hung up at once'][Math.floor(draw() * 10)] ?? 'completed';
  const talks = ending === 'completed' || ending === 'canceled' || ending === 'error';
  const last = ending === 'hung up at once' ? 'completed' : ending;
  const seconds = talks ? Math.floor(draw() * 400) + draw() : 0;
  const report = {
    conversation_duration: seconds, transcript: talks ? `assistant: Hello\nuser: ${'word '.repeat(Math.floor(draw() * 20))}` : null,
    summary: talks ? `Talked for ${seconds}` : '', error_message: last === 'failed' ? 'invalid number' : null,
  };
  const statuses = [
    ...(draw() < 0.5 ? ['queued'] : []), 'initiated', 'ringing', ...(talks ? ['in-progress', ...(draw() < 0.8 ? ['call-disconnected'] : [])] : []), last,
  ];
  let at = BEGIN.getTime();
  const told = statuses.map((status) => {
    at += 1000 + Math.floor(draw() * 60_000);
    const facts = status === last ? report : status === 'call-disconnected' ? { transcript: 'assistant: Hello', conversation_duration: 0 } : {};
    return { execution, pulled: false, body: JSON.stringify({ id: execution, agent_id: tenant.bolnaAgentId, status, updated_at: new Date(at).toISOString(), ...facts }) };
  });
  const final = told.at(-1);
  return final ? [...told, { ...final, pulled: true }] : told;
}

async function tell({ sql }: Stage, tenant: Tenant, { execution, pulled, body }: Told, at: Date): Promise<void> {
  await sql.query(
    pulled ? 'select public.store_pulled_execution($1, 200, $2, $3)' : 'select api.receive_call_event($1, $2, null, $3)',
    [pulled ? execution : tenant.secretHash, body, at],
  );
}

/** Eight senders and two appliers at once, then the questions, asked once or twice. */
async function deliverBadly(stage: Stage, tenant: Tenant, lives: readonly Told[][], draw: () => number): Promise<number> {
  const webhooks = shuffled(lives.flatMap((life) => life.filter((told) => !told.pulled && draw() > 0.3)).flatMap((told) => Array.from({ length: 1 + Math.floor(draw() * 5) }, () => told)), draw);
  const pulls = lives.flatMap((life) => life.filter((told) => told.pulled).flatMap((told) => (draw() < 0.5 ? [told] : [told, told])));
  const late = webhooks.splice(0, Math.floor(webhooks.length / 5));
  let sending = true;
  const send = async (queue: Told[]): Promise<void> => {
    for (let told = queue.pop(); told; told = queue.pop()) await tell(stage, tenant, told, RECEIVED);
  };
  const apply = async (): Promise<void> => {
    while (sending) await stage.sql.query('select public.apply_call_events($1, $2)', [1 + Math.floor(draw() * 40), RECEIVED]);
  };
  const appliers = Promise.all([apply(), apply()]);
  appliers.catch(() => undefined); // looked at below
  const total = webhooks.length + pulls.length + late.length;
  for (const queue of [webhooks, shuffled(pulls, draw), late]) await Promise.all(Array.from({ length: SENDERS }, () => send(queue)));
  sending = false;
  await appliers;
  await applyAll(stage.sql, RECEIVED);
  return total;
}

/** Both deliveries of the same lives; how many of them ended differently. */
async function compare(stage: Stage, seed: number, lives: number): Promise<{ differing: number; deliveries: number; first: unknown[]; balances: number[] }> {
  const [orderly, badly] = [await aTenant(stage.sql), await aTenant(stage.sql)];
  const names = Array.from({ length: lives }, (_, index) => String(index).padStart(4, '0'));
  await acceptedCalls(stage.sql, orderly, names.map((name) => `orderly-${name}`), BEGIN, 1);
  await acceptedCalls(stage.sql, badly, names.map((name) => `badly-${name}`), BEGIN, 1);

  const once = draws(seed);
  for (const life of names.map((name) => aLife(`orderly-${name}`, orderly, once))) for (const told of life) await tell(stage, orderly, told, RECEIVED);
  await applyAll(stage.sql, RECEIVED);
  const again = draws(seed);
  const deliveries = await deliverBadly(stage, badly, names.map((name) => aLife(`badly-${name}`, badly, again)), draws(seed + 1));

  const [expected, found] = [await finalStates(stage.sql, orderly.id, TIMES), await finalStates(stage.sql, badly.id, TIMES)];
  expect(found).toHaveLength(lives);
  const pairs = found.map(({ state }, index) => [state, expected[index]?.state]);
  const differing = pairs.filter(([a, b]) => JSON.stringify(a) !== JSON.stringify(b));
  const balances = await valueOf<number[]>(stage.sql, 'select array_agg(u.credits) from public.users u where u.id in ($1, $2)', [orderly.id, badly.id]);
  return { differing: differing.length, deliveries, first: differing[0] ?? [], balances };
}

test('random lives, shuffled, repeated and lost, end as an orderly delivery does', { timeout: 120_000 }, async () => {
  const seed = seedOf('random lives');
  const stage = await aStage(SENDERS + 2);
  try {
    const { differing, deliveries, first, balances } = await compare(stage, seed, LIVES);
    console.log(`${LIVES} lives, ${deliveries} deliveries, ${differing} differing`);
    expect(first[0], `SEED=${seed}`).toEqual(first[1]);
    expect(differing, `SEED=${seed}`).toBe(0);
    expect(balances[0], `SEED=${seed}`).toBe(balances[1]);
  } finally {
    await stage.end();
  }
});

test('control: where the last write wins they do not', { timeout: 60_000 }, async () => {
  const stage = await aStage(SENDERS + 2);
  try {
    await mutate(stage.sql, 'public.fold_call_events', [['order by e.rank desc, e.is_confirmation desc, e.happened_at desc, e.body_hash desc', 'order by e.id desc']]);
    // Lives end differently, or a confirmed call falls back to "ringing" and its person has no outcome at all.
    const differing = await compare(stage, 1, 60).then((found) => found.differing, () => Infinity);
    expect(differing).toBeGreaterThan(0);
  } finally {
    await stage.end();
  }
});

async function sameBytesPulled(stage: Stage, calls: number): Promise<number> {
  const tenant = await aTenant(stage.sql);
  const names = Array.from({ length: calls }, (_, index) => `same-${index}`);
  const at = new Date(BEGIN.getTime() + 600_000);
  await acceptedCalls(stage.sql, tenant, names, BEGIN);
  for (const name of names) {
    const body = JSON.stringify({ id: name, agent_id: tenant.bolnaAgentId, status: 'completed', conversation_duration: 61, updated_at: at.toISOString() });
    for (const pulled of [false, true, true, false]) {
      await tell(stage, tenant, { execution: name, pulled, body }, at);
      await applyAll(stage.sql, at);
    }
  }
  return valueOf(stage.sql, "select count(*)::integer from public.credit_transactions t where t.user_id = $1 and t.type = 'usage' and t.amount = -2", [tenant.id]);
}

test('an answer with the bytes of the webhook moves the money, and once', async () => {
  const stage = await aStage();
  try {
    expect(await sameBytesPulled(stage, 20)).toBe(20);
  } finally {
    await stage.end();
  }
});

test('control: without the source in the key that answer is lost, and the money with it', async () => {
  const stage = await aStage();
  try {
    await mutate(stage.sql, 'public.store_call_event', [
      ['begin\n  insert', 'begin\n  if exists (select from public.webhook_events w where w.execution_id = p_execution_id and w.body = p_body) then return false; end if;\n  insert'],
    ]);
    expect(await sameBytesPulled(stage, 3)).toBe(0);
  } finally {
    await stage.end();
  }
});
