// The files of db/sql are what is true now: running all of them again on a migrated database changes nothing.
// It catches an edit that no migration included.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type SqlFile, includeOrder, sqlFiles } from './sql-files.ts';

const DIGEST = readFileSync(new URL('digest.sql', import.meta.url), 'utf8');

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query('set search_path = pg_catalog');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function digest(): Promise<Map<string, string>> {
  const rows = await client.query<{ object: string; digest: string }>(DIGEST);
  return new Map(rows.rows.map((row) => [row.object, row.digest]));
}

/** The files in the order of the includes. Like app_migrator, the owner's login is a member of every role that owns something. */
function inOrder(): SqlFile[] {
  const order = includeOrder();
  return sqlFiles().sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path));
}

/** Runs the files in a transaction that is rolled back; returns the objects whose digest has changed. */
async function changedBy(files: readonly SqlFile[]): Promise<string[]> {
  const before = await digest();
  await client.query('begin');
  try {
    await client.query('set local check_function_bodies = off');
    for (const file of files)
      await client.query(file.text).catch((error: unknown) => { throw new Error(`${file.path} does not run again: ${String(error)}`, { cause: error }); });
    const after = await digest();
    return [...new Set([...before.keys(), ...after.keys()])].filter((object) => before.get(object) !== after.get(object)).sort();
  } finally {
    await client.query('rollback');
  }
}

describe('the files of db/sql', () => {
  it('are all included by a migration', () => {
    const order = new Set(includeOrder());
    expect(sqlFiles().map((file) => file.path).filter((path) => !order.has(path))).toEqual([]);
  });

  it('change nothing when they run again', async () => {
    expect(await changedBy(inOrder())).toEqual([]);
  });

  it('show as drift when a body, a comment or a grant was edited and not migrated', async () => {
    const edited = (path: string, from: string | RegExp, to: string): SqlFile => {
      const file = sqlFiles().find((each) => each.path.endsWith(path));
      if (!file || file.text.replace(from, to) === file.text) throw new Error(`the control finds nothing to edit in ${path}`);
      return { path, text: file.text.replace(from, to) };
    };
    expect(await changedBy([edited('public.current_user_id.sql', '\nbegin\n', '\nbegin\n  -- edited\n')])).toEqual(['function public.current_user_id()']);
    expect(await changedBy([edited('public.contacts.sql', "'Name of the person.'", "'Edited.'")])).toEqual(['column public.contacts.name']);
    expect(await changedBy([edited('public.contacts.sql', 'grant select on public.contacts', 'grant select, insert on public.contacts')])).toEqual(['relation public.contacts']);
  });
});
