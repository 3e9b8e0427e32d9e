import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { CallsTable } from '../../calls/-list/calls-table.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

const SHOWN = 10;

export function RecentCalls({ campaignId }: { campaignId: string }) {
  const calls = useQuery(trpc.calls.list.queryOptions({ campaignId, limit: SHOWN }));
  return (
    <Panel
      flush
      title="Recent calls"
      aside={
        <AnchorLink to="/calls" search={{ campaign: campaignId }} size="sm">
          All calls
        </AnchorLink>
      }
    >
      <Loaded query={calls}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              No calls yet.
            </Text>
          ) : (
            <CallsTable label="Recent calls" rows={rows} withCampaign={false} still />
          )
        }
      </Loaded>
    </Panel>
  );
}
