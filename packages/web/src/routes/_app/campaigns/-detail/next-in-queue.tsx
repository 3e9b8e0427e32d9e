import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../../app/format.ts';
import type { QueueItem } from '../../../../app/rows.ts';
import { trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';

const SHOWN = 5;

const columns: Column<QueueItem>[] = [
  { title: 'Who', cell: (item) => item.contact_name ?? item.phone_number },
  { title: 'Number', cell: (item) => item.phone_number, width: 140, rank: 2, card: 'none' },
  { title: 'Tries', cell: (item) => `${formatCount(item.attempts)} of ${formatCount(item.max_retries + 1)}`, width: 90, card: 'none' },
  { title: 'When', cell: (item) => (item.scheduled_for === null ? 'when a line is free' : <Moment at={item.scheduled_for} />), align: 'right' },
];

/** In the order in which they will be dialed. */
export function NextInQueue({ campaignId }: { campaignId: string }) {
  const items = useQuery(trpc.queue.list.queryOptions({ campaignId, status: 'pending', limit: SHOWN }));
  return (
    <Panel flush title={<span id="next-in-queue">Next in the queue</span>}>
      <Loaded query={items}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              Nobody is waiting.
            </Text>
          ) : (
            <ResourceTable still label="Next in the queue" rows={rows} columns={columns} rowId={(item) => item.id} />
          )
        }
      </Loaded>
    </Panel>
  );
}
