// npm run bench: the product against an anchor, in one run, as a ratio.
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchDashboard, benchOneTenant, benchRowTriggers } from './analytics.ts';
import { benchClaims, pageRow } from './claim.ts';
import { benchEvents } from './events.ts';
import { benchImports } from './imports.ts';
import { type Row, toMarkdown } from './figures.ts';
import { type BenchServer, measureCommit, startBenchServer } from './server.ts';

const HELP = `npm run bench [-- options]: measures claims, events, imports and dashboards, each against an anchor in the same run.

  --sizes N,N,…   queue sizes (default 10000,100000,1000000)
  --rounds N      rounds of each cell, at least 5 for a figure (default 5)
  --only WHAT     claims, events, imports or analytics
  --smoke         small sizes and counts only: fails when the pages per claim grow with the queue; for .ci/run
  --save          write docs/benchmarks/latest.md and latest.json
  --help          this text

A server of its own is started with durable settings; it needs about 3 GB of disk for a million items. Ratios are
compared, never absolute rates. Exit code 1 when a bar is missed.
`;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' }, rounds: { type: 'string', default: '5' }, only: { type: 'string' },
    smoke: { type: 'boolean', default: false }, save: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  },
});

async function priceOfCommit(server: BenchServer): Promise<number> {
  await using database = await server.database('nothing', {});
  return await measureCommit(await database.open()); // await: the database goes when this returns
}

async function run(): Promise<boolean> {
  const sizes = values.smoke ? [10_000, 60_000] : values.sizes.split(',').map(Number);
  const rounds = values.smoke ? 1 : Number(values.rounds);
  const say = (line: string): void => { process.stdout.write(`${line}\n`); };
  await using server = await startBenchServer();
  const commitMs = await priceOfCommit(server);
  const about = [
    `PostgreSQL ${server.version}, ${Object.entries(server.settings).map(([key, value]) => `${key}=${value}`).join(', ')}`,
    `${availableParallelism()} cores shared by client and server, load ${loadavg().map((load) => load.toFixed(1)).join(' ')} at the start, one small commit ${commitMs.toFixed(2)} ms`,
    `${rounds} rounds after one to warm up, CHECKPOINT and VACUUM ANALYZE before each, product and anchor turn by turn; the figure is the median of the ratios of the rounds, with the least and the largest`,
    'Repeat with `npm run bench`',
  ];
  for (const line of about) say(line);

  const rows: Row[] = [];
  const wanted = (what: string): boolean => values.only === undefined || values.only === what;
  if (wanted('claims')) {
    const claims = await benchClaims(server, sizes, rounds, values.smoke ? 10 : 60, say);
    rows.push(...claims.rows, pageRow(claims.pages));
  }
  if (wanted('events')) {
    rows.push(await benchEvents(server, rounds, values.smoke ? 200 : 1200, say));
    rows.push(await benchOneTenant(server, rounds, values.smoke ? 200 : 1200, say));
  }
  if (wanted('imports')) rows.push(...(await benchImports(server, values.smoke ? [5000] : [100_000, 1_000_000], values.smoke ? 1 : Math.min(rounds, 3), say)));
  if (wanted('analytics')) {
    rows.push(...(await benchDashboard(server, values.smoke ? [5000, 20_000] : [100_000, 1_000_000], rounds, values.smoke ? 100 : 1000, say)));
    if (!values.smoke) rows.push(...(await benchRowTriggers(server, rounds, 600, say)));
  }

  const text = toMarkdown('Benchmarks', about, rows);
  say(`\n${text}`);
  if (values.save) {
    const folder = new URL('../../docs/benchmarks/', import.meta.url);
    await mkdir(folder, { recursive: true });
    await writeFile(new URL('latest.md', folder), text);
    await writeFile(new URL('latest.json', folder), `${JSON.stringify({ about, rows }, undefined, 2)}\n`);
  }
  // A smoke run is too short for times: there only counts decide.
  return rows.every((row) => row.reached !== false || (values.smoke && row.isCount !== true));
}

if (values.help) process.stdout.write(HELP);
else process.exitCode = (await run()) ? 0 : 1;
