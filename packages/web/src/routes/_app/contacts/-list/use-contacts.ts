import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Inputs } from '../../../../app/rows.ts';
import { trpcClient } from '../../../../app/trpc.ts';

const PAGE = 50;

type Filter = Pick<Inputs['contacts']['list'], 'search' | 'tag' | 'importId'>;
interface Cursor {
  afterName?: string;
  afterId?: string;
}

const firstPage: Cursor = {};

/** Contacts by name, page after page: each begins after the last row of the one before, whatever was added between. */
export function useContacts(filter: Filter) {
  const list = useInfiniteQuery({
    queryKey: [['contacts', 'list'], { input: filter, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.contacts.list.query({ ...filter, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last ? { afterName: last.name, afterId: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
  });
  return { list, rows: list.data?.pages.flat() ?? [] };
}
