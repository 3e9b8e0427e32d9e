import { SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { countOf, formatCount, formatShare } from '../../../../app/format.ts';
import type { Campaign } from '../../../../app/rows.ts';
import { useMe } from '../../../../app/session.ts';
import { trpc } from '../../../../app/trpc.ts';
import { Panel } from '../../../../components/panel.tsx';

export function Tiles({ campaign }: { campaign: Campaign }) {
  const me = useMe();
  const lines = useQuery(trpc.lines.list.queryOptions({ campaignId: campaign.id }));
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
      <Tile
        name="People reached"
        value={formatCount(campaign.people_reached)}
        note={`${formatShare(campaign.people_reached, campaign.total_contacts)} of ${formatCount(campaign.total_contacts)}`}
      />
      <Tile name="On the line" value={lines.data ? formatCount(lines.data.length) : '–'} note={`${me.lines_in_use} of your ${countOf(me.lines_limit, 'line', 'lines')} in use`} />
      <Tile
        name="Calls finished"
        value={formatCount(campaign.completed_calls)}
        note={`${formatCount(campaign.successful_calls)} answered, ${formatCount(campaign.failed_calls)} not · ${formatCount(campaign.people_closing)} closing`}
      />
      <Tile name="Credits available" value={formatCount(me.available_credits)} note={`${formatCount(me.held_credits)} held by calls in progress`} />
    </SimpleGrid>
  );
}

function Tile({ name, value, note }: { name: string; value: ReactNode; note: ReactNode }) {
  return (
    <Panel>
      <Text size="xs" c="dimmed" fw={500}>
        {name}
      </Text>
      <Text fz={24} fw={600} lh={1.35}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {note}
      </Text>
    </Panel>
  );
}
