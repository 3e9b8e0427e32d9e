// Events applied per second with every consequence on, against one bare UPDATE for each event in a transaction of its
// own, on the same table without triggers, on one and on four connections (the better one counts).
import type pg from 'pg';
import { type Row, median, rate, ratioOf } from './figures.ts';
import type { BenchServer } from './server.ts';

const BARE = `update public.calls set status = 'in-progress', provider_status = $2, status_rank = 4, updated_at = now(),
  started_at = coalesce(started_at, now()) where bolna_execution_id = $1`;

/** One round applies `perRound` events and does as many bare updates, on one and on four connections. */
export async function benchEvents(server: BenchServer, rounds: number, perRound: number, say: (line: string) => void): Promise<Row> {
  const calls = Math.ceil(((rounds + 1) * perRound) / 5.3) + 500;
  say(`events: filling ${calls} calls`);
  await using database = await server.database('seed-calls', { CALLS: calls, TENANTS: 500 });
  const applier = await database.open();
  const writers = await Promise.all([1, 2, 3, 4].map(() => database.open()));
  for (const writer of writers) await writer.query('set session_replication_role = replica');
  const rounded: { product: number; one: number; four: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    await applier.query('vacuum analyze');
    await applier.query('checkpoint');
    const product = await perSecond(perRound, () => apply(applier, perRound));
    const one = await perSecond(perRound, () => update(writers.slice(0, 1), perRound, calls));
    const four = await perSecond(perRound, () => update(writers, perRound, calls));
    if (round >= 0) rounded.push({ product, one, four });
    say(`  round ${round}: applied ${rate(product)}, bare ${rate(one)} on one, ${rate(four)} on four connections`);
  }
  const ratio = ratioOf(rounded.map((r) => r.product / Math.max(r.one, r.four)));
  return {
    metric: 'events applied, every consequence on', size: `${calls.toLocaleString('en')} calls, 500 tenants, batches of 200`,
    product: rate(median(rounded.map((r) => r.product))),
    anchor: `one UPDATE per event ${rate(median(rounded.map((r) => r.one)))} on one, ${rate(median(rounded.map((r) => r.four)))} on four connections`,
    ratio, value: '', bar: '≥ 1.0', reached: ratio.median >= 1,
  };
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (count / (performance.now() - began)) * 1000;
}

async function apply(client: pg.Client, count: number): Promise<void> {
  for (let applied = 0; applied < count;) {
    const result = await client.query<{ n: number }>({ name: 'apply', text: 'select public.apply_call_events(200) as n' });
    const n = result.rows[0]?.n ?? 0;
    if (n === 0) throw new Error('there are fewer events than the round needs');
    applied += n;
  }
}

async function update(clients: readonly pg.Client[], count: number, calls: number): Promise<void> {
  let next = 0;
  await Promise.all(clients.map(async (client) => {
    while (next < count) {
      const execution = `execution-${(next++ * 7919) % calls}`;
      await client.query({ name: 'bare', text: BARE, values: [execution, 'in-progress'] });
    }
  }));
}
