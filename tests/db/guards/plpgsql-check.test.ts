// PL/pgSQL looks at a statement when it runs it. plpgsql_check looks at all of them before: names, types, unused
// variables, dead code, hidden casts, missing volatility, SQL put together from strings. Needs PostgreSQL 15 with
// Debian's postgresql-15-plpgsql-check, which .ci/run installs; the test is skipped where it is missing.
import { type Cluster, startPostgres } from '@callgres/db/embedded';
import { migrateInChild } from '@callgres/db/migrate';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finding, findings, subjects } from './plpgsql-check.ts';

const BINARIES = '/usr/lib/postgresql/15/bin';
const EXTENSION = '/usr/share/postgresql/15/extension/plpgsql_check.control';
const isHere = existsSync(BINARIES) && existsSync(EXTENSION);

/** Findings that are no faults. Each must be found, else it is no longer needed. */
const EXCEPTIONS: readonly (Pick<Finding, 'subject' | 'message' | 'detail'> & { reason: string })[] = [
  ...['object', 'key', 'detail'].map((column) => ({
    subject: 'public.references_between_tenants',
    message: `OUT variable "${column}" is maybe unmodified`,
    detail: 'cannot to determine result of dynamic SQL',
    reason: 'It returns rows by "return query execute", whose columns the checker cannot know.',
  })),
  ...['invariant', 'meaning', 'violations', 'examples'].map((column) => ({
    subject: 'public.validate_user_data_consistency',
    message: `OUT variable "${column}" is maybe unmodified`,
    detail: 'cannot to determine result of dynamic SQL',
    reason: 'It returns rows by "return query execute", whose columns the checker cannot know.',
  })),
  {
    subject: 'public.pick_queue_items',
    message: 'routine is marked as VOLATILE, should be STABLE',
    detail: null,
    reason: 'It locks the rows it finds, which a stable function may not.',
  },
];

// varchar and text are the same bytes and their cast is dropped when the function is compiled. The reference has
// varchar for most columns; a written cast wherever one meets a text variable would say nothing.
const SAME_BYTES = /^cast "(character varying|text)" value to "(character varying|text)" type$/;

const isException = (finding: Finding): boolean =>
  EXCEPTIONS.some((one) => one.subject === finding.subject && one.message === finding.message && one.detail === finding.detail);

const faults = (found: readonly Finding[]): Finding[] =>
  found.filter((finding) => !isException(finding) && !(finding.level === 'performance' && SAME_BYTES.test(finding.detail ?? '')));

if (!isHere) console.log('PL/pgSQL is not checked: postgresql-15-plpgsql-check is not installed here.');

describe.skipIf(!isHere)('PL/pgSQL under plpgsql_check', () => {
  let fifteen: Cluster;
  let client: pg.Client;
  let found: Finding[];
  beforeAll(async () => {
    fifteen = await startPostgres({ binDir: BINARIES });
    await migrateInChild(fifteen.url(), { current: true });
    client = new pg.Client({ connectionString: fifteen.url() });
    await client.connect();
    await client.query('set search_path = pg_catalog; create extension plpgsql_check schema public');
    found = await findings(client);
  });
  afterAll(async () => {
    await client.end();
    await fifteen.stop();
  });

  it('has no error and no warning', () => {
    expect(faults(found)).toEqual([]);
  });

  it('has no exception that is no longer needed', () => {
    const needed = (one: (typeof EXCEPTIONS)[number]): boolean => found.some((finding) => finding.subject === one.subject && finding.message === one.message && finding.detail === one.detail);
    expect(EXCEPTIONS.filter((one) => !needed(one))).toEqual([]);
  });

  it('is asked about every function and about trigger functions with each of their tables', async () => {
    const asked = await subjects(client);
    expect(asked).toEqual(expect.arrayContaining(['api.create_campaign', 'public.claim_calls', 'public.refuse_ledger_change on public.credit_transactions', 'public.refuse_ledger_change on public.admin_audit_log']));
    const counted = await client.query<{ n: number }>(`
      select count(*)::integer as n from pg_proc p join pg_language l on l.oid = p.prolang join pg_namespace n on n.oid = p.pronamespace
      where l.lanname = 'plpgsql' and n.nspname in ('public', 'api', 'analytics')`);
    expect(new Set(asked.map((subject) => subject.split(' on ')[0])).size).toBe(counted.rows[0]?.n);
  });

  const PROBE = 'create function public.probe(p_id uuid) returns uuid language plpgsql volatile set search_path = pg_catalog, pg_temp as';
  const TRIGGER = 'create function public.probe() returns trigger language plpgsql volatile set search_path = pg_catalog, pg_temp as';
  const attached = (referencing: string): string => `; create trigger probe after update on public.calls ${referencing} for each statement execute function public.probe()`;

  it.each([
    ['a column that does not exist', `${PROBE} $$begin return (select c.no_such_column from public.calls c where c.id = p_id); end$$`, 'error', 'column c.no_such_column does not exist'],
    ['a variable that nobody reads', `${PROBE} $$declare v_forgotten integer; begin return p_id; end$$`, 'warning', 'unused variable "v_forgotten"'],
    ['a parameter that nobody reads', `${PROBE} $$begin return null; end$$`, 'warning extra', 'unused parameter "p_id"'],
    ['a way out without a result', `${PROBE} $$begin if p_id is null then return null; end if; end$$`, 'warning extra', 'control reached end of function without RETURN'],
    ['SQL put together from a text', `${PROBE.replace('uuid', 'text')} $$begin execute 'delete from public.calls where status = ''' || p_id || ''''; return null; end$$`, 'security', 'text type variable is not sanitized'],
    ['more volatility than is needed', `${PROBE} $$begin return (select c.id from public.calls c where c.id = p_id); end$$`, 'performance', 'routine is marked as VOLATILE, should be STABLE'],
    ['a hidden cast of other bytes', `${PROBE} $$declare v_n bigint := 1; v_m integer := v_n; begin perform v_m; return p_id; end$$`, 'performance', 'target type is different type than source type'],
    ['a column that the table of the trigger lacks', `${TRIGGER} $$begin perform o.no_such_column from old_rows o; return null; end$$${attached('referencing old table as old_rows')}`, 'error', 'column o.no_such_column does not exist'],
    ['a transition table that the trigger does not give', `${TRIGGER} $$begin perform from new_rows; return null; end$$${attached('referencing old table as old_rows')}`, 'error', 'relation "new_rows" does not exist'],
    ['a trigger function without a trigger', `${TRIGGER} $$begin return null; end$$`, 'error', 'trigger function without a trigger'],
  ])('would show %s', async (_, sql, level, message) => {
    await client.query('begin');
    await client.query('set local check_function_bodies = off');
    await client.query(sql);
    const seen = faults(await findings(client)).filter((finding) => finding.subject.startsWith('public.probe'));
    await client.query('rollback');
    expect(seen).toEqual(expect.arrayContaining([expect.objectContaining({ level, message })]));
  });
});
