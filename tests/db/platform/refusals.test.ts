// Refusals that no page can provoke: of an installation without its settings, and of maintenance that is asked for wrongly.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
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

it.each([
  ['setting_missing', 'VC500', "select public.setting('no.such.setting')"],
  ['user_not_found', 'VC404', `select public.add_credits('${NOBODY}', 10, 'purchase', 'none')`],
  ['date_range_invalid', 'VC422', `select public.batch_calculate_call_analytics('${NOBODY}', '2026-02-01', '2026-01-01')`],
  ['date_range_invalid', 'VC422', `select public.batch_calculate_call_analytics('${NOBODY}', '2024-01-01', '2026-01-01')`],
])('%s: %s by %s', async (message, code, sql) => {
  await expect(client.query(sql)).rejects.toMatchObject({ message, code });
});

it('a claim does not run on half of its limits', async () => {
  await client.query("begin; delete from public.system_config where key = 'dial.quantum'");
  await expect(client.query(`select * from public.claim_calls('${NOBODY}')`)).rejects.toMatchObject({ message: 'setting_missing', code: 'VC500' });
  await client.query('rollback');
});

it('a refresh of the summary under a fixed snapshot is refused: it would forget what its deletion of notes has not seen', async () => {
  await client.query('begin isolation level repeatable read');
  await expect(client.query('select public.refresh_user_kpi_summary()')).rejects.toMatchObject({ message: 'refresh_needs_read_committed', code: 'VC500' });
  await client.query('rollback');
});
