// An account is deleted: nothing of its person is found afterwards in any table but ledger and audit log, what is of others stays as it was,
// and neither a killed worker nor a second one makes a difference.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aStage, draws, mutate, seedOf, type Stage, valueOf } from '../../properties/stage.ts';
import { aCampaign, anAgent, aTenant, one, signedIn, type Sql, type Tenant } from '../../support/cast.ts';
import { expectInvariants, violations } from '../../support/invariants.ts';
import { withClient } from '../../support/server.ts';
import { begin, type Cast, neitherLeaves, threeTenants } from '../isolation/three-tenants.ts';

let stage: Stage;
let api: pg.Client;
let worker: pg.Client;
beforeEach(async () => {
  stage = await aStage();
  [api, worker] = [new pg.Client({ connectionString: stage.db.apiUrl }), new pg.Client({ connectionString: stage.db.workerUrl })];
  await Promise.all([api.connect(), worker.connect()]);
});
afterEach(async () => {
  await Promise.all([api.end(), worker.end()]);
  await stage.end();
});

/** The tables in which the text is found, with how many rows. */
async function tablesWith(text: RegExp): Promise<Record<string, number>> {
  const { rows: tables } = await stage.sql.query<{ name: string }>(
    "select c.oid::regclass::text as name from pg_class c where c.relnamespace in ('public'::regnamespace, 'api'::regnamespace, 'analytics'::regnamespace) and c.relkind in ('r', 'm')");
  const parts = tables.map(({ name }) => `select '${name}' as name, count(*)::integer as n from ${name} t where to_jsonb(t)::text ~ $1`);
  const { rows } = await stage.sql.query<{ name: string; n: number }>(parts.join(' union all '), [text.source]);
  return Object.fromEntries(rows.filter(({ n }) => n > 0).map(({ name, n }) => [name, n]));
}

const step = (limit = 1000, later = '0 hours', client: Sql = worker): Promise<boolean> =>
  one<{ more: boolean }>(client, 'select public.delete_accounts($1, now() + $2::interval) as more', [limit, later]).then(({ more }) => more);

async function everyTable(): Promise<Cast> {
  const cast = await withClient(stage.db.definerUrl, threeTenants);
  await withClient(stage.db.ownerUrl, neitherLeaves);
  return cast;
}

async function adaLeaves(cast: Cast): Promise<void> {
  await begin(api, cast.ada.token);
  await api.query('select api.delete_my_account($1)', [`${cast.ada.mark}@TEST.example `]);
  await api.query('commit');
}

const OF_ADAS_PERSON = /qzA|\+4479001/;
const OF_BO = /qzB|bbbbbbbb-|\+4479002/;

describe('with rows in every table', () => {
  it('leaves ledger and audit log alone, and what is of others, through workers that are killed at each step', async () => {
    const cast = await everyTable();
    const before = { ada: await tablesWith(OF_ADAS_PERSON), bo: await tablesWith(OF_BO) };
    expect(Object.keys(before.ada).length).toBeGreaterThan(30);
    await adaLeaves(cast);
    expect((await stage.sql.query('select 1 from public.user_sessions where user_id = $1', [cast.ada.userId])).rowCount).toBe(0);

    // Her call is on the line: the deletion waits for it, and not for ever.
    expect(await step()).toBe(true);
    expect(await step()).toBe(false);
    expect((await tablesWith(OF_ADAS_PERSON))['calls']).toBe(2);

    const draw = draws(seedOf('account deletion'));
    let steps = 0;
    for (let more = true; more; steps++) {
      const mortal = new pg.Client({ connectionString: stage.db.workerUrl });
      mortal.on('error', () => undefined);
      await mortal.connect();
      await mortal.query('begin');
      more = await step(2, '25 hours', mortal);
      const dies = draw() < 0.3;
      if (dies) await stage.sql.query('select pg_terminate_backend($1)', [await valueOf<number>(mortal, 'select pg_backend_pid()')]).catch(() => undefined);
      else await mortal.query('commit');
      if (dies) more = true;
      await mortal.end().catch(() => undefined);
    }
    expect(steps).toBeGreaterThan(30);

    expect(await tablesWith(OF_ADAS_PERSON)).toEqual({ admin_audit_log: before.ada['admin_audit_log'], credit_transactions: before.ada['credit_transactions'] });
    // Her bare id stays where books are kept; the note on the stored view goes with its next refresh.
    expect(Object.keys(await tablesWith(/aaaaaaaa-/)).sort()).toEqual(['account_deletions', 'admin_audit_log', 'credit_transactions', 'kpi_notes', 'users']);
    expect(await tablesWith(OF_BO)).toEqual(before.bo);
    expect((await violations(stage.sql)).filter(({ invariant }) => invariant === 'invariant_26_deleted_accounts_are_empty')).toEqual([]);
  });

  it('control: a table that the catalog does not give is found by the canary and by the invariant', async () => {
    const cast = await everyTable();
    await adaLeaves(cast);
    const definition = await valueOf<string>(stage.sql, "select pg_get_functiondef('public.tables_of_accounts'::regproc)");
    await mutate(stage.sql, 'public.tables_of_accounts', [["c.relkind = 'r'", "c.relkind = 'r' and c.relname <> 'do_not_call'"]]);
    while (await step(1000, '25 hours')) { /* to the end */ }
    expect(Object.keys(await tablesWith(OF_ADAS_PERSON))).toContain('do_not_call');
    await stage.sql.query(definition);
    expect(await violations(stage.sql)).toContainEqual({ invariant: 'invariant_26_deleted_accounts_are_empty', object: 'do_not_call', key: cast.ada.userId, detail: '2 rows' });
  });
});

describe('in a life that only functions of ours have touched', () => {
  let ada: Tenant;
  let chief: Tenant;
  beforeEach(async () => {
    [ada, chief] = [await aTenant(stage.sql, { name: 'Ada Quetzal', credits: 0 }), await aTenant(stage.sql)];
    await stage.sql.query("update public.users set role = 'super_admin' where id = $1", [chief.id]);
    await stage.sql.query("update public.users set company = 'Quetzal Mills', phone = '+447700900042', location = 'Quetzal Wharf', website = 'quetzal.example', bio = 'Quetzal' where id = $1", [ada.id]);
    await stage.sql.query("update public.user_sessions set ip_address = '192.0.2.77', user_agent = 'Quetzal browser' where user_id = $1", [ada.id]);
    await stage.sql.query("insert into public.login_attempts (email, ip_address, success) values ($1, '192.0.2.77', true)", [ada.email]);
    await as(chief, "select api.adjust_credits($1, 500, 'ordered')", [ada.id]);
    await aCampaign({ sql: stage.sql, api }, ada, await anAgent(stage.sql, ada), { people: 3 });
  });
  const as = (who: Tenant, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    signedIn(api, who, async (sql) => (await sql.query<Record<string, unknown>>(text, values)).rows);
  const canaries = (): RegExp => new RegExp(`Quetzal|quetzal|192\\.0\\.2\\.77|7700900042|${ada.email}`);

  it('nothing of the person stays, the books stay whole, and the address may open an account again', async () => {
    expect(Object.keys(await tablesWith(canaries()))).toEqual(expect.arrayContaining(['users', 'user_sessions', 'login_attempts']));
    await as(ada, 'select api.delete_my_account($1)', [ada.email]);
    while (await step()) { /* to the end */ }
    expect(await tablesWith(canaries())).toEqual({});
    expect(await one(stage.sql, 'select name, credits, is_active from public.users where id = $1', [ada.id])).toEqual({ name: 'Deleted account', credits: 500, is_active: false });
    expect(await valueOf<string>(stage.sql, 'select sum(amount) from public.credit_transactions where user_id = $1', [ada.id])).toBe('500');
    await expectInvariants(stage.sql);
    await stage.sql.query("insert into public.users (email, name) values ($1, 'Somebody else')", [ada.email]);
    const [shown] = await as(chief, 'select name, deletion_began_at is not null as began, deleted_at is not null as ended from api.get_tenant($1)', [ada.id]);
    expect(shown).toEqual({ name: 'Deleted account', began: true, ended: true });
  });

  it.each([
    ['another address', (): [Tenant, string, unknown[]] => [ada, "select api.delete_my_account('somebody@else.example')", []], 'email_differs'],
    ['no address', (): [Tenant, string, unknown[]] => [ada, 'select api.delete_my_account(null)', []], 'email_differs'],
    ['no reason', (): [Tenant, string, unknown[]] => [chief, "select api.delete_account($1, $2, ' ')", [ada.id, ada.email]], 'reason_missing'],
    ['an account that is not there', (): [Tenant, string, unknown[]] => [chief, "select api.delete_account(gen_random_uuid(), 'x', 'why')", []], 'user_not_found'],
    ['somebody who is no administrator', (): [Tenant, string, unknown[]] => [ada, "select api.delete_account($1, $2, 'why')", [chief.id, chief.email]], 'admin_only'],
    ['the last super administrator', (): [Tenant, string, unknown[]] => [chief, 'select api.delete_my_account($1)', [chief.email]], 'last_super_admin'],
  ])('refuses %s, and nothing has changed', async (_what, call, message) => {
    const [who, text, values] = call();
    await expect(as(who, text, values)).rejects.toMatchObject({ message });
    expect((await stage.sql.query('select 1 from public.account_deletions')).rowCount).toBe(0);
    expect((await as(ada, 'select * from api.get_me()'))).toHaveLength(1);
  });

  it('asks for the password when it was not typed lately', async () => {
    await stage.sql.query("update public.user_sessions set proved_at = now() - interval '11 minutes'");
    await expect(as(ada, 'select api.delete_my_account($1)', [ada.email])).rejects.toMatchObject({ message: 'password_needed' });
    await expect(as(chief, "select api.delete_account($1, $2, 'why')", [ada.id, ada.email])).rejects.toMatchObject({ message: 'password_needed' });
  });

  it('is done once, and neither undone nor repeated; an administrator of accounts may not delete another', async () => {
    const admin = await aTenant(stage.sql);
    await stage.sql.query("update public.users set role = 'admin' where id = $1", [admin.id]);
    await expect(as(admin, "select api.delete_account($1, $2, 'why')", [chief.id, chief.email])).rejects.toMatchObject({ message: 'super_admin_only' });
    await as(admin, "select api.delete_account($1, $2, 'asked by letter')", [ada.id, ada.email]);
    await expect(as(ada, 'select * from api.get_me()')).rejects.toMatchObject({ message: 'not_signed_in' });
    for (const text of ["select api.delete_account($1, $2, 'why')", "select api.set_tenant_active($1, true, $2)"])
      await expect(as(admin, text, [ada.id, ada.email])).rejects.toMatchObject({ message: 'account_deleted' });
    expect((await stage.sql.query("select details from public.admin_audit_log where action = 'account_deleted'")).rows).toEqual([{ details: { reason: 'asked by letter' } }]);
  });

  it('two workers at once delete two accounts, and of the last two super administrators one stays', async () => {
    const second = await aTenant(stage.sql);
    await stage.sql.query("update public.users set role = 'super_admin' where id = $1", [second.id]);
    const other = new pg.Client({ connectionString: stage.db.apiUrl });
    await other.connect();
    const outcomes = await Promise.allSettled([
      as(chief, 'select api.delete_my_account($1)', [chief.email]), signedIn(other, second, (sql) => sql.query('select api.delete_my_account($1)', [second.email])),
    ]);
    await other.end();
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await as(ada, 'select api.delete_my_account($1)', [ada.email]);
    const another = new pg.Client({ connectionString: stage.db.workerUrl });
    await another.connect();
    for (let more = true; more;) more = (await Promise.all([step(1), step(1, '0 hours', another)])).some(Boolean);
    await another.end();
    expect(await valueOf<string>(stage.sql, 'select count(*) from public.account_deletions where finished_at is not null')).toBe('2');
    await expectInvariants(stage.sql);
  });
});
