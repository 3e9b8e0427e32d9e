import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../../app/trpc.ts';
import { DayBars } from '../../../../components/day-bars.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Panel } from '../../../../components/panel.tsx';

export function CampaignDays({ campaignId }: { campaignId: string }) {
  const days = useQuery(trpc.campaigns.days.queryOptions({ campaignId }));
  return (
    <Panel title="Calls by day">
      <Loaded query={days}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed">
              No calls yet.
            </Text>
          ) : (
            <DayBars days={rows} filter={{ campaign: campaignId }} />
          )
        }
      </Loaded>
    </Panel>
  );
}
