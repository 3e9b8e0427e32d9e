// A database of one's own with tenants, agents and calls that the provider has accepted, many at once.
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../support/database.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The seed of a random test, from SEED or drawn; printed, because without it a failure cannot be had again. */
export function seedOf(test: string): number {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${test}: SEED=${seed}`);
  return seed;
}

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same items in an order that follows from the draws. */
export function shuffled<T>(items: readonly T[], draw: () => number): T[] {
  const keyed = items.map((item) => ({ item, key: draw() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

export interface Stage {
  db: TestDatabase;
  /** Sees and changes every row. */
  sql: pg.Pool;
  end(): Promise<void>;
}

export async function aStage(connections = 4): Promise<Stage> {
  const db = await testDatabase();
  const sql = new pg.Pool({ connectionString: db.definerUrl, max: connections });
  sql.on('error', () => undefined);
  return {
    db, sql,
    end: async () => {
      await sql.end();
      await db.drop();
    },
  };
}

/** The first value of the first row. */
export async function valueOf<T>(sql: pg.Pool | pg.ClientBase, text: string, values: unknown[] = []): Promise<T> {
  const { rows } = await sql.query<unknown[]>({ text, values, rowMode: 'array' });
  return rows[0]?.[0] as T;
}

export interface Tenant {
  id: string;
  agentId: string;
  bolnaAgentId: string;
  secretHash: string;
}

/** A tenant with one agent, whose webhook secret is its name at the provider. */
export async function aTenant(sql: pg.Pool, credits = 1_000_000): Promise<Tenant> {
  const bolnaAgentId = randomUUID();
  const id = await valueOf<string>(
    sql, 'insert into public.users (email, name, credits) values ($1, $2, $3) returning id',
    [`${randomUUID()}@example.test`, 'Tenant', credits],
  );
  const secretHash = sha256(bolnaAgentId);
  const agentId = await valueOf<string>(
    sql, 'insert into public.agents (user_id, bolna_agent_id, name, webhook_secret_hash) values ($1, $2, $3, $4) returning id',
    [id, bolnaAgentId, 'Ava', secretHash],
  );
  return { id, agentId, bolnaAgentId, secretHash };
}

/**
 * Calls that the provider has accepted, each in a campaign of its own, so that every counter can be looked at call by
 * call. `executions` name them at the provider. Slot, hold (6 credits, pulses of 60 s at 1 credit) and attempt are as
 * the claim leaves them.
 */
export async function acceptedCalls(sql: pg.Pool, { id, agentId }: Tenant, executions: readonly string[], at: Date, maxRetries = 0): Promise<void> {
  await sql.query(
    `with wanted as materialized (
       select e.execution_id, e.place, public.uuid_generate_v4() as campaign, public.uuid_generate_v4() as contact,
         public.uuid_generate_v4() as item, public.uuid_generate_v4() as attempt,
         '+4477' || lpad((e.place + (select count(*) from public.contacts))::text, 8, '0') as number
       from unnest($3::text[]) with ordinality as e (execution_id, place)
     ),
     contacts as (
       insert into public.contacts (id, user_id, name, phone_number) select w.contact, $1, 'Person', w.number from wanted w
     ),
     campaigns as (
       insert into public.call_campaigns (id, user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date, max_retries, total_contacts, started_at)
       select w.campaign, $1, $2, 'Campaign', 'book', 'active', '00:00', '00:00', ($4::timestamptz at time zone 'UTC')::date, $5, 1, $4 from wanted w
     ),
     lanes as (
       insert into public.dispatch_lanes (user_id, call_type, campaign_id, open, opens_at, closes_at)
       select $1, 'campaign', w.campaign, true, $4, 'infinity' from wanted w
       returning id, campaign_id
     ),
     items as (
       insert into public.call_queue (id, user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, status, max_retries, processing_started_at, lane_id)
       select w.item, $1, w.campaign, w.contact, $2, w.number, 'Person', 'processing', $5, $4, l.id
       from wanted w join lanes l on l.campaign_id = w.campaign
     ),
     attempts as (
       insert into public.call_attempts (id, user_id, queue_id, phone_number, state, owner, lease_deadline, created_at, sent_at, hold_amount,
         pulse_seconds, price_per_pulse, tenant_slots_before, tenant_cap, system_slots_before, system_cap)
       select w.attempt, $1, w.item, w.number, 'sending', '00000000-0000-4000-8000-000000000001', $4::timestamptz + interval '30 s', $4, $4, 6, 60, 1, 0, 10, 0, 100
       from wanted w
     ),
     holds as (
       insert into public.credit_holds (attempt_id, user_id, amount) select w.attempt, $1, 6 from wanted w
     )
     insert into public.active_calls (id, user_id, call_type, started_at, phone_number) select w.item, $1, 'campaign', $4, w.number from wanted w`,
    [id, agentId, executions, at, maxRetries],
  );
  await sql.query(
    `select public.accept_attempts(array_agg(a.id order by a.phone_number), $2, $3)
     from public.call_attempts a where a.user_id = $1 and a.state = 'sending'`,
    [id, executions, at],
  );
}

/** Applies what is due at an instant, as many events at a time as asked for. */
export async function applyAll(sql: pg.Pool | pg.ClientBase, now: Date, limit = 1000): Promise<void> {
  while ((await valueOf<number>(sql, 'select public.apply_call_events($1, $2)', [limit, now])) > 0);
}

/** Breaks a function on purpose. Fails when the text to be replaced is not in it: a control must not rot. */
export async function mutate(sql: pg.Pool | pg.ClientBase, name: string, changes: readonly (readonly [string, string])[]): Promise<void> {
  let text = await valueOf<string>(sql, 'select pg_get_functiondef($1::regproc)', [name]);
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} has no "${from}"`);
    text = text.replaceAll(from, to);
  }
  await sql.query(text);
}
