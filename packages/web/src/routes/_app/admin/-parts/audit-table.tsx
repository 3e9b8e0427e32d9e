import { Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '../../../../app/rows.ts';
import { inWords } from '../../../../app/status.tsx';
import { trpcClient } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { MoreButton } from '../../../../components/more-button.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';

const PAGE = 50;
const columns: Column<AuditEntry>[] = [
  { title: 'What', cell: (entry) => <What entry={entry} />, width: '46%' },
  { title: 'To', cell: (entry) => entry.target_email ?? entry.resource_id ?? '–' },
  { title: 'By', cell: (entry) => entry.admin_email },
  { title: 'When', cell: (entry) => entry.created_at && <Moment at={entry.created_at} />, align: 'right' },
];

/** "from", "to", "amount" and the like in one line; the reason below. */
function What({ entry }: { entry: AuditEntry }) {
  const details = typeof entry.details === 'object' && entry.details !== null && !Array.isArray(entry.details) ? entry.details : {};
  const { reason, ...others } = details;
  const particulars = Object.entries(others).map(([name, value]) => `${name} ${value === null ? 'the default' : JSON.stringify(value)}`).join(', ');
  return (
    <>
      {inWords(entry.action)}
      {particulars !== '' && ` (${particulars})`}
      {typeof reason === 'string' && (
        <Text size="xs" c="dimmed">
          {reason}
        </Text>
      )}
    </>
  );
}

interface Cursor {
  beforeAt?: string;
  beforeEntry?: string;
}
const firstPage: Cursor = {};

/** What administrators did, to or by one account or all. */
export function AuditTable({ userId }: { userId?: string }) {
  const entries = useInfiniteQuery({
    queryKey: [['admin', 'audit'], { input: { userId }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.admin.audit.query({ userId, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last?.created_at ? { beforeAt: last.created_at, beforeEntry: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Loaded query={entries}>
        {({ pages }) =>
          pages.flat().length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              Nothing yet.
            </Text>
          ) : (
            <ResourceTable label="What administrators did" rows={pages.flat()} columns={columns} rowId={(entry) => entry.id} />
          )
        }
      </Loaded>
      <MoreButton query={entries} />
    </>
  );
}
