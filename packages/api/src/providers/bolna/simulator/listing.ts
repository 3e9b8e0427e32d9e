// The listing of an agent's calls: newest first, and only those it has come to know of.
import { rowAt } from './execution.ts';
import type { ListQuery } from './routes.ts';
import type { World } from './world.ts';

export function pageOf(world: World, agentId: string, query: ListQuery): Record<string, unknown> {
  const { exchange, clock, scheduler } = world;
  scheduler.runDue();
  const now = clock.now();
  const calls = (exchange.callsOfAgent.get(agentId) ?? [])
    .filter(({ record }) => record.visibleAt <= now && record.createdAt >= query.from && record.createdAt <= query.to)
    // Where a call stands is computed, not stored: only for those on the page, unless the filter asks for it.
    .filter((call) => query.status === undefined || exchange.stepOf(call).status === query.status)
    .reverse();
  const first = (query.page_number - 1) * query.page_size;
  return {
    data: calls.slice(first, first + query.page_size).map((call) => rowAt(call.record, exchange.stepOf(call))),
    total: calls.length,
    has_more: first + query.page_size < calls.length,
    page_number: query.page_number,
    page_size: query.page_size,
    filters: query.status === undefined ? {} : { status: query.status },
    sorts: [{ field: 'created_at', order: 'desc' }],
  };
}
