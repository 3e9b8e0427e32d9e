// Claims per second with every rule on, against a naked SKIP LOCKED dequeue of the same table on the same server.
//
// Both take batches of 50 on one connection, turn by turn, so that whatever else the machine does meets both. What
// was taken is put back between batches (not timed), so the queue keeps its size.
import type pg from 'pg';
import { type Row, median, rate, ratioOf } from './figures.ts';
import { type BenchServer, readSql } from './server.ts';

const BATCH = 50;
const WORKER = '00000000-0000-0000-0000-000000000001';

// The reference's own "next call" query, made safe for several workers and nothing else.
const NAKED = {
  name: 'naked',
  text: `with picked as materialized (
      select q.id from public.call_queue q
      where q.status = 'pending'
      order by q.priority desc, q.scheduled_for
      limit ${BATCH} for update skip locked
    ),
    taken as (
      update public.call_queue q set status = 'processing', processing_started_at = now()
      from picked p where q.id = p.id returning 1
    )
    select count(*)::integer as n from taken`,
};
const CLAIM = { name: 'claim', text: `select count(*)::integer as n from public.claim_calls($1, ${BATCH})`, values: [WORKER] };

interface Plan { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }

export interface ClaimFigures {
  rows: Row[];
  pages: Map<number, number>;
}

/** `sizes` are queue items; half of them are future, a third of the lanes is closed, tenants are min(10,000, items / 12). */
export async function benchClaims(server: BenchServer, sizes: readonly number[], rounds: number, batches: number, say: (line: string) => void): Promise<ClaimFigures> {
  const rows: Row[] = [];
  const pages = new Map<number, number>();
  for (const items of sizes) {
    const tenants = Math.min(10_000, Math.floor(items / 12));
    say(`claims: filling ${items} items of ${tenants} tenants`);
    await using database = await server.database('seed-queue', { ITEMS: items, TENANTS: tenants });
    const cell = await measure(database.open, rounds, batches, say);
    rows.push({
      metric: 'claims, batches of 50, every rule on', size: `${items.toLocaleString('en')} items, ${tenants.toLocaleString('en')} tenants`,
      product: rate(cell.claim), anchor: `naked SKIP LOCKED ${rate(cell.naked)}`, ratio: ratioOf(cell.ratios), value: '', bar: '≥ 0.5', reached: ratioOf(cell.ratios).median >= 0.5,
    });
    pages.set(items, cell.pages);
  }
  return { rows, pages };
}

export function pageRow(pages: ReadonlyMap<number, number>): Row {
  const [least, ...others] = [...pages.entries()];
  const worst = Math.max(1, ...others.map(([, count]) => count / (least?.[1] ?? Number.NaN)));
  return {
    metric: 'pages per claim of 50', size: [...pages.keys()].map((size) => size.toLocaleString('en')).join(' · '), product: [...pages.values()].map(Math.round).join(' · '),
    anchor: 'smallest size', ratio: undefined, value: `**${worst.toFixed(2)}**`, bar: '≤ 1.25', reached: worst <= 1.25, isCount: true,
  };
}

async function measure(open: () => Promise<pg.Client>, rounds: number, batches: number, say: (line: string) => void): Promise<{ claim: number; naked: number; ratios: number[]; pages: number }> {
  const [ours, theirs, janitor] = [await open(), await open(), await open()];
  await theirs.query('set session_replication_role = replica'); // no triggers, no foreign key checks
  const release = await readSql('release');
  const timed = async (client: pg.Client, query: typeof NAKED | typeof CLAIM): Promise<{ taken: number; ms: number }> => {
    const began = performance.now();
    const result = await client.query<{ n: number }>(query);
    const ms = performance.now() - began;
    await janitor.query(release);
    return { taken: result.rows[0]?.n ?? 0, ms };
  };
  const rates: { claim: number; naked: number }[] = [];
  for (let round = -1; round < rounds; round++) { // round -1 warms up caches and plans
    await janitor.query('set session_replication_role = origin');
    await janitor.query('vacuum analyze');
    await janitor.query('checkpoint');
    const sums = { claim: { taken: 0, ms: 0 }, naked: { taken: 0, ms: 0 } };
    for (let batch = 0; batch < batches; batch++)
      for (const [key, client, query] of [['claim', ours, CLAIM], ['naked', theirs, NAKED]] as const) {
        const { taken, ms } = await timed(client, query);
        sums[key].taken += taken;
        sums[key].ms += ms;
      }
    // Nothing taken is no figure: the queue was filled otherwise than the claim wants it.
    if (sums.claim.taken === 0 || sums.naked.taken === 0) throw new Error(`nothing was taken: claim ${String(sums.claim.taken)}, naked ${String(sums.naked.taken)}`);
    const claim = (sums.claim.taken / sums.claim.ms) * 1000;
    const naked = (sums.naked.taken / sums.naked.ms) * 1000;
    if (round >= 0) rates.push({ claim, naked });
    say(`  round ${round}: claim ${rate(claim)}, naked ${rate(naked)}, ratio ${(claim / naked).toFixed(2)}`);
  }
  const counts: number[] = [];
  for (let i = 0; i < 5; i++) {
    const explained = await ours.query<{ 'QUERY PLAN': Plan[] }>(`explain (analyze, buffers, format json) select * from public.claim_calls('${WORKER}', ${BATCH})`);
    const plan = explained.rows[0]?.['QUERY PLAN'][0]?.Plan;
    counts.push((plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0));
    await janitor.query(release);
  }
  return {
    claim: median(rates.map((r) => r.claim)), naked: median(rates.map((r) => r.naked)),
    ratios: rates.map((r) => r.claim / r.naked), pages: median(counts),
  };
}
