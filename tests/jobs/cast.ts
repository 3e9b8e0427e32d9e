// The cast of the worker's tests: a stage with a simulated provider whose webhooks reach the API, and a campaign.
import { createBolnaClient } from '@callgres/api/providers/bolna';
import { startSimulator, type Simulator, type SimulatorOptions } from '@callgres/api/simulator';
import { startWorker, type Worker, type WorkerOptions } from '@callgres/api/worker';
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { vi, expect } from 'vitest';
import { type AnAgent, Browser, type Stage, type Tenant, aNumber, aStage, aTenant, anAgent, contacts } from '../api/cast.ts';

export interface Theatre extends Stage {
  simulator: Simulator;
  tenant: Tenant;
  agent: AnAgent;
  tab: Browser;
}

/** Times of the protocol, short enough for tests and in the right order. */
export const SHORT_TIMES: Readonly<Record<string, number>> = {
  'dial.heartbeat_ms': 200, 'dial.http_timeout_ms': 1000, 'dial.fence_margin_ms': 1200, 'dial.lease_ms': 3000,
  'dial.reconcile_ms': 500, 'dial.settle_ms': 3000, 'dial.silence_ms': 3000, 'dial.rate_per_second': 0, 'dial.gets_per_second': 500,
};

export async function aTheatre(options: SimulatorOptions = {}, settings: Readonly<Record<string, number>> = SHORT_TIMES): Promise<Theatre> {
  const stage = await aStage();
  const simulator = await startSimulator({
    seed: 'tests', ...options,
    settings: { speed: 400, concurrency: 1000, callsPerMinute: 0, listsPerMinute: 0, othersPerMinute: 0, answerLatencyMs: [0, 5], listingDelayMs: [0, 200_000], ...options.settings },
  });
  for (const [key, value] of Object.entries(settings))
    await stage.sql.query("insert into public.system_config (key, value, description) values ($1, $2, 'test') on conflict (key) do update set value = excluded.value", [key, String(value)]);
  const tenant = await aTenant(stage, { credits: 100_000 });
  const secret = randomBytes(16).toString('hex');
  const created = await createBolnaClient({ baseUrl: simulator.url, apiKey: simulator.apiKey, timeoutMs: 5000 }).createAgent({
    agent_config: {
      agent_name: 'Ava', webhook_url: `${stage.url}/webhooks/bolna/${secret}`,
      tasks: [{ task_type: 'conversation', task_config: { call_terminate: 300 } }],
    },
  });
  if (!created.value) throw new Error('the simulator has made no agent');
  const agent = await anAgent(stage, tenant, created.value.agentId, secret);
  const tab = await new Browser(stage.url).signIn(tenant);
  return {
    ...stage, simulator, tenant, agent, tab,
    end: async () => {
      await simulator.stop();
      await stage.end();
    },
  };
}

/** Starts calling `people` contacts; returns the campaign's id. */
export async function aCampaign(theatre: Theatre, people: number, { maxRetries = 0, from = 0 } = {}): Promise<string> {
  const { tab, agent, tenant } = theatre;
  await contacts(theatre, tenant, Array.from({ length: people }, (_, index) => aNumber(from + index)), [`from ${from}`]);
  const campaign = await tab.api.campaigns.create.mutate({
    name: 'Demo', agentId: agent.id, nextAction: 'Book a meeting', firstCallTime: '00:00', lastCallTime: '24:00',
    startDate: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), maxRetries, retryIntervalMinutes: 1,
  });
  await tab.api.campaigns.addContacts.mutate({ campaignId: campaign.id, tag: `from ${from}` });
  await tab.api.campaigns.launch.mutate({ campaignId: campaign.id });
  return campaign.id;
}

export const silentLog = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

export function aWorker({ db, simulator }: Theatre, options: Partial<WorkerOptions> = {}): Promise<Worker> {
  return startWorker({
    databaseUrl: db.workerUrl, bolnaBaseUrl: simulator.url, bolnaApiKey: simulator.apiKey, log: silentLog,
    pace: { applyMs: 20, claimMs: 100, confirmMs: 50, promoteMs: 100, expireMs: 100, reconcileMs: 200 }, ...options,
  });
}

export async function finished({ tab }: Theatre, campaignId: string, timeout = 60_000): Promise<Awaited<ReturnType<Browser['api']['campaigns']['byId']['query']>>> {
  return vi.waitFor(async () => {
    const campaign = await tab.api.campaigns.byId.query({ campaignId });
    expect(campaign.status, JSON.stringify(campaign)).toBe('completed');
    return campaign;
  }, { timeout, interval: 100 });
}
