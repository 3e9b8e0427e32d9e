import { execFileSync } from 'node:child_process';
import { ensureRoles } from '@callgres/db/roles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';

const NODE_24 = /^v24\./;

describe('the runtime', () => {
  it('runs tests on Node 24', () => {
    expect(process.version).toMatch(NODE_24);
  });

  it('runs the programs that tests start on Node 24', () => {
    expect(execFileSync('node', ['--version'], { encoding: 'utf8' })).toMatch(NODE_24);
  });
});

describe('the roles', () => {
  let db: TestDatabase;
  beforeAll(async () => { db = await testDatabase(); });
  afterAll(() => db.drop());

  const rows = async (url: string, query: string): Promise<unknown[]> => (await withClient(url, (client) => client.query<Record<string, unknown>>(query))).rows;

  it('exist, and those that own things cannot log in', async () => {
    const found = await rows(db.ownerUrl, "select rolname, rolcanlogin from pg_roles where rolname like 'app\\_%' order by rolname");
    expect(found).toEqual([
      { rolname: 'app_analyst', rolcanlogin: false },
      { rolname: 'app_api', rolcanlogin: true },
      { rolname: 'app_definer', rolcanlogin: false },
      { rolname: 'app_login_maker', rolcanlogin: false },
      { rolname: 'app_masker', rolcanlogin: false },
      { rolname: 'app_migrator', rolcanlogin: true },
      { rolname: 'app_owner', rolcanlogin: false },
      { rolname: 'app_user', rolcanlogin: false },
      { rolname: 'app_watchdog', rolcanlogin: false },
      { rolname: 'app_worker', rolcanlogin: true },
    ]);
  });

  it('are neither superusers nor exempt from row security, and the only one that makes roles is three functions', async () => {
    expect(await rows(db.ownerUrl, "select rolname from pg_roles where rolname like 'app\\_%' and (rolsuper or rolbypassrls or rolcreatedb)")).toEqual([]);
    expect(await rows(db.ownerUrl, "select rolname from pg_roles where rolname like 'app\\_%' and rolcreaterole")).toEqual([{ rolname: 'app_login_maker' }]);
    expect(await rows(db.ownerUrl, "select d.objid::regprocedure::text as owns from pg_shdepend d where d.refobjid = 'app_login_maker'::regrole and d.deptype = 'o' and d.classid = 'pg_proc'::regclass and d.dbid = (select oid from pg_database where datname = current_database()) order by 1"))
      .toEqual(['create_login(text,text,integer,integer)', 'drop_login(text)', 'set_login_password(text,text)'].map((owns) => ({ owns })));
  });

  it('let the API become app_user, and inherit nothing from it', async () => {
    expect(await rows(db.apiUrl, "select pg_has_role('app_user', 'member') as member, pg_has_role('app_user', 'usage') as inherits")).toEqual([
      { member: true, inherits: false },
    ]);
  });

  it.each(['create table public.mine (i int)', 'create temporary table mine (i int)', 'create schema mine'])('refuse the API "%s"', async (statement) => {
    await expect(rows(db.apiUrl, statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('end runaway statements of the API and the worker', async () => {
    const limits = "select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock, current_setting('idle_in_transaction_session_timeout') as idle, current_setting('jit') as jit";
    expect(await rows(db.apiUrl, limits)).toEqual([{ statement: '10s', lock: '1s', idle: '10s', jit: 'off' }]);
    expect(await rows(db.workerUrl, limits)).toEqual([{ statement: '30s', lock: '1s', idle: '5s', jit: 'off' }]);
  });

  it('can be ensured again, by several set-ups at once', async () => {
    await expect(Promise.all(Array.from({ length: 4 }, () => withClient(db.ownerUrl, (client) => ensureRoles(client))))).resolves.toHaveLength(4);
  });

  it('need nothing further from app_migrator once they are there', async ({ skip }) => {
    if (db.superuserUrl === undefined) skip('only a superuser can pose as app_migrator, which has no password');
    else
      await withClient(db.superuserUrl, async (client) => {
        await client.query('set session authorization app_migrator');
        await ensureRoles(client);
      });
  });

  it('are refused in one sentence to a login that lacks the rights', async () => {
    await expect(withClient(db.workerUrl, (client) => ensureRoles(client))).rejects.toThrow(/^The login app_worker cannot set up the roles/);
  });

  it('refuse everybody else the database', async () => {
    const [acl] = await rows(db.ownerUrl, 'select coalesce(array_to_string(datacl, chr(10)), chr(61)) as acl from pg_database where datname = current_database()') as { acl: string }[];
    expect(acl?.acl.split('\n').some((entry) => entry.startsWith('='))).toBe(false);
  });
});
