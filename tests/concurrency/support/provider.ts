// The provider, as far as the database can tell: what it says about calls, and how that arrives.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Agent } from '../../support/cast.ts';

export interface Saying {
  execution: string;
  status: string;
  /** Seconds after the begin of the call. */
  at: number;
  talk?: number;
  /** Our attempt's id, when the provider echoes it. */
  attempt?: string;
}

const BEGIN = Date.parse('2026-01-05T10:00:00Z');

export const newExecution = (): string => randomUUID();

function body({ bolnaAgentId }: Pick<Agent, 'bolnaAgentId'>, { execution, status, at, talk, attempt }: Saying): string {
  return JSON.stringify({
    id: execution,
    agent_id: bolnaAgentId,
    status,
    updated_at: new Date(BEGIN + at * 1000).toISOString(),
    conversation_duration: talk,
    context_details: attempt === undefined ? undefined : { recipient_data: { callgres_attempt_id: attempt } },
  });
}

/** A webhook arrives at the address of an agent. */
export async function hook(api: pg.Client, agent: Agent, saying: Saying): Promise<void> {
  await api.query('select api.receive_call_event($1, $2)', [agent.secretHash, body(agent, saying)]);
}

/** We ask about the call, and this is the answer: only it can confirm an end. */
export async function pull(worker: pg.Client, agent: Agent, saying: Saying): Promise<void> {
  await worker.query('select public.store_pulled_execution($1, 200, $2)', [saying.execution, body(agent, saying)]);
}

/** Applies everything that is stored and due. */
export async function applyAll(worker: pg.Client): Promise<void> {
  while ((await worker.query<{ n: number }>('select public.apply_call_events(200) as n')).rows[0]?.n !== 0);
}
