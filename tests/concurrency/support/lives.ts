// The life of a claimed attempt, step by step, so that many lives can be led at once and in any order: fence, dial,
// what the provider says (out of order, repeated, lost), and at last the answer to our own question.
import type pg from 'pg';
import type { Agent } from '../../support/cast.ts';
import { hook, newExecution, pull, type Saying } from './provider.ts';
import { answer, passFence } from './scene.ts';
import type { Chance } from './seed.ts';

/** Agents by their id at the provider, which is what the fence hands out. */
export type Agents = ReadonlyMap<string, Agent>;

export interface Lines {
  worker: pg.Client;
  api: pg.Client;
}

/** One step; false when the life is over early. */
export type Step = (lines: Lines) => Promise<boolean>;

const ENDS = ['completed', 'completed', 'completed', 'busy', 'no-answer', 'failed', 'error', 'canceled', 'stopped'] as const;

function sayings(chance: Chance, attempt: string, execution: string): { told: Saying[]; end: Saying } {
  const end: Saying = { execution, status: chance.pick(ENDS), at: 90, talk: chance.below(120), attempt };
  const words = end.status === 'completed' ? ['ringing', 'in-progress', 'call-disconnected', end.status] : ['ringing', end.status];
  const told = words.map((status, index): Saying => ({ execution, status, at: index * 20, attempt }));
  const heard = told.filter(() => chance.next() > 0.2).flatMap((saying) => (chance.next() < 0.2 ? [saying, saying] : [saying]));
  return { told: chance.next() < 0.5 ? heard : chance.shuffled(heard), end };
}

/** The steps of a life: 4 of 100 dials are refused, 6 of 100 have no clear answer and are resolved by a webhook. */
export function lifeOf(attempt: string, owner: string, agents: Agents, chance: Chance): Step[] {
  const execution = newExecution();
  const { told, end } = sayings(chance, attempt, execution);
  const luck = chance.below(100);
  let agent: Agent | undefined;
  const steps: Step[] = [async ({ worker }) => {
    agent = agents.get((await passFence(worker, owner, attempt)) ?? '');
    return agent !== undefined;
  }];
  if (luck < 4) {
    steps.push(async ({ worker }) => { await answer(worker, owner, attempt, 422); return false; });
    return steps;
  }
  if (luck < 10) {
    steps.push(async ({ worker }) => (await answer(worker, owner, attempt, 500)) === 'unknown');
    told.unshift({ execution, status: 'queued', at: 0, attempt });
  } else steps.push(async ({ worker }) => (await answer(worker, owner, attempt, 200, execution)) === 'accepted');
  for (const saying of told) steps.push(async ({ api }) => { if (agent) await hook(api, agent, saying); return true; });
  steps.push(async ({ worker }) => { if (agent) await pull(worker, agent, end); return true; });
  return steps;
}
