import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Period } from '../../../app/period.ts';
import { trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { AgentsTable } from '../agents/-list/agents-table.tsx';

export function AgentsPanel({ period }: { period: Period }) {
  const agents = useQuery(trpc.agents.figures.queryOptions(period));
  return (
    <Panel title="By agent" flush>
      <Loaded query={agents}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              No agents yet.
            </Text>
          ) : (
            <AgentsTable rows={rows} period={period} />
          )
        }
      </Loaded>
    </Panel>
  );
}
