// No SQL compares with a word that its column cannot hold; and a word that is renamed is pointed to wherever it is still used.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';
import { comparedWithNothing } from './words.ts';

/** Columns of a query's own that have the name of one with a list. */
const OF_THEIR_OWN = ['api.list_call_steps compares s.source with asked', 'public.audit_data_isolation compares r.name with users'];

let db: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  db = await testDatabase();
  client = new pg.Client({ connectionString: db.definerUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db.drop();
});

it('every word that is compared with exists', async () => {
  const { found, looked } = await comparedWithNothing(client);
  expect(found).toEqual(OF_THEIR_OWN);
  expect(looked).toBeGreaterThan(200);
});

describe('a word that is renamed', () => {
  it.each([
    ['call_queue_status_check', 'public.call_queue', 'no_answer', 'api.campaigns compares q.status with no_answer'],
    ['call_campaigns_status_check', 'public.call_campaigns', 'cancelled', 'public.cancel_campaign_items compares'],
    ['call_attempts_state_check', 'public.call_attempts', 'unknown', 'public.start_reconciliations compares'],
  ])('%s is found where it is still used', async (constraint, table, word, place) => {
    await using broken = await testDatabase();
    const found = await withClient(broken.appOwnerUrl, async (owner) => {
      const { rows } = await owner.query<{ definition: string }>('select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1 and conrelid = $2::regclass', [constraint, table]);
      await owner.query(`alter table ${table} drop constraint ${constraint}, add constraint ${constraint} ${(rows[0]?.definition ?? '').replace(`'${word}'`, "'another_word'")}`);
      return withClient(broken.definerUrl, comparedWithNothing);
    });
    expect(found.found.filter((line) => line.startsWith(place))).not.toEqual([]);
  });
});
