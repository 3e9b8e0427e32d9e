// Two appliers on the calls of one tenant, whose wallet, days and campaigns they share: each event is applied once, neither waits
// for the other in a circle, and what is called twice, charged twice or counted twice would show in the recount.
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptedCalls, aStage, aTenant, draws, mutate, seedOf, shuffled, type Stage, type Tenant, valueOf } from '../properties/stage.ts';

const BEGIN = new Date('2026-06-01T10:00:00Z');
const NOW = new Date('2026-06-01T11:00:00Z');
const DIALED = 240;
const INBOUND = 160;

let stage: Stage;
let tenant: Tenant;

beforeEach(async () => {
  stage = await aStage(4);
  tenant = await aTenant(stage.sql);
});

afterEach(() => stage.end());

interface Worked {
  /** Events looked at by the first and by the second applier. */
  looked: number[];
  deadlocks: number;
}

/** Stores the ends of dialed calls and the beginnings and ends of inbound ones, all mixed. */
async function storeLives(seed: number): Promise<void> {
  const dialed = Array.from({ length: DIALED }, (_, n) => `dialed-${n}`);
  await acceptedCalls(stage.sql, tenant, dialed, BEGIN);
  const said = (id: string, status: string, seconds: number, more: object = {}): string =>
    JSON.stringify({ id, agent_id: tenant.bolnaAgentId, status, conversation_duration: seconds, updated_at: new Date(BEGIN.getTime() + seconds * 1000).toISOString(), ...more });
  const inbound = Array.from({ length: INBOUND }, (_, n) => `inbound-${n}`);
  const from = (n: number): object => ({ telephony_data: { call_type: 'inbound', from_number: `+447700900${String(n % 1000).padStart(3, '0')}`, to_number: '+447700900999' } });
  const told = shuffled([
    ...dialed.map((id) => ({ id, pulled: true, body: said(id, 'completed', 61) })),
    ...inbound.map((id, n) => ({ id, pulled: false, body: said(id, 'in-progress', 1, from(n)) })),
    ...inbound.map((id, n) => ({ id, pulled: true, body: said(id, 'completed', 61, from(n)) })),
  ], draws(seed));
  for (const { id, pulled, body } of told) {
    await stage.sql.query(pulled ? 'select public.store_pulled_execution($1, 200, $2, $3)' : 'select api.receive_call_event($1, $2, null, $3)', [pulled ? id : tenant.secretHash, body, NOW]);
  }
}

async function twoAppliers(enough = Infinity): Promise<Worked> {
  let deadlocks = 0;
  const one = async (applier: number): Promise<number> => {
    const client = new pg.Client({ connectionString: stage.db.workerUrl });
    await client.connect();
    await client.query('set lock_timeout = 0'); // else it ends the wait before the server finds the circle
    try {
      for (let looked = 0; ;) {
        if (deadlocks >= enough) return looked;
        try {
          // Small batches: the more transactions, the more of them meet.
          const { rows } = await client.query<{ n: number }>('select public.apply_call_events(7, $1, $2) as n', [NOW, applier]);
          if (rows[0]?.n === 0) return looked;
          looked += rows[0]?.n ?? 0;
        } catch (error) {
          if ((error as { code?: string }).code !== '40P01') throw error;
          deadlocks++;
        }
      }
    } finally {
      await client.end();
    }
  };
  const looked = await Promise.all([one(1), one(2)]);
  return { looked, deadlocks };
}

const figures = (): Promise<unknown> =>
  valueOf(stage.sql, `
    select jsonb_build_object(
      'waiting', (select count(*) from public.unapplied_events),
      'confirmed', (select count(*) from public.calls c where c.user_id = $1 and c.confirmed_at is not null),
      'charges', (select count(*) from public.credit_transactions t where t.user_id = $1 and t.type = 'usage'),
      'spent', (select -sum(t.amount) from public.credit_transactions t where t.user_id = $1 and t.type = 'usage'),
      'balance', (select 1000000 - u.credits from public.users u where u.id = $1),
      'counted', (select sum(a.total_calls) from public.user_analytics a where a.user_id = $1),
      'completed campaigns', (select count(*) from public.call_campaigns c where c.user_id = $1 and c.status = 'completed')
    )`, [tenant.id]);

const ALL = DIALED + INBOUND;
const EXPECTED = { waiting: 0, confirmed: ALL, charges: ALL, spent: 2 * ALL, balance: 2 * ALL, counted: ALL, 'completed campaigns': DIALED };

test('two appliers on one tenant apply each event once and never wait in a circle', { timeout: 60_000 }, async () => {
  const seed = seedOf('two appliers');
  await storeLives(seed);
  const { looked, deadlocks } = await twoAppliers();
  console.log(`two appliers: ${looked.join(' and ')} events, ${deadlocks} deadlocks`);
  expect(await figures(), `SEED=${seed}`).toEqual(EXPECTED);
  expect(deadlocks, `SEED=${seed}`).toBe(0);
  expect(Math.min(...looked), 'one of them had nothing to do').toBeGreaterThan(ALL / 8);
});

test('control: with calls made and ended in one transaction they do', { timeout: 60_000 }, async () => {
  await mutate(stage.sql, 'public.apply_events', [['    return cardinality(v_unknown);\n', '']]);
  await storeLives(1);
  // The circle needs two batches to meet; each of them is held open a little where it has taken its days.
  await mutate(stage.sql, 'public.match_unknown_executions', [['  perform public.insert_inbound_calls(p_event_ids, p_now);', '  perform public.insert_inbound_calls(p_event_ids, p_now); perform pg_sleep(0.01);']]);
  await mutate(stage.sql, 'public.price_confirmed_calls', [['  return query', '  perform pg_sleep(0.01); return query']]);
  const { deadlocks } = await twoAppliers(1);
  console.log(`two appliers, in one transaction: ${deadlocks} deadlocks`);
  expect(deadlocks).toBeGreaterThan(0);
});

test('an applier takes its own half first, and the other half when that has waited five seconds longer', async () => {
  await acceptedCalls(stage.sql, tenant, ['first', 'second'], BEGIN);
  for (const id of ['first', 'second']) await stage.sql.query('select public.store_pulled_execution($1, 200, $2, $3)', [id, JSON.stringify({ id, status: 'completed' }), NOW]);
  const taken = async (applier: number, dueOfFirstHalf: string, dueOfSecondHalf: string): Promise<number[]> => {
    await stage.sql.query(
      `update public.unapplied_events u
       set share = case w.execution_id when 'first' then 2 else 3 end,
           next_try_at = $1::timestamptz - (case w.execution_id when 'first' then $2 else $3 end)::interval
       from public.webhook_events w where w.id = u.event_id`,
      [NOW, dueOfFirstHalf, dueOfSecondHalf],
    );
    return valueOf(stage.sql, 'select public.lock_event_shares($1, $2)', [applier, NOW]);
  };
  expect(await taken(1, '1 second', '1 second')).toEqual([2]);
  expect(await taken(2, '1 second', '1 second')).toEqual([3]);
  expect(await taken(1, '1 second', '5 seconds')).toEqual([2]);
  expect(await taken(1, '1 second', '7 seconds')).toEqual([3]);
  expect(await taken(2, '7 seconds', '1 second')).toEqual([2]);
  expect(await taken(1, '-1 second', '1 second')).toEqual([3]);
  expect(await taken(1, '-1 second', '-1 second')).toEqual([]);
});

test('a part that one applier holds is left to it', async () => {
  await storeLives(3);
  const held = await stage.sql.connect();
  try {
    await held.query('begin');
    const [first] = await valueOf<number[]>(held, 'select public.lock_event_shares(1, $1)', [NOW]);
    const [second] = await valueOf<number[]>(stage.sql, 'select public.lock_event_shares(1, $1)', [NOW]);
    expect(second).not.toBe(first);
    await held.query('select public.lock_appliers()');
    expect(await valueOf(stage.sql, 'select public.apply_call_events(200, $1)', [NOW])).toBe(0);
  } finally {
    await held.query('rollback');
    held.release();
  }
  expect(await valueOf(stage.sql, 'select public.apply_call_events(200, $1)', [NOW])).toBeGreaterThan(0);
});
