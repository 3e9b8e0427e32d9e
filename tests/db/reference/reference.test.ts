// The reference document: it says everything that is in the catalog, and nothing by hand.
import { type Facts, qualified, readFacts, readQueries } from '@callgres/db/reference/facts';
import { checkedWorkflows, printReference } from '@callgres/db/reference/pages';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLife } from '../../invariants/a-life.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
let definer: pg.Client;
let facts: Facts;

beforeAll(async () => {
  database = await testDatabase();
  definer = new pg.Client({ connectionString: database.definerUrl });
  await definer.connect();
  facts = await readFacts(definer);
});
afterAll(async () => {
  await definer.end();
  await database.drop();
});

describe('the reference', () => {
  it('shows every relation, column, function, trigger and policy', () => {
    const pages = printReference(facts);
    const all = [...pages].filter(([name]) => name.endsWith('.md')).map(([, text]) => text).join('');
    const names = [
      ...facts.relations.flatMap((each) => [`### ${each.schema === 'public' ? each.name : qualified(each)}\n`, ...each.columns.map((column) => `| ${column.name} | ${column.type} |`)]),
      ...facts.relations.flatMap((each) => [...each.triggers, ...each.policies, ...each.indexes].map((object) => `- ${object.name}`)),
      ...facts.functions.map((each) => (each.result === 'trigger' ? `| \`${qualified(each)}\` |` : `| \`${qualified(each)}(`)),
      ...facts.jobs.map((job) => `| ${job.task} |`),
    ];
    expect(names.length).toBeGreaterThan(1000);
    expect(names.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('has a diagram for each area with tables, and the steps of each state machine', () => {
    const pages = printReference(facts);
    const areas = facts.areas.filter((area) => facts.relations.some((each) => each.kind === 'table' && each.schema === 'public' && facts.areaOf.get(qualified(each)) === area));
    expect(areas.filter((area) => pages.get(`${area}.md`)?.includes('erDiagram') !== true)).toEqual([]);
    const states = pages.get('states.md') ?? '';
    for (const step of ['draft --> active : launch', 'in_progress --> no_answer', 'intent --> sending : fence_attempt', 'unknown --> void : end_attempts', 'processing --> pending : release_queue_items, settle_queue_items'])
      expect(states).toContain(step);
  });

  it('changes with a comment, a column, a step and a right', async () => {
    const before = printReference(facts);
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query("set role app_migrator; comment on column public.contacts.name is 'Another word.'; alter table public.follow_ups add column probe integer; grant delete on public.contacts to app_user");
    await owner.end();
    await definer.query("delete from public.campaign_status_steps where from_status = 'draft' and to_status = 'cancelled'");
    const after = printReference(await readFacts(definer));
    const changed = [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
    expect(changed).toEqual(['contacts.md', 'leads.md', 'states.md', 'privileges.md', 'schema.json']);
  });

  it('refuses a workflow that names what does not exist', () => {
    expect(() => checkedWorkflows(facts, '1. `public.no_such_function` does it.')).toThrow('public.no_such_function');
  });
});

describe('the common queries', () => {
  const queries = readQueries();
  let life: pg.Client;
  beforeAll(async () => {
    life = new pg.Client({ connectionString: database.definerUrl });
    await life.connect();
    await life.query('begin');
    await aLife(life);
  });
  afterAll(() => life.end());

  it.each(queries.map((query) => [query.name, query] as const))('%s: has a title, says what it answers, and runs', async (_name, query) => {
    expect(query.title.length).toBeGreaterThan(10);
    expect(query.about).toMatch(/\$1: the (tenant|agent|campaign)\./);
    const kind = /\$1: the (\w+)/.exec(query.about)?.[1];
    const of = { tenant: "select id from public.users where name = 'Ada'", agent: "select a.id from public.agents a join public.users u on u.id = a.user_id where u.name = 'Ada'", campaign: 'select id from public.call_campaigns' }[kind ?? ''];
    const { rows: [key] } = await life.query<{ id: string }>(of ?? '');
    const { rows } = await life.query(query.sql, [key?.id]);
    expect(rows.length).toBeGreaterThan(0); // the life of a tenant has something of everything
  });

  it('answer what they say', async () => {
    const { rows: [ada] } = await life.query<{ id: string }>("select id from public.users where name = 'Ada'");
    const answer = async (name: string): Promise<Record<string, unknown>[]> => (await life.query<Record<string, unknown>>(queries.find((query) => query.name === name)?.sql ?? '', [ada?.id])).rows;
    expect(await answer('05-campaign-progress')).toMatchObject([{ name: 'Spring', status: 'active', total_contacts: 6, completed_calls: 1, successful_calls: 1, success_rate: '100.00' }]);
    expect(await answer('07-balance-and-ledger')).toMatchObject([{ balance: 198, ledger_sum: '198' }]);
    expect(await answer('06-concurrency')).toMatchObject([{ direct_calls: '0', line_limit: 10 }]);
    expect(await answer('08-days-of-a-month')).toMatchObject([{ total_calls: 2, success_rate: '50.00', credits_used: 2 }]);
  });
});
