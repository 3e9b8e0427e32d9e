// The state machines of the reference: every step that rows really take is drawn in them.
import { type Facts, readFacts } from '@callgres/db/reference/facts';
import { printReference } from '@callgres/db/reference/pages';
import { readBodies } from '@callgres/db/reference/state-writes';
import { machinesOf } from '@callgres/db/reference/states';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKER, aLife } from '../../invariants/a-life.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
let sql: pg.Client;
let facts: Facts;
let taken: string[];

/** Writes down every step of a row of the four tables. */
const WATCH = `
  create table public.steps_taken (step text not null);
  grant select, insert on public.steps_taken to app_definer;
  create function public.note_step() returns trigger language plpgsql as $function$
  declare
    v_from text := case when tg_op = 'UPDATE' then to_jsonb(old) ->> tg_argv[0] end;
    v_to text := to_jsonb(new) ->> tg_argv[0];
  begin
    if v_from is distinct from v_to then
      insert into public.steps_taken (step) values (format('%s: %s > %s', tg_table_name, coalesce(v_from, ''), v_to));
    end if;
    return null;
  end
  $function$;
  ${[['calls', 'status'], ['call_attempts', 'state'], ['call_queue', 'status'], ['call_campaigns', 'status']]
    .map(([table = '', column = '']) => `create trigger watch after insert or update on public.${table} for each row execute function public.note_step('${column}');`)
    .join('\n')}`;

const attemptIn = async (state: string): Promise<string | undefined> =>
  (await sql.query<{ id: string }>('select a.id from public.call_attempts a where a.state = $1 order by a.system_slots_before, a.id limit 1', [state])).rows[0]?.id;

/** What the provider reports of a call; `attempt` is the echo by which a lost one is found. */
async function tell(execution: string, status: string, seconds: number, { attempt, confirmed = false }: { attempt?: string | undefined; confirmed?: boolean } = {}): Promise<void> {
  const body = JSON.stringify({ id: execution, agent_id: 'agent of Ada', status, conversation_duration: seconds, context_details: { recipient_data: { callgres_attempt_id: attempt } } });
  if (confirmed) await sql.query('select public.store_pulled_execution($1, 200, $2)', [execution, body]);
  else await sql.query("select api.receive_call_event(encode(sha256('secret of Ada'), 'hex'), $1)", [body]);
  await sql.query('select public.apply_call_events(100)');
}

/** After the usual life: what goes wrong, and how a campaign is paused, resumed and given up. */
async function aHardLife(): Promise<void> {
  await aLife(sql);
  const campaign = (await sql.query<{ id: string }>('select id from public.call_campaigns')).rows[0]?.id;
  await tell('execution-2', 'completed', 0);
  await tell('execution-2', 'completed', 0, { confirmed: true }); // nobody talked: no-answer
  const lost = await attemptIn('unknown');
  await sql.query("select public.end_attempts(array[$1::uuid], 'void', 'retry', 'not_shown_by_provider')", [lost]);
  await tell('execution-3', 'in-progress', 0, { attempt: lost }); // a ghost
  await sql.query('select api.pause_campaign($1)', [campaign]);
  await sql.query('select public.fence_attempt($1, $2)', [await attemptIn('intent'), WORKER]);
  await sql.query('select api.resume_campaign($1)', [campaign]);
  await sql.query('select public.claim_calls($1, 2)', [WORKER]);
  for (const answer of [400, 500]) {
    const attempt = await attemptIn('intent');
    await sql.query('select public.fence_attempt($1, $2)', [attempt, WORKER]);
    await sql.query('select public.record_dial_answer($1, $2, $3)', [attempt, WORKER, answer]);
  }
  await tell('execution-4', 'busy', 0, { attempt: await attemptIn('unknown'), confirmed: true });
  await sql.query('select api.cancel_campaign($1)', [campaign]);
  await sql.query('select public.cancel_campaign_items($1)', [campaign]);
}

beforeAll(async () => {
  database = await testDatabase();
  sql = new pg.Client({ connectionString: database.definerUrl });
  await sql.connect();
  facts = await readFacts(sql);
  const owner = new pg.Client({ connectionString: database.appOwnerUrl });
  await owner.connect();
  await owner.query(WATCH);
  await owner.end();
  await sql.query('begin');
  await aHardLife();
  taken = (await sql.query<{ step: string }>('select distinct s.step from public.steps_taken s order by s.step')).rows.map((row) => row.step);
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** Steps that rows took and that the machines do not show. */
function unexplained(of: Facts): string[] {
  const drawn = new Set(machinesOf(of, readBodies(of)).flatMap((machine) => [
    ...machine.steps.map((step) => `${machine.table}: ${step.from ?? ''} > ${step.to}`),
    ...machine.interchangeable.flatMap((from) => machine.interchangeable.map((to) => `${machine.table}: ${from} > ${to}`)),
  ]));
  return taken.filter((step) => !drawn.has(step));
}

it('shows every step that a life full of trouble takes', () => {
  expect(taken.length).toBeGreaterThan(20);
  expect(unexplained(facts)).toEqual([]);
});

it('control: without a function, or a row of the steps, what it does is missed', () => {
  expect(unexplained({ ...facts, functions: facts.functions.filter((each) => each.name !== 'fence_attempt') })).toEqual(['call_attempts: intent > sending']);
  expect(unexplained({ ...facts, statusSteps: facts.statusSteps.filter((each) => each.action !== 'resume') })).toEqual(['call_campaigns: paused > active']);
});

it('draws no step that a function refuses', () => {
  const machines = machinesOf(facts, readBodies(facts));
  const of = (table: string): string[] => machines.find((machine) => machine.table === table)?.steps.map((step) => `${step.from ?? ''} > ${step.to}`) ?? [];
  expect(of('call_attempts').toSorted()).toEqual([
    ' > intent', 'intent > rejected', 'intent > sending', 'intent > void', 'rejected > accepted', 'sending > accepted', 'sending > rejected', 'sending > unknown',
    'sending > void', 'unknown > accepted', 'unknown > rejected', 'unknown > void', 'void > accepted',
  ]);
  expect(of('call_queue').filter((step) => !step.startsWith('processing >')).toSorted()).toEqual([' > cancelled', ' > pending', 'pending > cancelled', 'pending > processing']);
});

it('has the steps of meetings from their table', () => {
  expect(printReference(facts).get('states.md')).toMatch(/## Meetings\n\nFrom the table `meeting_status_steps`/);
  expect(printReference(facts).get('states.md')).toContain('scheduled --> rescheduled : move');
});
