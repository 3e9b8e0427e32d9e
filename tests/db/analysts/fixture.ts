// A tenant in Kolkata with two agents, two imports and a handful of calls whose every figure can be counted by hand, beside another
// tenant with the same; and logins of analysts.
import { randomBytes, randomUUID } from 'node:crypto';
import { createAnalyst, removeAnalyst } from '@callgres/db/analysts';
import pg from 'pg';
import type { TestDatabase } from '../../support/database.ts';
import { onServer, withClient } from '../../support/server.ts';

export interface AnalystTenant { id: string; company: string; agents: { ava: string; bea: string }; imports: [string, string] }

const at = (minute: number, second = 0): string => new Date(Date.UTC(2026, 5, 1, 3, 30 + minute, second)).toISOString(); // 09:00 in Kolkata

interface Person { number: number; import: 0 | 1; agent: 'ava' | 'bea'; direct?: boolean; status: string; reason?: string; queuedAt: string; attempts: { at: string; state?: string; call?: [status: string, seconds: number, credits: number, lead?: string] }[] }
const PEOPLE: readonly Person[] = [
  { number: 1, import: 0, agent: 'ava', status: 'completed', queuedAt: at(0), attempts: [{ at: at(1), call: ['no-answer', 0, 0] }, { at: at(60), call: ['completed', 120, 2, 'qualified'] }] },
  { number: 2, import: 0, agent: 'ava', status: 'completed', queuedAt: at(0), attempts: [{ at: at(2), call: ['completed', 60, 1, 'unqualified'] }] },
  { number: 3, import: 0, agent: 'ava', status: 'failed', reason: 'The provider does not take this number.', queuedAt: at(0), attempts: [{ at: at(3), state: 'rejected' }] },
  { number: 4, import: 0, agent: 'ava', status: 'cancelled', reason: 'On the opt-out list.', queuedAt: at(0), attempts: [] },
  { number: 5, import: 1, agent: 'bea', direct: true, status: 'completed', queuedAt: at(60), attempts: [{ at: at(60, 10), call: ['completed', 180, 4, 'qualified'] }] },
  { number: 6, import: 1, agent: 'bea', direct: true, status: 'busy', queuedAt: at(60), attempts: [{ at: at(60, 30), call: ['busy', 0, 0] }] },
];

/** `mark` and `area` (digits) tell one tenant's texts and numbers from another's. */
export async function anAnalystTenant(sql: pg.ClientBase, mark: string, area: string): Promise<AnalystTenant> {
  const one = async (text: string, values: unknown[]): Promise<string> => ((await sql.query<{ id: string }>(text, values)).rows[0] ?? { id: '' }).id;
  const id = await one("insert into public.users (email, name, company, location, credits) values ($1 || '@example.test', $1, $1, 'Asia/Kolkata', 100) returning id", [mark]);
  const agent = (name: string): Promise<string> => one('insert into public.agents (user_id, bolna_agent_id, name) values ($1, $2, $3) returning id', [id, randomUUID(), name]);
  const agents = { ava: await agent(`${mark} Ava`), bea: await agent(`${mark} Bea`) };
  const imported = (when: string): Promise<string> => one("insert into public.contact_imports (user_id, file_name, file_hash, status, policy, finished_at, created_at) values ($1, $2, repeat('0', 64), 'done', 'fill', $3, $3) returning id", [id, `${mark}.csv`, when]);
  const imports: [string, string] = [await imported(at(0)), await imported(at(5))];
  const campaign = await one(
    `insert into public.call_campaigns (user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date, total_contacts)
     values ($1, $2, $3, 'book', 'paused', '00:00', '00:00', '2026-06-01', 4) returning id`,
    [id, agents.ava, `${mark} campaign`],
  );
  const lanes = {
    campaign: await one("insert into public.dispatch_lanes (user_id, call_type, campaign_id, open, closes_at) values ($1, 'campaign', $2, false, 'infinity') returning id", [id, campaign]),
    direct: await one("select public.ensure_lane($1, 'direct', null, 'XF UTC') as id", [id]),
  };
  for (const person of PEOPLE) {
    const phone = `+44770${area}${String(person.number).padStart(4, '0')}`;
    const contact = await one('insert into public.contacts (user_id, name, phone_number, email, import_id, created_at) values ($1, $2, $3, $4, $5, $6) returning id', [id, `${mark} Person`, phone, `${mark}@person.test`, imports[person.import], at(0)]);
    const item = await one(
      `insert into public.call_queue (user_id, campaign_id, contact_id, agent_id, phone_number, call_type, lane_id, status, attempts, error_message, created_at, completed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
      [id, person.direct ? null : campaign, contact, agents[person.agent], phone, person.direct ? 'direct' : 'campaign', person.direct ? lanes.direct : lanes.campaign, person.status, person.attempts.length, person.reason, person.queuedAt, at(120)],
    );
    for (const { at: when, state = 'accepted', call } of person.attempts) {
      const attempt = await one(
        `insert into public.call_attempts (user_id, queue_id, phone_number, state, owner, lease_deadline, created_at, sent_at, closed_at, execution_id, hold_amount,
           pulse_seconds, price_per_pulse, tenant_slots_before, tenant_cap, system_slots_before, system_cap)
         values ($1, $2, $3, $4, $1, $5, $5, $5, $5, $6, 6, 60, 1, 0, 10, 0, 100) returning id`,
        [id, item, phone, state, when, call ? randomUUID() : null],
      );
      if (!call) continue;
      const [status, seconds, credits, lead] = call;
      const callId = await one(
        `insert into public.calls (user_id, agent_id, contact_id, campaign_id, queue_id, attempt_id, bolna_conversation_id, bolna_execution_id, phone_number, call_source, lead_type,
           status, provider_status, status_rank, confirmed_at, duration_seconds, credits, transcript, created_at, started_at, ended_at, local_date, local_hour)
         values ($1, $2, $3, $4, $5, $6, $7::text, $7::text, $8, 'phone', 'outbound', $9::text, $9::text, 6, $10, $11, $12, $13, $10, case when $9 = 'completed' then $10::timestamptz end, $10,
           ($10::timestamptz at time zone 'Asia/Kolkata')::date, extract(hour from $10::timestamptz at time zone 'Asia/Kolkata')) returning id`,
        [id, agents[person.agent], contact, person.direct ? null : campaign, item, attempt, randomUUID(), phone, status, when, seconds, credits, `user: ${mark} said`],
      );
      await sql.query('update public.call_queue set call_id = $2 where id = $1', [item, callId]);
      if (credits > 0) await pay(sql, id, callId, credits);
      if (lead) await sql.query('insert into public.lead_analytics (call_id, user_id, agent_id, contact_id, qualification_status, fit_score, created_at) values ($1, $2, $3, $4, $5, 50, $6)', [callId, id, agents[person.agent], contact, lead, when]);
      if (person.number === 5) {
        await sql.query("insert into public.calendar_meetings (user_id, call_id, contact_id, meeting_time, title, status, created_at) values ($1, $2, $3, $4, $5, 'scheduled', $4)", [id, callId, contact, when, `${mark} meeting`]);
        await sql.query('insert into public.customers (user_id, contact_id, customer_reference, company_name, created_at) values ($1, $2, $3, $3, $4)', [id, contact, `${mark} customer`, when]);
      }
    }
  }
  await sql.query("insert into public.active_calls (id, user_id, call_type, started_at, phone_number) select q.id, $1, q.call_type, $2, q.phone_number from public.call_queue q where q.user_id = $1 and q.status in ('completed', 'busy') limit 2", [id, at(60)]);
  return { id, company: mark, agents, imports };
}

/** Charges a call as if it had been yesterday. */
async function pay(sql: pg.ClientBase, userId: string, callId: string, credits: number): Promise<void> {
  await sql.query('update public.users set credits = credits - $2 where id = $1', [userId, credits]);
  await sql.query(
    `insert into public.credit_transactions (user_id, call_id, amount, type, balance_after, created_at)
     select id, $2, -$3::integer, 'usage', credits, now() - interval '1 day' from public.users where id = $1`,
    [userId, callId, credits],
  );
}

export interface Analyst { login: string; client: pg.Client; drop(): Promise<void> }

/** A login of an analyst that sees one tenant, several or all, with personal data or without. */
export async function anAnalyst(db: TestDatabase, tenants: readonly string[] | 'all', pii = false): Promise<Analyst> {
  const login = `analyst_${randomBytes(6).toString('hex')}`;
  const emails = tenants === 'all' ? 'all' : await withClient(db.definerUrl, async (sql) => (await sql.query<{ email: string }>('select email from public.users where id = any ($1)', [tenants])).rows.map((row) => row.email));
  const password = await withClient(db.ownerUrl, (owner) => createAnalyst(owner, { name: login, tenants: emails, personal: pii }));
  const client = new pg.Client({ connectionString: onServer(db.ownerUrl, { user: login, password }) });
  await client.connect();
  return {
    login, client,
    drop: async () => {
      await client.end();
      await withClient(db.ownerUrl, (owner) => removeAnalyst(owner, login));
    },
  };
}
