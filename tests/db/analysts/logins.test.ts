// Logins of analysts: made whole or not at all, limited, ended when they overstay, and gone without a trace.
import { createAnalyst, listAnalysts, removeAnalyst, renewPassword } from '@callgres/db/analysts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aTenant, type Tenant } from '../../support/cast.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { onServer, withClient } from '../../support/server.ts';

let db: TestDatabase;
let owner: pg.Client;
let ada: Tenant;
let bo: Tenant;
beforeAll(async () => {
  db = await testDatabase();
  owner = new pg.Client({ connectionString: db.ownerUrl });
  await owner.connect();
  [ada, bo] = await withClient(db.definerUrl, async (sql) => [await aTenant(sql), await aTenant(sql)]);
});
afterAll(async () => {
  await owner.end();
  await db.drop();
});

let number = 0;
const aName = (): string => `analyst_${db.name.slice(-20).replaceAll(/[^a-z0-9]/g, '')}_${String(++number)}`;
const connect = async (name: string, password: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: onServer(db.ownerUrl, { user: name, password }) });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};
const tenantsOf = (client: pg.Client): Promise<string[]> => client.query<{ tenant_id: string }>('select tenant_id from dim_tenants').then(({ rows }) => rows.map((row) => row.tenant_id).sort());
const isThere = async (name: string): Promise<boolean> => (await owner.query('select from pg_roles where rolname = $1', [name])).rowCount === 1;

describe('a login', () => {
  it('sees the tenants it was made for, reads only, and is limited as the settings say', async () => {
    await owner.query("update public.system_config set value = '45' where key = 'analysts.max_statement_seconds'");
    const name = aName();
    const client = await connect(name, await createAnalyst(owner, { name, tenants: [ada.email, bo.email.toUpperCase()], personal: false }));
    expect(await tenantsOf(client)).toEqual([ada.id, bo.id].sort());
    await expect(client.query('create temporary table t (i integer)')).rejects.toMatchObject({ code: expect.stringMatching(/^(25006|42501)$/) as string });
    const limits = `select setting from pg_settings where name in ('idle_in_transaction_session_timeout', 'statement_timeout') order by name`;
    const settings = `select (1000 * value::integer)::text as setting from public.system_config where key in ('analysts.max_idle_seconds', 'analysts.max_statement_seconds') order by key`;
    expect((await client.query(limits)).rows).toEqual((await owner.query(settings)).rows);
    const second = await connect(name, await renewPassword(owner, name));
    await expect(connect(name, await renewPassword(owner, name))).rejects.toMatchObject({ code: '53300' });
    expect((await listAnalysts(owner)).find((one) => one.login === name)).toEqual({ login: name, accounts: [ada.email, bo.email].sort(), sees_all: false, sees_personal: false, sessions: 2 });
    await second.end();
    await removeAnalyst(owner, name);
    expect(await isThere(name)).toBe(false);
    await expect(client.query('select 1')).rejects.toThrow();
    await client.end().catch(() => undefined);
    expect(await withClient(db.definerUrl, async (sql) => (await sql.query('select from analytics.analyst_grant where login = $1', [name])).rowCount)).toBe(0);
  });

  it.each([
    ['another name', { name: 'postgres', tenants: 'all' as const }, /The name of a login is/], ['a name with a quote', { name: "analyst_x' superuser --", tenants: 'all' as const }, /The name of a login is/],
    ['no tenant', { name: 'analyst_nobody', tenants: [] }, /Say which accounts/], ['a tenant that is not there', { name: 'analyst_ghost', tenants: ['nobody@example.test'] }, /no tenant nobody@example\.test/],
  ])('is refused for %s, and nothing is left', async (_what, wanted, message) => {
    await expect(createAnalyst(owner, { ...wanted, personal: false })).rejects.toThrow(message);
    expect(await isThere(wanted.name) && wanted.name !== 'postgres').toBe(false);
  });

  it('is made with a verifier and never with a password as it is typed, which a failing statement would write into the log', async () => {
    for (const verifier of ['a plain password', "SCRAM-SHA-256$4096:x' superuser", ''])
      for (const call of ["public.create_login('analyst_plain', $1, 60, 30)", "public.set_login_password('analyst_plain', $1)"]) {
        await owner.query('begin; set local role app_definer');
        await expect(owner.query(`select ${call}`, [verifier])).rejects.toMatchObject({ message: 'verifier_invalid' });
        await owner.query('rollback');
      }
    expect(await isThere('analyst_plain')).toBe(false);
  });

  it('is not made twice, and one that is not there is not removed', async () => {
    const name = aName();
    await createAnalyst(owner, { name, tenants: 'all', personal: true });
    await expect(createAnalyst(owner, { name, tenants: 'all', personal: true })).rejects.toThrow(/already/);
    await removeAnalyst(owner, name);
    await expect(removeAnalyst(owner, name)).rejects.toThrow(/no analyst/);
    await expect(removeAnalyst(owner, 'analyst_app_definer')).rejects.toThrow(/no analyst/);
  });
});

describe('the watchdog', () => {
  const MINUTES_LATER = "clock_timestamp() + interval '2 minutes'";
  const watch = (now = 'clock_timestamp()'): Promise<number> =>
    withClient(db.workerUrl, async (worker) => (await worker.query<{ n: number }>(`select public.end_long_analyst_queries(${now}) as n`)).rows[0]?.n ?? -1);

  it('cancels what runs too long, though the login has lifted its own limit', async () => {
    const name = aName();
    const client = await connect(name, await createAnalyst(owner, { name, tenants: 'all', personal: false }));
    await client.query('set statement_timeout = 0');
    const endless = client.query('select pg_sleep(60)').catch((error: unknown) => error);
    await expect.poll(() => watch(MINUTES_LATER)).toBe(1);
    expect(await endless).toMatchObject({ code: '57014' });
    expect((await client.query('select 1')).rowCount).toBe(1); // the session goes on
    await client.end();
    await removeAnalyst(owner, name);
  });

  it('ends a session that sits in a transaction, and leaves alone what is within its time, idle, or no analyst', async () => {
    const name = aName();
    const client = await connect(name, await createAnalyst(owner, { name, tenants: 'all', personal: false }));
    await owner.query('begin; select 1');
    await client.query('select 1');
    expect(await watch(MINUTES_LATER)).toBe(0); // idle outside a transaction
    await client.query('begin; select 1');
    expect(await watch()).toBe(0);
    expect(await watch(MINUTES_LATER)).toBe(1);
    await expect(client.query('select 1')).rejects.toThrow();
    expect((await owner.query('select 1')).rowCount).toBe(1);
    await owner.query('commit');
    await client.end().catch(() => undefined);
    await removeAnalyst(owner, name);
  });

  it('control: without membership in the login it can end nothing', async () => {
    const name = aName();
    const client = await connect(name, await createAnalyst(owner, { name, tenants: 'all', personal: false }));
    await owner.query(`revoke ${name} from app_watchdog`);
    await client.query('begin; select 1');
    expect(await watch(MINUTES_LATER)).toBe(0);
    await client.end();
    await removeAnalyst(owner, name);
  });
});
