// The ten questions of docs/analysts.md, run as an analyst's login: the answers are counted by hand from fixture.ts.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';
import { type Analyst, type AnalystTenant, anAnalyst, anAnalystTenant } from './fixture.ts';

const DOCUMENT = readFileSync(fileURLToPath(new URL('../../../docs/analysts.md', import.meta.url)), 'utf8');
const samples = [...(DOCUMENT.split('## Ten questions')[1] ?? '').matchAll(/^### (.+)$[\s\S]*?```sql\n([\s\S]*?)```/gm)].map(([, title = '', sql = '']) => ({ title, sql }));

let db: TestDatabase;
let ada: AnalystTenant;
let bo: AnalystTenant;
let ofAda: Analyst;
let ofAll: Analyst;
beforeAll(async () => {
  db = await testDatabase();
  [ada, bo] = await withClient(db.definerUrl, async (sql) => [await anAnalystTenant(sql, 'ada', '0900'), await anAnalystTenant(sql, 'bo', '0901')]);
  ofAda = await anAnalyst(db, [ada.id]);
  ofAll = await anAnalyst(db, 'all');
});
afterAll(async () => {
  await ofAda.drop();
  await ofAll.drop();
  await db.drop();
});

/** Wilson's bounds in percent, written down anew. */
function wilson(hits: number, of: number): { from_rate: string; to_rate: string } {
  const z = 1.96;
  const p = hits / of;
  const middle = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = ((z / (1 + z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2)));
  return { from_rate: ((middle - half) * 100).toFixed(2), to_rate: ((middle + half) * 100).toFixed(2) };
}

const ANSWERS: Readonly<Record<string, () => Record<string, unknown>[]>> = {
  'At which hours do people answer?': () => [
    { local_hour: 9, calls: '2', answered: '1', answer_rate: '50.00' }, { local_hour: 10, calls: '3', answered: '2', answer_rate: '66.67' },
  ],
  'How many go how far, from dialing to a customer?': () => [{ dialed: '5', answered: '3', talked: '3', analysed: '3', qualified: '2', meetings: '1', customers: '1' }],
  'What does a qualified lead cost, by agent?': () => [
    { name: 'ada Ava', credits: '3', qualified_leads: '1', credits_per_qualified_lead: '3.00' }, { name: 'ada Bea', credits: '4', qualified_leads: '1', credits_per_qualified_lead: '4.00' },
  ],
  'Which attempt connects?': () => [
    { attempt_number: '1', attempts: '5', calls: '4', answered: '2', connect_rate: '40.00' }, { attempt_number: '2', attempts: '1', calls: '1', answered: '1', connect_rate: '100.00' },
  ],
  'How fast are credits used, and how long do they last?': () => [{ tenant_id: ada.id, balance: 93, used_per_day: '1.00', days_left: '93.0' }],
  'Does one agent reach more people than another, or is it chance?': () => [
    { name: 'ada Ava', calls: 3, answered: 2, answer_rate: '66.67', ...wilson(2, 3) }, { name: 'ada Bea', calls: 2, answered: 1, answer_rate: '50.00', ...wilson(1, 2) },
  ],
  'How long do people wait in the queue?': () => [
    { call_type: 'campaign', items: '3', median_seconds: 120, p95_seconds: 174 }, { call_type: 'direct', items: '2', median_seconds: 20, p95_seconds: 29 },
  ],
  'What became of each import?': () => [
    { import_id: ada.imports[0], contacts: '4', called: '2', reached: '2', qualified: '1' }, { import_id: ada.imports[1], contacts: '2', called: '2', reached: '1', qualified: '1' },
  ],
  'Who was never called, and why?': () => [{ reason: 'On the opt-out list.', people: '1' }, { reason: 'The provider does not take this number.', people: '1' }],
  'Is every balance the sum of its ledger?': () => [{ tenant_id: ada.id, balance: 93, ledger: '93', difference: '0' }],
};

it('the document asks ten questions, and every one of them has an answer here', () => {
  expect(samples.map((sample) => sample.title)).toEqual(Object.keys(ANSWERS));
  expect(samples).toHaveLength(10);
});

const TWINS = ['user_stats', 'user_performance_summary', 'user_login_stats', 'call_source_analytics', 'user_concurrency_status', 'system_concurrency_overview', 'queue_status_by_type'];
it.each<[string, string]>([...TWINS.map((name): [string, string] => [name, name]), ['kpi_live', 'user_kpi_live']])('%s says what the view of the product says', async (name, original) => {
  const all = "select to_jsonb(v)::text as row from RELATION v";
  const product = await withClient(db.definerUrl, (sql) => sql.query<{ row: string }>(all.replace('RELATION', `public.${original}`)));
  const analyst = await ofAll.client.query<{ row: string }>(all.replace('RELATION', `analytics.${name}`));
  const rows = product.rows.map(({ row }) => Object.fromEntries(Object.entries(JSON.parse(row) as object).map(([key, value]) => [key === 'user_id' ? 'tenant_id' : key, value as unknown])));
  const found = analyst.rows.map(({ row }) => JSON.parse(row) as unknown);
  expect(found).toEqual(expect.arrayContaining(rows));
  expect(found).toHaveLength(rows.length);
  expect(rows.length).toBeGreaterThan(original === 'user_concurrency_status' ? 1 : 0);
});

describe.each(samples)('$title', ({ title, sql }) => {
  it('is answered rightly for the analyst of one tenant', async () => {
    expect((await ofAda.client.query(sql)).rows).toEqual(ANSWERS[title]?.());
  });

  it('is answered for the analyst of all tenants', async () => {
    const { rows } = await ofAll.client.query<Record<string, unknown>>(sql);
    if (rows[0] && 'tenant_id' in rows[0]) expect(rows.map((row) => row['tenant_id']).sort()).toEqual([ada.id, bo.id].sort());
    else expect(rows.length).toBeGreaterThan(0);
  });
});
