import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../../app/format.ts';
import type { ContactImport } from '../../../../app/rows.ts';
import { importStates, stateOf } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

const columns: Column<ContactImport>[] = [
  {
    title: 'File',
    cell: (row) => (
      <AnchorLink to="/contacts/import" search={{ show: row.id }} fw={500} c="var(--mantine-color-text)" inherit>
        {row.file_name}
      </AnchorLink>
    ),
  },
  { title: 'State', cell: (row) => <StateMark state={stateOf(importStates, row.status)} />, card: 'beside', width: 140 },
  { title: 'Lines', cell: (row) => formatCount(row.lines_read), align: 'right', width: 90 },
  { title: 'New', cell: (row) => formatCount(row.inserted), align: 'right', width: 90 },
  { title: 'Not written', cell: (row) => formatCount(row.rejected + row.duplicate_in_file + row.suppressed), align: 'right', rank: 2, width: 110 },
  { title: 'When', cell: (row) => <Moment at={row.created_at} />, align: 'right', width: 170 },
];

export function ImportHistory({ shownId }: { shownId: string | undefined }) {
  const imports = useQuery(trpc.imports.list.queryOptions({}));
  return (
    <Panel flush title="Imports so far">
      <Loaded query={imports}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              Nothing was imported yet.
            </Text>
          ) : (
            <ResourceTable label="Imports" rows={rows} columns={columns} rowId={(row) => row.id} openId={shownId} signature={(row) => row.status} keys />
          )
        }
      </Loaded>
    </Panel>
  );
}
