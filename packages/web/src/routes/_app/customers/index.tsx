import { Group, SimpleGrid, Text } from '@mantine/core';
import { IconUserStar } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { formatCount, formatDay, formatMoney } from '../../../app/format.ts';
import type { Customer } from '../../../app/rows.ts';
import { trpc, trpcClient } from '../../../app/trpc.ts';
import { NoMatch, NothingYet } from '../../../components/empty.tsx';
import { FigureTile } from '../../../components/figure-tile.tsx';
import { AnchorLink, ButtonLink } from '../../../components/links.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';
import { SearchField } from '../../../components/search-field.tsx';

export const Route = createFileRoute('/_app/customers/')({ validateSearch: z.object({ q: z.string().optional().catch(undefined) }), component: CustomersPage });

const PAGE = 50;
interface Cursor {
  beforeAt?: string;
  beforeId?: string;
}
const firstPage: Cursor = {};

const columns: Column<Customer>[] = [
  { title: 'Customer', cell: (row) => <Named row={row} />, width: '30%' },
  { title: 'Reference', cell: (row) => row.customer_reference, width: 180 },
  { title: 'Deal', cell: (row) => formatMoney(row.deal_value), align: 'right' },
  { title: 'Closed', cell: (row) => (row.deal_closed_date === null ? '–' : formatDay(row.deal_closed_date)), align: 'right', rank: 2 },
  { title: 'Contract ends', cell: (row) => (row.contract_end_date === null ? '–' : formatDay(row.contract_end_date)), align: 'right', rank: 2 },
  { title: 'Looked after by', cell: (row) => row.account_manager ?? '–', rank: 3 },
];

const Named = ({ row }: { row: Customer }) => (
  <>
    <AnchorLink to="/customers/$customerId" params={{ customerId: row.id }} fw={500} c="var(--mantine-color-text)">
      {row.company_name ?? row.name}
    </AnchorLink>
    <Text size="xs" c="dimmed">
      {row.company_name === null ? row.phone_number : `${row.name} · ${row.phone_number}`}
    </Text>
  </>
);

function CustomersPage() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  const sums = useQuery(trpc.customers.sum.queryOptions());
  const list = useInfiniteQuery({
    queryKey: [['customers', 'list'], { input: { search: q }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.customers.list.query({ search: q, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last ? { beforeAt: last.created_at, beforeId: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flat() ?? [];
  const search = (text: string): void => void navigate({ search: text === '' ? {} : { q: text }, replace: true });
  return (
    <>
      <PageHead title="Customers" sub="Contacts that have bought" />
      <Loaded query={sums}>
        {([sum]) => sum && (
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md" mb="md">
            <FigureTile name="Customers" means="Contacts that were made customers and are one still." value={formatCount(sum.customers)} />
            <FigureTile name="Worth" means="The values of their deals together, in your own currency." value={formatMoney(sum.deal_value)} />
            <FigureTile name="Ending soon" means="Contracts whose last day is within thirty days." value={formatCount(sum.ending_soon)} />
          </SimpleGrid>
        )}
      </Loaded>
      <Group mb="sm">
        <SearchField label="Name, company, reference or number" value={q ?? ''} onSearch={search} />
      </Group>
      <Panel flush>
        <Loaded query={list} rows={4}>
          {() => {
            if (rows.length > 0) return <ResourceTable label="Customers" rows={rows} columns={columns} rowId={(row) => row.id} pale={list.isPlaceholderData} keys />;
            if (q !== undefined) return <NoMatch what="customers" onClear={() => { search(''); }} />;
            return (
              <NothingYet
                icon={IconUserStar} title="No customers yet" description="Open a contact that has bought and choose Make a customer."
                action={<ButtonLink to="/contacts" variant="default">Contacts</ButtonLink>}
              />
            );
          }}
        </Loaded>
        <MoreButton query={list} />
      </Panel>
    </>
  );
}
