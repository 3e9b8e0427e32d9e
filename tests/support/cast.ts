// Who appears in the tests of the database: tenants, their agents, people to call and campaigns. Rows come from a
// connection that sees everything (definerUrl); whatever the product has a function for goes through that function,
// as the signed-in tenant on a connection of the API (apiUrl).
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface Sql {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>>;
}

/** Two connections to one test database: one that sees every row, one that is nobody until it signs in. */
export interface Stage {
  sql: Sql;
  api: Sql;
}

export interface Tenant {
  id: string;
  email: string;
  /** Token of a session that is valid for a day. */
  token: string;
}

export interface Agent {
  id: string;
  bolnaAgentId: string;
  /** SHA-256 of the secret in its webhook address. */
  secretHash: string;
}

export interface Campaign {
  id: string;
  laneId: string;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The first row of a query that must have one. */
export async function one<R extends pg.QueryResultRow>(sql: Sql, text: string, values: unknown[] = []): Promise<R> {
  const row = (await sql.query<R>(text, values)).rows[0];
  if (!row) throw new Error(`no row: ${text}`);
  return row;
}

/** The single number a query returns; bigint too. */
export async function count(sql: Sql, text: string, values: unknown[] = []): Promise<number> {
  return Number(Object.values(await one<Record<string, unknown>>(sql, text, values))[0]);
}

export interface TenantWishes {
  name?: string;
  credits?: number;
  /** Calls at once; null leaves it to system_config. */
  limit?: number | null;
  weight?: number;
}

export async function aTenant(sql: Sql, { name = 'Tenant', credits = 100_000, limit = null, weight = 1 }: TenantWishes = {}): Promise<Tenant> {
  const email = `${randomUUID()}@example.test`;
  const token = randomBytes(16).toString('hex');
  const { id } = await one<{ id: string }>(sql, 'insert into public.users (email, name, credits) values ($1, $2, $3) returning id', [email, name, credits]);
  await sql.query('update public.tenant_dispatch set max_concurrent_calls = $2, weight = $3 where user_id = $1', [id, limit, weight]);
  await sql.query("insert into public.user_sessions (user_id, token, expires_at) values ($1, $2, now() + interval '1 day')", [id, sha256(token)]);
  return { id, email, token };
}

export async function anAgent(sql: Sql, tenant: Pick<Tenant, 'id'>): Promise<Agent> {
  const bolnaAgentId = randomUUID();
  const secretHash = sha256(randomUUID());
  const { id } = await one<{ id: string }>(
    sql,
    "insert into public.agents (user_id, bolna_agent_id, name, webhook_secret_hash) values ($1, $2, 'Ava', $3) returning id",
    [tenant.id, bolnaAgentId, secretHash],
  );
  return { id, bolnaAgentId, secretHash };
}

/** Number `index` of a range that belongs to nobody: +1555 and seven digits. */
export const aNumber = (index: number): string => `+1555${String(index).padStart(7, '0')}`;

/** Adds people with the numbers from `first` on; returns their ids in that order. */
export async function contacts(sql: Sql, tenant: Pick<Tenant, 'id'>, howMany: number, { first = 0, tag = null as string | null } = {}): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `insert into public.contacts (user_id, name, phone_number, tags)
     select $1, 'Person ' || g, '+1555' || lpad(g::text, 7, '0'), case when $4::text is null then '{}' else array[$4] end
     from generate_series($2::integer, $2::integer + $3::integer - 1) g
     returning id`,
    [tenant.id, first, howMany, tag],
  );
  return rows.map((row) => row.id);
}

/** Does work as a signed-in tenant on a connection of the API: one transaction, as the server does it. */
export async function signedIn<T>(api: Sql, { token }: Pick<Tenant, 'token'>, work: (api: Sql) => Promise<T>): Promise<T> {
  await api.query('begin');
  try {
    await api.query("select set_config('role', 'app_user', true), set_config('app.session_token', $1, true)", [token]);
    const result = await work(api);
    await api.query('commit');
    return result;
  } catch (error) {
    await api.query('rollback');
    throw error;
  }
}

export interface CampaignWishes {
  /** People to be called; added to the tenant's contacts when they are not there. */
  people?: number;
  /** Number of the first of them. */
  first?: number;
  maxRetries?: number;
  /** False leaves it a draft. */
  launched?: boolean;
}

/** A campaign that calls all day in every zone, with its people, made and launched by the functions of the API. */
export async function aCampaign(
  { sql, api }: Stage,
  tenant: Tenant,
  agent: Pick<Agent, 'id'>,
  { people = 0, first = 0, maxRetries = 0, launched = true }: CampaignWishes = {},
): Promise<Campaign> {
  const tag = randomUUID();
  await contacts(sql, tenant, people, { first, tag });
  const id = await signedIn(api, tenant, async (as) => {
    const campaign = await one<{ id: string }>(
      as,
      `select c.id from api.create_campaign('Campaign', $1, 'Book a visit', '00:00', '00:00', current_date - 2,
         p_max_retries => $2, p_campaign_timezone => 'UTC') c`,
      [agent.id, maxRetries],
    );
    await as.query('select api.add_campaign_contacts($1, p_tag => $2)', [campaign.id, tag]);
    if (launched && people > 0) await as.query('select api.launch_campaign($1)', [campaign.id]);
    return campaign.id;
  });
  const lane = await one<{ id: string }>(sql, "select public.ensure_lane($1, 'campaign', $2, 'XF UTC') as id", [tenant.id, id]);
  return { id, laneId: lane.id };
}

/** Asks for a direct call, as a click would; returns the queue item. */
export async function aDirectCall({ api }: Pick<Stage, 'api'>, tenant: Tenant, agent: Pick<Agent, 'id'>, contactId: string): Promise<string> {
  const item = await signedIn(api, tenant, (as) => one<{ id: string }>(as, 'select q.id from api.request_direct_call($1, $2) q', [contactId, agent.id]));
  return item.id;
}

/** Sets numbers of system_config, such as { 'dial.quantum': 4 }. */
export async function configured(sql: Sql, settings: Readonly<Record<string, number>>): Promise<void> {
  for (const [key, value] of Object.entries(settings)) {
    const { rowCount } = await sql.query('update public.system_config set value = $2 where key = $1', [key, String(value)]);
    if (rowCount !== 1) throw new Error(`system_config has no ${key}`);
  }
}
