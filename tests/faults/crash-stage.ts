// A server that keeps what it has committed, the simulated provider with its bad habits, the API that takes its
// webhooks, and workers in processes that can be killed.
import { buildServer } from '@callgres/api/server';
import { type FaultRates, type Settings, type Simulator, startSimulator } from '@callgres/api/simulator';
import { type Cluster, startPostgres } from '@callgres/db/embedded';
import { migrateInChild } from '@callgres/db/migrate';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Agent, aTenant, configured, one, sha256, type Tenant } from '../support/cast.ts';

/** Short, and consistent: heartbeat < request < margin < lease <= settle, and a listing more often than that. */
export const SHORT = {
  'dial.heartbeat_ms': 500, 'dial.http_timeout_ms': 1000, 'dial.fence_margin_ms': 1500, 'dial.lease_ms': 3000, 'dial.settle_ms': 3000,
  'dial.reconcile_ms': 500, 'dial.silence_ms': 2000, 'dial.rate_per_second': 0, 'dial.busy_number_defer_seconds': 1,
};

/** Simulated seconds per second: half a minute of talk takes 0.3 s. */
export const SPEED = 100;

export interface CrashStage {
  /** Sees and changes everything. */
  sql: pg.Pool;
  simulator: Simulator;
  tenant: Tenant;
  agent: Agent;
  workerUrl: string;
  end(): Promise<void>;
}

export interface Wishes {
  seed?: string;
  /** Simulated ms until the listing shows a call; of the real time SPEED times that. */
  settings?: Partial<Settings>;
  faults?: FaultRates;
  dial?: Record<string, number>;
  /** Calls at once. */
  lines?: number;
}

export async function aCrashStage({ seed = 'crash', settings = {}, faults = {}, dial = {}, lines = 20 }: Wishes = {}): Promise<CrashStage> {
  await using begun = new AsyncDisposableStack();
  const cluster: Cluster = await startPostgres({ settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', autovacuum: 'on' } });
  begun.defer(() => cluster.stop());
  const sql = new pg.Pool({ connectionString: cluster.url(), max: 4 });
  sql.on('error', () => undefined);
  begun.defer(() => sql.end());
  await migrateInChild(cluster.url(), { current: true, apiPassword: randomBytes(16).toString('hex'), workerPassword: randomBytes(16).toString('hex') });
  await configured(sql, { ...SHORT, ...dial });
  // Waits of the real world that would only make the test longer.
  await sql.query("update public.dial_answer_classes set back_off_seconds = 0 where http_status = 429; alter table public.call_campaigns drop constraint call_campaigns_retry_interval_minutes_check");

  const api = await buildServer({ databaseUrl: cluster.url('postgres', 'app_api'), publicUrl: 'http://localhost', pepper: 'p'.repeat(32), tokenKey: 't'.repeat(32), logLevel: 'silent' });
  begun.defer(() => api.close());
  const apiUrl = await api.listen({ host: '127.0.0.1', port: 0 });
  const simulator = await startSimulator({
    seed, faults,
    settings: { speed: SPEED, concurrency: 500, listingDelayMs: [0, 1000 * SPEED], answerLatencyMs: [5, 60], callsPerMinute: 0, listsPerMinute: 0, othersPerMinute: 0, ...settings },
  });
  begun.defer(() => simulator.stop());

  const tenant = await aTenant(sql, { credits: 100_000, limit: lines });
  const agent = await anAgentAtTheProvider(sql, simulator, apiUrl, tenant);
  const all = begun.move();
  return { sql, simulator, tenant, agent, workerUrl: cluster.url('postgres', 'app_worker'), end: () => all.disposeAsync() };
}

async function anAgentAtTheProvider(sql: pg.Pool, simulator: Simulator, apiUrl: string, tenant: Tenant): Promise<Agent> {
  const secret = randomBytes(16).toString('hex');
  const answer = await fetch(`${simulator.url}/v2/agent`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      agent_config: { agent_name: 'Ava', agent_welcome_message: 'Hello', webhook_url: `${apiUrl}/webhooks/bolna/${secret}`, agent_type: 'other', tasks: [{ task_type: 'conversation', task_config: { call_terminate: 120 } }] },
      agent_prompts: { task_1: { system_prompt: 'Sell' } },
    }),
  });
  const { agent_id: bolnaAgentId } = (await answer.json()) as { agent_id: string };
  const { id } = await one<{ id: string }>(
    sql, "insert into public.agents (user_id, bolna_agent_id, name, webhook_secret_hash) values ($1, $2, 'Ava', $3) returning id",
    [tenant.id, bolnaAgentId, sha256(secret)],
  );
  return { id, bolnaAgentId, secretHash: sha256(secret) };
}

/** A running campaign with so many more people, each with a number that nobody else has. */
export async function people({ sql, tenant, agent }: CrashStage, howMany: number, maxRetries = 0): Promise<string> {
  const { id } = await one<{ id: string }>(
    sql,
    `insert into public.call_campaigns (user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date, max_retries, retry_interval_minutes, total_contacts)
     values ($1, $2, 'Campaign', 'book', 'draft', '00:00', '00:00', '2020-01-01', $3, 0, $4) returning id`,
    [tenant.id, agent.id, maxRetries, howMany],
  );
  await sql.query(
    `with p as (
       insert into public.contacts (user_id, name, phone_number)
       select $1, 'Person', '+1' || 201 + n / 100 || '55501' || lpad((n % 100)::text, 2, '0')
       from (select g + (select count(*) from public.contacts) as n from generate_series(0, $3::integer - 1) g) x
       returning id, phone_number
     )
     insert into public.call_queue (user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, max_retries, lane_id)
     select $1, $2, p.id, $4, p.phone_number, 'Person', $5, public.ensure_lane($1, 'campaign', $2, public.rule_key_of(p.phone_number)) from p`,
    [tenant.id, id, howMany, agent.id, maxRetries],
  );
  await sql.query("select public.set_campaign_status($1, 'active')", [id]);
  return id;
}

export interface Process {
  child: ChildProcess;
  /** Lets it begin; settles when it works, or has ended. */
  begin(): Promise<void>;
  /** Settles with the signal that ended it. */
  ended: Promise<NodeJS.Signals | null>;
  said(): string;
}

/** Loads a program that waits for a line before it begins. */
export function load(file: 'fast-worker.ts' | 'naive-worker.ts', stage: Pick<CrashStage, 'workerUrl' | 'simulator'>, env: Record<string, string> = {}): Process {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    env: { PATH: process.env['PATH'], WORKER_DATABASE_URL: stage.workerUrl, BOLNA_BASE_URL: stage.simulator.url, BOLNA_API_KEY: stage.simulator.apiKey, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-4000); });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<NodeJS.Signals | null>((done) => void child.once('exit', (_code, signal) => { done(signal); }));
  return {
    child, ended, said: () => said,
    begin: async () => {
      child.stdin.write('go\n');
      while (!said.includes('ready\n') && child.exitCode === null && child.signalCode === null) await Promise.race([once(child.stdout, 'data'), ended]);
    },
  };
}

/** Waits until a question is answered with true; fails with what `state` says, at once or as a promise, when it is not in time. */
export async function until(question: () => Promise<boolean> | boolean, withinMs: number, state: () => unknown): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await question())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(await state())}`);
    await pause(50);
  }
}

/** Everybody has been dealt with, and nothing is open on our side. */
export async function isDrained({ sql }: CrashStage): Promise<boolean> {
  const { open } = await one<{ open: boolean }>(
    sql,
    `select exists (select from public.call_queue q where q.status in ('pending', 'processing')) or exists (select from public.call_attempts a where a.closed_at is null)
       or exists (select from public.calls c where c.confirmed_at is null) or exists (select from public.unapplied_events) as open`,
  );
  return !open;
}

export const standing = async ({ sql }: CrashStage): Promise<unknown> =>
  (await sql.query("select (select jsonb_object_agg(x.status, x.n) from (select q.status, count(*) as n from public.call_queue q group by 1) x) as items, (select jsonb_object_agg(x.state, x.n) from (select a.state, count(*) as n from public.call_attempts a where a.closed_at is null group by 1) x) as open, (select jsonb_agg(distinct jsonb_build_array(c.provider_status, c.confirm_tries, round(extract(epoch from c.next_confirm_at - now())))) from public.calls c where c.confirmed_at is null) as unconfirmed, (select jsonb_agg(to_jsonb(t)) from public.tenant_dispatch t) as dispatch, (select jsonb_agg(to_jsonb(l)) from public.dispatch_lanes l where l.open) as lanes, (select jsonb_agg(to_jsonb(b)) from public.provider_breakers b) as breakers, (select jsonb_agg(distinct jsonb_build_array(q.due, q.scheduled_for, q.error_message)) from public.call_queue q where q.status = 'pending') as waiting, (select jsonb_agg(to_jsonb(d)) from public.active_calls d) as lines_used")).rows;
