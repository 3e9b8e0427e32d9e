// Random commands on the calls, leads, agents and zone of two tenants: what people, the provider and an administrator
// can do to anything that a rollup counts.
import type pg from 'pg';
import { valueOf } from './stage.ts';

export const ZONES = ['UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/Santiago'];
const STATUSES = ['initiated', 'in-progress', 'completed', 'failed', 'busy', 'no-answer'];
const SOURCES = ['phone', 'internet', 'unknown', null];
const QUALIFICATIONS = ['qualified', 'unqualified', 'needs_review', null];
const SCORES = ['engagement_score', 'intent_score', 'urgency_score', 'budget_score', 'fit_score'];
const REQUESTS = ['cta_pricing_clicks', 'cta_demo_clicks', 'cta_followup_clicks', 'cta_sample_clicks', 'cta_human_escalations'];
const LATEST = Date.UTC(2026, 3, 6); // the histories lie in the nine days before, over two changes of clocks

export interface Scene {
  sql: pg.ClientBase;
  draw: () => number;
  users: string[];
}

type Command = (scene: Scene) => Promise<void>;

const one = <T>(draw: () => number, of: readonly T[]): T => of[Math.floor(draw() * of.length)] as T;
const whole = (draw: () => number, below: number): number => Math.floor(draw() * below);
const instant = (draw: () => number): Date => new Date(LATEST - whole(draw, 9 * 86_400) * 1000);

export async function aUser(sql: pg.ClientBase, name: string, zone: string): Promise<string> {
  const id = await valueOf<string>(sql, 'insert into public.users (email, name, location) values ($1, $1, $2) returning id', [`${name}@example.test`, zone]);
  for (const agent of ['1', '2', '3']) await addAgent(sql, id, `${name} ${agent}`);
  return id;
}

const addAgent = (sql: pg.ClientBase, userId: string, name: string): Promise<unknown> =>
  sql.query('insert into public.agents (user_id, bolna_agent_id, name) values ($1, $2, $2)', [userId, name]);

/** Some ids of a table of one tenant, in an order that the draws decide. */
async function some(scene: Scene, table: 'calls' | 'lead_analytics' | 'agents', atMost: number): Promise<{ userId: string; ids: string[] }> {
  const userId = one(scene.draw, scene.users);
  const { rows } = await scene.sql.query<{ id: string }>(`select id from public.${table} where user_id = $1 order by md5(id::text || $2) limit $3`, [userId, String(scene.draw()), 1 + whole(scene.draw, atMost)]);
  return { userId, ids: rows.map((row) => row.id) };
}

const addCalls: Command = async (scene) => {
  const { userId, ids: agents } = await some(scene, 'agents', 3);
  const calls = Array.from({ length: agents.length === 0 ? 0 : 1 + whole(scene.draw, 6) }, () => ({
    agent: one(scene.draw, agents), at: instant(scene.draw), status: one(scene.draw, STATUSES), talked: scene.draw() < 0.5,
    seconds: scene.draw() < 0.3 ? null : whole(scene.draw, 4000), credits: whole(scene.draw, 60), source: one(scene.draw, SOURCES),
  }));
  await scene.sql.query(
    `insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, status, started_at, duration_seconds, credits, call_source, created_at, local_date, local_hour)
     select $1, c.agent, gen_random_uuid(), gen_random_uuid(), '+447700900001', c.status, case when c.talked then c.at end, c.seconds, c.credits, c.source, c.at,
       (c.at at time zone z.zone)::date, extract(hour from c.at at time zone z.zone)
     from json_to_recordset($2) as c (agent uuid, at timestamptz, status text, talked boolean, seconds integer, credits integer, source text)
     cross join lateral (select public.get_user_timezone($1) as zone) z`,
    [userId, JSON.stringify(calls)],
  );
};

const changeCalls: Command = async (scene) => {
  const { ids } = await some(scene, 'calls', 12);
  const [column, value] = one(scene.draw, [
    ['status', one(scene.draw, STATUSES)], ['duration_seconds', scene.draw() < 0.2 ? null : whole(scene.draw, 4000)],
    ['started_at', scene.draw() < 0.3 ? null : instant(scene.draw)], ['credits', whole(scene.draw, 60)], ['call_source', one(scene.draw, SOURCES)], ['summary', 'changes no measure'],
  ] as const);
  await scene.sql.query(`update public.calls set ${column} = $2 where id = any ($1)`, [ids, value]);
};

const moveCalls: Command = async (scene) => {
  const { userId, ids } = await some(scene, 'calls', 8);
  await scene.sql.query(
    `update public.calls c set agent_id = g.id
     from (select id from public.agents where user_id = $2 order by md5(id::text || $3) limit 1) g where c.id = any ($1)`,
    [ids, userId, String(scene.draw())],
  );
};

const addLeads: Command = async (scene) => {
  const { ids } = await some(scene, 'calls', 8);
  await scene.sql.query(
    `insert into public.lead_analytics (call_id, user_id, agent_id, qualification_status, engagement_score, fit_score, cta_demo_clicks)
     select c.id, c.user_id, c.agent_id, $2, $3, $4, $5 from public.calls c where c.id = any ($1)
     on conflict (call_id) do nothing`,
    [ids, one(scene.draw, QUALIFICATIONS), scene.draw() < 0.3 ? null : Math.round(scene.draw() * 10_000) / 100, whole(scene.draw, 101), whole(scene.draw, 3)],
  );
};

const changeLeads: Command = async (scene) => {
  const { ids } = await some(scene, 'lead_analytics', 8);
  const [column, value] = one(scene.draw, [
    ['qualification_status', one(scene.draw, QUALIFICATIONS)], [one(scene.draw, SCORES), scene.draw() < 0.2 ? null : Math.round(scene.draw() * 10_000) / 100],
    [one(scene.draw, REQUESTS), whole(scene.draw, 4)], ['notes', 'changes no measure'],
  ] as const);
  await scene.sql.query(`update public.lead_analytics set ${column} = $2 where id = any ($1)`, [ids, value]);
};

const remove = (table: 'calls' | 'lead_analytics', atMost: number): Command => async (scene) => {
  const { ids } = await some(scene, table, atMost);
  await scene.sql.query(`delete from public.${table} where id = any ($1)`, [ids]);
};

const replaceAgent: Command = async (scene) => {
  const { userId, ids } = await some(scene, 'agents', 1);
  await scene.sql.query('delete from public.agents where id = any ($1)', [ids]);
  await addAgent(scene.sql, userId, `new ${String(scene.draw())}`);
};

const replaceUser: Command = async (scene) => {
  if (scene.draw() < 0.6) return;
  const place = whole(scene.draw, scene.users.length);
  await scene.sql.query('delete from public.users where id = $1', [scene.users[place]]);
  scene.users[place] = await aUser(scene.sql, `new ${String(scene.draw())}`, one(scene.draw, ZONES));
};

const changeZone: Command = async (scene) => {
  await scene.sql.query('update public.users set location = $2 where id = $1', [one(scene.draw, scene.users), one(scene.draw, ZONES)]);
};

/** One chunk only: the next command meets calls that are filed by two zones. */
const restampSome: Command = async (scene) => {
  await scene.sql.query('select public.restamp_calls($1, $2)', [one(scene.draw, scene.users), 1 + whole(scene.draw, 5)]);
};

const recompute: Command = async (scene) => {
  const day = instant(scene.draw).toISOString().slice(0, 10);
  await scene.sql.query('select public.batch_calculate_call_analytics($1, $2, $2)', [one(scene.draw, scene.users), day]);
};

const COMMANDS: readonly (readonly [number, Command])[] = [
  [10, addCalls], [10, changeCalls], [4, moveCalls], [7, addLeads], [7, changeLeads], [3, remove('calls', 4)], [2, remove('lead_analytics', 3)],
  [1, replaceAgent], [1, replaceUser], [2, changeZone], [4, restampSome], [1, recompute],
];
const WEIGHTS = COMMANDS.reduce((sum, [weight]) => sum + weight, 0);

export async function aCommand(scene: Scene): Promise<void> {
  let left = scene.draw() * WEIGHTS;
  for (const [weight, command] of COMMANDS) {
    left -= weight;
    if (left < 0) return command(scene);
  }
}

export async function restampAll(scene: Scene): Promise<void> {
  for (const user of scene.users) while (await valueOf<boolean>(scene.sql, 'select public.restamp_calls($1)', [user]));
}
