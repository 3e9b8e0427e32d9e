import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatClock } from '../../../../app/format.ts';
import type { Line } from '../../../../app/rows.ts';
import { useServerSeconds } from '../../../../app/server-clock.ts';
import { phases, stateOf } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

const columns: Column<Line>[] = [
  { title: 'Who', cell: (line) => <Who line={line} /> },
  { title: 'Number', cell: (line) => line.phone_number, card: 'none', width: 140 },
  { title: 'Phase', cell: (line) => <StateMark state={stateOf(phases, line.phase)} />, card: 'beside', width: 200 },
  { title: 'Time', cell: (line) => <CallClock since={line.since} />, align: 'right', width: 80, card: 'beside' },
];

/** Who is being called at this moment. */
export function OnTheLine({ campaignId }: { campaignId: string }) {
  const lines = useQuery(trpc.lines.list.queryOptions({ campaignId }));
  return (
    <Panel flush title={<span id="on-the-line">On the line now</span>} aside={<Text size="sm" c="dimmed">{lines.data?.length ?? ''}</Text>}>
      <Loaded query={lines}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              Nobody is on the line. The reason stands at the top.
            </Text>
          ) : (
            <ResourceTable still label="On the line now" rows={rows} columns={columns} rowId={(line) => line.id} signature={(line) => line.phase} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function Who({ line }: { line: Line }) {
  const name = line.contact_name ?? line.phone_number;
  if (line.call_id === null) return <>{name}</>;
  return (
    <AnchorLink to="/calls/$callId" params={{ callId: line.call_id }} inherit>
      {name}
    </AnchorLink>
  );
}

/** Time in this phase, on the server's clock. */
function CallClock({ since }: { since: string }) {
  const now = useServerSeconds();
  return <span>{formatClock(now - Date.parse(since) / 1000)}</span>;
}
