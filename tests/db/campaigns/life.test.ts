// The life of a campaign as the person at the screen lives it: every step that the table of steps allows is taken,
// every other one refused, and every refusal has its key.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aStage, aTenant, mutate, sha256, type Stage, type Tenant, valueOf } from '../../properties/stage.ts';

const STATUSES = ['draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled'] as const;
type Status = (typeof STATUSES)[number];

let stage: Stage;
let api: pg.Pool;
let ada: Tenant;
let bo: Tenant;

beforeAll(async () => {
  stage = await aStage();
  api = new pg.Pool({ connectionString: stage.db.apiUrl, max: 2 });
  ada = await aTenant(stage.sql);
  bo = await aTenant(stage.sql);
  await stage.sql.query("insert into public.contacts (user_id, name, phone_number) select $1, 'Person ' || n, '+120155501' || (10 + n) from generate_series(1, 3) n", [ada.id]);
  for (const tenant of [ada, bo])
    await stage.sql.query("insert into public.user_sessions (user_id, token, expires_at) values ($1, $2, now() + interval '1 day')", [tenant.id, sha256(tenant.id)]);
});
afterAll(async () => {
  await api.end();
  await stage.end();
});

/** One call of a function as a signed-in tenant, or as nobody. */
async function as(tenant: Tenant | null, text: string, values: unknown[] = []): Promise<Record<string, unknown>> {
  const client = await api.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('role', 'app_user', true), set_config('app.session_token', $1, true)", [tenant?.id ?? '']);
    const { rows } = await client.query<Record<string, unknown>>(text, values);
    await client.query('commit');
    return rows[0] ?? {};
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

interface Shape {
  agent?: string;
  start?: string;
  end?: string | null;
  zone?: string | null;
  name?: string;
  people?: boolean;
}

/** A campaign of Ada's, made and filled through the API, then put into a status by hand. */
async function aCampaign(status: Status = 'draft', { agent = ada.agentId, start = '2020-01-01', end = null, zone = null, name = 'Campaign', people = true }: Shape = {}): Promise<string> {
  const { id } = await as(ada, "select id from api.create_campaign($1, $2, 'book', '00:00', '00:00', $3, $4, null, $5)", [name, agent, start, end, zone]);
  if (people) await as(ada, 'select api.add_campaign_contacts($1)', [id]);
  const way: Record<Status, Status[]> = { draft: [], scheduled: ['scheduled'], active: ['active'], paused: ['active', 'paused'], completed: ['active', 'completed'], cancelled: ['cancelled'] };
  for (const step of way[status]) await stage.sql.query('select public.set_campaign_status($1, $2)', [id, step]);
  return id as string;
}

const statusOf = (id: string): Promise<Status> => valueOf(stage.sql, 'select c.status from public.call_campaigns c where c.id = $1', [id]);

/** Steps that another rule than the table decides; empty when table and guard agree. */
async function disagreements(): Promise<string[]> {
  const legal = new Set((await stage.sql.query<{ step: string }>("select s.from_status || ' to ' || s.to_status as step from public.campaign_status_steps s")).rows.map(({ step }) => step));
  const wrong: string[] = [];
  for (const from of STATUSES)
    for (const to of STATUSES) {
      const id = await aCampaign(from, { people: false });
      const refusal = await stage.sql.query('update public.call_campaigns set status = $2 where id = $1', [id, to]).then(() => null, (error: unknown) => (error instanceof Error ? error.message : String(error)));
      const allowed = from === to || legal.has(`${from} to ${to}`);
      if (refusal !== (allowed ? null : 'campaign_step_not_allowed') || (await statusOf(id)) !== (allowed ? to : from)) wrong.push(`${from} to ${to}: ${refusal}`);
    }
  return wrong;
}

test('each of the 36 steps is taken or refused as the table says, whoever asks', async () => {
  expect(await disagreements()).toEqual([]);
});

describe('what each button does in each state', () => {
  const key = (name: string): { refused: string } => ({ refused: name });
  const CASES: Record<string, Record<Status, Status | { refused: string }>> = {
    launch_campaign: { draft: 'active', scheduled: 'scheduled', active: 'active', paused: 'active', completed: key('campaign_step_not_allowed'), cancelled: key('campaign_step_not_allowed') },
    pause_campaign: { draft: key('campaign_step_not_allowed'), scheduled: 'paused', active: 'paused', paused: 'paused', completed: key('campaign_step_not_allowed'), cancelled: key('campaign_step_not_allowed') },
    resume_campaign: { draft: key('campaign_not_launched'), scheduled: 'scheduled', active: 'active', paused: 'active', completed: key('campaign_step_not_allowed'), cancelled: key('campaign_step_not_allowed') },
    cancel_campaign: { draft: 'cancelled', scheduled: 'cancelled', active: 'cancelled', paused: 'cancelled', completed: key('campaign_step_not_allowed'), cancelled: 'cancelled' },
  };
  const all = Object.entries(CASES).flatMap(([button, outcomes]) => STATUSES.map((from) => ({ button, from, outcome: outcomes[from] })));

  test.each(all)('$button on $from', async ({ button, from, outcome }) => {
    const id = await aCampaign(from);
    if (typeof outcome === 'string') {
      expect(await as(ada, `select status from api.${button}($1)`, [id])).toEqual({ status: outcome });
      // A second click finds it done.
      expect(await as(ada, `select status from api.${button}($1)`, [id])).toEqual({ status: outcome });
      expect(await statusOf(id)).toBe(outcome);
    } else {
      await expect(as(ada, `select status from api.${button}($1)`, [id])).rejects.toMatchObject({ message: outcome.refused, hint: expect.stringMatching(/\.$/) as unknown });
      expect(await statusOf(id)).toBe(from);
    }
  });
});

describe('lanes follow the campaign at once', () => {
  const lane = (id: string): Promise<boolean> => valueOf(stage.sql, 'select bool_or(l.open) from public.dispatch_lanes l where l.campaign_id = $1', [id]);

  test('open when launched or resumed, shut when paused or cancelled', async () => {
    const id = await aCampaign();
    expect(await lane(id)).toBe(false);
    for (const [button, open] of [['launch', true], ['pause', false], ['resume', true], ['cancel', false]] as const) {
      await as(ada, `select api.${button}_campaign($1)`, [id]);
      expect(await lane(id), button).toBe(open);
    }
  });

  test('a campaign launched before its first day is scheduled, and becomes active when its first hours come', async () => {
    const id = await aCampaign('draft', { start: '2095-06-01' });
    expect(await as(ada, 'select status, next_opening_at from api.launch_campaign($1)', [id])).toMatchObject({ status: 'scheduled', next_opening_at: new Date('2095-06-01T00:00:00Z') });
    expect(await lane(id)).toBe(false);
    await as(ada, 'select api.pause_campaign($1)', [id]);
    expect(await as(ada, 'select status from api.resume_campaign($1)', [id])).toEqual({ status: 'scheduled' });
    await stage.sql.query("select public.turn_lanes(200, '2095-06-01T00:00:00Z')");
    expect([await statusOf(id), await lane(id)]).toEqual(['active', true]);
  });

  test('after its last day those who were not called are cancelled with the reason, and it is completed', async () => {
    const id = await aCampaign('draft', { end: '2096-02-29' });
    await as(ada, 'select api.launch_campaign($1)', [id]);
    await stage.sql.query("select public.advance_campaigns(5000, '2096-02-29T23:59:59Z')");
    expect(await statusOf(id)).toBe('active');
    await stage.sql.query("select public.advance_campaigns(5000, '2096-03-01T00:00:00Z')");
    expect(await statusOf(id)).toBe('completed');
    const { rows } = await stage.sql.query('select distinct q.status, q.error_message from public.call_queue q where q.campaign_id = $1', [id]);
    expect(rows).toEqual([{ status: 'cancelled', error_message: 'campaign_ended' }]);
  });

  test('cancelling leaves the waiting to a job, which cancels them in batches', async () => {
    const id = await aCampaign('active');
    await as(ada, 'select api.cancel_campaign($1)', [id]);
    expect(await valueOf(stage.sql, 'select public.cancel_campaign_items($1, 2)', [id])).toBe(true);
    expect(await valueOf(stage.sql, 'select public.cancel_campaign_items($1, 2)', [id])).toBe(false);
    expect(await valueOf(stage.sql, "select count(*)::integer from public.call_queue q where q.campaign_id = $1 and q.error_message = 'campaign_cancelled'", [id])).toBe(3);
  });
});

describe('refusals', () => {
  const create = (shape: Shape): Promise<unknown> => aCampaign('draft', { people: false, ...shape });
  const foreign = (): Promise<unknown> => as(bo, 'select api.launch_campaign($1)', [randomUUID()]);

  test.each([
    ['campaign_name_missing', 'VC400', () => create({ name: ' ' })],
    ['campaign_name_missing', 'VC400', () => create({ name: 'x'.repeat(256) })],
    ['agent_not_found', 'VC404', () => create({ agent: randomUUID() })],
    ['agent_not_found', 'VC404', () => create({ agent: bo.agentId })],
    ['timezone_unknown', 'VC400', () => create({ zone: 'EST' })],
    ['timezone_unknown', 'VC400', () => create({ zone: 'FOO+5' })],
    ['timezone_unknown', 'VC400', () => create({ zone: 'europe/london' })],
    ['campaign_ends_before_start', 'VC400', () => create({ start: '2026-06-02', end: '2026-06-01' })],
    ['campaign_has_no_people', 'VC412', async () => as(ada, 'select api.launch_campaign($1)', [await aCampaign('draft', { people: false })])],
    ['campaign_dates_are_over', 'VC412', async () => as(ada, 'select api.launch_campaign($1)', [await aCampaign('draft', { end: '2020-01-02' })])],
    ['campaign_is_over', 'VC409', async () => as(ada, 'select api.add_campaign_contacts($1)', [await aCampaign('cancelled')])],
    ['campaign_not_launched', 'VC409', async () => as(ada, 'select api.resume_campaign($1)', [await aCampaign()])],
    ['campaign_not_found', 'VC404', foreign],
    ['campaign_not_found', 'VC404', async () => as(bo, 'select api.launch_campaign($1)', [await aCampaign()])],
    ['campaign_not_found', 'VC404', async () => as(bo, 'select api.pause_campaign($1)', [await aCampaign('active')])],
    ['campaign_not_found', 'VC404', async () => as(bo, 'select api.cancel_campaign($1)', [await aCampaign()])],
    ['campaign_not_found', 'VC404', async () => as(bo, 'select api.add_campaign_contacts($1)', [await aCampaign()])],
    ['campaign_not_found', 'VC404', async () => as(bo, 'select * from api.get_campaign($1)', [await aCampaign()])],
    ['campaign_not_found', 'VC404', async () => as(bo, 'select * from api.explain_campaign_state($1)', [await aCampaign()])],
    ['not_signed_in', 'VC401', async () => as(null, 'select api.launch_campaign($1)', [await aCampaign()])],
    ['not_signed_in', 'VC401', () => as(null, 'select * from api.list_campaigns()')],
  ] as [string, string, () => Promise<unknown>][])('%s', async (message, code, act) => {
    await expect(act()).rejects.toMatchObject({ code, message, hint: expect.stringMatching(/\S\.$/) as unknown });
  });

  test("another tenant's campaign and one that does not exist are told apart by nothing", async () => {
    const text = (error: { message: string; code: string; hint: string }): string => JSON.stringify([error.message, error.code, error.hint]);
    const mine = await aCampaign();
    const told = await Promise.all([mine, randomUUID()].map((id) => as(bo, 'select api.cancel_campaign($1)', [id]).then(() => '', text)));
    expect(told[0]).toBe(told[1]);
  });
});

test('control: a guard that lets everything pass disagrees with the table', async () => {
  await mutate(stage.sql, 'public.refuse_illegal_campaign_step', [['new.status is distinct from old.status and', 'false and']]);
  expect((await disagreements()).length).toBeGreaterThan(0);
});
