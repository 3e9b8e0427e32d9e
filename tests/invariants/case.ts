// How each invariant can be broken by hand, and mended again. A step runs as app_definer, or as app_owner where a
// constraint or a trigger that refuses such rows has to be out of the way; the transaction is rolled back anyway.

export type Step = string | { asOwner: string };

export interface Case {
  invariant: string;
  title: string;
  break: Step[];
  /** The row that must show up: table, and a query for its key. */
  row: { object: string; key: string };
  repair: Step[];
}

export const owner = (sql: string): Step => ({ asOwner: sql });
export const attempt = (state: string): string => `(select a.id from public.call_attempts a where a.state = '${state}' and a.closed_at is null)`;
export const item = (state: string): string => `(select a.queue_id from public.call_attempts a where a.state = '${state}' and a.closed_at is null)`;
export const talked = "(select c.id from public.calls c where c.bolna_execution_id = 'execution-1')";
export const running = "(select c.id from public.calls c where c.bolna_execution_id = 'execution-2')";
export const ada = "(select u.id from public.users u where u.name = 'Ada')";
export const bo = "(select u.id from public.users u where u.name = 'Bo')";
export const waiting = "(select q.id from public.call_queue q where q.status = 'pending' order by q.id limit 1)";
export const lane = "(select l.id from public.dispatch_lanes l where l.call_type = 'campaign')";
export const THE_CAMPAIGN = '(select c.id from public.call_campaigns c)';
export const X = '00000000-0000-4000-8000-0000000000ff';
/** Lets the owner delete from the append-only ledger, which nobody may at run time. */
export const forgetEntries = (where: string): Step => owner(`
  alter table public.credit_transactions no force row level security;
  alter table public.credit_transactions disable trigger _100_refuse_delete;
  delete from public.credit_transactions t where ${where}`);
