import { Badge, Code, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { countOf, formatCount } from '../../../app/format.ts';
import type { Failure, FailureGroup } from '../../../app/rows.ts';
import { trpc, trpcClient } from '../../../app/trpc.ts';
import { AnchorLink, ButtonLink } from '../../../components/links.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';

const searchSchema = z.object({
  endpoint: z.string().optional().catch(undefined), status: z.number().optional().catch(undefined), error: z.string().optional().catch(undefined),
});
type Search = z.output<typeof searchSchema>;

export const Route = createFileRoute('/_app/admin/failures')({ validateSearch: searchSchema, component: FailuresPage });

const DAYS = 7;
const PAGE = 50;

const Status = ({ code }: { code: number }) => <Badge color={code >= 500 ? 'red' : 'gray'}>{code}</Badge>;

const groupColumns: Column<FailureGroup>[] = [
  {
    title: 'Endpoint',
    cell: (group) => (
      <AnchorLink to="/admin/failures" search={{ endpoint: group.endpoint, status: group.status_code, error: group.error_message }}>
        {group.endpoint}
      </AnchorLink>
    ),
    width: '30%',
  },
  { title: 'Status', cell: (group) => <Status code={group.status_code} />, card: 'beside', width: 90 },
  { title: 'Error', cell: (group) => group.error_message },
  { title: 'Times', cell: (group) => formatCount(group.failures), align: 'right', width: 90 },
  { title: 'Accounts', cell: (group) => formatCount(group.accounts), align: 'right', width: 100, rank: 2 },
  { title: 'Last', cell: (group) => <Moment at={group.last_at} />, align: 'right' },
];

const failureColumns: Column<Failure>[] = [
  { title: 'When', cell: (failure) => <Moment at={failure.created_at} />, width: 130 },
  {
    title: 'Account',
    cell: (failure) =>
      failure.user_id === null ? (
        'Nobody signed in'
      ) : (
        <AnchorLink to="/admin/accounts/$userId" params={{ userId: failure.user_id }}>
          {failure.user_email}
        </AnchorLink>
      ),
  },
  { title: 'Sent', cell: (failure) => <Sent body={failure.request_body} />, width: '34%' },
  { title: 'Took', cell: (failure) => `${formatCount(failure.duration_ms)} ms`, align: 'right', width: 90, rank: 2 },
  { title: 'Request', cell: (failure) => <Code>{failure.request_id ?? '–'}</Code>, rank: 2 },
];

const Sent = ({ body }: { body: unknown }) => (body === null ? <Text size="sm" c="dimmed">Nothing</Text> : <Code style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(body)}</Code>);

function FailuresPage() {
  const search = Route.useSearch();
  const groups = useQuery(trpc.admin.failureGroups.queryOptions({ days: DAYS }));
  return (
    <>
      <PageHead title="Failures" sub={`Requests of the last ${DAYS} days that were answered with an error; what was typed is not kept`} />
      <Stack gap="md">
        {search.endpoint !== undefined && <FailuresOf {...search} />}
        <Panel flush title={search.endpoint === undefined ? undefined : 'All'}>
          <Loaded query={groups} rows={6}>
            {(rows) =>
              rows.length === 0 ? (
                <Text size="sm" c="dimmed" p="md">
                  No request has failed.
                </Text>
              ) : (
                <ResourceTable label="Failed requests" rows={rows} columns={groupColumns} rowId={(group) => `${group.method} ${group.endpoint} ${group.status_code} ${group.error_message}`} keys />
              )
            }
          </Loaded>
        </Panel>
      </Stack>
    </>
  );
}

interface Cursor {
  beforeAt?: string;
  beforeFailure?: string;
}
const firstPage: Cursor = {};

/** The single failures behind a line of the list. */
function FailuresOf({ endpoint, status, error }: Search) {
  const input = { endpoint, statusCode: status, errorMessage: error };
  const failures = useInfiniteQuery({
    queryKey: [['admin', 'failures'], { input, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.admin.failures.query({ ...input, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last ? { beforeAt: last.created_at, beforeFailure: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const shown = failures.data?.pages.flat().length ?? 0;
  return (
    <Panel
      flush
      title={
        <Group gap="xs">
          {endpoint}
          {status !== undefined && <Status code={status} />}
          <Text span size="sm" c="dimmed">
            {error}
          </Text>
        </Group>
      }
      aside={
        <ButtonLink to="/admin/failures" search={{}} size="compact-sm" variant="default">
          Close
        </ButtonLink>
      }
    >
      <Loaded query={failures}>
        {({ pages }) =>
          shown === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              None of these is kept.
            </Text>
          ) : (
            <ResourceTable label={countOf(shown, 'failure', 'failures')} rows={pages.flat()} columns={failureColumns} rowId={(failure) => failure.id} />
          )
        }
      </Loaded>
      <MoreButton query={failures} />
    </Panel>
  );
}
