// Whatever the order in which the provider's events arrive, and however often, a call ends in the same rows: status,
// times, money, queue, counters. All 5,040 orders of a life of seven events, and every three of them twice.
import { expect, test } from 'vitest';
import { endings, type FinalState, finalStates } from './final-state.ts';
import { acceptedCalls, applyAll, aStage, aTenant, mutate, type Stage, type Tenant, valueOf } from './stage.ts';

const BEGIN = new Date('2026-06-01T10:00:00Z');
const TALK_SECONDS = 130; // three pulses

const REPORT = {
  conversation_duration: TALK_SECONDS, transcript: 'assistant: Hello\nuser: Yes', summary: 'Wants a visit',
  telephony_data: { recording_url: 'https://example.test/r.mp3', hangup_by: 'Callee', from_number: '+442079460000' },
  extracted_data: { Callgres: { sentiment: { objective: 'positive' }, next_action: { subjective: 'Visit' } } },
};

interface Event {
  second: number;
  status: string;
  facts: Record<string, unknown>;
  pulled?: true;
}

const life: readonly Event[] = [
  { second: 1, status: 'queued', facts: {} },
  { second: 2, status: 'initiated', facts: { conversation_duration: 0, transcript: null } },
  { second: 4, status: 'ringing', facts: { telephony_data: { ring_duration: 3 } } },
  { second: 9, status: 'in-progress', facts: { telephony_data: { ring_duration: 5 } } },
  { second: 139, status: 'call-disconnected', facts: { conversation_duration: 0, transcript: 'assistant: Hello', telephony_data: { recording_url: '', hangup_by: 'Callee' } } },
  { second: 160, status: 'completed', facts: REPORT },
  { second: 160, status: 'completed', facts: REPORT, pulled: true },
];

/** Somebody calls the agent: nothing of ours announces the call, so whatever comes first has to make it. */
const inboundLife: readonly Event[] = life.slice(2).map((event) => ({
  ...event,
  facts: { ...event.facts, created_at: BEGIN.toISOString(), telephony_data: { ...(event.facts['telephony_data'] as object), call_type: 'inbound', from_number: '+442079460958' } },
}));

/** An order is a text of digits, one for each event; a letter is the same event once more with another body. */
function allOrders(rest = '1234567'): string[] {
  if (rest === '') return [''];
  return Array.from(rest).flatMap((first) => allOrders(rest.replace(first, '')).map((order) => first + order));
}

function allThrees(): string[] {
  const threes: string[] = [];
  for (let a = 1; a <= 7; a++) for (let b = a + 1; b <= 7; b++) for (let c = b + 1; c <= 7; c++) threes.push(`${a}${b}${c}`);
  return threes;
}

const asOtherBody = (digits: string): string => Array.from(digits, (digit) => 'abcdefg'[Number(digit) - 1]).join('');

/** Delivers position by position: the first event of every call, applied, then the second of every call, and so on. */
async function deliver({ sql }: Stage, tenant: Tenant, events: readonly Event[], orders: readonly string[]): Promise<void> {
  const longest = Math.max(...orders.map((order) => order.length));
  for (let place = 0; place < longest; place++) {
    const now = new Date(BEGIN.getTime() + 3_600_000 + place * 1000);
    const told = orders.flatMap((order) => {
      const sign = order[place];
      if (sign === undefined) return [];
      const repeated = sign >= 'a';
      const event = events[repeated ? sign.charCodeAt(0) - 97 : Number(sign) - 1];
      if (!event) throw new Error(`no event ${sign}`);
      const body = {
        id: `x-${order}`, agent_id: tenant.bolnaAgentId, status: event.status, ...event.facts, ...(repeated ? { retried: true } : {}),
        updated_at: new Date(BEGIN.getTime() + event.second * 1000).toISOString(),
      };
      return [{ execution: body.id, pulled: event.pulled ?? false, body: JSON.stringify(body) }];
    });
    await sql.query(
      `select case
         when t.pulled then public.store_pulled_execution(t.execution, 200, t.body, $2)::text
         else api.receive_call_event($3, t.body, null, $2)
       end
       from jsonb_to_recordset($1::jsonb) as t (execution text, pulled boolean, body text)`,
      [JSON.stringify(told), now, tenant.secretHash],
    );
    await applyAll(sql, now);
  }
}

/** Fails with the first difference when the calls did not all end alike; returns how they ended. */
function theOneEnding(states: readonly FinalState[]): Record<string, unknown> | undefined {
  const [usual, other] = endings(states);
  if (other) expect(other.state, `order ${other.example} (${other.calls} calls) against ${usual?.example} (${usual?.calls})`).toEqual(usual?.state);
  return usual?.state;
}

test('all orders of seven events, and every three of them repeated, end in the same rows', { timeout: 240_000 }, async () => {
  const stage = await aStage();
  try {
    const tenant = await aTenant(stage.sql);
    const repeats = allThrees();
    const orders = [...allOrders(), ...repeats.map((three) => `1234567${three}`), ...repeats.map((three) => `1234567${asOtherBody(three)}`)];
    await acceptedCalls(stage.sql, tenant, orders.map((order) => `x-${order}`), BEGIN);
    await deliver(stage, tenant, life, orders);

    const states = await finalStates(stage.sql, tenant.id);
    expect(states).toHaveLength(orders.length);
    console.log(`${states.length} calls, ${endings(states).length} ending(s)`);
    expect(theOneEnding(states)).toMatchObject({
      call: {
        status: 'completed', provider_status: 'completed', status_rank: 6, duration_seconds: TALK_SECONDS, credits: 3, credits_shortfall: 0,
        transcript: 'assistant: Hello\nuser: Yes', summary: 'Wants a visit', sentiment: 'positive', next_action: 'Visit',
        started_at: '2026-06-01T10:00:09+00:00', ended_at: '2026-06-01T10:02:19+00:00',
      },
      item: { status: 'completed', attempts: 1 },
      contact: { not_connected: 0, call_attempted_busy: 0, call_attempted_no_answer: 0 },
      campaign: { status: 'completed', completed_calls: 1, successful_calls: 1, failed_calls: 0 },
      ledger: [['usage', -3]],
      open_attempts: 0, holds: 0, lines: 0,
    });
  } finally {
    await stage.end();
  }
});

test('all orders of an inbound call of five events end in the same rows, whichever event makes the call', { timeout: 60_000 }, async () => {
  const stage = await aStage();
  try {
    const tenant = await aTenant(stage.sql);
    const orders = allOrders('12345');
    await deliver(stage, tenant, inboundLife, orders);
    const states = await finalStates(stage.sql, tenant.id);
    expect(states).toHaveLength(orders.length);
    expect(theOneEnding(states)).toMatchObject({ call: { lead_type: 'inbound', status: 'completed', credits: 3, local_hour: 10 }, ledger: [['usage', -3]], lines: 0 });
    expect(await valueOf(stage.sql, 'select count(distinct c.created_at)::integer from public.calls c')).toBe(1);
  } finally {
    await stage.end();
  }
});

const controls = [
  ['for which the last write wins', 'order by e.rank desc, e.is_confirmation desc, e.happened_at desc, e.body_hash desc', 'order by e.id desc'],
  ['that reads only the bodies of new events', 'n.place <= o.lowest_new_place', 'n.is_new'],
] as const;
test.each(controls)('control: an applier %s ends in different rows', { timeout: 60_000 }, async (_which, from, to) => {
  const stage = await aStage();
  try {
    await mutate(stage.sql, 'public.fold_call_events', [[from, to]]);
    const tenant = await aTenant(stage.sql);
    const orders = allOrders().filter((_order, index) => index % 50 === 0);
    await acceptedCalls(stage.sql, tenant, orders.map((order) => `x-${order}`), BEGIN);
    await deliver(stage, tenant, life, orders);
    expect(endings(await finalStates(stage.sql, tenant.id)).length).toBeGreaterThan(1);
  } finally {
    await stage.end();
  }
});
