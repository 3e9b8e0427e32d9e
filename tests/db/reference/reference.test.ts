// The reference document: it says everything that is in the catalog, and nothing by hand.
import { type Facts, qualified, readFacts } from '@callgres/db/reference/facts';
import { inWords } from '@callgres/db/reference/jobs';
import { anchor, shortTypes } from '@callgres/db/reference/markdown';
import { printReference } from '@callgres/db/reference/pages';
import { printWorkflows } from '@callgres/db/reference/prose';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
let definer: pg.Client;
let facts: Facts;
let pages: Map<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  definer = new pg.Client({ connectionString: database.definerUrl });
  await definer.connect();
  facts = await readFacts(definer);
  pages = printReference(facts);
});
afterAll(async () => {
  await definer.end();
  await database.drop();
});

const markdown = (): [string, string][] => [...pages].filter(([name]) => name.endsWith('.md'));

it('shows every relation, column, function, trigger, policy, job and setting', () => {
  const all = markdown().map(([, text]) => text).join('');
  const names = [
    ...facts.relations.flatMap((each) => [`### ${each.schema === 'public' ? each.name : qualified(each)}\n`, ...each.columns.map((column) => `| ${column.name} | ${shortTypes(column.type)} |`)]),
    ...facts.relations.flatMap((each) => [...each.triggers, ...each.policies, ...each.indexes].map((object) => `- ${object.name}`)),
    ...facts.functions.map((each) => (each.result === 'trigger' ? `| \`${qualified(each)}\` |` : `| \`${qualified(each)}(`)),
    ...facts.jobs.map((job) => `| ${job.task} |`),
    ...facts.settings.map((setting) => `| ${setting.key} |`),
  ];
  expect(names.length).toBeGreaterThan(1000);
  expect(names.filter((name) => !all.includes(name))).toEqual([]);
});

it('counts what the catalog counts', async () => {
  const { rows: [counts] } = await definer.query<Record<string, string>>(
    `select
      count(*) filter (where c.relkind = 'r') as tables, count(*) filter (where c.relkind = 'v') as views, count(*) filter (where c.relkind = 'm') as stored,
      (select count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'api', 'analytics') and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')) as functions,
      (select count(*) from pg_trigger t where not t.tgisinternal and t.tgrelid in (select x.oid from pg_class x join pg_namespace y on y.oid = x.relnamespace where y.nspname in ('public', 'api', 'analytics'))) as triggers
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'api', 'analytics')`,
  );
  expect(pages.get('README.md')).toContain(
    `**Tables**: ${counts?.['tables'] ?? ''} | **Views**: ${counts?.['views'] ?? ''} | **Materialized views**: ${counts?.['stored'] ?? ''} | **Functions**: ${counts?.['functions'] ?? ''} | **Triggers**: ${counts?.['triggers'] ?? ''}`,
  );
});

it('says the same as data', () => {
  const data = JSON.parse(pages.get('schema.json') ?? '') as Pick<Facts, 'relations' | 'functions'>;
  expect(data.relations.map(({ schema, name, columns, constraints, indexes, triggers, policies }) => ({ schema, name, columns, constraints, indexes, triggers, policies })))
    .toEqual(facts.relations.map(({ schema, name, columns, constraints, indexes, triggers, policies }) => ({ schema, name, columns, constraints, indexes, triggers, policies })));
  expect(data.functions.map((each) => [qualified(each), each.comment])).toEqual(facts.functions.map((each) => [qualified(each), each.comment]));
  expect(data.functions.find((each) => each.name === 'refuse_illegal_campaign_step')).toMatchObject({ area: 'campaigns', raises: ['campaign_step_not_allowed (VC409)'] });
});

it('has no link that leads nowhere', () => {
  const anchors = new Map(markdown().map(([name, text]) => {
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map((found) => anchor((found[1] ?? '').replaceAll(/\]\([^)]*\)/g, '')));
    return [name, headings] as const;
  }));
  const links = markdown().flatMap(([name, text]) => [...text.matchAll(/\]\(([\w.]+\.(?:md|json))(?:#([\w-]+))?\)/g)].map((found) => ({ name, file: found[1] ?? '', heading: found[2] })));
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter(({ file, heading }) => !pages.has(file) || (heading !== undefined && anchors.get(file)?.filter((each) => each === heading).length !== 1))).toEqual([]);
});

it('has a diagram for each area with tables', () => {
  const areas = facts.areas.filter((area) => facts.relations.some((each) => each.kind === 'table' && each.schema === 'public' && facts.areaOf.get(qualified(each)) === area));
  expect(areas.length).toBeGreaterThan(8);
  expect(areas.filter((area) => pages.get(`${area}.md`)?.includes('erDiagram') !== true)).toEqual([]);
});

it('says of the materialized view what refreshes it, and of a trigger what it writes', () => {
  expect(pages.get('analytics.md')).toContain('**Refreshed**: by `public.refresh_user_kpi_summary`, in the job kpi__refresh (every hour at :07)');
  expect(pages.get('analytics.md')).toContain('- trigger_refresh_user_kpi_summary on calls (update) writes public.kpi_notes\n');
  expect(pages.get('triggers.md')).toMatch(/## Analytics: rollups\n[^#]*\| trg_calls_daily_analytics \| calls \| after update, per statement \| `public.roll_up_calls` \|[^|]*\| agent_analytics \|/);
  expect(pages.get('triggers.md')).toMatch(/## Refusals\n[^#]*_100_refuse_illegal_step[^\n]*raises campaign_step_not_allowed \(VC409\)/);
});

it.each([['* * * * *', 'every minute'], ['*/5 * * * *', 'every 5 minutes'], ['7 * * * *', 'every hour at :07'], ['17 3 * * *', 'daily at 03:17'], ['0 0 1 * *', '0 0 1 * *'], ['*/5 3 * * *', '*/5 3 * * *']])('reads the schedule %s', (schedule, words) => {
  expect(inWords(schedule)).toBe(words);
});

it('refuses a workflow that names what does not exist', () => {
  expect(printWorkflows(facts, '1. `public.claim_calls` and `no-answer`.')).toContain('claim_calls');
  for (const name of ['public.no_such_function', 'claim_callz', 'calls.no_such_column']) expect(() => printWorkflows(facts, `1. \`${name}\` does it.`)).toThrow(name);
});

it('prints the same bytes again, and others after a comment, a column, a step, a setting and a right have changed', async () => {
  expect(printReference(await readFacts(definer))).toEqual(pages);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query("set role app_migrator; comment on column public.contacts.name is 'Another word.'; alter table public.follow_ups add column probe integer; grant delete on public.contacts to app_user");
  await owner.end();
  await definer.query("delete from public.campaign_status_steps where from_status = 'draft' and to_status = 'cancelled'");
  await definer.query("update public.system_config set value = '9' where key = 'dial.tenant_max_concurrent'");
  const after = printReference(await readFacts(definer));
  const changed = [...after].filter(([name, text]) => pages.get(name) !== text).map(([name]) => name);
  expect(changed).toEqual(['contacts.md', 'follow-ups.md', 'states.md', 'settings.md', 'privileges.md', 'schema.json']);
});
