// A campaign is completed if and only if nobody waits and nobody is on a line, decided by whoever ends the last one.
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Agent, aCampaign, anAgent, aTenant, type Campaign, count, one, type Tenant } from '../support/cast.ts';
import { whileBroken } from './support/controls.ts';
import { applyAll, newExecution, pull } from './support/provider.ts';
import { answer, aScene, backendOf, claim, clear, fence, type Scene, together, untilItWaits } from './support/scene.ts';

const OWNER = '00000000-0000-4000-8000-00000000000a';
const ROUNDS = 30;

let scene: Scene;
let workers: pg.Client[];
let tenant: Tenant;
let agent: Agent;
let secondBackend: number;

beforeAll(async () => {
  scene = await aScene({ 'dial.tenant_max_concurrent': 50 });
  workers = await scene.crowd(scene.db.workerUrl, 2);
  secondBackend = await backendOf(workers[1] ?? scene.worker);
  // How often each campaign was completed, as its own log and not as a timestamp that can only be written once more.
  await scene.migrator.query(`
    create table public.completions (campaign_id uuid not null);
    grant select, insert on public.completions to app_definer;
    create function public.note_completion() returns trigger language plpgsql security definer as $$
    begin
      insert into public.completions
      select n.id from new_rows n join old_rows o on o.id = n.id where n.status = 'completed' and o.status <> 'completed';
      return null;
    end $$;
    alter function public.note_completion owner to app_definer;
    create trigger note_completion after update on public.call_campaigns
      referencing old table as old_rows new table as new_rows for each statement execute function public.note_completion()`);
});

afterAll(() => scene.end());

beforeEach(async () => {
  await clear(scene);
  tenant = await aTenant(scene.sql);
  agent = await anAgent(scene.sql, tenant);
});

/** A campaign whose two last people are being dialed. */
async function twoOnTheLine(first: number): Promise<{ campaign: Campaign; attempts: string[] }> {
  const campaign = await aCampaign(scene, tenant, agent, { people: 2, first });
  const attempts = await claim(scene.worker, OWNER);
  expect(attempts).toHaveLength(2);
  for (const attempt of attempts) expect(await fence(scene.worker, OWNER, attempt)).toBe(true);
  return { campaign, attempts };
}

const statusOf = async ({ id }: Campaign): Promise<{ status: string; times: number }> => ({
  ...(await one<{ status: string }>(scene.sql, 'select c.status from public.call_campaigns c where c.id = $1', [id])),
  times: await count(scene.sql, 'select count(*) from public.completions c where c.campaign_id = $1', [id]),
});

/** The first has ended its person and not committed; the second ends the last one meanwhile. */
async function endedOneIntoTheOther(attempts: readonly string[]): Promise<void> {
  const [first, second] = workers;
  if (!first || !second) throw new Error('two workers');
  await first.query('begin');
  await answer(first, OWNER, attempts[0] ?? '', 422);
  const waiting = answer(second, OWNER, attempts[1] ?? '', 422);
  await untilItWaits(scene.sql, secondBackend);
  await first.query('commit');
  await waiting;
}

test('completes a campaign once whose last two people are ended one into the other', async () => {
  const { campaign, attempts } = await twoOnTheLine(0);
  await endedOneIntoTheOther(attempts);
  expect(await statusOf(campaign)).toEqual({ status: 'completed', times: 1 });
});

test('control: asking before the lock leaves the campaign open for ever', async () => {
  const { campaign, attempts } = await twoOnTheLine(0);
  const question = `and (
      select true
      from public.call_queue q
      where q.campaign_id = c.id and q.status in ('pending', 'processing')
      limit 1
    ) is null`;
  await whileBroken(scene.migrator, 'public.complete_campaigns', [
    [question, 'and c.id = any (v_done)'],
    ['v_completed integer;\nbegin', `v_completed integer;
      v_done uuid[] := array(select c.id from public.call_campaigns c where c.id = any (p_campaign_ids) ${question});
      begin`],
  ], () => endedOneIntoTheOther(attempts));
  expect(await statusOf(campaign)).toEqual({ status: 'active', times: 0 });
  expect(await count(scene.sql, "select count(*) from public.call_queue q where q.campaign_id = $1 and q.status in ('pending', 'processing')", [campaign.id])).toBe(0);
});

test(`completes each of ${ROUNDS} campaigns exactly once when their last two people end at the same time`, async () => {
  const campaigns: Campaign[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const { campaign, attempts } = await twoOnTheLine(n * 2);
    campaigns.push(campaign);
    await together(workers, (worker, index) => answer(worker, OWNER, attempts[index] ?? '', 422));
  }
  const statuses = [];
  for (const campaign of campaigns) statuses.push(await statusOf(campaign));
  expect(statuses.filter(({ status, times }) => status !== 'completed' || times !== 1)).toEqual([]);
});

test('does not complete a campaign in which somebody is tried again', async () => {
  const campaign = await aCampaign(scene, tenant, agent, { people: 2, maxRetries: 1 });
  const [busy = '', refused = ''] = await claim(scene.worker, OWNER);
  for (const attempt of [busy, refused]) await fence(scene.worker, OWNER, attempt);
  const execution = newExecution();
  await answer(scene.worker, OWNER, busy, 200, execution);
  await answer(scene.worker, OWNER, refused, 422);
  await pull(scene.worker, agent, { execution, status: 'busy', at: 30 });
  await applyAll(scene.worker);
  expect(await statusOf(campaign)).toEqual({ status: 'active', times: 0 });

  await scene.worker.query("select public.promote_due_items(10, now() + interval '1 day')");
  const [again = ''] = await claim(scene.worker, OWNER);
  await fence(scene.worker, OWNER, again);
  const second = newExecution();
  await answer(scene.worker, OWNER, again, 200, second);
  await pull(scene.worker, agent, { execution: second, status: 'busy', at: 30 });
  await applyAll(scene.worker);
  expect(await statusOf(campaign)).toEqual({ status: 'completed', times: 1 });
});
