import { Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { formatCount, formatShare } from '../../../app/format.ts';
import type { TenantAccount } from '../../../app/rows.ts';
import { trpcClient } from '../../../app/trpc.ts';
import { NoMatch, NothingYet } from '../../../components/empty.tsx';
import { AnchorLink } from '../../../components/links.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { AccountMark } from './-parts/account-mark.tsx';

export const Route = createFileRoute('/_app/admin/')({ validateSearch: z.object({ q: z.string().optional().catch(undefined) }), component: AccountsPage });

const PAGE = 50;
const columns: Column<TenantAccount>[] = [
  { title: 'Account', cell: (row) => <Account row={row} />, width: '32%' },
  { title: 'State', cell: (row) => <AccountMark account={row} />, card: 'beside', width: 120 },
  { title: 'Lines', cell: (row) => `${row.lines_in_use} of ${row.lines_limit}`, align: 'right' },
  { title: 'Calls today', cell: (row) => formatCount(row.calls_today), align: 'right' },
  { title: 'Answered', cell: (row) => formatShare(row.answered_today, row.calls_today), align: 'right', rank: 2 },
  { title: 'Credits', cell: (row) => formatCount(row.credits), align: 'right' },
  { title: 'Last call', cell: (row) => (row.last_call_at ? <Moment at={row.last_call_at} /> : 'never'), align: 'right', rank: 2 },
  { title: 'Signed in', cell: (row) => (row.last_sign_in_at ? <Moment at={row.last_sign_in_at} /> : '–'), align: 'right', rank: 3 },
];

function Account({ row }: { row: TenantAccount }) {
  return (
    <>
      <AnchorLink to="/admin/accounts/$userId" params={{ userId: row.id }} fw={500} c="var(--mantine-color-text)">
        {row.company ?? row.name}
      </AnchorLink>
      <Text size="xs" c="dimmed">
        {row.email}
        {row.role !== 'user' && ` · ${row.role === 'admin' ? 'administrator' : 'super administrator'}`}
      </Text>
    </>
  );
}

function AccountsPage() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  const accounts = useInfiniteQuery({
    queryKey: [['admin', 'tenants'], { input: { search: q }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.admin.tenants.query({ search: q, afterEmail: pageParam, limit: PAGE }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? (page.at(-1)?.email ?? undefined) : undefined),
    placeholderData: keepPreviousData,
  });
  const search = (text: string): void => void navigate({ search: text === '' ? {} : { q: text }, replace: true });
  return (
    <>
      <PageHead title="Accounts" />
      <Group mb="md">
        <SearchField label="Name, e-mail, number or call id" value={q ?? ''} onSearch={search} />
      </Group>
      <Panel flush>
        <Loaded query={accounts} rows={6}>
          {({ pages }) => {
            const rows = pages.flat();
            if (rows.length > 0) return <ResourceTable label="Accounts" rows={rows} columns={columns} rowId={(row) => row.id} pale={accounts.isPlaceholderData} keys />;
            if (q !== undefined) return <NoMatch what="accounts" onClear={() => { search(''); }} />;
            return <NothingYet icon={IconUsers} title="No accounts" description="There is nobody yet, not even you." />;
          }}
        </Loaded>
        <MoreButton query={accounts} />
      </Panel>
    </>
  );
}
