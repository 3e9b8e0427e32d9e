// Calling hours are wall-clock hours: "09:00 to 17:00" opens at 09:00 by the clock on the wall, also on the days on
// which clocks change, in every zone of the world. What a clock skips opens as much later as the clock was moved; of
// an hour that comes twice, the second one counts. That is PostgreSQL's reading of a local time, written down here.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aStage, mutate, type Stage } from '../../properties/stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.end());

/** Hours of every kind: by day, over midnight, all day, beginning or ending in hours that clocks skip or repeat. */
const HOURS = [['09:00', '17:00'], ['22:00', '06:00'], ['00:00', '00:00'], ['02:30', '02:30'], ['02:15', '03:15'], ['23:30', '00:30'], ['00:15', '23:45']];

/**
 * Changes of a zone's offset from 2024 to 2030, to the second; looked for every five days, then by halving. Zones with
 * the same changes are the same to the function but for their names: `every` takes all names, else one of each kind.
 */
const CHANGES = `
  steps as materialized (
    select z.name, s.at, s.at + interval '5 days' as until
    from public.time_zones z
    cross join generate_series('2024-01-01'::timestamptz, '2030-12-31', interval '5 days') as s (at)
    where (s.at at time zone z.name) - (s.at at time zone 'UTC')
      <> ((s.at + interval '5 days') at time zone z.name) - ((s.at + interval '5 days') at time zone 'UTC')
  ),
  changes as materialized (
    select s.name, x.at, (x.at at time zone s.name) - ((x.at - interval '1 minute') at time zone s.name) - interval '1 minute' as moved
    from steps s
    cross join generate_series(s.at, s.until, interval '15 minutes') as x (at)
    where (x.at at time zone s.name) - ((x.at - interval '15 minutes') at time zone s.name) <> interval '15 minutes'
  ),
  kinds as materialized (
    select k.name, row_number() over (partition by k.changes order by k.name) = 1 as is_first
    from (select c.name, array_agg((c.at, c.moved, (c.at at time zone c.name)) order by c.at) as changes from changes c group by c.name) k
  )`;

/** Windows that break a rule, by rule; the first of each as an example. */
async function violations(every: boolean): Promise<{ asked: number; broken: Record<string, unknown>[] }> {
  const { rows } = await stage.sql.query<{ rule: string | null; cases: number; example: unknown }>(
    `with ${CHANGES},
     asked as materialized (
       select c.name, c.at as changed_at, c.moved, h.first, h.last, n.now, w.opens_at, w.closes_at
       from changes c
       join kinds k on k.name = c.name and (k.is_first or $2)
       cross join jsonb_to_recordset($1::jsonb) as h (first time, last time)
       cross join generate_series(c.at - interval '45 hours', c.at + interval '45 hours', case when $2 then interval '45 hours' else interval '6 hours 55 minutes' end) as n (now)
       cross join lateral public.next_window(h.first, h.last, '2023-01-01', null, c.name, n.now) w
     ),
     local as materialized (
       select a.*, a.opens_at at time zone a.name as opens, a.closes_at at time zone a.name as closes, (a.now at time zone a.name)::time as clock
       from asked a
     ),
     broken as (
       select 'no window, or it is over, or it is empty' as rule, l::text as example from local l where (l.closes_at > l.now and l.closes_at > l.opens_at) is not true
       union all
       select 'opens at another time by the clock', l::text from local l
       where l.opens::time <> l.first and not (l.moved > interval '0' and l.opens::time = l.first + l.moved and l.opens_at - l.changed_at between interval '0' and l.moved)
       union all
       select 'closes at another time by the clock', l::text from local l
       where l.closes::time <> l.last and not (l.moved > interval '0' and l.closes::time in (l.last + l.moved, l.first) and l.closes_at - l.changed_at between interval '0' and l.moved)
       union all
       select 'takes the first of two equal times', l::text from local l
       where l.moved < interval '0' and ((l.opens_at - l.moved) at time zone l.name = l.opens or (l.closes_at - l.moved) at time zone l.name = l.closes)
       union all
       -- Judged by the clock alone, where no clock is being moved.
       select 'open when the clock says shut, or shut when it says open', l::text from local l
       where abs(extract(epoch from l.now - l.changed_at)) > 3 * 3600
         and (l.opens_at <= l.now) <> case when l.first < l.last then l.clock >= l.first and l.clock < l.last else l.clock >= l.first or l.clock < l.last end
       union all
       select 'two windows at once', o::text
       from (
         select d.*, lag(d.closes_at) over (partition by d.name, d.changed_at, d.first, d.last order by d.opens_at) as before
         from (select distinct l.name, l.changed_at, l.first, l.last, l.opens_at, l.closes_at from local l) d
       ) o
       where o.before > o.opens_at
     )
     select null as rule, count(*)::integer as cases, null as example from asked
     union all
     select b.rule, count(*)::integer, min(b.example) from broken b group by b.rule`,
    [JSON.stringify(HOURS.map(([first, last]) => ({ first, last }))), every],
  );
  return { asked: rows.find((row) => row.rule === null)?.cases ?? 0, broken: rows.filter((row) => row.rule !== null) };
}

test.each([['around every change of clocks, for each kind of zone', false, 20_000], ['on both sides of every change, for all zones by name', true, 20_000]])('opens and closes by the clock on the wall: %s', { timeout: 60_000 }, async (_what, every, least) => {
  const { asked, broken } = await violations(every);
  console.log(`${asked} windows, ${broken.length} rule(s) broken`);
  expect(broken).toEqual([]);
  expect(asked).toBeGreaterThan(least);
});

const window = async (first: string, last: string, zone: string, now: string, { start = '2020-01-01', end = null as string | null } = {}): Promise<(string | undefined)[]> => {
  const { rows } = await stage.sql.query<{ opens_at: Date | null; closes_at: Date | null }>('select opens_at, closes_at from public.next_window($1, $2, $3, $4, $5, $6)', [first, last, start, end, zone, now]);
  return [rows[0]?.opens_at?.toISOString(), rows[0]?.closes_at?.toISOString()];
};

describe('named days', () => {
  test.each([
    // zone, hours, asked at, opens, closes
    ['New York: 02:30 does not exist, so it opens at 03:30', 'America/New_York', '02:30', '04:30', '2026-03-08T00:00:00Z', '2026-03-08T07:30:00.000Z', '2026-03-08T08:30:00.000Z'],
    ['New York: hours that end in what is skipped are short', 'America/New_York', '01:00', '02:30', '2026-03-08T00:00:00Z', '2026-03-08T06:00:00.000Z', '2026-03-08T07:30:00.000Z'],
    ['New York: hours that would be empty on that day wait for the next', 'America/New_York', '02:30', '03:00', '2026-03-08T06:59:00Z', '2026-03-09T06:30:00.000Z', '2026-03-09T07:00:00.000Z'],
    ['New York: 01:30 comes twice and opens the second time', 'America/New_York', '01:30', '09:00', '2026-11-01T00:00:00Z', '2026-11-01T06:30:00.000Z', '2026-11-01T14:00:00.000Z'],
    ['New York: all day has 25 hours when clocks go back', 'America/New_York', '00:00', '00:00', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['New York: all day has 23 hours when they go forward', 'America/New_York', '00:00', '00:00', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
    ['Santiago: no midnight on the first Sunday of September', 'America/Santiago', '00:00', '08:00', '2026-09-06T02:00:00Z', '2026-09-06T04:00:00.000Z', '2026-09-06T11:00:00.000Z'],
    ['Cairo: no midnight on the last Friday of April', 'Africa/Cairo', '00:00', '08:00', '2026-04-23T20:00:00Z', '2026-04-23T22:00:00.000Z', '2026-04-24T05:00:00.000Z'],
    ['Beirut: no midnight on the last Sunday of March', 'Asia/Beirut', '00:00', '08:00', '2026-03-28T20:00:00Z', '2026-03-28T22:00:00.000Z', '2026-03-29T05:00:00.000Z'],
    ['Havana: no midnight on the second Sunday of March', 'America/Havana', '00:00', '08:00', '2026-03-08T03:00:00Z', '2026-03-08T05:00:00.000Z', '2026-03-08T12:00:00.000Z'],
    ['Havana: a night that ends at the midnight that is skipped', 'America/Havana', '22:00', '00:00', '2026-03-08T04:00:00Z', '2026-03-08T03:00:00.000Z', '2026-03-08T05:00:00.000Z'],
    ['Kathmandu: five hours and three quarters', 'Asia/Kathmandu', '09:00', '17:00', '2026-05-01T00:00:00Z', '2026-05-01T03:15:00.000Z', '2026-05-01T11:15:00.000Z'],
    ['Lord Howe: clocks go by half an hour', 'Australia/Lord_Howe', '02:15', '03:00', '2026-10-03T14:00:00Z', '2026-10-03T15:45:00.000Z', '2026-10-03T16:00:00.000Z'],
    ['Lord Howe: a day of 24.5 hours', 'Australia/Lord_Howe', '00:00', '00:00', '2026-04-05T00:00:00Z', '2026-04-04T13:00:00.000Z', '2026-04-05T13:30:00.000Z'],
    ['London: an ordinary night', 'Europe/London', '22:00', '06:00', '2026-01-10T23:00:00Z', '2026-01-10T22:00:00.000Z', '2026-01-11T06:00:00.000Z'],
  ])('%s', async (_what, zone, first, last, now, opens, closes) => {
    expect(await window(first, last, zone, now)).toEqual([opens, closes]);
  });
});

describe('first and last day', () => {
  const dates = { start: '2026-06-10', end: '2026-06-11' };
  test.each([
    ['waits for the first day, however far', '2020-01-01T00:00:00Z', '2026-06-10T13:00:00.000Z', '2026-06-10T21:00:00.000Z', '22:00', '06:00'],
    ['the night after the last day belongs to it', '2026-06-12T20:00:00Z', '2026-06-11T13:00:00.000Z', '2026-06-11T21:00:00.000Z', '22:00', '06:00'],
    ['the night before the first day does not', '2026-06-09T18:00:00Z', '2026-06-10T13:00:00.000Z', '2026-06-10T21:00:00.000Z', '22:00', '06:00'],
    ['all of the last day is in it', '2026-06-11T14:59:59Z', '2026-06-10T15:00:00.000Z', '2026-06-11T15:00:00.000Z', '00:00', '00:00'],
  ])('%s', async (_what, now, opens, closes, first, last) => {
    // Tokyo, so that the local date is not that of UTC.
    const late = now === '2026-06-12T20:00:00Z';
    expect(await window(first, last, 'Asia/Tokyo', late ? '2026-06-11T20:59:59Z' : now, dates)).toEqual([opens, closes]);
    expect(await window(first, last, 'Asia/Tokyo', '2026-06-11T21:00:00Z', dates)).toEqual([undefined, undefined]);
  });

  test('a campaign of one day has one window, in every zone', async () => {
    const { rows } = await stage.sql.query(
      `select z.name, a.opens_at, b.opens_at as again
       from public.time_zones z
       cross join lateral public.next_window('20:00', '04:00', '2026-06-10', '2026-06-10', z.name, '2026-01-01T00:00:00Z') a
       cross join lateral public.next_window('20:00', '04:00', '2026-06-10', '2026-06-10', z.name, a.closes_at) b
       where (a.opens_at at time zone z.name, a.closes_at at time zone z.name, b.opens_at)
         is distinct from ('2026-06-10T20:00'::timestamp, '2026-06-11T04:00'::timestamp, null::timestamptz)`,
    );
    expect(rows).toEqual([]);
  });
});

test('control: days of 24 hours break the rules', { timeout: 60_000 }, async () => {
  const owner = new pg.Pool({ connectionString: stage.db.appOwnerUrl, max: 1 });
  await mutate(owner, 'public.next_window', [
    ['((b.day + g.n) + p_first_call_time) at time zone p_zone', "((b.day + p_first_call_time) at time zone p_zone) + g.n * interval '1 day'"],
  ]).finally(() => owner.end());
  const { broken } = await violations(false);
  expect(broken.map(({ rule }) => rule)).toContain('opens at another time by the clock');
});
