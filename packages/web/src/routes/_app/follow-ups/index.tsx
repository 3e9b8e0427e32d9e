import { Badge, Button, Group, Text } from '@mantine/core';
import { IconCalendarCheck } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { formatCount, formatDay } from '../../../app/format.ts';
import { tellRefusal } from '../../../app/problem.ts';
import type { FollowUp } from '../../../app/rows.ts';
import { tellUndo } from '../../../app/tell-undo.tsx';
import { queryClient, trpc, trpcClient } from '../../../app/trpc.ts';
import { NothingYet } from '../../../components/empty.tsx';
import { FollowUpModal } from '../../../components/follow-up-modal.tsx';
import { AnchorLink, ButtonLink } from '../../../components/links.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';

const KINDS = { overdue: 'Overdue', today: 'Today', later: 'Later', done: 'Done' } as const;
type Kind = keyof typeof KINDS;
const COLORS: Readonly<Record<string, string>> = { overdue: 'red', today: 'yellow', done: 'green' };

export const Route = createFileRoute('/_app/follow-ups/')({
  validateSearch: z.object({ due: z.enum(['overdue', 'today', 'later', 'done']).optional().catch(undefined) }),
  component: FollowUpsPage,
});

const PAGE = 50;
interface Cursor {
  afterDate?: string;
  afterId?: string;
}
const firstPage: Cursor = {};
const listAgain = (): void => void queryClient.invalidateQueries(trpc.followUps.pathFilter());

/** Changes of one row, with the way back in the message. */
function useFollowUpActs() {
  const onError = (error: unknown): void => { tellRefusal('Nothing was changed', error); };
  const complete = useMutation(trpc.followUps.complete.mutationOptions({ onSettled: listAgain, onError }));
  const remove = useMutation(trpc.followUps.remove.mutationOptions({ onSettled: listAgain, onError }));
  return {
    complete: ({ id, is_completed: wasDone }: FollowUp) => {
      complete.mutate({ followUpId: id, isCompleted: !wasDone }, { onSuccess: () => { tellUndo(wasDone ? 'Open again' : 'Done', () => { complete.mutate({ followUpId: id, isCompleted: wasDone }); }); } });
    },
    remove: ({ id }: FollowUp) => {
      remove.mutate({ followUpId: id }, { onSuccess: () => { tellUndo('Removed', () => { remove.mutate({ followUpId: id, isDeleted: false }); }); } });
    },
  };
}

function FollowUpsPage() {
  const { due } = Route.useSearch();
  const counts = useQuery(trpc.followUps.count.queryOptions());
  const [changing, setChanging] = useState<FollowUp | null>(null);
  const acts = useFollowUpActs();
  const list = useInfiniteQuery({
    queryKey: [['followUps', 'list'], { input: { due }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.followUps.list.query({ due, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last ? { afterDate: last.follow_up_date, afterId: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flat() ?? [];
  const columns: Column<FollowUp>[] = [
    { title: 'Who', cell: (row) => <Who row={row} />, width: '26%' },
    { title: 'When', cell: (row) => <When row={row} />, card: 'beside' },
    { title: 'What for', cell: (row) => row.remark ?? '–', width: '30%' },
    {
      title: 'Change',
      cell: (row) => (
        <Group gap="xs" justify="flex-end">
          <Button size="compact-sm" variant="default" aria-label={`${row.is_completed ? 'Open' : 'Done'}: ${nameOf(row)}`} onClick={() => { acts.complete(row); }}>
            {row.is_completed ? 'Open again' : 'Done'}
          </Button>
          {!row.is_completed && (
            <Button size="compact-sm" variant="default" aria-label={`Put off: ${nameOf(row)}`} onClick={() => { setChanging(row); }}>
              Put off
            </Button>
          )}
          <Button size="compact-sm" variant="default" aria-label={`Remove: ${nameOf(row)}`} onClick={() => { acts.remove(row); }}>
            Remove
          </Button>
        </Group>
      ),
      align: 'right',
    },
  ];
  return (
    <>
      <PageHead title="Follow-ups" sub="Whom to get in touch with, and on which day" />
      <Group component="nav" aria-label="Which" gap={4} mb="sm">
        <ButtonLink to="/follow-ups" search={{}} size="compact-md" variant={due === undefined ? 'light' : 'subtle'} aria-current={due === undefined ? 'page' : undefined}>
          Open
        </ButtonLink>
        {(Object.keys(KINDS) as Kind[]).map((kind) => (
          <ButtonLink key={kind} to="/follow-ups" search={{ due: kind }} size="compact-md" variant={due === kind ? 'light' : 'subtle'} aria-current={due === kind ? 'page' : undefined}>
            {KINDS[kind]} {formatCount(counts.data?.[0]?.[kind] ?? 0)}
          </ButtonLink>
        ))}
      </Group>
      <Panel flush>
        <Loaded query={list} rows={4}>
          {() => rows.length > 0
            ? <ResourceTable label="Follow-ups" rows={rows} columns={columns} rowId={(row) => row.id} signature={(row) => `${row.due} ${row.follow_up_date}`} pale={list.isPlaceholderData} keys />
            : <NothingYet icon={IconCalendarCheck} title={due === undefined ? 'Nothing to follow up' : 'Nothing here'} description="Open a contact and choose Follow up: it stands here until the day comes." />}
        </Loaded>
        <MoreButton query={list} />
      </Panel>
      {changing && <FollowUpModal key={changing.id} of={{ followUp: changing }} onClose={() => { setChanging(null); }} />}
    </>
  );
}

const nameOf = (row: FollowUp): string => row.lead_name ?? row.lead_phone;

const Who = ({ row }: { row: FollowUp }) => (
  <>
    {row.contact_id === null ? <Text size="sm">{nameOf(row)}</Text> : (
      <AnchorLink to="/contacts" search={{ peek: row.contact_id }} fw={500} c="var(--mantine-color-text)">
        {nameOf(row)}
      </AnchorLink>
    )}
    <Text size="xs" c="dimmed">{row.lead_phone}</Text>
  </>
);

const When = ({ row }: { row: FollowUp }) => (
  <Group gap="xs" wrap="nowrap">
    <Text size="sm">{formatDay(row.follow_up_date)}</Text>
    {row.due !== 'later' && <Badge color={COLORS[row.due] ?? 'gray'}>{KINDS[row.due as Kind]}</Badge>}
  </Group>
);
