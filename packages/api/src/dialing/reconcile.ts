// Asks the provider which calls it knows, for the agents with attempts of which nobody knows whether they became one.
// Rows of the listing are trimmed, so each one that we have no call for is fetched. Only a listing that was read to
// its end, every candidate of it fetched, may declare an attempt void.
import { listLimits } from '../providers/bolna/index.ts';
import { type Asker, askAbout } from './ask-provider.ts';
import type { Budget } from './budget.ts';
import { crashPoint } from './crash-points.ts';
import { type Reconciliation, finishReconciliation, noteListedExecutions } from './database.ts';
import { forEach } from './each.ts';

export interface Reconciler extends Asker {
  listBudget: Budget;
  /** Applies what lies in the inbox, until nothing is left: it may hold the calls that are looked for. */
  drainInbox: () => Promise<void>;
  atOnce: number;
}

/** Pages of a listing at most: one that never ends is not complete. */
const MAX_PAGES = 1000;

/** Returns how many attempts were declared void. */
export async function reconcile(reconciler: Reconciler, reconciliation: Reconciliation): Promise<number> {
  const { pool } = reconciler;
  const id = reconciliation.reconciliation_id;
  const listed = await listExecutions(reconciler, reconciliation);
  crashPoint('after_reconcile_list');
  const candidates = await noteListedExecutions(pool, id, [...listed.ids]);
  crashPoint('after_reconcile_note');
  const fetched = await fetchAll(reconciler, candidates);
  await reconciler.drainInbox();
  crashPoint('before_reconcile_finish');
  const voided = await finishReconciliation(pool, id, listed.complete && fetched, listed.httpStatus);
  crashPoint('after_reconcile_finish');
  return voided;
}

async function fetchAll(reconciler: Reconciler, executionIds: readonly string[]): Promise<boolean> {
  let complete = true;
  await forEach(executionIds, reconciler.atOnce, async (executionId) => {
    const answered = await askAbout(reconciler, executionId, 'rest', () => crashPoint('after_reconcile_get'));
    complete &&= answered;
  });
  return complete;
}

interface Listing {
  ids: Set<string>;
  complete: boolean;
  /** The answer that broke it off, when there was one. */
  httpStatus: number | null;
}

async function listExecutions(reconciler: Reconciler, { bolna_agent_id, window_from, window_to }: Reconciliation): Promise<Listing> {
  const listing: Listing = { ids: new Set(), complete: false, httpStatus: null };
  for (let from = window_from; ; ) {
    const to = new Date(Math.min(window_to.getTime(), from.getTime() + listLimits.windowMs));
    if (!(await listWindow(reconciler, bolna_agent_id, from, to, listing))) return listing;
    if (to >= window_to) return { ...listing, complete: true };
    from = to;
  }
}

/** All pages of one window. Newest first: a call that appears meanwhile moves others to a later page, never past one. */
async function listWindow({ client, listBudget, ending }: Reconciler, agentId: string, from: Date, to: Date, listing: Listing): Promise<boolean> {
  for (let pageNumber = 1; pageNumber <= MAX_PAGES; pageNumber++) {
    await listBudget.take('rest');
    const { value: page, httpStatus } = await client.listExecutions({ agentId, from, to, pageNumber, pageSize: listLimits.pageSize }, { signal: ending });
    if (page === null) {
      listing.httpStatus = httpStatus;
      return false;
    }
    for (const row of page.data) listing.ids.add(row.id);
    if (!page.has_more) return true;
  }
  return false;
}
