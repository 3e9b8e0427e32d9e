// Contacts imported per second, from the bytes of a file to the last merged portion, with duplicates, bad numbers and opt-outs in it, against
// INSERT … SELECT of as many rows into a table with the same columns and a primary key only.
import { readContactFile } from '@callgres/api/csv/contact-file';
import { openStaging } from '@callgres/api/http/staging';
import type pg from 'pg';
import { type Row, median, rate, ratioOf } from './figures.ts';
import type { BenchServer } from './server.ts';

const PORTION = 1000;
const UTF8 = { encoding: 'utf-8', markLength: 0, refused: null } as const;

/** One line in twenty repeats a number, one in fifty has none, one in a hundred is opted out (numbers reserved for fiction). */
// eslint-disable-next-line @typescript-eslint/require-await -- a stream whose pieces are all there
async function* file(count: number, from: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('Name,Phone,E-Mail,Company,City,Country\n');
  for (let at = 0; at < count; at += PORTION) {
    let text = '';
    for (let i = at; i < Math.min(count, at + PORTION); i++) {
      const phone = i % 50 === 7 ? 'none' : `+1555${String(from + (i % 20 === 3 ? i - 1 : i)).padStart(9, '0')}`;
      text += `Person ${i},${phone},p${i}@example.test,"Company ${i % 1000}",Leeds,GB\n`;
    }
    yield Buffer.from(text);
  }
}

/** Seconds of one import of `count` lines. */
async function imported(client: pg.Client, url: string, count: number, from: number): Promise<number> {
  const staging = openStaging(url, 1);
  const began = performance.now();
  const { rows } = await client.query<{ id: string }>("select i.id from api.begin_contact_import('bench.csv', $1) i", [String(from)]);
  const id = rows[0]?.id ?? '';
  const read = readContactFile(file(count, from), UTF8);
  await client.query('select api.finish_contact_import($1, $2)', [id, await staging.copy(id, await read.next(), read)]);
  for (let more = true; more;) more = (await client.query<{ more: boolean }>('select public.merge_contact_import_chunk($1) as more', [id])).rows[0]?.more === true;
  const seconds = (performance.now() - began) / 1000;
  await staging.close();
  const done = await client.query<{ status: string; inserted: number }>('select status, inserted from public.contact_imports where id = $1', [id]);
  if (done.rows[0]?.status !== 'done' || done.rows[0].inserted < count * 0.9) throw new Error(`the import ended as ${JSON.stringify(done.rows)}`);
  return seconds;
}

async function anchored(client: pg.Client, count: number, from: number): Promise<number> {
  const began = performance.now();
  await client.query(
    `insert into public.bench_contacts
     select public.uuid_generate_v4(), s.user_id, 'Person ' || g, '+1555' || lpad((g + $2)::text, 9, '0'), 'p' || g || '@example.test', 'Company ' || g % 1000, null, false, 'bulk_upload', null,
       false, 0, 0, 0, '{}', null, 'Leeds', 'GB', null, null, null, now(), now()
     from generate_series(1, $1) g, (select id as user_id from public.users limit 1) s`, [count, from]);
  return (performance.now() - began) / 1000;
}

export async function benchImports(server: BenchServer, sizes: readonly number[], rounds: number, say: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) {
    await using database = await server.database('nothing', {});
    const client = await database.open();
    await client.query(`insert into public.users (id, email, name) values (md5('ada')::uuid, 'ada@example.test', 'Ada');
      insert into public.user_sessions (user_id, token, expires_at) values (md5('ada')::uuid, encode(sha256(convert_to('bench', 'UTF8')), 'hex'), now() + interval '1 day');
      insert into public.do_not_call (user_id, phone_number) select md5('ada')::uuid, '+1555' || lpad((g * 100)::text, 9, '0') from generate_series(1, 10000) g;
      select set_config('app.session_token', 'bench', false);
      create table public.bench_contacts (like public.contacts); alter table public.bench_contacts add primary key (id)`);
    const times: { product: number; anchor: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      await client.query('vacuum analyze');
      await client.query('checkpoint');
      const from = 10_000_000 * (round + 1);
      const product = await imported(client, database.url, size, from);
      const anchor = await anchored(client, size, from);
      times.push({ product, anchor });
      say(`  ${size.toLocaleString('en')} lines: ${product.toFixed(1)} s, ${rate(size / product)}; plain insert ${rate(size / anchor)}`);
    }
    const seconds = median(times.map((t) => t.product));
    const bar = size <= 100_000 ? 10 : 60;
    rows.push({
      metric: `import of ${size.toLocaleString('en')} lines, staged and merged`, size: 'one tenant, 1 in 20 a duplicate, 1 in 50 without number', product: rate(size / seconds),
      anchor: `plain INSERT ${rate(median(times.map((t) => size / t.anchor)))}`, ratio: ratioOf(times.map((t) => t.anchor / t.product)), value: `${seconds.toFixed(1)} s`, bar: `≤ ${bar} s`, reached: seconds <= bar,
    });
  }
  return rows;
}
