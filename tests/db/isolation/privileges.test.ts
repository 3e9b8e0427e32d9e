// The whole matrix of rights, relation × role × privilege and function × role, as it was agreed: privileges.txt. A new
// object, a grant too many and a grant too few fail here until somebody has read the difference and committed it
// (UPDATE_PRIVILEGES=1 writes the file anew).
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { printPrivileges } from '@callgres/db/reference/privileges';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

const FILE = fileURLToPath(new URL('privileges.txt', import.meta.url));

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Lines that are in one text only, with the side they are on. */
function differences(agreed: string, real: string): string[] {
  const [left, right] = [new Set(agreed.split('\n')), new Set(real.split('\n'))];
  return [...[...left].filter((line) => !right.has(line)).map((line) => `- ${line}`), ...[...right].filter((line) => !left.has(line)).map((line) => `+ ${line}`)];
}

it('the rights are those that were agreed', async () => {
  const real = await printPrivileges(client);
  if (process.env['UPDATE_PRIVILEGES'] === '1') writeFileSync(FILE, real);
  expect(differences(readFileSync(FILE, 'utf8'), real)).toEqual([]);
});

it('PUBLIC has no right to anything of ours', async () => {
  expect((await printPrivileges(client)).split('\n').filter((line) => /[:;] public /.test(line))).toEqual([]);
});

describe('the matrix shows', () => {
  it.each([
    ['a grant on a table', 'grant delete on public.contacts to app_user', 'table public.contacts: '],
    ['a grant on one column', 'grant select (password_hash) on public.users to app_user', 'table public.users: '],
    ['a column more to write', 'grant update (credits) on public.users to app_user', 'table public.users: '],
    ['a function for everybody', 'grant execute on function public.add_credits to public', 'function public.add_credits'],
    ['a function for the worker', 'grant execute on function api.sign_in to app_worker', 'function api.sign_in'],
    ['a schema to create in', 'grant create on schema api to app_api', 'schema api: '],
    ['a right that is gone', 'revoke select on public.contacts from app_user', 'table public.contacts: '],
    ['a new object', 'create table public.new_table ()', 'table public.new_table'],
  ])('%s', async (_what, sql, line) => {
    const before = await printPrivileges(client);
    await client.query(`begin; set local role app_migrator; ${sql}`);
    const found = differences(before, await printPrivileges(client));
    await client.query('rollback');
    expect(found.filter((one) => one.startsWith(`+ ${line}`))).toHaveLength(1);
  });
});
