import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../../app/format.ts';
import type { Campaign } from '../../../../app/rows.ts';
import { campaignStates, stateOf } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { Moment } from '../../../../components/moment.tsx';
import { PeopleBar } from '../../../../components/people-bar.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { Hours, isOpenAt } from '../-detail/hours.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

const columns: Column<Campaign>[] = [
  { title: 'Campaign', cell: (row) => <Name campaign={row} />, width: '34%' },
  { title: 'State', cell: (row) => <StateMark state={stateOf(campaignStates, row.status)} />, card: 'beside', width: 130 },
  { title: 'People', cell: (row) => <Progress campaign={row} />, width: '22%' },
  { title: 'Hours', cell: (row) => <HoursAndOpening campaign={row} />, rank: 2, width: '19%' },
  { title: 'Agent', cell: (row) => row.agent_name, rank: 3, card: 'none' },
];

export function CampaignsTable({ rows, pale, keys = true }: { rows: Campaign[]; pale: boolean; keys?: boolean }) {
  return <ResourceTable label="Campaigns" rows={rows} columns={columns} rowId={(row) => row.id} signature={(row) => row.status} pale={pale} keys={keys} still />;
}

function Name({ campaign }: { campaign: Campaign }) {
  return (
    <>
      <AnchorLink to="/campaigns/$campaignId" params={{ campaignId: campaign.id }} fw={600} c="var(--mantine-color-text)">
        {campaign.name}
      </AnchorLink>
      {asksWhy.has(campaign.status) && <Sentence campaignId={campaign.id} />}
    </>
  );
}

// Why it is dialing or not is a question only for what could dial: the others say it by their state.
const asksWhy = new Set<Campaign['status']>(['active', 'paused']);

/** The strongest reason, in the words of SQL. */
function Sentence({ campaignId }: { campaignId: string }) {
  const reasons = useQuery(trpc.campaigns.reasons.queryOptions({ campaignId }));
  return (
    <Text size="sm" c="dimmed" mih={20}>
      {reasons.data?.[0]?.sentence}
    </Text>
  );
}

function Progress({ campaign }: { campaign: Campaign }) {
  return (
    <div style={{ paddingTop: 6 }}>
      <PeopleBar campaign={campaign} />
      <Text size="xs" c="dimmed" mt={5}>
        {formatCount(campaign.people_reached)} reached of {formatCount(campaign.total_contacts)}
      </Text>
    </div>
  );
}

function HoursAndOpening({ campaign }: { campaign: Campaign }) {
  return (
    <>
      <Hours campaign={campaign} />
      {campaign.next_opening_at !== null && !isOpenAt(campaign.next_opening_at) && (
        <Text size="xs" c="dimmed">
          Opens <Moment at={campaign.next_opening_at} zone={campaign.timezone} />
        </Text>
      )}
    </>
  );
}
