// The merge in pieces: how far it is, what a crash between or inside pieces leaves, and what ends it. Cast: Ada, who
// uploads a file of eight lines; pieces of three.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { withClient } from '../../support/server.ts';
import { TOKEN, aTenantWith, accounting, inChunksOf, mergeAll, mergeChunk, people, stageFile } from './import.ts';
import type { Line } from './merge-model.ts';

let database: TestDatabase;
let client: pg.Client;

const connect = async (): Promise<pg.Client> => {
  const other = new pg.Client({ connectionString: database.definerUrl });
  other.on('error', () => undefined); // one of them is cut off below
  await other.connect();
  await other.query("select set_config('app.session_token', $1, false)", [TOKEN]);
  return other;
};

beforeEach(async () => {
  database = await testDatabase();
  client = await connect();
  await client.query('begin');
  await aTenantWith(client, { people: [{ number: '+15550100001', name: '+15550100001', email: null, company: 'Old', tags: [], deleted: false }], optedOut: ['+15550100009'] });
  await inChunksOf(client, 3);
  await client.query('commit');
});

afterEach(async () => {
  await expectInvariants(client);
  await client.end();
  await database.drop();
});

const line = (phone: string | null, more: Partial<Line> = {}): Line => ({ name: null, phone, email: null, company: null, parseError: null, ...more });
const FILE: readonly Line[] = [
  line('+15550100001', { name: 'Eve', company: 'New' }), // fills in the name, keeps the company
  line(null),
  line('+1 555 010 0002', { name: 'Mallory' }),
  line('+15550100002', { name: 'Mallory again' }), // first row wins, across pieces
  line('9.19E+11', { name: 'Destroyed' }),
  line('+15550100009', { name: 'Opted out' }),
  line('+15550100003', { name: 'Niaj', parseError: 'unclosed_quote' }),
  line('+15550100003'),
];
const RESULT = { status: 'done', lines_read: 8, counts: { inserted: 2, updated: 1, unchanged: 0, duplicate_in_file: 1, rejected: 2, suppressed: 1, blank: 1 } };
const PEOPLE = [
  { number: '+15550100001', name: 'Eve', email: null, company: 'Old', tags: ['spring'], deleted: false },
  { number: '+15550100002', name: 'Mallory', email: null, company: null, tags: ['spring'], deleted: false },
  { number: '+15550100003', name: '+15550100003', email: null, company: null, tags: ['spring'], deleted: false },
];

const progress = async (id: string): Promise<unknown> =>
  (await client.query('select i.status, i.merged_to_line as line, i.inserted + i.updated + i.unchanged + i.duplicate_in_file + i.rejected + i.suppressed + i.blank as lines from public.contact_imports i where i.id = $1', [id])).rows[0];

it('goes on where the piece before it has stopped, and is done when no line is left', async () => {
  const id = await stageFile(client, FILE, ['spring'], 'fill');
  expect(await progress(id)).toEqual({ status: 'merging', line: 0, lines: 0 });
  const seen = [];
  while (await mergeChunk(client, id)) seen.push(await progress(id));
  expect(seen).toEqual([
    { status: 'merging', line: 4, lines: 3 }, // the first line of a file is its header
    { status: 'merging', line: 7, lines: 6 },
    { status: 'merging', line: 9, lines: 8 },
  ]);
  expect(await accounting(client, id)).toEqual(RESULT);
  expect(await people(client)).toEqual(PEOPLE);
  expect(await mergeChunk(client, id)).toBe(false); // and asking again is harmless
});

it('reports every line that became no contact, with its reason', async () => {
  const id = await stageFile(client, FILE, ['spring'], 'fill');
  await mergeAll(client, id);
  const report = await client.query('select r.line_number as line, r.kind, r.reason from public.contact_import_rejects r where r.import_id = $1 order by 1', [id]);
  expect(report.rows).toEqual([
    { line: 5, kind: 'duplicate_in_file', reason: 'duplicate_in_file' },
    { line: 6, kind: 'rejected', reason: 'phone_destroyed_by_spreadsheet' },
    { line: 7, kind: 'suppressed', reason: 'opted_out' },
    { line: 8, kind: 'rejected', reason: 'unclosed_quote' },
  ]);
});

it('overwrites what a line says and keeps what it leaves out, the name too', async () => {
  await mergeAll(client, await stageFile(client, [line('+15550100001', { name: 'Eve', email: 'eve@test.example' })], [], 'overwrite'));
  await mergeAll(client, await stageFile(client, [line('+15550100001', { company: 'New' })], [], 'overwrite'));
  expect(await people(client)).toEqual([{ number: '+15550100001', name: 'Eve', email: 'eve@test.example', company: 'New', tags: [], deleted: false }]);
});

describe('a crash', () => {
  it.each([0, 2])('after %i pieces loses nothing and doubles nothing', async (pieces) => {
    const id = await stageFile(client, FILE, ['spring'], 'fill');
    for (let i = 0; i < pieces; i++) await mergeChunk(client, id);
    const dying = await connect();
    const pid = (await dying.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
    await dying.query('begin');
    await mergeChunk(dying, id); // a piece that is merged and never committed
    await withClient(database.ownerUrl, (owner) => owner.query('select pg_terminate_backend($1)', [pid]));
    await mergeAll(client, id); // waits for the lock of the dying one, if need be
    expect(await accounting(client, id)).toEqual(RESULT);
    expect(await people(client)).toEqual(PEOPLE);
    await dying.end().catch(() => undefined);
  });

  it('of the server, which empties the staging, fails the import and says why; the file again is safe', async () => {
    const id = await stageFile(client, FILE, ['spring'], 'fill');
    await mergeChunk(client, id);
    await client.query('delete from api.contact_import_rows'); // what recovery does to an unlogged table
    expect(await mergeChunk(client, id)).toBe(false);
    expect((await client.query('select i.status, i.failure_reason from public.contact_imports i')).rows).toEqual([{ status: 'failed', failure_reason: 'staging_lost' }]);

    const again = await stageFile(client, FILE, ['spring'], 'fill');
    await mergeAll(client, again);
    const { counts } = await accounting(client, again);
    expect(counts).toEqual({ ...RESULT.counts, inserted: 1, updated: 0, unchanged: 2 });
    expect(await people(client)).toEqual(PEOPLE);
  });
});

it('merges each piece once when two jobs work on one import', async () => {
  const id = await stageFile(client, FILE, ['spring'], 'fill');
  const other = await connect();
  await Promise.all([mergeAll(client, id), mergeAll(other, id)]);
  expect(await accounting(client, id)).toEqual(RESULT);
  expect(await people(client)).toEqual(PEOPLE);
  await other.end();
});

describe('api.begin_contact_import', () => {
  it('refuses a second file while one is being imported', async () => {
    const id = await stageFile(client, FILE, [], 'fill');
    await expect(stageFile(client, FILE, [], 'fill')).rejects.toMatchObject({ code: 'VC409', message: 'import_running' });
    await mergeAll(client, id);
    await mergeAll(client, await stageFile(client, FILE, [], 'fill'));
  });

  it('gives up an upload that never ended, with the lines it has left', async () => {
    const begun = await client.query<{ id: string }>("select i.id from api.begin_contact_import('people.csv', 'hash') i");
    await client.query('insert into api.contact_import_rows (import_id, line_number) values ($1, 2)', [begun.rows[0]?.id]);
    const later = (minutes: number): Promise<unknown> => client.query("select api.begin_contact_import('people.csv', 'hash', p_now => now() + $1 * interval '1 minute')", [minutes]);
    await expect(later(14)).rejects.toMatchObject({ message: 'import_running' });
    await later(16);
    const imports = await client.query('select i.status, i.failure_reason from public.contact_imports i order by i.created_at');
    expect(imports.rows).toEqual([{ status: 'failed', failure_reason: 'upload_interrupted' }, { status: 'uploading', failure_reason: null }]);
    expect((await client.query('select from api.contact_import_rows')).rowCount).toBe(0);
  });
});

it('a file that could not be read ends without a contact and leaves no line behind', async () => {
  const begun = await client.query<{ id: string }>("select i.id from api.begin_contact_import('people.csv', 'hash') i");
  await client.query('insert into api.contact_import_rows (import_id, line_number) values ($1, 2)', [begun.rows[0]?.id]);
  const ended = await client.query("select i.status, i.failure_reason from api.finish_contact_import($1, 1, 'not a text file') i", [begun.rows[0]?.id]);
  expect(ended.rows).toEqual([{ status: 'failed', failure_reason: 'not a text file' }]);
  expect((await client.query('select from api.contact_import_rows')).rowCount).toBe(0);
  await expect(client.query('select api.finish_contact_import($1, 1)', [begun.rows[0]?.id])).rejects.toMatchObject({ code: 'VC404', message: 'import_not_found' });
});
