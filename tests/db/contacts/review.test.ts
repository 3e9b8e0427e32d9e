// An import that is looked at first: what it would do is what it does; it can be cancelled at any moment, and undone afterwards.
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mutate, seedOf } from '../../properties/stage.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { TOKEN, accounting, aTenantWith, inChunksOf, mergeAll, mergeChunk, people, stageFile } from './import.ts';
import type { Line, Person, Policy, World } from './merge-model.ts';

const RUNS = Number(process.env['REVIEWS'] ?? 60);
let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const value = async <T>(text: string, values: unknown[] = []): Promise<T> => Object.values((await client.query<Record<string, unknown>>(text, values)).rows[0] ?? {})[0] as T;
const statusOf = (id: string): Promise<string> => value('select status from public.contact_imports where id = $1', [id]);
const staged = (id: string): Promise<number> => value('select count(*)::integer from api.contact_import_rows where import_id = $1', [id]);
const PEOPLE: Person[] = [
  { number: '+15550100001', name: '+15550100001', email: null, company: 'Old', tags: [], deleted: false },
  { number: '+15550100002', name: 'Bob', email: 'bob@test.example', company: null, tags: ['a'], deleted: true },
];
const line = (phone: string | null, more: Partial<Line> = {}): Line => ({ name: null, phone, email: null, company: null, parseError: null, ...more });
const FILE: Line[] = [
  line('+15550100001', { name: 'Eve', company: 'New' }), line('+15550100002', { name: 'Robert' }), line('+15550100003', { name: 'Cyd' }), line('+15550100003', { name: 'Cyd again' }),
  line('none'), line('+15550100009'), line(null), line('+15550100004', { name: 'Dee' }),
];

/** Inside a transaction that is thrown away; all of its statements have one now(). */
async function trial(world: World, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await aTenantWith(client, world);
    await work();
    await expectInvariants(client);
  } finally {
    await client.query('rollback');
  }
}
async function checked(lines: readonly Line[], tags: readonly string[] = [], policy: Policy = 'fill'): Promise<string> {
  const id = await stageFile(client, lines, tags, policy, true);
  expect(await statusOf(id)).toBe('checking');
  expect(await value('select public.check_contact_import($1)', [id])).toBe(false);
  return id;
}
const WORLD: World = { people: PEOPLE, optedOut: ['+15550100009'] };

it('says what it would do under each policy, and changes nothing', async () => {
  await trial(WORLD, async () => {
    const before = await people(client);
    const id = await checked(FILE);
    expect(await people(client)).toEqual(before);
    expect(await accounting(client, id)).toMatchObject({ status: 'ready', counts: { inserted: 2, updated: 2, unchanged: 0, duplicate_in_file: 1, rejected: 1, suppressed: 1, blank: 1 } });
    expect((await client.query('select policy, inserted, updated, unchanged from public.contact_import_forecasts where import_id = $1 order by policy', [id])).rows).toEqual([
      { policy: 'fill', inserted: 2, updated: 2, unchanged: 0 }, { policy: 'overwrite', inserted: 2, updated: 2, unchanged: 0 }, { policy: 'skip', inserted: 2, updated: 1, unchanged: 1 },
    ]);
    expect(await value('select count(*)::integer from public.contact_import_rejects where import_id = $1', [id])).toBe(3);
  });
});

const anyText = fc.constantFrom(null, 'A', 'B');
const anyNumber = fc.constantFrom('+15550100001', '+15550100002', '+15550100003', '+15550100004');
const anyLine: fc.Arbitrary<Line> = fc.record({ phone: fc.oneof(anyNumber, fc.constantFrom(null, 'none')), name: anyText, email: anyText, company: anyText, parseError: fc.constant(null) });
const anyPerson: fc.Arbitrary<Person> = fc.record({ number: anyNumber, name: fc.constantFrom('A', 'B'), email: anyText, company: anyText, tags: fc.constantFrom<string[]>([], ['t']), deleted: fc.boolean() });

it('does what it said, for any file, contacts, tags and policy', { timeout: 120_000 }, async () => {
  const seed = seedOf('reviews');
  await inChunksOf(client, 3);
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyLine, { maxLength: 9 }), fc.uniqueArray(anyPerson, { selector: (person) => person.number }), fc.constantFrom<string[]>([], ['t']), fc.constantFrom<Policy>('skip', 'fill', 'overwrite'),
      async (lines, known, tags, policy) => trial({ people: known, optedOut: ['+15550100004'] }, async () => {
        const id = await checked(lines, tags, 'fill');
        const forecast = (await client.query<{ inserted: number; updated: number; unchanged: number }>('select inserted, updated, unchanged from public.contact_import_forecasts where import_id = $1 and policy = $2', [id, policy])).rows[0] ?? { inserted: 0, updated: 0, unchanged: 0 };
        const { counts: before } = await accounting(client, id);
        await client.query('select api.start_contact_import($1, $2)', [id, policy]);
        await mergeAll(client, id);
        expect(await accounting(client, id)).toEqual({ status: 'done', lines_read: lines.length, counts: { ...before, ...forecast } });
      })),
    { numRuns: RUNS, seed },
  );
});

it('control: a forecast that counts new people as changed ones is found', async () => {
  await trial(WORLD, async () => {
    await mutate(client, 'public.forecast_contact_import', [['c.id is not null and (', '(']]);
    const id = await checked(FILE);
    expect((await client.query("select updated, unchanged from public.contact_import_forecasts where import_id = $1 and policy = 'overwrite'", [id])).rows).not.toEqual([{ updated: 2, unchanged: 0 }]);
  });
});

it('keeps nothing when it is cancelled before it began, and whole portions when under way', async () => {
  await trial(WORLD, async () => {
    const waiting = await checked(FILE);
    await client.query('select api.cancel_contact_import($1)', [waiting]);
    expect(await accounting(client, waiting)).toMatchObject({ status: 'cancelled', counts: { inserted: 0, updated: 0, rejected: 1 } });
    expect(await staged(waiting)).toBe(0);

    await inChunksOf(client, 3);
    const running = await checked(FILE);
    await client.query('select api.start_contact_import($1)', [running]);
    expect(await mergeChunk(client, running)).toBe(true);
    await client.query('select api.cancel_contact_import($1)', [running]);
    expect(await mergeChunk(client, running)).toBe(false);
    expect(await accounting(client, running)).toMatchObject({ status: 'cancelled', counts: { inserted: 1, updated: 2, unchanged: 0 } });
    expect([await staged(running), await value('select count(*)::integer from public.contact_import_numbers')]).toEqual([0, 0]);
    await client.query('select api.undo_contact_import($1)', [running]);
    while (await value<boolean>('select public.undo_contact_import_chunk($1)', [running]));
    expect((await people(client)).map(({ number, deleted }) => [number, deleted])).toEqual([['+15550100001', false], ['+15550100002', true], ['+15550100003', true]]);
  });
});

it('is refused a second beginning, another running beside it, and what is past', async () => {
  await trial(WORLD, async () => {
    const attempt = async (text: string, values: unknown[]): Promise<string> => {
      await client.query('savepoint s');
      const message = await client.query(text, values).then(() => 'done', (error: unknown) => (error as Error).message);
      await client.query('rollback to savepoint s');
      return message;
    };
    const first = await checked(FILE);
    const second = await checked(FILE.slice(0, 2));
    await client.query('select api.start_contact_import($1)', [first]);
    expect(await attempt('select api.start_contact_import($1)', [first])).toBe('import_step_not_allowed');
    expect(await attempt('select api.start_contact_import($1)', [second])).toBe('import_running');
    expect(await attempt('select api.undo_contact_import($1)', [first])).toBe('import_step_not_allowed');
    await mergeAll(client, first);
    expect(await attempt('select api.cancel_contact_import($1)', [first])).toBe('import_step_not_allowed');
    await client.query('select api.start_contact_import($1)', [second]);
    expect(await attempt('select api.undo_contact_import($1)', [first])).toBe('import_running');
    expect(await attempt("select api.start_contact_import($1, null, array[' '])", [second])).toBe('tag_invalid');
    expect(await attempt('select api.start_contact_import(gen_random_uuid())', [])).toBe('import_not_found');
    for (const columns of [['name'], ['phone_number', 'phone_number'], ['phone_number', 'shoe_size'], ['phone_number', 'name', 'name']])
      expect(await attempt("select api.begin_contact_import('x.csv', 'x', p_columns => $1)", [columns])).toBe('import_columns_invalid');
    await mergeAll(client, second);
  });
});

it('ends by itself when nobody goes on with it', async () => {
  await trial(WORLD, async () => {
    const waiting = await checked(FILE);
    expect(await value("select public.expire_contact_imports(now() + interval '23 hours')")).toBe(0);
    expect(await value("select public.expire_contact_imports(now() + interval '25 hours')")).toBe(1);
    expect([await statusOf(waiting), await staged(waiting)]).toEqual(['cancelled', 0]);
    await client.query("select api.begin_contact_import('x.csv', 'x')");
    expect(await value("select public.expire_contact_imports(now() + interval '16 minutes')")).toBe(1);
  });
});

it('fails in words when the server lost the lines before the check', async () => {
  await trial(WORLD, async () => {
    const id = await stageFile(client, FILE, [], 'fill', true);
    await client.query('delete from api.contact_import_rows');
    await client.query('select public.check_contact_import($1)', [id]);
    expect((await client.query('select status, failure_reason from public.contact_imports where id = $1', [id])).rows).toEqual([{ status: 'failed', failure_reason: 'staging_lost' }]);
  });
});

it('takes back whom it made, and leaves whom somebody called, queued or edited since', async () => {
  // Committed, because what comes later must be later by the clock.
  const lines = Array.from({ length: 12 }, (_, i) => line(`+155501001${String(i).padStart(2, '0')}`, { name: `P${i}` }));
  const number = (i: number): string => lines[i]?.phone ?? '';
  await client.query('begin');
  const ada = await aTenantWith(client, { people: [], optedOut: [] });
  await client.query("select set_config('app.session_token', $1, false)", [TOKEN]);
  await client.query("update public.system_config set value = '4' where key = 'bulk.chunk_people'");
  const id = await stageFile(client, lines, [], 'fill');
  await mergeAll(client, id);
  await client.query('commit');
  const personOf = (i: number): Promise<string> => value('select id from public.contacts where user_id = $1 and phone_number = $2', [ada, number(i)]);
  await client.query("select api.change_contact($1, p_notes => 'tall')", [await personOf(3)]);
  await client.query("select api.create_follow_up($1, (now() + interval '2 days')::date)", [await personOf(5)]);
  await client.query('update public.contacts set is_customer = true where id = $1', [await personOf(7)]);
  await client.query('select api.undo_contact_import($1)', [id]);
  let portions = 0;
  while (await value<boolean>('select public.undo_contact_import_chunk($1)', [id])) portions++;
  expect(portions).toBe(3);
  expect((await client.query('select status, inserted, undone, kept_in_use, kept_edited from public.contact_imports where id = $1', [id])).rows).toEqual([
    { status: 'undone', inserted: 12, undone: 9, kept_in_use: 2, kept_edited: 1 }]);
  expect((await people(client)).filter((person) => !person.deleted).map((person) => person.number)).toEqual([3, 5, 7].map(number));
  // The same file again brings them back, as its own: it can be undone as well.
  await client.query('begin');
  const again = await stageFile(client, lines, [], 'skip');
  await mergeAll(client, again);
  await client.query('commit');
  expect(await accounting(client, again)).toMatchObject({ status: 'done', counts: { inserted: 0, updated: 9, unchanged: 3 } });
  await client.query('select api.undo_contact_import($1)', [again]);
  while (await value<boolean>('select public.undo_contact_import_chunk($1)', [again]));
  expect((await people(client)).filter((person) => !person.deleted)).toHaveLength(3);
  await expectInvariants(client);
});
