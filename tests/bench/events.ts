// Events applied per second by the two appliers of the worker, with every consequence on, against one bare UPDATE for each event in a transaction of its
// own, on the same table without triggers, on one and on four connections (the better one counts). The bare one writes what its event says:
// one that writes the same word again and again touches none of the indexes that the word is in, and is no event.
import type pg from 'pg';
import { type Row, median, rate, ratioOf } from './figures.ts';
import type { BenchServer } from './server.ts';

const STEPS = [1, 2, 3, 4, 5, 6];
const ARRIVE = `with stored as (
    insert into public.webhook_events (source, agent_id, execution_id, status, body_hash, body)
    select e.source, e.agent_id, e.execution_id, e.status, e.body_hash, e.body
    from public.bench_events e where e.step = $1 and e.number >= $2 and e.number < $3
    order by hashtext(e.execution_id)
    returning id, agent_id, execution_id
  )
  insert into public.unapplied_events (event_id, share, next_try_at)
  select s.id, public.share_of_event(s.agent_id, s.execution_id), now() - interval '1 minute' from stored s order by s.id`;
const SAID = `select e.execution_id, p.call_status, e.status, p.rank, case when p.rank = 4 then now() end as started_at,
    case when p.frees_line then now() end as ended_at, nullif((e.body ->> 'conversation_duration')::integer, 0) as duration_seconds,
    nullif(e.body ->> 'transcript', '') as transcript, nullif(e.body ->> 'summary', '') as summary
  from public.bench_events e join public.provider_statuses p on p.status = e.status
  where e.number >= $1 and e.number < $2 order by e.step, hashtext(e.execution_id)`;
const BARE = `update public.calls set status = $2, provider_status = $3, status_rank = $4, started_at = coalesce($5, started_at),
    ended_at = coalesce($6, ended_at), duration_seconds = coalesce($7, duration_seconds), transcript = coalesce($8, transcript),
    summary = coalesce($9, summary), updated_at = now()
  where bolna_execution_id = $1`;

/** Calls of which every round uses some, never the same twice. */
export const callsFor = (rounds: number, perRound: number): number => (rounds + 1) * perRound;

/**
 * Returns a function that lets the whole lives of the next `calls` calls happen and tells how many events were applied per
 * second. Step by step over all of them, as when many calls are under way: what is stored but not applied yet would be folded
 * into the call at its first event, and all later ones would find nothing left to do.
 */
export function lives(appliers: readonly [pg.Client, pg.Client]): (calls: number) => Promise<number> {
  let next = 0;
  return async (calls) => {
    let events = 0;
    let ms = 0;
    for (const step of STEPS) {
      const stored = await appliers[0].query({ name: 'arrive', text: ARRIVE, values: [step, next, next + calls] });
      const began = performance.now();
      await apply(appliers, stored.rowCount ?? 0);
      ms += performance.now() - began;
      events += stored.rowCount ?? 0;
    }
    next += calls;
    if (events === 0) throw new Error('there are fewer calls than the rounds need');
    return (events / ms) * 1000;
  };
}

async function apply(clients: readonly pg.Client[], count: number): Promise<void> {
  const applied = await Promise.all(clients.map(async (client, index) => {
    for (let sum = 0; ;) {
      const result = await client.query<{ n: number }>({ name: 'apply', text: 'select public.apply_call_events(200, now(), $1) as n', values: [index + 1] });
      const n = result.rows[0]?.n ?? 0;
      if (n === 0) return sum;
      sum += n;
    }
  }));
  const all = applied.reduce((sum, n) => sum + n, 0);
  if (all !== count) throw new Error(`${count} events are stored and ${all} were applied`);
}

/** One round applies all events of `perRound` calls and does as many bare updates, on one and on four connections. */
export async function benchEvents(server: BenchServer, rounds: number, perRound: number, say: (line: string) => void): Promise<Row> {
  const used = callsFor(rounds, perRound);
  say(`events: filling ${3 * used} calls`);
  await using database = await server.database('seed-calls', { CALLS: 3 * used, TENANTS: 500 });
  const applier = await database.open();
  const live = lives([applier, await database.open()]);
  const writers = await Promise.all([1, 2, 3, 4].map(() => database.open()));
  for (const writer of writers) await writer.query('set session_replication_role = replica');
  let bare = used;
  const written = (clients: readonly pg.Client[]): Promise<number> => update(clients, bare, (bare += perRound));
  const rounded: { product: number; one: number; four: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    await applier.query('vacuum analyze');
    await applier.query('checkpoint');
    const product = await live(perRound);
    const one = await written(writers.slice(0, 1));
    const four = await written(writers);
    if (round >= 0) rounded.push({ product, one, four });
    say(`  round ${round}: applied ${rate(product)}, bare ${rate(one)} on one, ${rate(four)} on four connections`);
  }
  const ratio = ratioOf(rounded.map((r) => r.product / Math.max(r.one, r.four)));
  return {
    metric: 'events applied, every consequence on', size: `whole lives of ${perRound.toLocaleString('en')} calls a round, 500 tenants, batches of 200 on two connections, as the worker's`,
    product: rate(median(rounded.map((r) => r.product))),
    anchor: `one UPDATE per event ${rate(median(rounded.map((r) => r.one)))} on one, ${rate(median(rounded.map((r) => r.four)))} on four connections`,
    ratio, value: '', bar: '≥ 1.0', reached: ratio.median >= 1,
  };
}

/**
 * Bare updates per second: the events of these calls, each written to its call as somebody would who has no inbox, no order and
 * no consequences. What an event says is read before the clock starts.
 */
async function update(clients: readonly pg.Client[], from: number, to: number): Promise<number> {
  const events = (await (clients[0] as pg.Client).query<unknown[]>({ text: SAID, values: [from, to], rowMode: 'array' })).rows;
  let next = 0;
  const began = performance.now();
  await Promise.all(clients.map(async (client) => {
    for (let event = events[next++]; event !== undefined; event = events[next++]) await client.query({ name: 'bare', text: BARE, values: event });
  }));
  return (events.length / (performance.now() - began)) * 1000;
}
