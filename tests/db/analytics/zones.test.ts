// Around every change of clocks from 2024 to 2030, in every zone that a tenant may name: each call is filed under the day and hour that
// the clock on the wall showed. The changes and the clocks are those of the JavaScript engine, which has its own tables of time zones.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDayAndHour } from '../../properties/rollup-model.ts';
import { aStage, mutate, type Stage, valueOf } from '../../properties/stage.ts';

const [FIRST, LAST] = [Date.UTC(2024, 0, 1), Date.UTC(2031, 0, 1)];
const DAY = 86_400_000;
const HOUR = 3_600_000;

let stage: Stage;
let sql: pg.Client;
beforeAll(async () => {
  stage = await aStage();
  sql = new pg.Client({ connectionString: stage.db.definerUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await stage.end();
});

/** The instants at which a zone's offset changes, found by halving between days five apart. */
function changesOf(zone: string): number[] {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = (at: number): string => clock.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const changes: number[] = [];
  for (let from = FIRST; from < LAST; from += 5 * DAY) {
    let [low, high] = [from, from + 5 * DAY];
    if (offset(low) === offset(high)) continue;
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}

const around = (change: number): number[] => [-DAY, -HOUR, -1000, 0, 1000, HOUR, DAY].map((by) => change + by);

/** `server`: what the server's tables say; a government that changes its mind makes them differ from the engine's for a while. */
interface Filed { zone: string; at: Date; local_date: string; local_hour: number; server: string }

/** Files the calls of a tenant in each zone by way of a change of zone; what is filed wrongly. */
async function filed(zones: ReadonlyMap<string, number[]>): Promise<{ calls: number; wrong: string[]; disputed: number; differences: number }> {
  await sql.query(
    `with tenants as (insert into public.users (email, name) select z || '@example.test', z from unnest($1::text[]) z returning id, name)
     insert into public.agents (user_id, bolna_agent_id, name) select t.id, t.name, t.name from tenants t`,
    [[...zones.keys()]],
  );
  const instants = [...zones].flatMap(([zone, changes]) => [...new Set(changes.flatMap(around))].map((at) => ({ zone, at: new Date(at) })));
  await sql.query(
    `insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, status, created_at, local_date, local_hour)
     select g.user_id, g.id, 'call ' || i.n, 'call ' || i.n, '+447700900001', 'completed', i.at, (i.at at time zone 'UTC')::date, extract(hour from i.at at time zone 'UTC')
     from unnest($1::text[], $2::timestamptz[]) with ordinality as i (zone, at, n) join public.agents g on g.name = i.zone`,
    [instants.map((each) => each.zone), instants.map((each) => each.at.toISOString())],
  );
  await sql.query('update public.users set location = name');
  const users = (await sql.query<{ id: string }>('select id from public.users')).rows;
  for (const { id } of users) while (await valueOf<boolean>(sql, 'select public.restamp_calls($1)', [id]));
  const { rows } = await sql.query<Filed>(
    "select u.name as zone, c.created_at as at, c.local_date::text, c.local_hour, to_char(c.created_at at time zone u.name, 'YYYY-MM-DD FMHH24') as server from public.calls c join public.users u on u.id = c.user_id",
  );
  const onTheWall = ({ zone, at }: Filed): string => {
    const { date, hour } = localDayAndHour(at, zone);
    return `${date} ${String(hour)}`;
  };
  const agreed = rows.filter((row) => row.server === onTheWall(row));
  const wrong = agreed.filter((row) => `${row.local_date} ${String(row.local_hour)}` !== onTheWall(row));
  const differences = await valueOf<number>(sql, 'select ((select count(*) from public.invariant_16_rollups_match) + (select count(*) from public.invariant_17_rollups_add_up) + (select count(*) from public.invariant_19_stamps_are_local))::integer');
  return { calls: agreed.length, disputed: rows.length - agreed.length, wrong: wrong.map((row) => `${row.zone} ${row.at.toISOString()}: ${row.local_date} ${String(row.local_hour)}`), differences };
}

test('every change of clocks from 2024 to 2030, in every zone: each call under its day and hour', { timeout: 180_000 }, async () => {
  const names = (await sql.query<{ name: string }>('select name from public.time_zones order by name')).rows.map((row) => row.name);
  const zones = new Map(names.map((name) => [name, changesOf(name)]));
  const changes = [...zones.values()].reduce((sum, each) => sum + each.length, 0);
  const { calls, wrong, disputed, differences } = await filed(zones);
  console.log(`${String(names.length)} zones, ${String(changes)} changes of clocks, ${String(calls)} calls, ${String(wrong.length)} filed wrongly, ${String(differences)} cells differ; about ${String(disputed)} the tables of server and engine disagree`);
  expect(wrong).toEqual([]);
  expect(differences).toBe(0);
  expect(changes).toBeGreaterThan(1000);
  expect(disputed).toBeLessThan(calls / 100);
});

test('control: filing by the offset of the tenant\'s new year is found out', { timeout: 60_000 }, async () => {
  await mutate(stage.sql, 'public.restamp_calls', [["c.created_at at time zone v_zone)", "c.created_at + ('2024-01-01'::timestamp - ('2024-01-01 UTC'::timestamptz at time zone v_zone)) * -1)"]]);
  await sql.query('delete from public.calls');
  await sql.query("update public.users set email = 'old ' || email, name = 'old ' || name; update public.agents set name = 'old ' || name, bolna_agent_id = 'old ' || bolna_agent_id");
  const { wrong } = await filed(new Map([['Europe/Paris', changesOf('Europe/Paris')]]));
  expect(wrong.length).toBeGreaterThan(10);
});
