// What came of it, judged by the provider: it knows which calls it has placed.
import { expectInvariants } from '../support/invariants.ts';
import { one } from '../support/cast.ts';
import type { CrashStage } from './crash-stage.ts';

export interface Verdict {
  /** Calls that the provider has placed. */
  calls: number;
  /** Attempts with more than one call. */
  doubled: number;
  /** Calls that we do not know, and accepted attempts that are no call. */
  lost: number;
  maxOpen: number;
  openLines: number;
  holds: number;
  balanceOff: number;
  chargedTwice: number;
  unfinished: number;
  violations: { retries_enabled: number; guardrails_bypassed: number };
}

/** The verdict that every run must get, whatever was killed. */
export const SPOTLESS = { doubled: 0, lost: 0, openLines: 0, holds: 0, balanceOff: 0, chargedTwice: 0, unfinished: 0, violations: { retries_enabled: 0, guardrails_bypassed: 0 } };

export async function verdict({ sql, simulator }: CrashStage): Promise<Verdict> {
  await expectInvariants(sql);
  const truth = simulator.summary();
  const placed = new Set(simulator.calls().map((call) => `${call.attempt_id} ${call.execution_id}`));
  const known = (await sql.query<{ key: string }>("select a.id || ' ' || a.execution_id as key from public.call_attempts a where a.execution_id is not null")).rows.map(({ key }) => key);
  const sides = new Set(known);
  const ours = await one<Omit<Verdict, 'calls' | 'doubled' | 'lost' | 'maxOpen' | 'violations'>>(
    sql,
    `select (select count(*)::integer from public.active_calls) as "openLines", (select count(*)::integer from public.credit_holds) as holds,
       (select count(*)::integer from public.users u where u.credits <> (select sum(t.amount) from public.credit_transactions t where t.user_id = u.id)) as "balanceOff",
       (select count(*)::integer from public.calls c where (select count(*) from public.credit_transactions t where t.call_id = c.id and t.type = 'usage') <> (c.credits > 0)::integer) as "chargedTwice",
       (select count(*)::integer from public.call_queue q where q.status in ('pending', 'processing')) as unfinished`,
  );
  return {
    calls: truth.calls, doubled: truth.attempts_doubled.length, maxOpen: truth.max_open, violations: truth.violations,
    lost: [...placed].filter((key) => !sides.has(key)).length + known.filter((key) => !placed.has(key)).length,
    ...ours,
  };
}
