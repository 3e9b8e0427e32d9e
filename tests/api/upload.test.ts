import { runJobs } from './run-jobs.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Stage, aNumber, aStage, aTenant, told } from './cast.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.end());

const aTab = async (): Promise<Browser> => new Browser(stage.url).signIn(await aTenant(stage));

interface Import {
  id: string;
  status: string;
  lines_read: number;
}
/** Uploads, merges, and returns the import as it ended. */
async function importFile(tab: Browser, body: string | Uint8Array<ArrayBuffer>, query: Record<string, string> = {}) {
  const answer = await tab.upload(body, query);
  expect(answer.status, await answer.clone().text()).toBe(200);
  const begun = (await answer.json()) as Import;
  expect(begun.status).toBe('merging');
  await runJobs(stage.db.workerUrl);
  return tab.api.imports.byId.query({ importId: begun.id });
}
const waiting = async (): Promise<number> => (await stage.sql.query<{ n: number }>('select count(*)::int as n from api.contact_import_rows')).rows[0]?.n ?? -1;

describe('a file of contacts', () => {
  it('becomes contacts, every row accounted for', async () => {
    const tab = await aTab();
    const done = await importFile(tab, [
      'First Name,Last Name,Mobile,Company,Plan',
      `Ada,Lovelace,${aNumber(1)},Engines,Gold`,
      `"Bob ""the"" Builder",,${aNumber(2)},,`,
      'Cyd,,not a number,,',
      `Ada,Again,${aNumber(1)},,`,
      'Broken "quote,,1,,',
      ',,,,',
      `Eve,Shift,${aNumber(3)},x,y,z`,
    ].join('\r\n'));
    expect(done).toMatchObject({ status: 'done', file_name: 'people.csv', lines_read: 7, inserted: 2, duplicate_in_file: 1, rejected: 3, blank: 1, updated: 0, unchanged: 0, suppressed: 0 });
    const people = await tab.api.contacts.list.query({ importId: done.id });
    expect(people.map((person) => person.name)).toEqual(['Ada Lovelace', 'Bob "the" Builder']);
    const rejects = await tab.api.imports.rejects.query({ importId: done.id });
    expect(rejects.map(({ line_number, kind, reason }) => [line_number, kind, reason])).toEqual([
      [4, 'rejected', expect.any(String)], [5, 'duplicate_in_file', expect.any(String)], [6, 'rejected', 'stray_quote'], [8, 'rejected', 'too_many_cells'],
    ]);
    for (const reject of rejects) expect(reject.sentence.length).toBeGreaterThan(10);
    expect(rejects[2]?.raw_text).toContain('Broken "quote');
  });

  it('changes nothing when it comes again', async () => {
    const tab = await aTab();
    const file = `name,phone\nAda,${aNumber(1)}\nBob,${aNumber(2)}\n`;
    await importFile(tab, file);
    expect(await importFile(tab, file)).toMatchObject({ inserted: 0, updated: 0, unchanged: 2, lines_read: 2 });
  });

  it('gives its contacts tags', async () => {
    const tab = await aTab();
    const query = new URLSearchParams([['fileName', 'x.csv'], ['tags', 'spring'], ['tags', 'vip'], ['policy', 'overwrite']]);
    const answer = await tab.fetch(`/upload/contacts?${query.toString()}`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: `phone\n${aNumber(5)}\n` });
    expect(await answer.json()).toMatchObject({ tags: ['spring', 'vip'], policy: 'overwrite', file_name: 'x.csv' });
    await runJobs(stage.db.workerUrl);
    expect(await tab.api.contacts.count.query({ tag: 'vip' })).toBe(1);
  });

  it('with a header only is an import of nothing', async () => {
    expect(await importFile(await aTab(), 'name,phone\n')).toMatchObject({ status: 'done', lines_read: 0 });
  });

  it('of 20,000 rows is accounted for to the last line', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `Person ${i},${i % 10 === 9 ? 'none' : aNumber(i % 8000)},"two\nlines"`);
    const done = await importFile(await aTab(), `name,phone,notes\n${rows.join('\n')}`);
    expect(done).toMatchObject({ status: 'done', lines_read: 20_000, rejected: 2000 });
    expect(done.inserted + done.duplicate_in_file).toBe(18_000);
  }, 60_000);
});

describe('a file that is refused as a whole', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ['empty', '', 'file_is_empty'],
    ['without a telephone column', 'name,email\nAda,a@b.c\n', 'no_phone_column'],
    ['a spreadsheet', new Uint8Array(Buffer.from('PK\x03\x04rest', 'latin1')), 'file_is_no_csv'],
    ['with 100,000 columns', `${'c,'.repeat(100_000)}\n1\n`, 'too_many_columns'],
  ])('is told why and leaves nothing: %s', async (_title, body, key) => {
    const tab = await aTab();
    const answer = await tab.upload(body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ key, hint: expect.stringMatching(/^[A-Z].{20,}\.$/) as string });
    expect(await tab.api.imports.list.query({})).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it('because it is too large', async () => {
    const tab = await aTab();
    const answer = await tab.fetch('/upload/contacts?fileName=x', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: new Blob([new Uint8Array(101 * 1024 * 1024)]).stream(), duplex: 'half' });
    expect([answer.status, ((await answer.json()) as { key: string }).key]).toEqual([413, 'file_too_large']);
    expect(await tab.api.imports.list.query({})).toEqual([]);
  });

  it('does not stand in the way of the next one', async () => {
    const tab = await aTab();
    await tab.upload('name\nAda\n');
    expect(await importFile(tab, `phone\n${aNumber(1)}\n`)).toMatchObject({ inserted: 1 });
  });
});

describe('an upload', () => {
  it('needs a session, our own pages and the content type', async () => {
    expect((await new Browser(stage.url).upload('phone\n1\n')).status).toBe(401);
    const tab = await aTab();
    expect((await tab.fetch('/upload/contacts?fileName=x', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: 'phone\n1\n' })).status).toBe(403);
    expect((await fetch(`${stage.url}/upload/contacts?fileName=x`, { method: 'POST', headers: { 'content-type': 'text/csv', cookie: tab.cookie }, body: 'phone\n1\n' })).status).toBe(403);
  });

  it('refuses what it is not told: a policy or a field that is none', async () => {
    const tab = await aTab();
    expect((await tab.upload('phone\n1\n', { policy: 'erase' })).status).toBe(400);
    expect((await tab.upload('phone\n1\n', { userId: 'x' })).status).toBe(400);
    expect((await tab.fetch('/upload/contacts', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'phone\n1\n' })).status).toBe(400);
  });

  it('waits its turn: one import of a tenant at a time', async () => {
    const tab = await aTab();
    expect((await tab.upload(`phone\n${aNumber(1)}\n`)).status).toBe(200);
    const second = await tab.upload(`phone\n${aNumber(2)}\n`);
    expect([second.status, ((await second.json()) as { key: string }).key]).toEqual([409, 'import_running']);
    await runJobs(stage.db.workerUrl);
  });

  it('that breaks off leaves nothing', async () => {
    const tab = await aTab();
    const cut = new ReadableStream({ start: (sink) => { sink.enqueue(Buffer.from(`phone\n${aNumber(1)}\n`)); }, pull: (sink) => { sink.error(new Error('cut')); } });
    await tab.fetch('/upload/contacts?fileName=x', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: cut, duplex: 'half' }).catch(() => undefined);
    expect(await tab.api.imports.list.query({})).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it('is seen by nobody else', async () => {
    const tab = await aTab();
    const done = await importFile(tab, `phone\n${aNumber(1)}\nx\n`);
    const other = await aTab();
    expect(await told(other.api.imports.byId.query({ importId: done.id }))).toMatchObject({ httpStatus: 404 });
    expect(await other.api.imports.rejects.query({ importId: done.id })).toEqual([]);
  });
});

describe('a file that is looked at first', () => {
  const preview = async (tab: Browser, body: string, query = ''): Promise<Record<string, unknown>> => {
    const answer = await tab.fetch(`/upload/contacts/preview?${query}`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  const WORDS = ['phone_number', 'ignore', 'name', 'context'] as const;
  const file = `Rufnummer;Spalte B;Who;Plan\n${aNumber(11)};x;Ada;Gold\n${aNumber(12)};y;Bob;\nnone;z;Cyd;\n`;
  const review = (tab: Browser, body: string, words: readonly string[], more: [string, string][] = []): Promise<Response> => {
    const query = new URLSearchParams([['fileName', 'people.csv'], ['review', 'true'], ...words.map((word): [string, string] => ['columns', word]), ...more]);
    return tab.fetch(`/upload/contacts?${query.toString()}`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body });
  };

  it('shows its columns and first rows, and what each seems to be', async () => {
    const tab = await aTab();
    expect(await preview(tab, `Mobile,Full Name,Shoe size\n${aNumber(1)},Ada,38\n"broken`)).toEqual({
      status: 200, encoding: 'utf-8', delimiter: ',', hasHeader: true, header: ['Mobile', 'Full Name', 'Shoe size'], columns: ['phone_number', 'name', 'context'], rows: [[aNumber(1), 'Ada', '38']], isRemembered: false,
    });
    expect(await preview(tab, `${aNumber(1)};Ada;ada@example.test\n${aNumber(2)};Bob;bob@example.test`, 'isAll=true')).toMatchObject({
      hasHeader: false, header: ['Column 1', 'Column 2', 'Column 3'], columns: ['phone_number', 'name', 'email'], rows: [[aNumber(1), 'Ada', 'ada@example.test'], [aNumber(2), 'Bob', 'bob@example.test']],
    });
    expect(await preview(tab, `Wer,Rufnummer\nAda,${aNumber(1)}\nBob,${aNumber(2)}\nCyd,keine\n`, 'isAll=true')).toMatchObject({ hasHeader: true, columns: ['context', 'phone_number'] });
    expect(await preview(tab, 'a,b\n1,2', 'isAll=true&noHeader=true')).toMatchObject({ hasHeader: false, rows: [['a', 'b'], ['1', '2']] });
    expect(await preview(tab, ' \n\n', 'isAll=true')).toMatchObject({ status: 422, key: 'file_is_empty' });
    expect(await preview(tab, 'PK\u0003\u0004')).toMatchObject({ status: 422, key: 'file_is_no_csv' });
    expect(await preview(tab, 'x'.repeat(256 * 1024 + 1))).toMatchObject({ status: 413 });
    expect(await preview(new Browser(stage.url), 'phone\n1')).toMatchObject({ status: 401 });
  });

  it('is read as its owner says, waits with its forecast, begins, and is remembered for the next file of the kind', async () => {
    const tab = await aTab();
    const begun = (await (await review(tab, file, WORDS)).json()) as Import;
    expect(begun.status).toBe('checking');
    await runJobs(stage.db.workerUrl);
    expect(await tab.api.imports.byId.query({ importId: begun.id })).toMatchObject({ status: 'ready', inserted: 2, rejected: 1, header: ['Rufnummer', 'Spalte B', 'Who', 'Plan'], columns: WORDS });
    expect(await tab.api.contacts.count.query({})).toBe(0);
    expect(await tab.api.imports.forecasts.query({ importId: begun.id })).toHaveLength(3);
    expect((await tab.api.imports.rejects.query({ importId: begun.id })).map(({ line_number }) => line_number)).toEqual([4]);
    expect(await tab.api.imports.start.mutate({ importId: begun.id, policy: 'skip', tags: ['spring'] })).toMatchObject({ status: 'merging', inserted: 0, policy: 'skip' });
    await runJobs(stage.db.workerUrl);
    expect(await tab.api.imports.byId.query({ importId: begun.id })).toMatchObject({ status: 'done', inserted: 2, rejected: 1, imported_before_at: null });
    expect((await tab.api.contacts.list.query({ tag: 'spring' })).map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    expect((await stage.sql.query("select business_context from public.contacts where name = 'Ada' and phone_number = $1", [aNumber(11)])).rows).toEqual([{ business_context: 'Plan: Gold' }]);
    expect(await preview(tab, file, 'isAll=true')).toMatchObject({ columns: WORDS, isRemembered: true });
    const again = (await (await review(tab, file, WORDS)).json()) as Import & { imported_before_at: string | null };
    expect(again.imported_before_at).not.toBeNull();
    expect(await tab.api.imports.cancel.mutate({ importId: again.id })).toMatchObject({ status: 'cancelled' });
    await runJobs(stage.db.workerUrl);
    expect(await tab.api.imports.undo.mutate({ importId: begun.id })).toMatchObject({ status: 'undoing' });
    await runJobs(stage.db.workerUrl);
    expect(await tab.api.imports.byId.query({ importId: begun.id })).toMatchObject({ status: 'undone', undone: 2, kept_in_use: 0, kept_edited: 0 });
    expect(await tab.api.contacts.count.query({})).toBe(0);
  });

  it.each([
    [['name', 'ignore', 'context', 'context'], 'no_phone_column'], [['phone_number'], 'columns_do_not_fit'], [['phone_number', 'name', 'name', 'ignore'], 'import_columns_invalid'], [['phone_number', 'shoe', 'name', 'ignore'], 'input_invalid'],
  ])('is refused with columns %j', async (words, key) => {
    const answer = await review(await aTab(), file, words);
    expect(answer.ok).toBe(false);
    expect(await answer.json()).toMatchObject({ key });
  });

  it('has its first line as a contact when it has no names', async () => {
    const tab = await aTab();
    const begun = (await (await review(tab, `Ada,${aNumber(1)}\nBob,${aNumber(2)}\n`, ['name', 'phone_number'], [['noHeader', 'true']])).json()) as Import;
    expect(begun.lines_read).toBe(2);
  });
});
