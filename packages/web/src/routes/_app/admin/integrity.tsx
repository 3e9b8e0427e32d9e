import { Badge, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { countOf, formatCount } from '../../../app/format.ts';
import { trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';

export const Route = createFileRoute('/_app/admin/integrity')({ component: IntegrityPage });

const Mark = ({ good }: { good: boolean }) => <Badge color={good ? 'green' : 'red'}>{good ? 'In order' : 'Broken'}</Badge>;

interface Invariant { invariant: string; meaning: string; violations: number; examples: unknown }
const invariants: Column<Invariant>[] = [
  { title: 'Invariant', cell: (row) => <Named name={row.invariant} meaning={row.meaning} />, width: '70%' },
  { title: 'State', cell: (row) => <Mark good={row.violations === 0} />, card: 'beside', width: 110 },
  { title: 'Rows', cell: (row) => formatCount(row.violations), align: 'right' },
];

interface Check { relation: string; check_name: string; is_ok: boolean; detail: string }
const checks: Column<Check>[] = [
  { title: 'Table', cell: (row) => row.relation },
  { title: 'Check', cell: (row) => row.check_name.replaceAll('_', ' ') },
  { title: 'State', cell: (row) => <Mark good={row.is_ok} />, card: 'beside', width: 110 },
  { title: 'Finding', cell: (row) => row.detail, rank: 2 },
];

const Named = ({ name, meaning }: { name: string; meaning: string }) => (
  <>
    {name.replace(/^invariant_\d+_/, '').replaceAll('_', ' ')}
    <Text size="xs" c="dimmed">
      {meaning}
    </Text>
  </>
);

function IntegrityPage() {
  // Reads all tenants: asked for by pressing, not by looking.
  const consistency = useQuery(trpc.admin.consistency.queryOptions(undefined, { enabled: false, retry: false, staleTime: Infinity }));
  const isolation = useQuery(trpc.admin.isolation.queryOptions(undefined, { staleTime: Infinity }));
  return (
    <>
      <PageHead title="Integrity" sub="What must always be so, and what keeps tenants apart" />
      <Stack gap="md">
        <Panel
          title="Invariants"
          flush
          aside={
            <Button size="compact-sm" variant="default" loading={consistency.isFetching} onClick={() => void consistency.refetch()}>
              Check now
            </Button>
          }
        >
          {consistency.isFetched || consistency.isFetching ? (
            <Loaded query={consistency}>{(rows) => <ResourceTable label="Invariants" rows={rows} columns={invariants} rowId={(row) => row.invariant} />}</Loaded>
          ) : (
            <Text size="sm" c="dimmed" p="md">
              Checking reads the rows of all tenants, which takes a while on a large installation.
            </Text>
          )}
        </Panel>
        <Panel title="Isolation" flush>
          <Loaded query={isolation}>
            {(rows) => {
              const broken = rows.filter((row) => !row.is_ok);
              return broken.length > 0 ? (
                <ResourceTable label="Isolation" rows={broken} columns={checks} rowId={(row) => `${row.relation} ${row.check_name}`} />
              ) : (
                <Text size="sm" p="md">
                  {countOf(rows.length, 'check', 'checks')} of {countOf(new Set(rows.map((row) => row.relation)).size, 'table', 'tables')}: all in order.
                </Text>
              );
            }}
          </Loaded>
        </Panel>
      </Stack>
    </>
  );
}
