// The numbers of a dashboard are those of the calls: after random histories every figure is counted again from the bare rows, with the
// cache and without; and the list that a number leads to has that many calls.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { type Scene, aCommand, aUser, restampAll } from '../../properties/rollup-commands.ts';
import { aStage, draws, mutate, seedOf, type Stage, valueOf } from '../../properties/stage.ts';
import { sha256, signedIn } from '../../support/cast.ts';

type Row = Record<string, unknown>;
const TOKEN = 'the token of ada';
const FROM = '2026-03-28';
const TO = '2026-04-06';
const NOW = '2026-04-06T12:00:00Z';

let stage: Stage;
let sql: pg.Client;
let api: pg.Client;
let scene: Scene;
async function begin(commands: number, seed: number): Promise<void> {
  stage = await aStage();
  sql = new pg.Client({ connectionString: stage.db.definerUrl });
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await Promise.all([sql.connect(), api.connect()]);
  scene = { sql, draw: draws(seed), users: [await aUser(sql, 'ada', 'Asia/Kolkata'), await aUser(sql, 'bo', 'UTC')] };
  await sql.query("insert into public.user_sessions (user_id, token, expires_at) values ($1, $2, 'infinity')", [scene.users[0], sha256(TOKEN)]);
  const noDeletedTenant = (error: unknown): void => { if (!String(error).includes('permission denied for table users')) throw error; };
  for (let n = 0; n < commands; n++) await aCommand(scene).catch(noDeletedTenant);
  await sql.query("update public.users set location = 'Asia/Kolkata' where id = $1", [scene.users[0]]); // where NOW is April 6th
  await restampAll(scene);
}
async function end(): Promise<void> {
  await sql.end();
  await api.end();
  await stage.end();
}
const asAda = (text: string, values: unknown[] = []): Promise<Row[]> => signedIn(api, { token: TOKEN }, async (as) => (await as.query<Row>(text, values)).rows);
const counted = async (text: string, values: unknown[] = []): Promise<Row[]> => (await sql.query<Row>(text, [scene.users[0], ...values])).rows;
const number = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
const numbers = (row: Row): Row => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value]));

describe('after a random history', () => {
  beforeAll(() => begin(250, seedOf('dashboard')), 60_000);
  afterAll(end);

  const COUNT = `count(*)::integer as total_calls, (count(*) filter (where c.started_at is not null))::integer as answered_calls, (count(*) filter (where c.status = 'completed'))::integer as successful_calls,
    count(l.id)::integer as leads, (count(l.id) filter (where l.qualification_status = 'qualified'))::integer as qualified_leads, coalesce(sum(c.credits), 0)::integer as credits_used`;
  // A lead belongs to the agent that it was written for, and the day of its call.
  const CALLS = 'from public.calls c left join public.lead_analytics l on l.call_id = c.id where c.user_id = $1';

  it('a period and the one it is compared with are what the calls say', async () => {
    for (const [compare, from, to] of [['previous', '2026-03-18', '2026-03-27'], ['weekdays', '2026-03-14', '2026-03-23'], ['year', '2025-03-28', '2025-04-06']] as const) {
      const [current, compared] = await asAda('select *, from_date::text as from_text, to_date::text as to_text from api.compare_periods($1, $2, $3, p_now => $4)', [FROM, TO, compare, NOW]);
      expect([compared?.['from_text'], compared?.['to_text']]).toEqual([from, to]);
      for (const [row, first, last] of [[current, FROM, TO], [compared, from, to]] as const) {
        const [right] = await counted(`select ${COUNT}, coalesce(sum(c.duration_seconds), 0)::integer as talk_seconds, round(100.0 * count(c.started_at) / nullif(count(*), 0), 2) as answer_rate, round(avg(l.total_score), 2) as avg_total_score ${CALLS} and c.local_date between $2 and $3`, [first, last]);
        expect(numbers(row ?? {})).toMatchObject(numbers(right ?? {}));
      }
      expect(Number(current?.['total_calls'])).toBeGreaterThan(10);
    }
  });

  it('days, without calls too, say whether they are over', async () => {
    const days = await asAda('select *, date::text as day from api.list_days($1, $2, p_now => $3)', [FROM, '2026-04-08', NOW]);
    expect(days).toHaveLength(12);
    expect(days.filter((day) => day['is_complete'] === false).map((day) => day['day'])).toEqual(['2026-04-06', '2026-04-07', '2026-04-08']);
    const right = new Map((await counted(`select c.local_date::text as day, ${COUNT} ${CALLS} group by 1`)).map((row) => [row['day'], row]));
    for (const day of days) expect(day).toMatchObject(right.get(day['day']) ?? { total_calls: 0, leads: 0 });
  });

  it('agents are what their calls and leads say', async () => {
    const agents = await asAda('select * from api.list_agent_figures($1, $2)', [FROM, TO]);
    expect(agents.length).toBeGreaterThanOrEqual(3);
    for (const agent of agents) {
      const [calls] = await counted(`select count(*)::integer as total_calls, coalesce(sum(c.credits), 0)::integer as credits_used from public.calls c where c.user_id = $1 and c.agent_id = $2 and c.local_date between '${FROM}' and '${TO}'`, [agent['agent_id']]);
      const [leads] = await counted(`select count(*)::integer as leads, round(avg(l.fit_score), 2) as avg_fit_score, coalesce(sum(l.cta_demo_clicks), 0)::integer as cta_demo_clicks from public.lead_analytics l where l.user_id = $1 and l.agent_id = $2 and l.local_date between '${FROM}' and '${TO}'`, [agent['agent_id']]);
      expect(numbers(agent)).toMatchObject(numbers({ ...calls, ...leads }));
      const [alone] = await asAda('select * from api.list_agent_figures($1, $2, $3)', [FROM, TO, agent['agent_id']]);
      expect(alone).toEqual(agent);
      const [period] = await asAda('select * from api.compare_periods($1, $2, p_agent_id => $3)', [FROM, TO, agent['agent_id']]);
      expect([period?.['total_calls'], period?.['leads'], period?.['avg_total_score']]).toEqual([agent['total_calls'], agent['leads'], agent['avg_total_score']]);
      expect(number((await asAda('select sum(total_calls) as n from api.list_hours($1, $2, $3)', [FROM, TO, agent['agent_id']]))[0]?.['n']) ?? 0).toBe(agent['total_calls']);
    }
  });

  it('sources add up to the calls', async () => {
    const sources = await asAda('select * from api.list_source_figures($1, $2)', [FROM, TO]);
    for (const { call_source: source, total_calls: calls } of sources) {
      const [right] = await counted("select count(*)::integer as n from public.calls c where c.user_id = $1 and coalesce(c.call_source, 'unknown') = $2 and c.local_date between $3 and $4", [source, FROM, TO]);
      expect([source, calls]).toEqual([source, right?.['n']]);
    }
    expect(sources.map((each) => each['call_source']).sort()).toEqual(['internet', 'phone', 'unknown']);
  });

  it('each number leads to a list of as many calls', async () => {
    const listed = async (filters: string): Promise<number> => (await asAda(`select count(*)::integer as n from api.list_calls(p_limit => 500, p_from => '${FROM}', p_to => '${TO}'${filters})`))[0]?.['n'] as number;
    const [period] = await asAda('select * from api.compare_periods($1, $2)', [FROM, TO]);
    expect([await listed(''), await listed(', p_answered => true'), await listed(", p_status => 'completed'"), await listed(", p_lead => 'analysed'"), await listed(", p_lead => 'qualified'")])
      .toEqual([period?.['total_calls'], period?.['answered_calls'], period?.['successful_calls'], period?.['leads'], period?.['qualified_leads']]);
    for (const { call_source: source, total_calls: calls } of await asAda('select * from api.list_source_figures($1, $2)', [FROM, TO])) expect(await listed(`, p_call_source => '${String(source)}'`)).toBe(calls);
    const hours = await asAda('select * from api.list_hours($1, $2)', [FROM, TO]);
    expect(hours.length).toBeGreaterThan(4);
    for (const { weekday, hour, total_calls: calls } of hours.slice(0, 20)) expect(await listed(`, p_weekday => ${String(weekday)}, p_hour => ${String(hour)}`)).toBe(calls);
    for (const agent of await asAda('select * from api.list_agent_figures($1, $2)', [FROM, TO])) expect(await listed(`, p_agent_id => '${String(agent['agent_id'])}'`)).toBe(agent['total_calls']);
  });

  it.each([["'2026-04-06', '2026-04-05'"], ["'2025-01-01', '2026-04-05'"], ["null, '2026-04-05'"], ["'-infinity', '2026-04-05'"]])('a period of %s is refused', async (period) => {
    for (const name of ['compare_periods', 'list_days', 'list_agent_figures', 'list_source_figures', 'list_hours'])
      await expect(asAda(`select * from api.${name}(${period})`)).rejects.toMatchObject({ message: 'period_invalid' });
  });
});

describe('what is cached', () => {
  // Days that the cache has are those before today; the histories end on April 6th.
  beforeEach(async () => {
    await begin(120, seedOf('cache'));
    await refresh();
  }, 60_000);
  afterEach(end);

  const refresh = async (): Promise<void> => {
    await sql.query('select public.refresh_user_kpi_summary()');
    await sql.query('select public.fill_dashboard_cache(p_now => $1)', [NOW]);
  };
  const CACHED = { from: '2026-03-08', to: '2026-04-05' };
  const hours = (now = NOW): Promise<Row[]> => asAda('select * from api.list_hours($1, $2, p_now => $3)', [CACHED.from, TO, now]);
  const computed = async (): Promise<Row[]> => (await sql.query<Row>('select * from public.count_hours($1, $2, $3) order by 1, 2', [scene.users[0], CACHED.from, TO])).rows;
  const sentence = (): Promise<string> => valueOf<string>(sql, 'select public.test_cache_invalidation($1, $2)', [scene.users[0], NOW]);

  it('is shown, and is what would be computed', async () => {
    expect(await sentence()).toBe('1 piece cached, 1 of them shown, 0 held back by 0 notes of changed days; all that is shown is right.');
    expect(await hours()).toEqual(await computed());
    expect(await valueOf(sql, 'select count(*)::integer from public.dashboard_cache where user_id = $1', [scene.users[0]])).toBe(1);
    // It is really the cache that answers: a forged piece is shown.
    await sql.query(`update public.dashboard_cache set payload = '[{"weekday": 1, "hour": 3, "total_calls": 999, "answered_calls": 0, "qualified_leads": 0}]'`);
    expect((await hours()).find((row) => row['weekday'] === 1 && row['hour'] === 3)?.['total_calls']).toBeGreaterThanOrEqual(999);
    expect(await sentence()).toMatch(/WRONG: hours\.$/);
  });

  it.each([
    ['a call', "insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, created_at, local_date, local_hour) select g.user_id, g.id, 'late', 'late', '+447700900001', '2026-04-01T10:00:00Z', '2026-04-01', 15 from public.agents g where g.user_id = $1 limit 1"],
    ['a deletion', "delete from public.calls where id = (select id from public.calls where user_id = $1 and local_date between '2026-03-28' and '2026-04-05' order by id limit 1)"],
    ['an agent', "update public.agents set name = 'Another' where user_id = $1"],
  ])('is held back by %s, at once, and made anew by the next refresh', async (_what, change) => {
    await sql.query(change, [scene.users[0]]);
    expect(await sentence()).toMatch(/^1 piece cached, 0 of them shown, 1 held back/);
    expect(await hours()).toEqual(await computed());
    await sql.query('select public.fill_dashboard_cache(p_now => $1)', [NOW]); // not before the refresh
    expect(await sentence()).toMatch(/^1 piece cached, 0 of them shown/);
    await refresh();
    expect(await sentence()).toMatch(/^1 piece cached, 1 of them shown, 0 held back by 0 notes of changed days; all that is shown is right\.$/);
    expect(await hours()).toEqual(await computed());
  });

  it('is not shown after its time, and then deleted', async () => {
    const later = '2026-04-07T12:00:01Z';
    expect(await hours(later)).toEqual(await computed());
    expect(await valueOf<number>(sql, 'select public.cleanup_expired_dashboard_cache($1)', [later])).toBeGreaterThan(0);
  });

  /** A day changes, and the refresh takes its note away, while somebody is filling the cache. */
  async function filledBesideRefresh(): Promise<void> {
    await sql.query('delete from public.dashboard_cache');
    const filler = new pg.Client({ connectionString: stage.db.definerUrl });
    await filler.connect();
    await filler.query('begin');
    await filler.query('select public.fill_dashboard_cache(p_now => $1)', [NOW]);
    await sql.query("insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, created_at, local_date, local_hour) select g.user_id, g.id, 'late', 'late', '+447700900001', '2026-04-01T10:00:00Z', '2026-04-01', 15 from public.agents g where g.user_id = $1 limit 1", [scene.users[0]]);
    const refreshed = sql.query('select public.refresh_user_kpi_summary()');
    await filler.query('select pg_sleep(0.3)');
    await filler.query('commit');
    await filler.end();
    await refreshed;
  }

  it('is never older than a note that is gone', async () => {
    await filledBesideRefresh();
    expect(await hours()).toEqual(await computed());
    expect(await sentence()).not.toMatch(/WRONG/);
  });

  it('control: without the lock of the refresh an old piece is shown for ever', async () => {
    await mutate(stage.sql, 'public.fill_dashboard_cache', [["where d.name = 'kpi' for update skip locked", "where d.name = 'kpi'"]]);
    await filledBesideRefresh();
    expect(await hours()).not.toEqual(await computed());
    expect(await sentence()).toMatch(/WRONG/);
  });
});
