import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Theatre, aCampaign, aTheatre, aWorker, finished } from './cast.ts';

const PEOPLE = 60;

describe('a worker', () => {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await aTheatre();
  });
  afterAll(() => theatre.end());

  it('calls everybody of a campaign once and accounts for each', async () => {
    const campaignId = await aCampaign(theatre, PEOPLE);
    const worker = await aWorker(theatre);
    try {
      const campaign = await finished(theatre, campaignId);
      expect(campaign).toMatchObject({ total_contacts: PEOPLE, people_waiting: 0, people_retrying: 0, people_on_line: 0, people_unresolved: 0 });
      expect(campaign.people_reached + campaign.people_not_reached + campaign.people_cancelled).toBe(PEOPLE);
    } finally {
      await worker.stop();
    }
    const truth = theatre.simulator.calls();
    expect(truth).toHaveLength(PEOPLE);
    const calls = await theatre.tab.api.calls.list.query({ campaignId, limit: 500 });
    expect(calls).toHaveLength(PEOPLE);
    expect(calls.every((call) => call.confirmed_at !== null)).toBe(true);
    const me = await theatre.tab.api.session.me.query();
    expect(me.held_credits).toBe(0);
    expect(me.credits).toBe(100_000 - calls.reduce((sum, call) => sum + call.credits, 0));
    expect(await theatre.tab.api.lines.list.query({})).toEqual([]);
  }, 90_000);

  it('refuses to run under settings that contradict each other', async () => {
    await theatre.sql.query("update public.system_config set value = '1' where key = 'dial.lease_ms'");
    await expect(aWorker(theatre)).rejects.toThrow('contradict');
    await theatre.sql.query("update public.system_config set value = '3000' where key = 'dial.lease_ms'");
  });
});
