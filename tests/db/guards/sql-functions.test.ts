// Every function of language sql can be planned with its argument types, on the server of the run.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { planSqlFunctions, statements } from './sql-functions.ts';

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

/** Plans all functions after a change that is rolled back. */
async function planned(change: string): Promise<{ names: string[]; complaints: string[] }> {
  await client.query('begin');
  try {
    await client.query(`set local check_function_bodies = off; set local role app_migrator; ${change}`);
    return await planSqlFunctions(client);
  } finally {
    await client.query('rollback');
  }
}

const PROBE = 'create function public.probe(p_n integer) returns bigint language sql stable';
const BODY = 'set search_path = pg_catalog, pg_temp as';

describe('the functions of language sql', () => {
  it('can be planned, every one', async () => {
    const { names, complaints } = await planned('');
    expect(complaints).toEqual([]);
    // one of each form: a query in a string, a change in a string, an expression after RETURN, a query after RETURN
    expect(names).toEqual(expect.arrayContaining(['public.next_window', 'public.insert_inbound_calls', 'public.phone_fault', 'public.merge_tags']));
  });

  it.each([
    ['a column that does not exist', `${PROBE} ${BODY} 'select max(c.no_such_column) from public.calls c where p_n = 1'`, 'column c.no_such_column does not exist'],
    ['a result of another type', `${PROBE} ${BODY} 'select c.id from public.calls c where p_n = 1'`, 'return type mismatch in function declared to return bigint'],
    ['a second statement that is wrong', `${PROBE} ${BODY} 'select 1; select c.no_such_column from public.calls c'`, 'column c.no_such_column does not exist'],
    ['a join that nothing can carry out', `${PROBE} ${BODY} 'select count(*) from public.calls a full join public.calls b on a.created_at < b.created_at + p_n * interval ''1 day'''`, 'FULL JOIN is only supported with merge-joinable or hash-joinable join conditions'],
    ['the same in a body that is bound at creation', `${PROBE} begin atomic select count(*) from public.calls a full join public.calls b on a.created_at < b.created_at + p_n * interval '1 day'; end`, 'FULL JOIN is only supported with merge-joinable or hash-joinable join conditions'],
  ])('would show %s', async (_, change, message) => {
    expect((await planned(change)).complaints).toEqual([`public.probe: ${message}`]);
  });
});

describe('the parameters of a body', () => {
  const of = (body: string): string[] => statements({ name: 'public.f', body, argument_names: ['p_a', 'p_b'] });

  it('are replaced wherever they stand, and nothing else is', () => {
    expect(of("select p_b, f.p_a, x.p_a, 'p_a', p_a.id from public.x x -- p_a\n where é = p_a")).toEqual([
      "select ($2), ($1), x.p_a, 'p_a', ($1).id from public.x x -- p_a\n where é = ($1)",
    ]);
    expect(of('RETURN (p_a + p_b)')).toEqual(['select (($1) + ($2))']);
    expect(of('BEGIN ATOMIC\n SELECT p_a;\n SELECT f.p_b;\nEND')).toEqual(['SELECT ($1)', 'SELECT ($2)']);
  });
});
