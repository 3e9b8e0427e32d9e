// The ledger and the audit log are append-only toward everybody: by grant toward who runs the product, by trigger
// toward the owner at a maintenance console. Cast: Ada (tenant and admin) with one charged call, Bo (acted on).
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

const ADA = '00000000-0000-4000-8000-0000000000a0';
const BO = '00000000-0000-4000-8000-0000000000b0';
const AGENT = '00000000-0000-4000-8000-0000000000a1';
const CALL = '00000000-0000-4000-8000-0000000000a2';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

beforeEach(async () => {
  await client.query(`
    begin;
    set local role app_definer;
    insert into public.users (id, email, name, credits) values ('${ADA}', 'ada@test.example', 'Ada', 0), ('${BO}', 'bo@test.example', 'Bo', 0);
    insert into public.agents (id, user_id, bolna_agent_id, name) values ('${AGENT}', '${ADA}', 'agent-of-ada', 'Agent');
    insert into public.calls (id, user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, local_date, local_hour)
    values ('${CALL}', '${ADA}', '${AGENT}', 'x-1', 'x-1', '+15550100001', '2025-06-01', 9);
    insert into public.credit_transactions (user_id, amount, type, call_id, balance_after) values ('${ADA}', -2, 'usage', '${CALL}', 13);
    insert into public.admin_audit_log (admin_user_id, target_user_id, action, resource_type) values ('${ADA}', '${BO}', 'close', 'user');`);
});

afterEach(async () => {
  await client.query('rollback');
});

/** What the owner can do who has switched forced row security off, as a maintenance console would. */
async function asConsole(sql: string): Promise<pg.QueryResult> {
  await client.query('set local role app_owner');
  for (const table of ['credit_transactions', 'admin_audit_log', 'calls', 'users'])
    await client.query(`alter table public.${table} no force row level security`);
  return client.query(sql);
}

const refusal = { code: 'VC403', message: 'ledger_is_append_only' };

test.each([
  ['an amount of the ledger', 'update public.credit_transactions set amount = -1'],
  ['the call of a ledger row whose call exists', 'update public.credit_transactions set call_id = null'],
  ['an action of the audit log', "update public.admin_audit_log set action = 'open'"],
  ['the target of an audit row whose target exists', 'update public.admin_audit_log set target_user_id = null'],
])('refuses to change %s', async (_what, sql) => {
  await expect(asConsole(sql)).rejects.toMatchObject(refusal);
});

test.each(['credit_transactions', 'admin_audit_log'])('refuses to delete from %s while the user exists', async (table) => {
  await expect(asConsole(`delete from public.${table}`)).rejects.toMatchObject(refusal);
});

test('takes no right for granted: the definer may neither change nor delete', async () => {
  for (const sql of ['update public.credit_transactions set amount = -1', 'delete from public.admin_audit_log']) {
    await client.query('savepoint before');
    await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    await client.query('rollback to before');
  }
});

test('lets a ledger row forget a call that is deleted, and keeps the row', async () => {
  await client.query(`delete from public.calls where id = '${CALL}'`);
  const rows = await client.query('select t.call_id, t.amount from public.credit_transactions t');
  expect(rows.rows).toEqual([{ call_id: null, amount: -2 }]);
});

test('lets an audit row forget a target that is deleted, and keeps the row', async () => {
  await asConsole(`delete from public.users where id = '${BO}'`);
  const rows = await client.query('select l.target_user_id, l.action from public.admin_audit_log l');
  expect(rows.rows).toEqual([{ target_user_id: null, action: 'close' }]);
});

test('lets rows go with the account they belong to', async () => {
  await asConsole(`delete from public.users where id = '${ADA}'`);
  const left = await client.query('select from public.credit_transactions union all select from public.admin_audit_log');
  expect(left.rowCount).toBe(0);
});
