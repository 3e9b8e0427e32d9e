// The provider's endpoints except POST /call.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { agentPatch, agentRequest, listLimits } from '../contract.ts';
import { drawsOf, uuidOf } from './draws.ts';
import type { Call } from './exchange.ts';
import { executionAt, logAt } from './execution.ts';
import type { FaultRates } from './faults.ts';
import type { StoredAgent } from './journal.ts';
import { pageOf } from './listing.ts';
import { invalid, malformed, notFound, Refusal } from './refusal.ts';
import type { World } from './world.ts';

interface ById {
  Params: { id: string };
}
/** Where an agent does not say: the smaller of the two documented defaults. */
const defaultCallTerminateSeconds = 90;

export function addRoutes(app: FastifyInstance, worldNow: () => World): void {
  let reads = 0;
  /** Chance by the number of the request: reads are not part of what a seed promises. */
  const failBy = (rate: keyof FaultRates): void => {
    if (drawsOf(worldNow().seed, rate)(String(reads++)) < (worldNow().faults[rate] ?? 0)) throw new Refusal(500, { error: 'Internal Server Error' });
  };
  const callBy = (id: string): Call => {
    worldNow().scheduler.runDue();
    const call = worldNow().exchange.calls.get(id);
    if (!call) throw notFound('execution');
    return call;
  };
  const agentBy = (id: string): StoredAgent => {
    const agent = worldNow().exchange.agents.get(id);
    if (!agent) throw notFound('agent');
    return agent;
  };

  app.get<ById>('/executions/:id', (request) => {
    const { exchange, settings, clock } = worldNow();
    const call = callBy(request.params.id);
    failBy('getError');
    return executionAt(call.record, exchange.stepOf(call, settings.getLagMs), clock);
  });
  app.get<ById>('/executions/:id/log', (request) => {
    const { clock } = worldNow();
    return { status: 'success', data: logAt(callBy(request.params.id).record, clock.now(), clock) };
  });
  app.post<ById>('/call/:id/stop', (request) => {
    const call = callBy(request.params.id);
    const { seed, faults, exchange } = worldNow();
    const isIgnored = drawsOf(seed, call.record.id)('stopIgnored') < (faults.stopIgnored ?? 0);
    if (!isIgnored && !exchange.stop(call)) throw malformed('Only queued or scheduled calls can be stopped');
    return { message: 'done', status: 'stopped', execution_id: call.record.id };
  });

  app.get<ById>('/v2/agent/:id/executions', (request) => {
    agentBy(request.params.id);
    const query = listQuery.safeParse(request.query);
    if (!query.success) throw invalid(query.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
    const { from, to } = query.data;
    if (to - from > listLimits.windowMs || to < from) throw malformed('from and to must span at most 7 days');
    failBy('listError');
    return pageOf(worldNow(), request.params.id, query.data);
  });
  app.post<ById>('/v2/agent/:id/stop', (request) => {
    const { exchange } = worldNow();
    const calls = exchange.callsOfAgent.get(agentBy(request.params.id).id) ?? [];
    return { stopped_executions: calls.filter((call) => exchange.stop(call)).map((call) => call.record.id) };
  });

  app.post('/v2/agent', (request, reply) => {
    const parsed = agentRequest.safeParse(request.body);
    if (!parsed.success) throw invalid(`field required: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
    const { exchange, seed } = worldNow();
    const { agent_config: config, agent_prompts: prompts } = parsed.data;
    const ordinal = [...exchange.agents.values()].filter((agent) => agent.config.agent_name === config.agent_name).length;
    const now = new Date().toISOString();
    // From the name and the seed, because draws hang on the agent's id.
    const id = uuidOf(seed, 'agent', config.agent_name, ordinal);
    exchange.putAgent({ id, config, prompts: prompts ?? {}, callTerminateSeconds: terminateOf(config.tasks), createdAt: now, updatedAt: now });
    return reply.code(201).send({ agent_id: id, state: 'created' });
  });
  app.patch<ById>('/v2/agent/:id', (request) => {
    const agent = agentBy(request.params.id);
    const parsed = agentPatch.safeParse(request.body);
    if (!parsed.success) throw invalid(parsed.error.issues.map((issue) => issue.path.join('.')).join(', '));
    const { agent_name, ...changes } = parsed.data.agent_config ?? {};
    worldNow().exchange.putAgent({
      ...agent,
      config: { ...agent.config, ...changes, agent_name: agent_name ?? agent.config.agent_name },
      prompts: { ...agent.prompts, ...parsed.data.agent_prompts },
      callTerminateSeconds: changes.tasks ? terminateOf(changes.tasks) : agent.callTerminateSeconds,
      updatedAt: new Date().toISOString(),
    });
    return { message: 'success', state: 'updated' };
  });
  app.get('/v2/agent/all', () => [...worldNow().exchange.agents.values()].map(agentView));
  app.get<ById>('/v2/agent/:id', (request) => {
    const agent = agentBy(request.params.id);
    return { ...agentView(agent), agent_prompts: agent.prompts };
  });

  app.get('/user/me', () => {
    const { exchange, settings } = worldNow();
    return {
      id: uuidOf(worldNow().seed, 'user'), name: 'Simulated account', email: 'account@example.invalid',
      wallet: settings.wallet - exchange.spent,
      concurrency: { max: settings.concurrency, current: exchange.onLine.size },
    };
  });
  app.get('/phone-numbers/all', () => [
    {
      id: uuidOf('number'), phone_number: '+12025550100', agent_id: null, telephony_provider: 'plivo', rented: true,
      price: '$5.0', created_at: '2025-12-17T09:00:00.000Z', renewal_at: '17th Dec, 2026',
    },
  ]);
}

const instant = z.string().transform((text, context) => {
  const value = Date.parse(text);
  if (Number.isNaN(value)) context.addIssue('not ISO 8601');
  return value;
});
const listQuery = z.object({
  from: instant,
  to: instant,
  page_number: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(listLimits.pageSize).default(20),
  status: z.string().optional(),
});
export type ListQuery = z.output<typeof listQuery>;

function agentView({ id, config, createdAt, updatedAt }: StoredAgent): Record<string, unknown> {
  return { ...config, id, agent_status: 'processed', created_at: createdAt, updated_at: updatedAt };
}

function terminateOf(tasks: { task_config?: { call_terminate?: number | null | undefined } | null | undefined }[]): number {
  return tasks.find((task) => task.task_config?.call_terminate)?.task_config?.call_terminate ?? defaultCallTerminateSeconds;
}
