// The list of calls is cut at a moment, its anchor: calls after it are counted, not shown, so that nothing moves
// under the pointer. When nobody points at the list, the anchor follows by itself.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Inputs } from '../../../../app/rows.ts';
import { serverNow } from '../../../../app/server-clock.ts';
import { trpc, trpcClient } from '../../../../app/trpc.ts';

const PAGE = 50;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export type CallsFilter = Omit<Inputs['calls']['list'], 'beforeAt' | 'beforeId' | 'limit' | 'contactId'>;
interface Cursor {
  beforeAt: string;
  beforeId: string;
}

const anchorNow = (): Cursor => ({ beforeAt: new Date(serverNow()).toISOString(), beforeId: LAST_ID });

/**
 * @param filter what to list
 * @param held keeps the anchor where it is (a panel is open)
 */
export function useCalls(filter: CallsFilter, held: boolean) {
  const [anchor, setAnchor] = useState(anchorNow);
  const [pointed, setPointed] = useState(false);

  const list = useInfiniteQuery({
    queryKey: [['calls', 'list'], { input: { ...filter, anchor }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.calls.list.query({ ...filter, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: anchor,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last ? { beforeAt: last.created_at, beforeId: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  const newest = useQuery(trpc.calls.list.queryOptions({ ...filter, limit: PAGE }));

  const rows = list.data?.pages.flat() ?? [];
  const newer = (newest.data ?? []).filter((call) => Date.parse(call.created_at) > Date.parse(anchor.beforeAt)).length;
  // Newer calls of the same filter come without a sign; only another filter's rows are old while they wait.
  const filterKey = JSON.stringify(filter);
  const [shownFor, setShownFor] = useState(filterKey);
  if (!list.isPlaceholderData && shownFor !== filterKey) setShownFor(filterKey);

  const follow = newer > 0 && !held && !pointed && !list.isPlaceholderData;
  useEffect(() => {
    if (follow) setAnchor(anchorNow());
  }, [follow]);

  return {
    list,
    rows,
    /** The rows are those of another filter. */
    isOld: shownFor !== filterKey,
    /** Calls that came after the anchor; 50 means 50 or more. */
    newer: held || pointed ? newer : 0,
    showNewer: () => {
      setAnchor(anchorNow());
    },
    /** For the element whose rows must not move. */
    hold: {
      onPointerEnter: () => {
        setPointed(true);
      },
      onPointerLeave: () => {
        setPointed(false);
      },
    },
  };
}
