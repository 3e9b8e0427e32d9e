import { Badge, Group } from '@mantine/core';
import { formatCount, formatDecimal, formatRate } from '../../../../app/format.ts';
import type { Period } from '../../../../app/period.ts';
import type { AgentFigures } from '../../../../app/rows.ts';
import { AnchorLink } from '../../../../components/links.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';

interface AgentsTableProps {
  rows: AgentFigures[];
  period: Period;
  pale?: boolean;
  keys?: boolean;
}

export function AgentsTable({ rows, period, pale = false, keys = false }: AgentsTableProps) {
  const columns: Column<AgentFigures>[] = [
    { title: 'Agent', cell: (row) => <Name agent={row} />, width: '30%' },
    { title: 'Calls', cell: (row) => <Calls of={row.total_calls} search={{ ...period, agent: row.agent_id }} />, align: 'right' },
    { title: 'Answered', cell: (row) => formatRate(row.answer_rate), align: 'right' },
    { title: 'Qualified', cell: (row) => <Calls of={row.qualified_leads} search={{ ...period, agent: row.agent_id, lead: 'qualified' }} />, align: 'right' },
    { title: 'Conversion', cell: (row) => formatRate(row.conversion_rate), align: 'right', rank: 2 },
    { title: 'Score', cell: (row) => formatDecimal(row.avg_total_score), align: 'right', rank: 2 },
    { title: 'Credits per lead', cell: (row) => formatDecimal(row.cost_per_lead), align: 'right', rank: 3 },
  ];
  return <ResourceTable label="Agents" rows={rows} columns={columns} rowId={(row) => row.agent_id} pale={pale} keys={keys} still />;
}

function Name({ agent }: { agent: AgentFigures }) {
  return (
    <Group gap="xs">
      <AnchorLink to="/agents/$agentId" params={{ agentId: agent.agent_id }} fw={500} c="var(--mantine-color-text)" inherit>
        {agent.name}
      </AnchorLink>
      {!agent.is_active && <Badge color="gray">Off</Badge>}
    </Group>
  );
}

function Calls({ of, search }: { of: number; search: { from: string; to: string; agent: string; lead?: 'qualified' } }) {
  if (of === 0) return '0';
  return (
    <AnchorLink to="/calls" search={search} inherit c="var(--mantine-color-text)" underline="always">
      {formatCount(of)}
    </AnchorLink>
  );
}
