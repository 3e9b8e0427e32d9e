// Administrators: what they may do to accounts and settings, that each act is written down with it, and that nobody else may.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aStage, mutate, type Stage, valueOf } from '../../properties/stage.ts';
import { aTenant, one, signedIn, type Sql, type Tenant } from '../../support/cast.ts';
import { expectInvariants } from '../../support/invariants.ts';

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
let admin: Tenant;
let chief: Tenant;
beforeEach(async () => {
  stage = await aStage(25);
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
  [ada, admin, chief] = [await aTenant(stage.sql, { name: 'Ada', credits: 100 }), await aTenant(stage.sql), await aTenant(stage.sql)];
  await stage.sql.query("update public.users set role = 'admin' where id = $1", [admin.id]);
  await stage.sql.query("update public.users set role = 'super_admin' where id = $1", [chief.id]);
});
afterEach(async () => {
  await api.end();
  await stage.end();
});

type Row = Record<string, unknown>;
const as = (who: Tenant, text: string, values: unknown[] = [], client: Sql = api): Promise<Row[]> => signedIn(client, who, async (sql) => (await sql.query<Row>(text, values)).rows);
const audit = (): Promise<Row[]> => stage.sql.query<Row>('select action, target_user_id, details from public.admin_audit_log order by created_at, id').then(({ rows }) => rows);

const ACTS: [string, string][] = [
  ['list_tenants', 'select api.list_tenants()'], ['get_tenant', 'select api.get_tenant($1)'], ['set_tenant_active', "select api.set_tenant_active($1, false, 'why')"],
  ['set_user_role', "select api.set_user_role($1, 'admin', 'why')"], ['adjust_credits', "select api.adjust_credits($1, 5, 'why')"], ['preview_lines_limit', 'select api.preview_lines_limit($1, 3)'],
  ['set_lines_limit', "select api.set_lines_limit($1, 'why', 3)"], ['list_settings', 'select api.list_settings()'], ['set_setting', "select api.set_setting('dial.quantum', '5', 'why')"],
  ['list_audit_entries', 'select api.list_audit_entries()'], ['list_jobs', 'select api.list_jobs()'], ['list_analysts', 'select api.list_analysts()'], ['list_all_phone_numbers', 'select api.list_all_phone_numbers()'], ['list_stuck_emails', 'select api.list_stuck_emails()'], ['check_consistency', 'select api.check_consistency()'], ['check_isolation', 'select api.check_isolation()'],
];
const ONLY_CHIEF = ['set_user_role', 'set_setting'];

describe('nobody but an administrator', () => {
  it.each(ACTS)('may call %s', async (name, text) => {
    const values = text.includes('$1') ? [ada.id] : [];
    await expect(as(ada, text, values)).rejects.toMatchObject({ message: ONLY_CHIEF.includes(name) ? 'super_admin_only' : 'admin_only', code: 'VC403' });
    if (ONLY_CHIEF.includes(name)) await expect(as(admin, text, values)).rejects.toMatchObject({ message: 'super_admin_only' });
    else await as(admin, text, values);
    await as(chief, text, values);
    expect(await audit()).toHaveLength(['set_tenant_active', 'set_lines_limit', ...ONLY_CHIEF].includes(name) ? 1 : name === 'adjust_credits' ? 2 : 0);
    await expectInvariants(stage.sql);
  });
});

describe('accounts', () => {
  it.each([['by address', (): string => ada.email.slice(3, 20)], ['by name', (): string => 'ada'], ['by a number', (): string => '+44 20 7946 0958'], ['by a call at the provider', (): string => 'execution-7']])('are found %s', async (_how, search) => {
    await stage.sql.query("insert into public.phone_numbers (user_id, phone_number, country_code) values ($1, '+442079460958', 'GB')", [ada.id]);
    const { id: agent } = await one<{ id: string }>(stage.sql, "insert into public.agents (user_id, bolna_agent_id, name) values ($1, 'a', 'Ava') returning id", [ada.id]);
    await stage.sql.query("insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, local_date, local_hour) values ($1, $2, 'execution-7', 'execution-7', '+447700900001', current_date, 1)", [ada.id, agent]);
    expect((await as(admin, 'select id from api.list_tenants($1)', [search()])).map((row) => row['id'])).toEqual([ada.id]);
  });

  it('are listed page by page, each once', async () => {
    const all = (await as(admin, 'select email from api.list_tenants()')).map((row) => row['email'] as string);
    const pages: string[] = [];
    for (let last: string | null = null; ;) {
      const page: string[] = (await as(admin, 'select email from api.list_tenants(null, $1, 2)', [last])).map((row) => row['email'] as string);
      pages.push(...page);
      if (page.length < 2) break;
      last = page.at(-1) ?? null;
    }
    expect(pages).toEqual(all);
    expect(all).toHaveLength(3);
  });

  it('that are switched off have no session any more, and come back as they were', async () => {
    await as(admin, "select api.set_tenant_active($1, false, 'They asked for it.')", [ada.id]);
    await expect(as(ada, 'select api.get_me()')).rejects.toMatchObject({ message: 'not_signed_in' });
    await as(admin, "select api.set_tenant_active($1, false, 'again')", [ada.id]); // is off already: nothing to write down
    expect((await as(admin, "select is_active from api.set_tenant_active($1, true, 'They asked again.')", [ada.id]))[0]).toEqual({ is_active: true });
    expect((await audit()).map((entry) => [entry['action'], entry['target_user_id'], (entry['details'] as Row)['reason']])).toEqual([['user_switched_off', ada.id, 'They asked for it.'], ['user_switched_on', ada.id, 'They asked again.']]);
  });

  it('of administrators are switched off by a super administrator only', async () => {
    await expect(as(admin, "select api.set_tenant_active($1, false, 'why')", [chief.id])).rejects.toMatchObject({ message: 'super_admin_only' });
    await as(chief, "select api.set_tenant_active($1, false, 'why')", [admin.id]);
  });

  it.each([['a reason', "select api.adjust_credits($1, 5, ' ')", 'reason_missing'], ['an amount', "select api.adjust_credits($1, 0, 'why')", 'amount_invalid'], ['the credits to take', "select api.adjust_credits($1, -101, 'why')", 'credits_are_held'],
    ['a limit within bounds', "select api.set_lines_limit($1, 'why', -1)", 'lines_limit_invalid'], ['a role', "select api.set_user_role($1, 'king', 'why')", 'users_role_check']])('need %s', async (_what, text, expected) => {
    await expect(as(chief, text, [ada.id])).rejects.toSatisfy((error) => [(error as Error).message, (error as { constraint?: string }).constraint].includes(expected));
    expect(await audit()).toEqual([]);
    await expectInvariants(stage.sql);
  });

  it('that are not there are said to be so', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const text of ['select api.get_tenant($1)', "select api.set_tenant_active($1, true, 'why')", "select api.set_user_role($1, 'user', 'why')", "select api.adjust_credits($1, 1, 'why')", "select api.set_lines_limit($1, 'why', 1)"])
      await expect(as(chief, text, [nobody])).rejects.toMatchObject({ message: 'user_not_found' });
  });

  it('show what another limit would do before it does it', async () => {
    const effect = async (lines: number | null): Promise<unknown> => (await as(admin, 'select effect from api.preview_lines_limit($1, $2)', [ada.id, lines]))[0]?.['effect'];
    expect([await effect(0), await effect(3), await effect(null), await effect(20), await effect(500)]).toEqual([
      'No new calls; calls on the line end normally.', 'At most 3 calls at once from the next call on.', 'Nothing changes.', 'Up to 20 calls more at once, as soon as there is somebody to call.',
      'The platform has 100 lines for all tenants, so more than that cannot be used.',
    ]);
    await stage.sql.query("insert into public.active_calls (id, user_id, call_type, phone_number) select gen_random_uuid(), $1, 'direct', '+15550000' || g from generate_series(1, 4) g", [ada.id]);
    expect(await effect(3)).toBe('No new calls until 2 calls have ended; none is cut.');
  });
});

describe('the last super administrator', () => {
  it.each([["select api.set_user_role($1, 'admin', 'why')"], ["select api.set_tenant_active($1, false, 'why')"]])('stays: %s', async (text) => {
    await expect(as(chief, text, [chief.id])).rejects.toMatchObject({ message: 'last_super_admin' });
  });

  /** Two super administrators who take each other's role at the same moment. */
  async function bothAtOnce(): Promise<number> {
    const second = await aTenant(stage.sql);
    await stage.sql.query("update public.users set role = 'super_admin' where id = $1", [second.id]);
    const clients = await Promise.all([1, 2].map(async () => {
      const client = new pg.Client({ connectionString: stage.db.apiUrl });
      await client.connect();
      return client;
    }));
    await Promise.all([[chief, second], [second, chief]].map(([who, whom], n) => as(who as Tenant, "select api.set_user_role($1, 'user', 'why')", [(whom as Tenant).id], clients[n] as Sql).catch(() => [])));
    await Promise.all(clients.map((client) => client.end()));
    return valueOf<number>(stage.sql, "select count(*)::integer from public.users where role = 'super_admin'");
  }

  it('also when two remove each other at the same moment, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      expect(await bothAtOnce()).toBe(1);
      await stage.sql.query("update public.users set role = 'user' where role = 'super_admin'; ");
      await stage.sql.query("update public.users set role = 'super_admin' where id = $1", [chief.id]);
    }
  });

  it('control: without the lock both can succeed', async () => {
    await mutate(stage.sql, 'public.lock_user', [['order by u.id for no key update;', 'order by u.id;']]);
    await mutate(stage.sql, 'public.require_another_super_admin', [['begin\n', 'begin\n  perform pg_sleep(0.2);\n']]);
    await mutate(stage.sql, 'api.set_user_role', [['update public.users u set role = p_role', 'perform pg_sleep(0.2);\n    update public.users u set role = p_role']]);
    expect(await bothAtOnce()).toBe(0);
  });
});

describe('settings', () => {
  const set = (key: string, value: string): Promise<Row[]> => as(chief, "select key, value from api.set_setting($1, $2, 'We have more lines now.')", [key, value]);

  it('are changed with their reason', async () => {
    expect(await set('dial.system_max_concurrent', ' 250 ')).toEqual([{ key: 'dial.system_max_concurrent', value: '250' }]);
    expect(await audit()).toMatchObject([{ action: 'setting_changed', details: { from: '100', to: '250', reason: 'We have more lines now.' } }]);
    await set('dial.system_max_concurrent', '250');
    expect(await audit()).toHaveLength(1);
    await set('default_timezone', 'Europe/Paris');
  });

  it.each([
    ['dial.system_max_concurrent', '0', 'setting_value_invalid'], ['dial.system_max_concurrent', '10001', 'setting_value_invalid'], ['dial.system_max_concurrent', 'many', 'setting_value_invalid'], ['dial.system_max_concurrent', '', 'setting_value_invalid'],
    ['dial.rate_per_second', '9', 'setting_value_invalid'], ['default_timezone', 'EST5', 'setting_value_invalid'], ['no.such', '1', 'setting_not_found'], ['dial.http_timeout_ms', '20000', 'dial_settings_contradict'],
  ])('%s = "%s" is refused: %s', async (key, value, message) => {
    await expect(set(key, value)).rejects.toMatchObject({ message });
    expect(await audit()).toEqual([]);
  });

  it('all have a unit or are a zone, and bounds', async () => {
    expect(await as(admin, "select key from api.list_settings() where key <> 'default_timezone' and (unit is null or least is null or most is null or value::integer not between least and most)")).toEqual([]);
  });
});

describe('the audit log', () => {
  it('says who did what to whom and why, newest first, page by page', async () => {
    for (let n = 1; n <= 5; n++) await as(admin, 'select api.adjust_credits($1, $2, $3)', [ada.id, n, `reason ${String(n)}`]);
    const first = await as(admin, 'select id, created_at, admin_email, target_email, details from api.list_audit_entries($1, p_limit => 2)', [ada.id]);
    expect(first.map((entry) => [entry['admin_email'], entry['target_email'], (entry['details'] as Row)['amount']])).toEqual([[admin.email, ada.email, 5], [admin.email, ada.email, 4]]);
    const next = await as(admin, 'select details from api.list_audit_entries($1, $2, $3, 10)', [ada.id, first[1]?.['created_at'], first[1]?.['id']]);
    expect(next.map((entry) => (entry['details'] as Row)['amount'])).toEqual([3, 2, 1]);
    expect(await as(admin, 'select api.list_audit_entries($1)', [chief.id])).toEqual([]);
  });

  it('is neither changed nor emptied by any role that logs in', async () => {
    await as(admin, "select api.adjust_credits($1, 1, 'why')", [ada.id]);
    for (const url of [stage.db.apiUrl, stage.db.workerUrl, stage.db.definerUrl]) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const text of ['delete from public.admin_audit_log', "update public.admin_audit_log set details = '{}'"]) await expect(client.query(text)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|VC403)$/) as string });
      await client.end();
    }
  });
});
