// From what the provider and the transcript say to a lead: what is used, what is dropped, who has to look, and what remains
// of a person's word when the call is analysed again.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptedCalls, applyAll, aStage, draws, mutate, seedOf, type Stage, valueOf } from '../../properties/stage.ts';
import { anAgent, aTenant, one, signedIn, type Agent, type Tenant } from '../../support/cast.ts';
import { expectInvariants } from '../../support/invariants.ts';

const NOW = new Date('2026-06-01T10:00:00Z');
const LATER = new Date('2026-06-01T10:05:00Z');

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
let agent: Agent;
beforeEach(async () => {
  stage = await aStage(8);
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
  ada = await aTenant(stage.sql);
  agent = await anAgent(stage.sql, ada);
});
afterEach(async () => {
  await api.end();
  await stage.end();
});

type Results = Record<string, string | Record<string, unknown>>;
const results = (given: Results): unknown => ({
  Callgres: Object.fromEntries(
    Object.entries(given).map(([name, result]) => [
      name,
      { subjective: null, objective: null, confidence_label: 'High', validation: { is_valid: true }, ...(typeof result === 'string' ? { objective: result } : result) },
    ]),
  ),
});

interface Talk { transcript?: string; extracted?: unknown; voicemail?: boolean; seconds?: number }

/** The provider's report on an execution, as an answer to our own question; then whatever waits is analysed. */
async function reported(executionId: string, { transcript, extracted, voicemail, seconds = 90 }: Talk, at = NOW, status = 'completed'): Promise<void> {
  const body = {
    id: executionId, agent_id: agent.bolnaAgentId, status, conversation_duration: seconds, updated_at: at.toISOString(),
    transcript, extracted_data: extracted, answered_by_voice_mail: voicemail,
  };
  await stage.sql.query('select public.store_pulled_execution($1, 200, $2, $3)', [executionId, JSON.stringify(body), at]);
  await applyAll(stage.sql, at);
}
const analyse = async (at = NOW): Promise<void> => { while (await valueOf<boolean>(stage.sql, 'select public.analyse_calls(2, $1)', [at])); };

async function analysed(talk: Talk): Promise<Record<string, unknown>> {
  await acceptedCalls(stage.sql, { id: ada.id, agentId: agent.id, bolnaAgentId: agent.bolnaAgentId, secretHash: agent.secretHash }, ['talk'], NOW);
  await reported('talk', talk);
  await analyse();
  return theLead();
}
const theLead = async (): Promise<Record<string, unknown>> => (await stage.sql.query<Record<string, unknown>>('select l.* from public.lead_analytics l')).rows[0] ?? {};

const FULL = results({
  engagement_score: '80', intent_score: '61.255', urgency_score: '0', budget_score: '100', fit_score: '33.333333',
  qualification_status: 'qualified', call_outcome: 'Meeting Booked', decision_maker: 'true', meeting_scheduled_at: '2026-06-08T14:00:00Z', follow_up_date: '2026-06-09',
  decision_timeline: { subjective: 'before March' }, budget_range: { subjective: 'x'.repeat(300) }, key_topics: { subjective: 'renewals\n- answering\n\nrenewals' },
  pain_points: { subjective: 'no-shows' }, objections: { subjective: '' }, next_steps: { subjective: 'null' }, competitor_mentions: { subjective: 'a spreadsheet' }, notes: { subjective: 'Asked twice.' },
});
const TRANSCRIPT = ['assistant: How much would you pay? Shall I call you back?', 'user: How much is it? What does it cost?', 'assistant: Ten.', 'user: That is too expensive. Show me a demo.', 'user: And the price for two?'].join('\n');

describe('an analysis', () => {
  it('fills every column, and the total is computed from the scores', async () => {
    expect(await analysed({ extracted: FULL, transcript: TRANSCRIPT })).toMatchObject({
      user_id: ada.id, agent_id: agent.id, engagement_score: '80.00', intent_score: '61.26', urgency_score: '0.00', budget_score: '100.00', fit_score: '33.33', total_score: '54.92',
      qualification_status: 'qualified', lifecycle_status: 'qualified', call_outcome: 'meeting_booked', decision_maker: true,
      meeting_scheduled_at: new Date('2026-06-08T14:00:00Z'), decision_timeline: 'before March', budget_range: 'x'.repeat(100),
      key_topics: ['renewals', 'answering'], pain_points: ['no-shows'], objections: ['price'], next_steps: [], competitor_mentions: ['a spreadsheet'], notes: 'Asked twice.',
      cta_pricing_clicks: 2, cta_demo_clicks: 1, cta_followup_clicks: 0, cta_sample_clicks: 0, cta_human_escalations: 0,
    });
    expect(await valueOf(stage.sql, 'select follow_up_date::text from public.lead_analytics')).toBe('2026-06-09');
    await expectInvariants(stage.sql, NOW);
  });

  it.each<[string, Talk, Record<string, unknown>]>([
    ['a result that the provider calls invalid', { extracted: results({ intent_score: { objective: '50', validation: { is_valid: false } } }) }, { intent_score: null, qualification_status: 'needs_review' }],
    ['a score out of bounds', { extracted: results({ intent_score: '101', fit_score: '-1', budget_score: 'NaN', urgency_score: '1e3', engagement_score: '99999999999' }) }, { intent_score: null, fit_score: null, budget_score: null, urgency_score: null, engagement_score: null, total_score: null }],
    ['a word that is not one of ours', { extracted: results({ qualification_status: 'hot!', call_outcome: "'; drop table" }) }, { qualification_status: 'needs_review', call_outcome: null }],
    ['a day that does not exist', { extracted: results({ follow_up_date: '2026-02-31', meeting_scheduled_at: 'tomorrow' }) }, { follow_up_date: null, meeting_scheduled_at: null }],
    ['other shapes than expected', { extracted: { Callgres: { intent_score: 5, notes: ['a'], objections: null, fit_score: { objective: { a: 1 } } }, Other: 7 } }, { intent_score: null, notes: null, fit_score: null }],
    ['categories that are not ours', { extracted: { Other: { intent_score: { objective: '5' } } } }, { intent_score: null, qualification_status: 'needs_review' }],
  ])('drops %s', async (_what, talk, lead) => {
    expect(await analysed(talk)).toMatchObject(lead);
    await expectInvariants(stage.sql, NOW);
  });

  it.each<[string, Talk, string | null, string | null, string]>([
    ['is sure', { extracted: results({ qualification_status: 'unqualified', call_outcome: 'not_interested' }) }, 'unqualified', 'not_interested', 'contacted'],
    ['is unsure of the qualification', { extracted: results({ qualification_status: { objective: 'qualified', confidence_label: 'Low' } }) }, 'needs_review', null, 'contacted'],
    ['is unsure of a score only', { extracted: results({ qualification_status: 'qualified', fit_score: { objective: '5', confidence_label: 'Low' } }) }, 'qualified', null, 'qualified'],
    ['has nothing but words', { transcript: 'user: hello' }, 'needs_review', null, 'contacted'],
    ['heard a machine', { voicemail: true }, null, 'voicemail', 'new'],
    ['is told of a machine that booked a meeting', { voicemail: true, extracted: results({ qualification_status: 'qualified', call_outcome: 'meeting_booked' }) }, 'qualified', 'meeting_booked', 'qualified'],
  ])('that %s leaves the decision where it belongs', async (_what, talk, qualification, outcome, lifecycle) => {
    expect(await analysed(talk)).toMatchObject({ qualification_status: qualification, call_outcome: outcome, lifecycle_status: lifecycle });
  });

  it('is not made of calls in which nobody talked, or which are not confirmed', async () => {
    expect(await analysed({ seconds: 0, transcript: 'user: hm' })).toEqual({});
    await acceptedCalls(stage.sql, { id: ada.id, agentId: agent.id, bolnaAgentId: agent.bolnaAgentId, secretHash: agent.secretHash }, ['second', 'third'], NOW);
    await stage.sql.query('select api.receive_call_event($1, $2, null, $3)', [agent.secretHash, JSON.stringify({ id: 'second', agent_id: agent.bolnaAgentId, status: 'completed', transcript: TRANSCRIPT, extracted_data: FULL }), NOW]);
    await reported('third', { extracted: FULL }, NOW, 'failed');
    await analyse();
    expect(await theLead()).toEqual({});
  });

  it('is made again when text comes late, and the rollups follow', async () => {
    await analysed({ transcript: TRANSCRIPT });
    const counted = (): Promise<unknown> => one(stage.sql, 'select leads_generated, qualified_leads, cta_pricing_clicks, avg_total_score from public.agent_analytics where hour is null');
    expect(await counted()).toEqual({ leads_generated: 1, qualified_leads: 0, cta_pricing_clicks: 2, avg_total_score: '0.00' });
    await reported('talk', { transcript: TRANSCRIPT, extracted: FULL }, LATER);
    await analyse(LATER);
    expect(await counted()).toEqual({ leads_generated: 1, qualified_leads: 1, cta_pricing_clicks: 2, avg_total_score: '54.92' });
    await expectInvariants(stage.sql, LATER);
  });

  it('of the same once more writes nothing', async () => {
    await analysed({ extracted: FULL, transcript: TRANSCRIPT });
    expect(await valueOf(stage.sql, 'select public.write_leads(array(select id from public.calls), $1)', [LATER])).toBe(0);
  });

  it('has the job asked for in the transaction that makes it necessary', async () => {
    await acceptedCalls(stage.sql, { id: ada.id, agentId: agent.id, bolnaAgentId: agent.bolnaAgentId, secretHash: agent.secretHash }, ['talk'], NOW);
    await reported('talk', { transcript: TRANSCRIPT });
    const worker = new pg.Client({ connectionString: stage.db.workerUrl });
    await worker.connect();
    const jobs = await worker.query("select task_identifier from graphile_worker.jobs where key = 'call__analyse'");
    await worker.end();
    expect(jobs.rows).toEqual([{ task_identifier: 'call__analyse' }]);
  });
});

it('the rules name columns of lead_analytics, and words that it admits', async () => {
  expect(await valueOf(stage.sql, `
    select count(*)::integer from (select field from public.lead_fields union all select field from public.lead_phrases) f
    where not exists (select from pg_attribute a where a.attrelid = 'public.lead_analytics'::regclass and a.attname = f.field)`)).toBe(0);
  const { rows } = await stage.sql.query<{ field: string; words: string[]; admitted: string }>(`
    select f.field, array(select distinct w.value from jsonb_each_text(f.words) w order by 1) as words, pg_get_constraintdef(k.oid) as admitted
    from public.lead_fields f
    join pg_constraint k on k.conrelid = 'public.lead_analytics'::regclass and k.conname = format('lead_analytics_%s_check', f.field)
    where f.kind = 'word'`);
  expect(rows).toHaveLength(2);
  for (const { words, admitted } of rows) expect(words).toEqual([...admitted.matchAll(/'(\w+)'::character varying/g)].map((found) => found[1]).sort());
});

it('a pattern that cannot be read is refused as a row', async () => {
  await expect(stage.sql.query("insert into public.lead_phrases (field, pattern, label) values ('objections', '(', 'x')")).rejects.toMatchObject({ code: '2201B' });
});

describe('a person', () => {
  const decide = (field: string, value: string, reason = 'I listened to it.', who = ada): Promise<Record<string, unknown>> =>
    signedIn(api, who, async (as) => one(as, 'select l.* from api.override_lead((select id from api.leads union all select $1 limit 1), $2, $3, $4, $5) l', [lead, field, value, reason, LATER]));
  let lead: string;
  beforeEach(async () => { lead = (await analysed({ extracted: FULL, transcript: TRANSCRIPT }))['id'] as string; });

  it('decides a field; the machine keeps its own value, and the rollups count the person\'s', async () => {
    expect(await decide('qualification_status', 'unqualified')).toMatchObject({
      qualification_status: 'unqualified', machine_values: { qualification_status: 'qualified' },
      decisions: { qualification_status: { value: 'unqualified', reason: 'I listened to it.', at: '2026-06-01T10:05:00+00:00' } },
    });
    expect(await decide('intent_score', '10')).toMatchObject({ intent_score: '10.00', total_score: '44.67', machine_values: { intent_score: 61.26 } });
    expect(await decide('meeting_scheduled_at', '')).toMatchObject({ meeting_scheduled_at: null });
    expect(await one(stage.sql, 'select qualified_leads, avg_intent_score from public.agent_analytics where hour is null')).toEqual({ qualified_leads: 0, avg_intent_score: '10.00' });
    await expectInvariants(stage.sql, LATER);
  });

  it('keeps the word when the call is analysed again, and may take it back', async () => {
    await decide('qualification_status', 'unqualified');
    await reported('talk', { transcript: TRANSCRIPT, extracted: results({ qualification_status: 'needs_review', intent_score: '5' }) }, LATER);
    await analyse(LATER);
    expect(await theLead()).toMatchObject({ qualification_status: 'unqualified', intent_score: '5.00', ai_analysis: { values: { qualification_status: 'needs_review' } } });
    const withdrawn = await signedIn(api, ada, (as) => one(as, "select l.* from api.withdraw_lead_override($1, 'qualification_status') l", [lead]));
    expect(withdrawn).toMatchObject({ qualification_status: 'needs_review', decisions: {} });
    await expectInvariants(stage.sql, LATER);
  });

  it.each([
    ['lead_field_unknown', 'user_id', 'x', 'why'], ['lead_field_unknown', 'total_score', '5', 'why'], ['lead_value_invalid', 'fit_score', '120', 'why'],
    ['lead_value_invalid', 'qualification_status', 'perhaps', 'why'], ['lead_value_invalid', 'follow_up_date', '2026-02-30', 'why'],
    ['reason_missing', 'fit_score', '20', '  '], ['reason_missing', 'fit_score', '20', 'x'.repeat(1001)],
  ])('is told %s for %s = %s', async (message, field, value, reason) => {
    await expect(decide(field, value, reason)).rejects.toMatchObject({ message });
    expect(await theLead()).toMatchObject({ qualification_status: 'qualified', fit_score: '33.33' });
  });

  it('cannot touch another tenant\'s lead', async () => {
    const bo = await aTenant(stage.sql);
    await expect(decide('fit_score', '20', 'why', bo)).rejects.toMatchObject({ message: 'lead_not_found' });
    await expect(signedIn(api, bo, (as) => as.query("select api.withdraw_lead_override($1, 'fit_score')", [lead]))).rejects.toMatchObject({ message: 'lead_not_found' });
    expect((await signedIn(api, bo, (as) => as.query('select api.find_lead((select null::uuid))'))).rows).toEqual([]);
    const own = await signedIn(api, ada, (as) => as.query<{ id: string }>('select l.id from api.calls c cross join lateral api.find_lead(c.id) l'));
    expect(own.rows).toEqual([{ id: lead }]);
  });
});

/** Reports, analyses and decisions side by side; how many deadlocks, and how many calls show something else than they should. */
async function race(seconds: number): Promise<{ deadlocks: number; done: number; wrong: number }> {
  const draw = draws(seedOf('analysis race'));
  const executions = Array.from({ length: 12 }, (_, n) => `race ${String(n)}`);
  await acceptedCalls(stage.sql, { id: ada.id, agentId: agent.id, bolnaAgentId: agent.bolnaAgentId, secretHash: agent.secretHash }, executions, NOW);
  for (const each of executions) await reported(each, { transcript: 'user: hello' });
  await analyse();
  const leads = (await stage.sql.query<{ id: string }>('select id from public.lead_analytics')).rows;
  const tally = { deadlocks: 0, done: 0 };
  const until = Date.now() + seconds * 1000;
  const any = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const again = async (work: () => Promise<unknown>): Promise<void> => {
    while (Date.now() < until)
      try { await work(); tally.done++; } catch (error) { if ((error as { code?: string }).code !== '40P01') throw error; tally.deadlocks++; }
  };
  let minute = 0;
  const decide = (client: pg.Client) => (): Promise<unknown> =>
    signedIn(client, ada, (as) => draw() < 0.3
      ? as.query("select api.withdraw_lead_override($1, 'fit_score')", [any(leads).id])
      : as.query("select api.override_lead($1, 'fit_score', $2, 'why')", [any(leads).id, String(Math.floor(draw() * 101))]));
  const second = new pg.Client({ connectionString: stage.db.apiUrl });
  await second.connect();
  await Promise.all([
    again(() => reported(any(executions), { transcript: `user: ${String(draw())}`, extracted: results({ fit_score: String(Math.floor(draw() * 101)), intent_score: String(Math.floor(draw() * 101)) }) }, new Date(NOW.getTime() + ++minute * 1000))),
    again(() => stage.sql.query('select public.analyse_calls(5)')), again(() => stage.sql.query('select public.analyse_calls(5)')),
    again(decide(api)), again(decide(second)),
  ]);
  await second.end();
  await analyse();
  return { ...tally, wrong: await valueOf(stage.sql, 'select count(*)::integer from public.invariant_25_leads_are_as_analysed') };
}

it('reports, analyses and decisions beside each other: 0 deadlocks, 0 leads that show something else', { timeout: 60_000 }, async () => {
  const { done, ...faults } = await race(4);
  console.log(`analysis race: ${String(done)} transactions, ${JSON.stringify(faults)}`);
  expect(faults).toEqual({ deadlocks: 0, wrong: 0 });
  expect(done).toBeGreaterThan(100);
  await expectInvariants(stage.sql, new Date(Date.now()));
});

/** A call is analysed again while a person's decision about it has not committed. */
async function analysisBesideDecision(): Promise<Record<string, unknown>> {
  let analysing: Promise<void> | undefined;
  const { id } = await analysed({ extracted: FULL, transcript: TRANSCRIPT });
  await reported('talk', { transcript: `${TRANSCRIPT}\nuser: Bye.`, extracted: results({ fit_score: '5' }) }, LATER);
  await signedIn(api, ada, async (as) => {
    await as.query("select api.override_lead($1, 'fit_score', '77', 'why')", [id]);
    analysing = analyse(LATER);
    await as.query('select pg_sleep(0.4)');
  });
  await analysing;
  return theLead();
}

it('an analysis waits for the decision that a person is just making', { timeout: 60_000 }, async () => {
  expect(await analysisBesideDecision()).toMatchObject({ fit_score: '77.00', ai_analysis: { values: { fit_score: 5 } } });
  await expectInvariants(stage.sql, LATER);
});

it('control: an analysis that does not lock its calls first forgets that decision', { timeout: 60_000 }, async () => {
  await mutate(stage.sql, 'public.write_leads', [['order by c.id for no key update;', 'order by c.id;']]);
  expect(await analysisBesideDecision()).toMatchObject({ fit_score: '5.00' });
});
