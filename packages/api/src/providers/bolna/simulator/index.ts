// The simulator as a library: the provider's HTTP interface on a port of its own, with the truth beside it.
import { randomUUID, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { addCallRoute } from './call-route.ts';
import type { FaultRates } from './faults.ts';
import { openJournal } from './journal.ts';
import { SlidingMinute } from './limits.ts';
import { notFound, Refusal } from './refusal.ts';
import { addRoutes } from './routes.ts';
import { defaultSettings, type Script, type Settings } from './settings.ts';
import { addTruthRoutes } from './truth-routes.ts';
import { advance, callsTruth, changeSettings, createWorld, drain, summaryTruth, type RequestEntry, type World } from './world.ts';

export { usualFaults, type FaultRates } from './faults.ts';
export type { Outcome } from './life-cycle.ts';
export type { Script, Settings } from './settings.ts';
export type { RequestEntry } from './world.ts';

export interface SimulatorOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  /** Of every draw; printed by the program at its start. */
  seed?: string;
  apiKey?: string;
  /** For /_sim; drawn if absent. */
  token?: string;
  /** The journal; without it everything is in memory. */
  statePath?: string;
  settings?: Partial<Settings>;
  faults?: FaultRates;
  script?: Script;
}

export interface Simulator {
  readonly url: string;
  readonly port: number;
  readonly apiKey: string;
  readonly token: string;
  summary(): ReturnType<typeof summaryTruth>;
  calls(): ReturnType<typeof callsTruth>;
  requests(): readonly RequestEntry[];
  setFaults(faults: FaultRates): void;
  setScript(script: Script): void;
  setSettings(change: Partial<Settings>): void;
  /** Moves simulated time forward, in ms. */
  advance(ms: number): void;
  /** Whether nothing was pending before `timeoutMs` (real) had passed. */
  drain(timeoutMs?: number): Promise<boolean>;
  /** A new world without agents and calls, with the settings, faults and script of the start. */
  reset(seed?: string): void;
  stop(): Promise<void>;
}

/** Listens on loopback only. Rejects with the error of listen (EADDRINUSE) when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, seed = 'callgres', apiKey = 'bn-simulator', token = randomUUID(), statePath } = options;
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024 });
  const holder: { world: World | null } = { world: null };
  const worldNow = (): World => {
    if (!holder.world) throw new Error('the simulator has not started');
    return holder.world;
  };
  addErrors(app);
  addGate(app, worldNow, apiKey, token);
  addCallRoute(app, worldNow);
  addRoutes(app, worldNow);
  addTruthRoutes(app, worldNow, (next) => reset(next));
  // First the port, then the journal: two simulators never write the same file.
  const url = await app.listen({ port, host: '127.0.0.1' });

  const journal = openJournal(statePath);
  const begin = (worldSeed: string, from = journal): World =>
    createWorld(
      {
        seed: worldSeed, settings: { ...defaultSettings, ...options.settings },
        faults: { ...options.faults }, script: { ...options.script },
      },
      from,
    );
  function reset(next = worldNow().seed): World {
    worldNow().end();
    journal.clear();
    holder.world = begin(next, { ...journal, entries: [] });
    return holder.world;
  }
  holder.world = begin(seed);

  return {
    url, apiKey, token,
    port: Number(new URL(url).port),
    summary: () => summaryTruth(worldNow()),
    calls: () => callsTruth(worldNow()),
    requests: () => worldNow().requests,
    setFaults: (faults) => void (worldNow().faults = faults),
    setScript: (script) => void (worldNow().script = script),
    setSettings: (change) => changeSettings(worldNow(), change),
    advance: (ms) => advance(worldNow(), ms),
    drain: (timeoutMs = 30_000) => drain(worldNow(), timeoutMs),
    reset: (next) => void reset(next),
    async stop() {
      worldNow().end();
      await app.close();
      journal.close();
    },
  };
}

function addErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof Refusal) {
      if (error.retryAfterSeconds !== null) void reply.header('retry-after', error.retryAfterSeconds);
      return reply.code(error.httpStatus).send(error.body);
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) console.error(error);
    return reply.code(status).send({ error: status, message: error.message });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
}

/** Key and rate limits before the provider's paths, token and loopback before the truth. */
function addGate(app: FastifyInstance, worldNow: () => World, apiKey: string, token: string): void {
  const minutes = { call: new SlidingMinute(), list: new SlidingMinute(), other: new SlidingMinute() };
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/_sim/')) {
      if (!isLoopback(request) || !isSame(request.headers['x-sim-token'], token)) throw notFound('path');
      return;
    }
    worldNow().note(request.raw, reply.raw);
    if (!isSame(request.headers.authorization, `Bearer ${apiKey}`)) throw new Refusal(403, { detail: 'Invalid API key' });
    const { callsPerMinute, listsPerMinute, othersPerMinute } = worldNow().settings;
    const path = request.url.split('?', 1)[0] ?? '';
    const [minute, limit] = path === '/call'
      ? [minutes.call, callsPerMinute]
      : path.endsWith('/executions') ? [minutes.list, listsPerMinute] : [minutes.other, othersPerMinute];
    const wait = minute.take(Date.now(), limit);
    if (wait > 0) throw new Refusal(429, { error: 429, message: 'Rate limit exceeded' }, wait);
  });
}

function isSame(given: string | string[] | undefined, expected: string): boolean {
  const [a, b] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function isLoopback(request: FastifyRequest): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '');
}
