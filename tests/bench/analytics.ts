// What exact figures cost: all events on one tenant against events over many, our triggers against the usual row triggers, and the
// dashboard's query against a bare round trip, at two sizes of history, while calls change.
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { callsFor, lives } from './events.ts';
import { type Row, median, rate, ratioOf } from './figures.ts';
import { type BenchServer, readSql } from './server.ts';

/** Events of a single tenant's agents lock the same rows of the rollups again and again; that must not cost. */
export async function benchOneTenant(server: BenchServer, rounds: number, perRound: number, say: (line: string) => void): Promise<Row> {
  const calls = callsFor(rounds, perRound);
  say(`one tenant: filling ${calls} calls twice`);
  await using spreadOut = await server.database('seed-calls', { CALLS: calls, TENANTS: 500 });
  await using alone = await server.database('seed-calls', { CALLS: calls, TENANTS: 1 });
  const [spread, one] = [await spreadOut.open(), await alone.open()];
  const [liveSpread, liveAlone] = [lives([spread, await spreadOut.open()]), lives([one, await alone.open()])];
  const rounded: { spread: number; one: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    for (const client of [spread, one]) await client.query('vacuum analyze');
    await spread.query('checkpoint');
    const figures = { spread: await liveSpread(perRound), one: await liveAlone(perRound) };
    if (round >= 0) rounded.push(figures);
    say(`  round ${round}: ${rate(figures.one)} on one tenant, ${rate(figures.spread)} over 500`);
  }
  const ratio = ratioOf(rounded.map((r) => r.one / r.spread));
  return {
    metric: 'events applied, all on one tenant', size: `whole lives of ${perRound.toLocaleString('en')} calls a round, 1 and 500 tenants`,
    product: rate(median(rounded.map((r) => r.one))), anchor: `over 500 tenants ${rate(median(rounded.map((r) => r.spread)))}`, ratio, value: '', bar: '≥ 0.8', reached: ratio.median >= 0.8,
  };
}

/** The same events with row triggers that count the day anew, without and with a refresh of the summary; printed only. */
export async function benchRowTriggers(server: BenchServer, rounds: number, perRound: number, say: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const perDay of [1000, 20_000]) {
    const calls = Math.max(2 * perDay, callsFor(rounds, perRound));
    say(`row triggers: filling ${calls} calls of two agents and one day twice`);
    await using ours = await server.database('seed-calls', { CALLS: calls, TENANTS: 1 });
    await using theirs = await server.database('seed-calls', { CALLS: calls, TENANTS: 1 });
    const [product, usual] = [await ours.open(), await theirs.open()];
    await usual.query(await readSql('row-triggers'));
    const [liveProduct, liveUsual] = [lives([product, await ours.open()]), lives([usual, await theirs.open()])];
    const few = Math.ceil(perRound / 15); // they are that slow
    const counted: number[] = [];
    const refreshed: number[] = [];
    const exact: number[] = [];
    for (let round = 0; round < rounds; round++) {
      exact.push(await liveProduct(perRound));
      counted.push(await liveUsual(few));
    }
    await usual.query(await readSql('row-triggers-refresh'));
    for (let round = 0; round < rounds; round++) refreshed.push(await liveUsual(few));
    say(`  ${calls / 2} calls per agent and day: ${rate(median(exact))}, counted anew ${rate(median(counted))}, and refreshed ${rate(median(refreshed))}`);
    const size = `${(calls / 2).toLocaleString('en')} calls per agent and day`;
    rows.push(
      { metric: 'events against row triggers that count the day anew', size, product: rate(median(exact)), anchor: rate(median(counted)), ratio: ratioOf(exact.map((each, n) => each / (counted[n] ?? Number.NaN))), value: '', bar: 'printed', reached: undefined },
      { metric: 'events against row triggers that also refresh the summary', size, product: rate(median(exact)), anchor: rate(median(refreshed)), ratio: ratioOf(exact.map((each, n) => each / (refreshed[n] ?? Number.NaN))), value: '', bar: 'printed', reached: undefined },
    );
  }
  return rows;
}

const QUERIES = {
  'figures of 30 days beside the 30 before': 'select * from api.compare_periods($1, $2)',
  days: 'select * from api.list_days($1, $2)',
  agents: 'select * from api.list_agent_figures($1, $2)',
  hours: 'select * from api.list_hours($1, $2)',
} as const;

interface Latencies { query: number; trip: number }

/** 95th percentiles in ms of a query and of a bare round trip, turn by turn on one connection. */
async function latencies(client: pg.Client, name: string, text: string, values: readonly string[], runs: number): Promise<Latencies> {
  const query: number[] = [];
  const trip: number[] = [];
  const timed = async (into: number[], statement: pg.QueryConfig): Promise<void> => {
    const began = performance.now();
    await client.query(statement);
    into.push(performance.now() - began);
  };
  for (let run = 0; run < runs; run++) {
    await timed(query, { name, text, values: [...values] });
    await timed(trip, { name: 'trip', text: 'select 1' });
  }
  const p95 = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
  return { query: p95(query), trip: p95(trip) };
}

/** As a signed-in person, after the hourly jobs, while today's calls of the same tenant change twenty times a second. */
async function asPerson<T>(server: BenchServer, calls: number, work: (client: pg.Client) => Promise<T>): Promise<T> {
  await using database = await server.database('seed-history', { CALLS: calls });
  const [person, writer] = [await database.open(), await database.open()];
  await person.query("set role app_user; select set_config('app.session_token', 'bench', false)");
  await writer.query('select public.refresh_user_kpi_summary()');
  await writer.query('select public.fill_dashboard_cache()');
  const { rows: today } = await writer.query<{ id: string }>("select c.id from public.calls c where c.user_id = md5('user0')::uuid and c.local_date = (now() at time zone 'Asia/Kolkata')::date");
  const run = { on: true };
  const events = (async () => {
    for (let changes = 0; run.on; changes++) {
      await writer.query({ name: 'change', text: 'update public.calls set duration_seconds = duration_seconds + 1 where id = $1', values: [today[changes % today.length]?.id] });
      await pause(50);
    }
  })();
  try {
    return await work(person);
  } finally {
    run.on = false;
    await events;
  }
}

export async function benchDashboard(server: BenchServer, sizes: readonly number[], rounds: number, runs: number, say: (line: string) => void): Promise<Row[]> {
  const bySize = new Map<number, Map<string, Latencies[]>>();
  for (const calls of sizes) {
    say(`dashboard: filling ${calls.toLocaleString('en')} calls`);
    await asPerson(server, calls, async (person) => {
      const found = new Map<string, Latencies[]>();
      const { rows: [period] } = await person.query<{ from: string; to: string }>('select (t.today - 29)::text as from, t.today::text as to from public.require_today(now()) as t (today)');
      const values = [period?.from ?? '', period?.to ?? ''];
      for (const [name, text] of Object.entries(QUERIES)) {
        await latencies(person, name, text, values, 100);
        const rounded: Latencies[] = [];
        for (let round = 0; round < rounds; round++) rounded.push(await latencies(person, name, text, values, runs));
        found.set(name, rounded);
        say(`  ${name}: p95 ${median(rounded.map((r) => r.query)).toFixed(2)} ms, bare round trip ${median(rounded.map((r) => r.trip)).toFixed(2)} ms`);
      }
      bySize.set(calls, found);
    });
  }
  const names = Object.keys(QUERIES);
  const rows = [...bySize].flatMap(([calls, found]) => names.map((name, place): Row => {
    const rounded = found.get(name) ?? [];
    const ratio = ratioOf(rounded.map((r) => r.query / r.trip));
    const isBar = place === 0;
    return {
      metric: `dashboard, ${name}, p95`, size: `${calls.toLocaleString('en')} calls, 20 agents`, product: `${median(rounded.map((r) => r.query)).toFixed(2)} ms`,
      anchor: `SELECT 1 ${median(rounded.map((r) => r.trip)).toFixed(2)} ms`, ratio, value: '', bar: isBar ? '≤ 3' : 'printed', reached: isBar ? ratio.median <= 3 : undefined,
    };
  }));
  const [small, large] = [sizes[0] ?? 0, sizes.at(-1) ?? 0].map((calls) => (bySize.get(calls)?.get(names[0] ?? '') ?? []).map((r) => r.query / r.trip));
  const flat = median(large ?? []) / median(small ?? []);
  rows.push({
    metric: 'dashboard, the same at the largest against the smallest history', size: sizes.map((calls) => calls.toLocaleString('en')).join(' · '), product: median(large ?? []).toFixed(2), anchor: median(small ?? []).toFixed(2),
    ratio: undefined, value: `**${flat.toFixed(2)}**`, bar: '≤ 1.2', reached: flat <= 1.2,
  });
  return rows;
}
