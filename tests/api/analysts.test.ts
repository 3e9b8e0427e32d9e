// Logins of analysts over the API: made by a super administrator with a reason, shown once, usable at once, gone when removed.
import { scramVerifier } from '@callgres/shared/login';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withClient } from '../support/server.ts';
import { Browser, type Stage, type Tenant, aStage, aTenant, told } from './cast.ts';

let stage: Stage;
let chief: Tenant;
let ada: Tenant;
let bo: Tenant;
let tab: Browser;
beforeAll(async () => {
  stage = await aStage();
  [chief, ada, bo] = [await aTenant(stage, { name: 'Root' }), await aTenant(stage, { name: 'Ada' }), await aTenant(stage, { name: 'Bo' })];
  await stage.sql.query("update public.users set role = 'super_admin' where id = $1", [chief.id]);
});
afterAll(() => stage.end());
beforeEach(async () => { tab = await new Browser(stage.url).signIn(chief); });

let number = 0;
const aLogin = (): string => `analyst_${stage.db.name.slice(-20).replaceAll(/[^a-z0-9]/g, '')}_page_${String(++number)}`;
const wanted = (login: string, more: { userIds?: string[]; seesAll?: boolean; seesPersonal?: boolean; reason?: string } = {}) =>
  ({ login, userIds: [ada.id], seesAll: false, seesPersonal: false, reason: 'monthly report', ...more });
async function connect(address: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: address });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
/** Whether the server would let the login in with this password; asked of what it stores, because a throw-away server asks nobody for one. */
async function opens(address: string): Promise<boolean> {
  const { username, password } = new URL(address);
  if (stage.db.superuserUrl === undefined) return connect(address).then((client) => client.end().then(() => true), () => false);
  const stored = await withClient(stage.db.superuserUrl, (client) => client.query<{ rolpassword: string }>('select rolpassword from pg_authid where rolname = $1', [username]));
  const verifier = stored.rows[0]?.rolpassword ?? '';
  return verifier === scramVerifier(password, Buffer.from(/:(.+?)\$/.exec(verifier)?.[1] ?? '', 'base64'));
}
const seen = async (client: pg.Client): Promise<string[]> => (await client.query<{ tenant_id: string }>('select tenant_id from dim_tenants order by 1')).rows.map((row) => row.tenant_id);
const actions = async (): Promise<string[]> =>
  (await stage.sql.query<{ action: string }>("select a.action from public.admin_audit_log a where a.resource_type = 'analyst' order by a.created_at")).rows.map((row) => row.action);

describe('a login', () => {
  it('is made, sees its account, gets another password and is removed, each act written down without the password', async () => {
    const login = aLogin();
    const { address } = await tab.api.analysts.create.mutate(wanted(login));
    const client = await connect(address);
    expect(await seen(client)).toEqual([ada.id]);
    await expect(client.query('select * from public.users')).rejects.toMatchObject({ code: '42501' });
    expect((await tab.api.analysts.list.query()).find((one) => one.login === login)).toMatchObject({ accounts: [ada.email], sees_all: false, sees_personal: false, sessions: 1 });
    const renewed = await tab.api.analysts.renewPassword.mutate({ login, reason: 'lost' });
    expect([await opens(address), await opens(renewed.address)]).toEqual([false, true]);
    await tab.api.analysts.remove.mutate({ login, reason: 'left' });
    await expect(client.query('select 1')).rejects.toThrow();
    await expect(connect(renewed.address)).rejects.toThrow(/does not exist|authentication/);
    expect(await actions()).toEqual(['analyst_created', 'analyst_password_renewed', 'analyst_removed']);
    const passwords = [address, renewed.address].map((one) => new URL(one).password);
    const written = await stage.sql.query<{ text: string }>('select to_jsonb(a)::text as text from public.admin_audit_log a union all select to_jsonb(f)::text from public.failure_logs f');
    for (const password of passwords) expect(written.rows.filter(({ text }) => text.includes(password) || text.includes('SCRAM'))).toEqual([]);
  });

  it('of all sees all, and is one however often it is asked for at once', async () => {
    const login = aLogin();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => tab.api.analysts.create.mutate(wanted(login, { userIds: [], seesAll: true }))));
    const made = outcomes.filter((one) => one.status === 'fulfilled');
    expect(made).toHaveLength(1);
    const client = await connect(made[0]?.value.address ?? '');
    expect(await seen(client)).toEqual([ada.id, bo.id, chief.id].sort());
    await client.end();
    await tab.api.analysts.remove.mutate({ login, reason: 'done' });
  });

  it.each([
    ['a name of another kind', (): object => wanted('postgres'), 'login_name_invalid'], ['a name of a role of ours', (): object => wanted('app_definer'), 'login_name_invalid'],
    ['a name with a quote', (): object => wanted(`analyst_x" superuser; --`), 'login_name_invalid'], ['no account', (): object => wanted('analyst_none', { userIds: [] }), 'accounts_missing'],
    ['an account that is not there', (): object => wanted('analyst_ghost', { userIds: [crypto.randomUUID()] }), 'user_not_found'], ['no reason', (): object => wanted('analyst_why', { reason: ' ' }), 'reason_missing'],
  ])('is not made with %s', async (_what, input, key) => {
    const before = await actions();
    expect(await told(tab.api.analysts.create.mutate(input() as ReturnType<typeof wanted>))).toMatchObject({ key });
    expect(await actions()).toEqual(before);
  });

  it('that is none is neither changed nor removed: roles of the server stay', async () => {
    for (const login of ['postgres', 'app_definer', 'analyst_nobody', 'app_api', ''])
      for (const refused of [tab.api.analysts.remove.mutate({ login, reason: 'x' }), tab.api.analysts.renewPassword.mutate({ login, reason: 'x' })])
        expect(await told(refused)).toMatchObject({ key: 'login_not_found' });
  });

  it('is a matter of super administrators who typed their password lately', async () => {
    const admin = await aTenant(stage);
    await stage.sql.query("update public.users set role = 'admin' where id = $1", [admin.id]);
    const [others, people] = [await new Browser(stage.url).signIn(admin), await new Browser(stage.url).signIn(ada)];
    expect(await told(others.api.analysts.create.mutate(wanted(aLogin())))).toMatchObject({ key: 'super_admin_only' });
    expect(await told(people.api.analysts.create.mutate(wanted(aLogin())))).toMatchObject({ key: 'super_admin_only' });
    expect(await told(people.api.analysts.list.query())).toMatchObject({ key: 'admin_only' });
    expect(await others.api.analysts.list.query()).toEqual(await tab.api.analysts.list.query());
    await stage.sql.query("update public.user_sessions set proved_at = now() - interval '1 hour' where user_id = $1", [chief.id]);
    for (const refused of [tab.api.analysts.create.mutate(wanted(aLogin())), tab.api.analysts.remove.mutate({ login: 'analyst_x', reason: 'x' }), tab.api.analysts.renewPassword.mutate({ login: 'analyst_x', reason: 'x' })])
      expect(await told(refused)).toMatchObject({ key: 'password_needed' });
  });
});
