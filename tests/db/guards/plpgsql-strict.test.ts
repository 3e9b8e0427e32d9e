// PL/pgSQL is lenient by default: a missing value becomes null, a row too many is dropped, one variable hides another.
// In every database of ours these are errors, whoever is connected (db/src/roles.ts).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.drop());

const refused = (url: string, sql: string): Promise<unknown> =>
  withClient(url, (client) => client.query(sql).then(() => undefined, (error: unknown) => error));

describe.each(['ownerUrl', 'apiUrl', 'workerUrl'] as const)('PL/pgSQL for %s', (login) => {
  it.each([
    ['a value without a variable', 'declare v_n integer; begin select 1, 2 into v_n; end', '42804', 'number of source and target fields in assignment does not match'],
    ['a row too many', 'declare v_n integer; begin select x into v_n from generate_series(1, 2) x; end', 'P0003', 'query returned more than one row'],
  ])('refuses %s when it runs', async (_, body, code, message) => {
    expect(await refused(database[login], `do $$${body}$$`)).toMatchObject({ code, message });
  });
});

it('PL/pgSQL refuses a variable that hides another when the function is created', async () => {
  const create = `set role app_migrator; create function public.probe() returns void language plpgsql as
    $$declare v_n integer; begin declare v_n integer; begin v_n := 1; end; end$$`;
  expect(await refused(database.ownerUrl, create)).toMatchObject({ code: '42712', message: 'variable "v_n" shadows a previously defined variable' });
});
