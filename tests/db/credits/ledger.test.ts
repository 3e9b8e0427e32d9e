// Money against arithmetic: whatever is bought, claimed, talked, refused, repeated and repriced, in whatever order,
// the balance is the ledger, never negative, covers what is held, and each call is paid once.
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aStage, acceptedCalls, aTenant, mutate, seedOf, type Stage, valueOf } from '../../properties/stage.ts';
import { type Command, Wallet } from './wallet.ts';

const RUNS = 150;
const which = fc.nat(9);
const seconds = fc.oneof(fc.constant(0), fc.nat(400), fc.double({ min: 0.1, max: 400, noNaN: true }).map((value) => Math.round(value * 10) / 10), fc.integer({ min: 0, max: 999_999 }));
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Command>({ do: 'claim' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), which, word: fc.constantFrom('completed', 'completed', 'completed', 'busy', 'no-answer', 'failed', 'canceled', 'stopped', 'error'), seconds }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refused' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), which, seconds }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('inbound' as const), seconds }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('buy' as const), amount: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('adjust' as const), amount: fc.integer({ min: -30, max: 30 }).filter((amount) => amount !== 0) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('price' as const), pulse: fc.constantFrom(1, 6, 15, 60, 3600), price: fc.nat(5) }) },
);
const commands = fc.array(command, { maxLength: 40, size: 'max' });

let stage: Stage;

beforeEach(async () => {
  stage = await aStage(18);
  await stage.sql.query("update public.system_config set value = '0' where key = 'dial.rate_per_second'");
});
afterEach(() => stage.end());

/** Runs the commands in a transaction that is rolled back, looking at everything after each. */
async function check(credits: number, list: readonly Command[], counted: { commands: number }): Promise<void> {
  const client = await stage.sql.connect();
  try {
    await client.query('begin');
    const wallet = await Wallet.open(client, credits);
    for (const [place, one] of list.entries()) {
      await wallet.run(one);
      counted.commands++;
      const faults = await wallet.faults();
      if (faults.length > 0) throw new Error(`after command ${place} (${JSON.stringify(one)}): ${faults.join('; ')}`);
    }
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const model = (counted: { commands: number }): fc.IAsyncPropertyWithHooks<[number, Command[]]> =>
  fc.asyncProperty(fc.nat(60), commands, (credits, list) => check(credits, list, counted));

test('after every command the ledger, the balance and the holds are what they are on paper', { timeout: 240_000 }, async () => {
  const counted = { commands: 0 };
  await fc.assert(model(counted), { numRuns: RUNS, seed: seedOf('ledger') });
  console.log(`${RUNS} wallets, ${counted.commands} commands, 0 faults`);
});

test.each([
  ['a price that looks at the balance and not at what others hold', 'public.price_confirmed_calls', [['u.credits - coalesce((', 'u.credits - 0 * coalesce((']]],
  ['first credits without a ledger row', 'public.open_account', [['where n.credits > 0', 'where false']]],
  ['a charge that is written twice', 'public.settle_credits', [['perform public.write_credit_transactions', "update public.users u set credits = u.credits - 1 where u.id = any (v_users);\n    perform public.write_credit_transactions"]]],
  ['a hold that stays when the call is over', 'public.settle_credits', [['if v_attempts is not null then', 'if false then']]],
] as [string, string, [string, string][]][])('control: %s is found', { timeout: 60_000 }, async (_what, name, changes) => {
  await mutate(stage.sql, name, changes);
  const result = await fc.check(model({ commands: 0 }), { numRuns: RUNS, seed: 1, endOnFailure: true });
  expect(result.failed).toBe(true);
});

test.each([[0, 0], [0.4, 1], [1, 1], [59.9, 1], [60, 1], [60.000000000000004, 1], [60.1, 2], [61, 2], [300, 5], [360, 6]])('%d seconds of talk at 1 credit a minute cost %d', async (talk, credits) => {
  const tenant = await aTenant(stage.sql, 100);
  await acceptedCalls(stage.sql, tenant, ['x'], new Date());
  await stage.sql.query("select public.store_pulled_execution('x', 200, $1)", [JSON.stringify({ id: 'x', status: 'completed', conversation_duration: talk })]);
  await stage.sql.query('select public.apply_call_events()');
  expect(await valueOf(stage.sql, "select c.credits from public.calls c where c.bolna_execution_id = 'x'")).toBe(credits);
});

const CLIENTS = 16;

/** Sixteen clients charge each of two hundred calls three times, one credit each, from a balance of a hundred. */
async function hotAccount(charge: string): Promise<{ charged: number; balance: number; ledger: number; twice: number; lowest: number }> {
  const tenant = await aTenant(stage.sql, 100);
  await acceptedCalls(stage.sql, tenant, Array.from({ length: 200 }, (_, index) => `x-${index}`), new Date());
  const calls = (await stage.sql.query<{ id: string }>('select c.id from public.calls c where c.user_id = $1 order by c.bolna_execution_id', [tenant.id])).rows;
  const queue = [0, 1, 2].flatMap(() => calls.map(({ id }) => id));
  const client = async (): Promise<void> => {
    for (let call = queue.pop(); call; call = queue.pop())
      await stage.sql.query(charge, [tenant.id, call]).catch((error: unknown) => {
        if (!(error instanceof pg.DatabaseError) || (error.code !== '23505' && error.code !== '23514')) throw error; // already charged, or no money
      });
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const { rows } = await stage.sql.query<{ charged: number; balance: number; ledger: number; twice: number; lowest: number }>(
    `select u.credits as balance, sum(t.amount)::integer as ledger, count(t.call_id)::integer as charged,
       (count(t.call_id) - count(distinct t.call_id))::integer as twice, min(t.balance_after) as lowest
     from public.users u join public.credit_transactions t on t.user_id = u.id where u.id = $1 group by u.credits`,
    [tenant.id],
  );
  if (!rows[0]) throw new Error('no ledger');
  return rows[0];
}

test('a hot account of 100 credits is charged exactly 100 times by 16 clients, no call twice', { timeout: 60_000 }, async () => {
  const charge = "select public.write_credit_transactions(array[$1::uuid], array[-1], array['usage'], array[$2::uuid], array[null::text])";
  expect(await hotAccount(charge)).toEqual({ charged: 100, balance: 0, ledger: 0, twice: 0, lowest: 0 });
});

test('control: read, check, write charges more than there is', { timeout: 60_000 }, async () => {
  await stage.sql.query(`create function public.careless_charge(p_user_id uuid, p_call_id uuid) returns void language plpgsql as $$
    declare v_credits integer;
    begin
      select credits into v_credits from public.users where id = p_user_id;
      if v_credits < 1 then return; end if;
      insert into public.credit_transactions (user_id, amount, type, call_id, balance_after) values (p_user_id, -1, 'usage', p_call_id, v_credits - 1);
      update public.users set credits = v_credits - 1 where id = p_user_id;
    end $$`);
  const found = await hotAccount('select public.careless_charge($1, $2)');
  expect(found.balance).not.toBe(found.ledger);
});

test('16 clients confirm 120 inbound calls three times each: 100 are paid, 20 are short, none twice', { timeout: 60_000 }, async () => {
  const tenant = await aTenant(stage.sql, 100);
  const queue = [0, 1, 2].flatMap(() => Array.from({ length: 120 }, (_, index) => index));
  const client = async (): Promise<void> => {
    for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
      const body = { id: `in-${index}`, agent_id: tenant.bolnaAgentId, status: 'completed', conversation_duration: 5, telephony_data: { call_type: 'inbound', from_number: '+442079460001', to_number: '+442079460002' } };
      await stage.sql.query('select api.receive_call_event($1, $2)', [tenant.secretHash, JSON.stringify(body)]);
      await stage.sql.query('select public.store_pulled_execution($1, 200, $2)', [body.id, JSON.stringify(body)]);
      await stage.sql.query('select public.apply_call_events(7)');
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  while ((await valueOf<number>(stage.sql, 'select public.apply_call_events(100)')) > 0);
  const { rows } = await stage.sql.query(
    `select count(*)::integer as calls, sum(c.credits)::integer as paid, sum(c.credits_shortfall)::integer as short, max(u.credits) as balance,
       (select count(*)::integer from public.credit_transactions t where t.user_id = $1 and t.type = 'usage') as entries
     from public.calls c join public.users u on u.id = c.user_id where c.user_id = $1 and c.confirmed_at is not null`,
    [tenant.id],
  );
  expect(rows).toEqual([{ calls: 120, paid: 100, short: 20, balance: 0, entries: 100 }]);
});
