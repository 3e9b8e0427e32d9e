// Any file, any directory, any policy, any size of chunk: the merge does what the model of merge-model.ts does, every
// line is in exactly one of the seven counts, and the same file again changes nothing.
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { aTenantWith, accounting, inChunksOf, mergeAll, people, stageFile } from './import.ts';
import { type Line, type Person, type Policy, type World, importFile } from './merge-model.ts';

const RUNS = 60;
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  process.stdout.write(`public.merge_contact_lines: SEED=${seed}\n`);
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const NUMBERS = ['+15550100001', '+15550100002', '+15550100003', '+15550100004', '+447700900123'];
const number = fc.constantFrom(...NUMBERS);
/** The same number as different people write it. */
const notation = number.chain((n) => fc.constantFrom(n, ` ${n} `, `00${n.slice(1)}`, `${n.slice(0, 3)} (${n.slice(3, 6)}) ${n.slice(6)}`, `${n.slice(0, 5)}-${n.slice(5)}`));
const cell = (...texts: string[]): fc.Arbitrary<string | null> => fc.option(fc.constantFrom(...texts), { nil: null });

const line: fc.Arbitrary<Line> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ name: cell('Ada', 'Bo', 'Eve'), phone: notation, email: cell('a@test.example', 'b@test.example'), company: cell('Acme', 'Birch'), parseError: fc.constant(null) }) },
  { weight: 2, arbitrary: fc.record({ name: cell('Ada'), phone: cell('none', '9.19E+11', '12', '07700 900123'), email: fc.constant('a@test.example'), company: fc.constant(null), parseError: fc.constant(null) }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('x'.repeat(256)), phone: notation, email: fc.constant(null), company: fc.constant(null), parseError: fc.constant(null) }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant(null), phone: cell('+15550100001'), email: fc.constant(null), company: fc.constant(null), parseError: fc.constant('unclosed_quote') }) },
  { weight: 2, arbitrary: fc.constant<Line>({ name: null, phone: null, email: null, company: null, parseError: null }) },
);

const tags = fc.uniqueArray(fc.constantFrom('new', 'vip', 'spring'), { maxLength: 2 }).map((some) => some.sort());
const person: fc.Arbitrary<Person> = fc.record({ number, name: fc.constantFrom('Old', 'Ada', ''), email: cell('old@test.example', 'a@test.example'), company: cell('Acme', 'Old'), tags, deleted: fc.boolean() })
  .map((one) => ({ ...one, name: one.name === '' ? one.number : one.name }));
const world: fc.Arbitrary<World> = fc.record({
  people: fc.uniqueArray(person, { selector: (one) => one.number, maxLength: 4 }),
  optedOut: fc.uniqueArray(number, { maxLength: 1 }),
});
const policy = fc.constantFrom<Policy>('skip', 'fill', 'overwrite');

/** Imports a file in a transaction that is rolled back, and hands over what there is to see. */
async function inTransaction(check: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await check();
  } finally {
    await client.query('rollback');
  }
}

const total = (counts: object): number => Object.values(counts).reduce<number>((sum, n) => sum + Number(n), 0);

it('does what the model does, and the same file again leaves everybody as they are', async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.array(line, { maxLength: 14 }), tags, policy, fc.constantFrom(1, 3, 100), (before, lines, fileTags, how, chunk) =>
      inTransaction(async () => {
        await aTenantWith(client, before);
        await inChunksOf(client, chunk);
        const wanted = importFile(before, lines, fileTags, how);

        const first = await stageFile(client, lines, fileTags, how);
        expect(await mergeAll(client, first)).toBe(Math.ceil(lines.length / chunk));
        expect(await accounting(client, first)).toEqual({ status: 'done', lines_read: lines.length, counts: wanted.counts });
        expect(total(wanted.counts)).toBe(lines.length);
        expect(await people(client)).toEqual(wanted.people);

        const again = await stageFile(client, lines, fileTags, how);
        await mergeAll(client, again);
        const { counts } = await accounting(client, again);
        expect(counts).toEqual({ ...wanted.counts, inserted: 0, updated: 0, unchanged: wanted.counts.inserted + wanted.counts.updated + wanted.counts.unchanged });
        expect(await people(client)).toEqual(wanted.people);
        await expectInvariants(client);
      })),
    { numRuns: RUNS, seed },
  );
});

it('is told from a merge that forgets a rule, so the model is no echo', async () => {
  const broken = (await client.query<{ source: string }>("select pg_get_functiondef('public.judge_contact_lines'::regproc) as source")).rows[0]?.source
    .replace("when l.nth > 1 or exists", 'when exists'); // "first row wins" inside a chunk
  await inTransaction(async () => {
    await aTenantWith(client, { people: [], optedOut: ['+15550100001'] });
    await client.query(broken ?? '');
    const twice: Line[] = [1, 2].map(() => ({ name: 'Eve', phone: '+15550100001', email: null, company: null, parseError: null }));
    const id = await stageFile(client, twice, [], 'fill');
    await mergeAll(client, id);
    expect((await accounting(client, id)).counts).not.toEqual(importFile({ people: [], optedOut: ['+15550100001'] }, twice, [], 'fill').counts);
  });
});
