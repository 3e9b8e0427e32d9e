import { Text } from '@mantine/core';
import { formatClock, formatCount } from '../../../../app/format.ts';
import type { Call } from '../../../../app/rows.ts';
import { callState } from '../../../../app/status.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

interface CallsTableProps {
  label: string;
  rows: Call[];
  /** Without it a row leads to the call's page. */
  onOpen?: (call: Call) => void;
  openId?: string | undefined;
  pale?: boolean;
  keys?: boolean;
  /** See ResourceTable. */
  still?: boolean;
  /** On a campaign's own page its name says nothing. */
  withCampaign?: boolean;
}

export function CallsTable({ label, rows, onOpen, openId, pale = false, keys = false, still = false, withCampaign = true }: CallsTableProps) {
  const columns: Column<Call>[] = [
    { title: 'Who', cell: (call) => <Who call={call} />, width: '26%' },
    { title: 'State', cell: (call) => <StateMark state={callState(call)} />, card: 'beside', width: 140 },
    { title: 'Summary', cell: (call) => <Summary text={call.summary} />, rank: 2, card: 'none' },
    ...(withCampaign ? [campaignColumn] : []),
    { title: 'Length', cell: (call) => (call.duration_seconds ? formatClock(call.duration_seconds) : '–'), align: 'right', width: 90, card: 'none' },
    { title: 'Credits', cell: (call) => formatCount(call.credits), align: 'right', rank: 3, card: 'none', width: 80 },
    { title: 'Placed', cell: (call) => <Moment at={call.created_at} />, align: 'right', width: 130 },
  ];
  return (
    <ResourceTable
      label={label}
      rows={rows}
      columns={columns}
      rowId={(call) => call.id}
      signature={(call) => `${callState(call).word} ${call.ended_at ?? ''} ${call.duration_seconds ?? ''} ${call.credits} ${call.summary === null ? '' : 'summary'}`}
      pale={pale}
      keys={keys}
      still={still}
      openId={openId}
      {...(onOpen && { onOpen })}
    />
  );
}

const campaignColumn: Column<Call> = { title: 'Campaign', cell: (call) => call.campaign_name ?? 'Direct call', rank: 3, card: 'none', width: '16%' };

function Who({ call }: { call: Call }) {
  return (
    <>
      <AnchorLink to="/calls/$callId" params={{ callId: call.id }} fw={500} c="var(--mantine-color-text)" inherit>
        {call.contact_name ?? call.phone_number}
      </AnchorLink>
      {call.contact_name !== null && (
        <Text size="xs" c="dimmed">
          {call.phone_number}
        </Text>
      )}
    </>
  );
}

const Summary = ({ text }: { text: string | null }) => (
  <Text size="sm" c="dimmed" lineClamp={2}>
    {text}
  </Text>
);
