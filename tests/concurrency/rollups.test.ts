// Eight writers on the same agents and days, with recomputes and changes of zone beside them: nothing is lost, nothing
// is counted twice, nobody dies in a deadlock.
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { differingCells } from '../properties/rollup-model.ts';
import { ZONES, aUser } from '../properties/rollup-commands.ts';
import { aStage, draws, mutate, seedOf, type Stage } from '../properties/stage.ts';

const WRITERS = 8;
const SECONDS = Number(process.env['SECONDS'] ?? 5);
const BEGIN = Date.UTC(2026, 2, 28, 20); // two agents, a handful of hours, over midnight and a change of clocks

let stage: Stage;
let users: string[];
beforeEach(async () => {
  stage = await aStage(WRITERS + 4);
  const sql = new pg.Client({ connectionString: stage.db.definerUrl });
  await sql.connect();
  users = [await aUser(sql, 'one', 'Europe/London'), await aUser(sql, 'two', 'Asia/Kathmandu')];
  await sql.end();
});
afterEach(() => stage.end());

interface Tally { transactions: number; deadlocks: number }

/** Runs `work` again and again on a connection of its own until the time is over; a deadlock is counted, anything else fails. */
async function again(until: number, tally: Tally, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: stage.db.definerUrl });
  await client.connect();
  await client.query('set deadlock_timeout = 100').catch(() => undefined); // only a superuser may
  try {
    while (Date.now() < until) {
      try {
        await client.query('begin');
        await work(client);
        await client.query('commit');
        tally.transactions++;
      } catch (error) {
        await client.query('rollback');
        if ((error as { code?: string }).code !== '40P01') throw error;
        tally.deadlocks++;
      }
    }
  } finally {
    await client.end();
  }
}

const INSERT = `
  insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, status, duration_seconds, created_at, local_date, local_hour)
  select g.user_id, g.id, gen_random_uuid(), gen_random_uuid(), '+447700900001', $2, $3, c.at, (c.at at time zone z.zone)::date, extract(hour from c.at at time zone z.zone)
  from (select to_timestamp($4 + 3600 * (n * $5 % 9)) as at, n from generate_series(1, 5) n) c
  cross join lateral (select * from public.agents where user_id = any ($1) order by md5(id::text || c.n || $5) limit 1) g
  cross join lateral (select public.get_user_timezone(g.user_id) as zone) z`;
// Set-based like the product's own writers: rows in the order of their keys.
const PICK = 'with picked as materialized (select id from public.calls where user_id = any ($1) order by md5(id::text || $2) limit 5), locked as materialized (select c.id from public.calls c where c.id in (select id from picked) order by c.id for no key update)';

function aWriter(draw: () => number): (client: pg.Client) => Promise<void> {
  const whole = (below: number): number => Math.floor(draw() * below);
  return async (client) => {
    const salt = String(draw());
    const kind = draw();
    if (kind < 0.4) await client.query(INSERT, [users, draw() < 0.5 ? 'completed' : 'initiated', whole(500), BEGIN / 1000, 1 + whole(8)]);
    else if (kind < 0.7) await client.query(`${PICK} update public.calls c set duration_seconds = $3, status = 'completed', credits = 2 from locked l where l.id = c.id`, [users, salt, whole(900)]);
    else if (kind < 0.9) await client.query(
      `${PICK} insert into public.lead_analytics (call_id, user_id, agent_id, engagement_score, qualification_status)
       select c.id, c.user_id, c.agent_id, $3, 'qualified' from public.calls c join locked l on l.id = c.id order by c.id on conflict (call_id) do nothing`,
      [users, salt, whole(101)],
    );
    else {
      // Whoever deletes calls in bulk has the applier's lock and all their days first.
      await client.query('select public.lock_appliers()');
      const { rows } = await client.query<{ ids: string[] | null }>(`${PICK} select array_agg(id) as ids from locked`, [users, salt]);
      await client.query(
        `select public.lock_agent_days(array_agg(x.agent_id), array_agg(x.local_date)) from (
           select agent_id, local_date from public.calls where id = any ($1) union select agent_id, local_date from public.lead_analytics where call_id = any ($1)) x`,
        [rows[0]?.ids ?? []],
      );
      await client.query('delete from public.calls where id = any ($1)', [rows[0]?.ids ?? []]);
    }
  };
}

async function race(seed: number, seconds: number): Promise<Tally> {
  const tally: Tally = { transactions: 0, deadlocks: 0 };
  const until = Date.now() + seconds * 1000;
  const draw = draws(seed);
  const agents = (await stage.sql.query<{ id: string }>('select id from public.agents')).rows;
  const beside = [
    again(until, tally, async (client) => {
      const agent = agents[Math.floor(draw() * agents.length)];
      await client.query("select public.recompute_agent_daily_from_calls($1, date '2026-03-28' + $2::integer)", [agent?.id, Math.floor(draw() * 3)]);
    }),
    again(until, tally, async (client) => {
      const user = users[Math.floor(draw() * 2)];
      if (draw() < 0.2) await client.query('update public.users set location = $2 where id = $1', [user, ZONES[Math.floor(draw() * ZONES.length)]]);
      else await client.query('select public.restamp_calls($1, 20)', [user]);
    }),
  ];
  await Promise.all([...Array.from({ length: WRITERS }, (_, n) => again(until, tally, aWriter(draws(seed + 1 + n)))), ...beside]);
  return tally;
}

async function differences(stampsAreRight: boolean): Promise<string[]> {
  const client = new pg.Client({ connectionString: stage.db.definerUrl });
  await client.connect();
  try {
    return (await differingCells(client, stampsAreRight)).differences;
  } finally {
    await client.end();
  }
}

test(`${String(WRITERS)} writers, recomputes and changes of zone for ${String(SECONDS)} s: 0 cells differ, 0 deadlocks`, { timeout: 60_000 + SECONDS * 2000 }, async () => {
  const tally = await race(seedOf('rollup race'), SECONDS);
  const before = await differences(false);
  for (const user of users) while ((await stage.sql.query<{ more: boolean }>('select public.restamp_calls($1) as more', [user])).rows[0]?.more);
  const after = await differences(true);
  console.log(`rollup race: ${String(tally.transactions)} transactions, ${String(tally.deadlocks)} deadlocks, ${String(before.length + after.length)} cells differ`);
  expect({ ...tally, transactions: 0, before, after }).toEqual({ transactions: 0, deadlocks: 0, before: [], after: [] });
  expect(tally.transactions).toBeGreaterThan(100);
});

/** A wrong day is counted anew while a call of that day is being written by a transaction that has not committed. */
async function recomputeBesideWriter(): Promise<string[]> {
  await stage.sql.query(INSERT, [users.slice(0, 1), 'completed', 60, BEGIN / 1000, 3]);
  await stage.sql.query('update public.agent_analytics set total_calls = total_calls + 1 where hour is null');
  const { rows } = await stage.sql.query<{ agent_id: string; date: string }>('select agent_id, date::text from public.agent_analytics where hour is null');
  const writer = new pg.Client({ connectionString: stage.db.definerUrl });
  await writer.connect();
  await writer.query('begin');
  await writer.query("update public.calls set duration_seconds = 7, status = 'busy'");
  const recomputes = Promise.all(rows.map((row) => stage.sql.query('select public.recompute_agent_daily_from_calls($1, $2)', [row.agent_id, row.date])));
  await writer.query('select pg_sleep(0.3)');
  await writer.query('commit');
  await writer.end();
  await recomputes;
  return differences(true);
}

test('a recompute waits for who is writing the day', { timeout: 60_000 }, async () => {
  expect(await recomputeBesideWriter()).toEqual([]);
});

test('control: a recompute that does not lock the day loses what is written meanwhile', { timeout: 60_000 }, async () => {
  await mutate(stage.sql, 'public.recompute_agent_daily_from_calls', [
    ['perform public.lock_agent_days(array[p_agent_id], array[p_target_date]);', ''], ['where g.id = p_agent_id', 'where false'], // the insert would wait as well
  ]);
  expect(await recomputeBesideWriter()).not.toEqual([]);
});

/** A lead is inserted while its call is being filed anew by a transaction that has not committed. */
async function leadBesideChangeOfZone(): Promise<string[]> {
  const [user] = users;
  await stage.sql.query(INSERT, [[user], 'completed', 60, BEGIN / 1000, 3]);
  const client = new pg.Client({ connectionString: stage.db.definerUrl });
  await client.connect();
  await client.query('begin');
  await client.query("update public.users set location = 'Pacific/Apia' where id = $1", [user]);
  await client.query('select public.restamp_calls($1)', [user]);
  const leads = stage.sql.query('insert into public.lead_analytics (call_id, user_id, agent_id) select id, user_id, agent_id from public.calls');
  await client.query('select pg_sleep(0.3)');
  await client.query('commit');
  await client.end();
  expect((await leads).rowCount).toBe(5);
  return differences(true);
}

test('a lead waits for the change of zone that is filing its call anew', { timeout: 60_000 }, async () => {
  expect(await leadBesideChangeOfZone()).toEqual([]);
});

test('control: a lead that reads the day of its call without a lock is filed under the old one', { timeout: 60_000 }, async () => {
  await mutate(stage.sql, 'public.stamp_lead', [['\n  for share', '']]);
  expect(await leadBesideChangeOfZone()).toContainEqual(expect.stringMatching(/^lead under/));
});
