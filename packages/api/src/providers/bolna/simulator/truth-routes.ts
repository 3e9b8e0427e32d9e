// /_sim: what really happened, and the levers. For tests on the same machine that know the token; to anybody else
// these paths do not exist.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultRates } from './faults.ts';
import { invalid } from './refusal.ts';
import { script, settingsChange } from './settings.ts';
import { advance, callsTruth, changeSettings, drain, pendingOf, summaryTruth, type World } from './world.ts';

export function addTruthRoutes(app: FastifyInstance, worldNow: () => World, reset: (seed: string | undefined) => World): void {
  app.get('/_sim/requests', () => worldNow().requests);
  app.get('/_sim/calls', () => callsTruth(worldNow()));
  app.get('/_sim/summary', () => summaryTruth(worldNow()));
  app.put('/_sim/faults', (request) => (worldNow().faults = read(faultRates, request.body)));
  app.put('/_sim/script', (request) => (worldNow().script = read(script, request.body)));
  app.put('/_sim/settings', (request) => {
    const change = read(settingsChange, request.body);
    changeSettings(worldNow(), change);
    return worldNow().settings;
  });
  app.post('/_sim/clock', (request) => {
    advance(worldNow(), read(z.object({ advance_ms: z.number().min(0) }), request.body).advance_ms);
    return { now: worldNow().clock.now() };
  });
  app.post('/_sim/drain', async (request) => {
    const { timeout_ms } = read(z.object({ timeout_ms: z.number().min(0).default(30_000) }), request.body ?? {});
    const world = worldNow();
    return { drained: await drain(world, timeout_ms), pending: pendingOf(world) };
  });
  app.post('/_sim/reset', (request) => {
    const { seed } = read(z.object({ seed: z.coerce.string().optional() }), request.body ?? {});
    return { seed: reset(seed).seed };
  });
}

function read<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  return parsed.data;
}
