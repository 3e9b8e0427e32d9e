import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { AnchorLink } from '../../../components/links.tsx';
import { Panel } from '../../../components/panel.tsx';
import { CampaignsTable } from '../campaigns/-list/campaigns-table.tsx';

export function RunningCampaigns() {
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({ status: 'active' }));
  return (
    <Panel
      title="Running campaigns"
      flush
      aside={
        <AnchorLink to="/campaigns" size="sm">
          All campaigns
        </AnchorLink>
      }
    >
      <Loaded query={campaigns} rows={2}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              No campaign is running.
            </Text>
          ) : (
            <CampaignsTable rows={rows} pale={false} keys={false} />
          )
        }
      </Loaded>
    </Panel>
  );
}
