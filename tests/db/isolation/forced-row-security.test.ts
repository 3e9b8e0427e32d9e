// Row security binds the owner of the tables, too: a data statement of a migration that forgets to become the definer
// changes nothing, instead of everything. Cast: one tenant with one contact that is to be filled in afterwards.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await withClient(database.definerUrl, (client) => client.query(`
    insert into public.users (id, email, name) values ('00000000-0000-4000-8000-0000000000a0', 'ada@test.example', 'Ada');
    insert into public.contacts (user_id, name, phone_number) values ('00000000-0000-4000-8000-0000000000a0', 'Eve', '+15550100001')`));
});

afterAll(() => database.drop());

const BACKFILL = "update public.contacts c set country = 'Norway' where c.country is null";

it('a backfill changes no row as the owner of the table and one as the definer', async () => {
  await withClient(database.ownerUrl, async (client) => {
    await client.query('begin; set local role app_migrator'); // migrations run as this one, and become the two others
    await client.query('set local role app_owner');
    expect((await client.query(BACKFILL)).rowCount).toBe(0);
    await client.query('set local role app_definer');
    expect((await client.query(BACKFILL)).rowCount).toBe(1);
    await client.query('rollback');
  });
});

it('would change the row as the owner if row security were not forced', async () => {
  await withClient(database.ownerUrl, async (client) => {
    await client.query('begin; set local role app_owner; alter table public.contacts no force row level security');
    expect((await client.query(BACKFILL)).rowCount).toBe(1);
    await client.query('rollback');
  });
});

it('is on and forced for every table with a user_id, and the owner sees no row of any', async () => {
  await withClient(database.ownerUrl, async (client) => {
    const tables = await client.query<{ name: string; forced: boolean }>(`
      select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as forced
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id'
      where c.relnamespace in ('public'::regnamespace, 'api'::regnamespace) and c.relkind = 'r'`);
    expect(tables.rows.length).toBeGreaterThan(25);
    expect(tables.rows.filter((row) => !row.forced)).toEqual([]);
    await client.query('set role app_owner');
    for (const { name } of tables.rows) expect((await client.query(`select 1 from ${name} limit 1`)).rowCount, name).toBe(0);
  });
});
