// A lead on its way to a customer: which steps there are, who may take them, what the list shows, and the sentence behind a score.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptedCalls, applyAll, aStage, mutate, type Stage, valueOf } from '../../properties/stage.ts';
import { anAgent, aTenant, signedIn, type Agent, type Tenant } from '../../support/cast.ts';
import { expectInvariants } from '../../support/invariants.ts';

const NOW = new Date('2026-06-01T10:00:00Z');
const STAGES = ['new', 'contacted', 'qualified', 'proposal', 'negotiation', 'closed_won', 'closed_lost', 'nurture'] as const;
const WHOLE_WAY = ['contacted', 'qualified', 'proposal', 'negotiation', 'closed_won'] as const;

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
let agent: Agent;
let leadId: string;
let talks = 0;
type Row = Record<string, unknown>;
const as = (tenant: Tenant, text: string, values: unknown[] = []): Promise<Row[]> => signedIn(api, tenant, async (sql) => (await sql.query<Row>(text, values)).rows);
const row = async (text: string, values: unknown[] = [], tenant = ada): Promise<Row> => (await as(tenant, text, values))[0] ?? {};
const move = (to: string, id = leadId, tenant = ada): Promise<Row> => row('select lifecycle_status, next_stages from api.move_lead($1, $2)', [id, to], tenant);

/** A conversation that was analysed; returns its lead. */
async function aLead(extracted: unknown, transcript = 'assistant: Hello.\nuser: Hello.'): Promise<string> {
  const execution = `talk ${String(++talks)}`;
  await acceptedCalls(stage.sql, { id: ada.id, agentId: agent.id, bolnaAgentId: agent.bolnaAgentId, secretHash: agent.secretHash }, [execution], NOW);
  const body = { id: execution, agent_id: agent.bolnaAgentId, status: 'completed', conversation_duration: 60, updated_at: NOW.toISOString(), transcript, extracted_data: extracted };
  await stage.sql.query('select public.store_pulled_execution($1, 200, $2, $3)', [execution, JSON.stringify(body), NOW]);
  await applyAll(stage.sql, NOW);
  while (await valueOf<boolean>(stage.sql, 'select public.analyse_calls(10, $1)', [NOW]));
  return valueOf(stage.sql, 'select l.id from public.lead_analytics l join public.calls c on c.id = l.call_id where c.bolna_execution_id = $1', [execution]);
}

beforeAll(async () => {
  stage = await aStage();
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
});
afterAll(async () => {
  await expectInvariants(stage.sql);
  await api.end();
  await stage.end();
});
beforeEach(async () => {
  ada = await aTenant(stage.sql);
  agent = await anAgent(stage.sql, ada);
  leadId = await aLead(null);
});

describe('the stage of a lead', () => {
  it('goes all the way, says where it can go next, and stays when the call is analysed again', async () => {
    expect(await row('select lifecycle_status, next_stages from api.list_leads()')).toEqual({ lifecycle_status: 'contacted', next_stages: ['closed_lost', 'new', 'nurture', 'qualified'] });
    for (const next of WHOLE_WAY.slice(1)) expect(await move(next)).toMatchObject({ lifecycle_status: next });
    await stage.sql.query('insert into public.lead_analysis_notes (call_id, user_id) select l.call_id, l.user_id from public.lead_analytics l where l.id = $1', [leadId]);
    while (await valueOf<boolean>(stage.sql, 'select public.analyse_calls(10, $1)', [NOW]));
    expect(await row("select lifecycle_status, machine_values ->> 'lifecycle_status' as machine from api.list_leads()")).toEqual({ lifecycle_status: 'closed_won', machine: 'contacted' });
    await row("select api.withdraw_lead_override($1, 'lifecycle_status')", [leadId]);
    expect(await row('select lifecycle_status from api.list_leads()')).toEqual({ lifecycle_status: 'contacted' });
  });

  it('takes the steps that there are and no other, from and to every stage', async () => {
    const steps = new Set((await stage.sql.query<{ step: string }>("select from_stage || ' ' || to_stage as step from public.lead_stage_steps")).rows.map(({ step }) => step));
    expect(steps.size).toBe(36);
    for (const from of STAGES)
      for (const to of STAGES) {
        await stage.sql.query("delete from public.lead_overrides where lead_id = $1", [leadId]);
        await mutate(stage.sql, 'public.refuse_illegal_lead_step', [['    raise sqlstate', '    if false then raise sqlstate'], ["look at it again.';", "look at it again.'; end if;"]]);
        await move(from);
        await mutate(stage.sql, 'public.refuse_illegal_lead_step', [['    if false then raise sqlstate', '    raise sqlstate'], ["look at it again.'; end if;", "look at it again.';"]]);
        const done = await move(to).then(() => true, (error: unknown) => (error as Error).message);
        expect([from, to, done]).toEqual([from, to, from === to || steps.has(`${from} ${to}`) ? true : 'lead_step_not_allowed']);
      }
  });

  it('is moved by its tenant only', async () => {
    const eve = await aTenant(stage.sql);
    await expect(move('qualified', leadId, eve)).rejects.toMatchObject({ message: 'lead_not_found' });
  });
});

describe('the list', () => {
  it('is paged newest first, by stage, qualification and agent, and counted', async () => {
    const others = [await aLead(null), await aLead({ Callgres: { qualification_status: { objective: 'qualified', confidence_label: 'High' } } })];
    await stage.sql.query("update public.lead_analytics set created_at = $2::timestamptz + (array_position($1::uuid[], id) * interval '1 minute') where id = any ($1)", [[leadId, ...others], NOW]);
    const ids = async (text: string, values: unknown[] = []): Promise<unknown[]> => (await as(ada, text, values)).map((lead) => lead['id']);
    expect(await ids('select id from api.list_leads(p_limit => 2)')).toEqual([others[1], others[0]]);
    expect(await ids('select id from api.list_leads(p_after_lead => $1)', [others[0]])).toEqual([leadId]);
    expect(await ids("select id from api.list_leads(p_stage => 'qualified')")).toEqual([others[1]]);
    expect(await ids("select id from api.list_leads(p_qualification => 'needs_review')")).toEqual([others[0], leadId]);
    expect(await ids('select id from api.list_leads(p_agent_id => $1)', [(await anAgent(stage.sql, ada)).id])).toEqual([]);
    expect(await as(ada, 'select * from api.count_leads() order by stage')).toEqual([{ stage: 'contacted', leads: 2, to_review: 2 }, { stage: 'qualified', leads: 1, to_review: 0 }]);
    const shown = await row('select contact_name, phone_number, agent_name from api.list_leads()');
    expect([String(shown['phone_number']).startsWith('+'), shown['contact_name'], String(shown['agent_name']).length > 0]).toEqual([true, 'Person', true]);
  });
});

describe('the evidence', () => {
  it('is the words of the analysis and the sentence that they quote', async () => {
    const id = await aLead(
      { Callgres: {
        intent_score: { objective: '90', subjective: 'They said "we want to start in March".', reasoning_subjective: 'A date was named.', confidence_label: 'High' },
        budget_score: { objective: '10', subjective: 'That is too expensive', confidence_label: 'Low' },
        fit_score: { objective: '50', subjective: 'Never said by anybody here', confidence_label: 'Medium' },
      } },
      'assistant: When?\nuser: Well, we want to start in March. Or so.\nuser: That is too expensive.',
    );
    expect(await as(ada, 'select * from api.list_lead_evidence($1)', [id])).toEqual([
      { field: 'budget_score', explanation: 'That is too expensive', confidence: 'Low', sentence: 'user: That is too expensive.' },
      { field: 'fit_score', explanation: 'Never said by anybody here', confidence: 'Medium', sentence: null },
      { field: 'intent_score', explanation: 'A date was named.', confidence: 'High', sentence: 'user: Well, we want to start in March. Or so.' },
    ]);
    const eve = await aTenant(stage.sql);
    expect(await as(eve, 'select * from api.list_lead_evidence($1)', [id])).toEqual([]);
  });
});
