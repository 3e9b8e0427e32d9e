import { Badge, Button, Group, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { tellRefusal } from '../../../app/problem.ts';
import type { Message } from '../../../app/rows.ts';
import { queryClient, trpc, trpcClient } from '../../../app/trpc.ts';
import { NothingYet } from '../../../components/empty.tsx';
import { ButtonLink, PathLink } from '../../../components/links.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';

export const Route = createFileRoute('/_app/notifications/')({ validateSearch: z.object({ unread: z.literal(true).optional().catch(undefined) }), component: NotificationsPage });

const PAGE = 50;
interface Cursor {
  beforeAt?: string;
  beforeId?: string;
}
const firstPage: Cursor = {};
const again = (): void => void queryClient.invalidateQueries(trpc.notifications.pathFilter());
const onError = (error: unknown): void => { tellRefusal('Nothing was changed', error); };

function NotificationsPage() {
  const { unread } = Route.useSearch();
  const list = useInfiniteQuery({
    queryKey: [['notifications', 'list'], { input: { onlyUnread: unread }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.notifications.list.query({ onlyUnread: unread ?? false, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last ? { beforeAt: last.created_at, beforeId: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flat() ?? [];
  const read = useMutation(trpc.notifications.read.mutationOptions({ onSettled: again, onError }));
  const readAll = useMutation(trpc.notifications.readAll.mutationOptions({ onSettled: again, onError }));
  const mark = (row: Message, isRead: boolean): void => { read.mutate({ notificationId: row.id, isRead }); };
  const columns: Column<Message>[] = [
    { title: 'What', cell: (row) => <What row={row} onSeen={() => { if (!row.is_read) mark(row, true); }} />, width: '60%' },
    { title: 'When', cell: (row) => <Moment at={row.created_at} />, card: 'beside' },
    {
      title: 'Change',
      align: 'right',
      cell: (row) => <Button size="compact-sm" variant="default" aria-label={`${row.is_read ? 'Unseen' : 'Seen'}: ${row.title}`} onClick={() => { mark(row, !row.is_read); }}>{row.is_read ? 'Unseen' : 'Seen'}</Button>,
    },
  ];
  const newest = rows[0]?.created_at;
  return (
    <>
      <PageHead
        title="Notifications" sub="What happened while you were busy with something else"
        actions={
          <>
            <ButtonLink to="/settings/notifications" variant="default">Choose</ButtonLink>
            <Button variant="default" disabled={!rows.some((row) => !row.is_read)} loading={readAll.isPending} onClick={() => { if (newest !== undefined) readAll.mutate({ until: newest }); }}>Mark all as seen</Button>
          </>
        }
      />
      <Group component="nav" aria-label="Which" gap={4} mb="sm">
        <ButtonLink to="/notifications" search={{}} size="compact-md" variant={unread ? 'subtle' : 'light'} aria-current={unread ? undefined : 'page'}>All</ButtonLink>
        <ButtonLink to="/notifications" search={{ unread: true }} size="compact-md" variant={unread ? 'light' : 'subtle'} aria-current={unread ? 'page' : undefined}>Unseen</ButtonLink>
      </Group>
      <Panel flush>
        <Loaded query={list} rows={4}>
          {() => rows.length > 0
            ? <ResourceTable label="Notifications" rows={rows} columns={columns} rowId={(row) => row.id} signature={(row) => String(row.is_read)} pale={list.isPlaceholderData} keys />
            : <NothingYet icon={IconBell} title="Nothing to tell" description="When a meeting is booked, a campaign has finished, or credits run low, it stands here." />}
        </Loaded>
        <MoreButton query={list} />
      </Panel>
    </>
  );
}

function What({ row, onSeen }: { row: Message; onSeen: () => void }) {
  return (
    <>
      <Group gap="xs">
        {row.link === null ? <Text size="sm" fw={500}>{row.title}</Text> : <PathLink path={row.link} onClick={onSeen}>{row.title}</PathLink>}
        {!row.is_read && <Badge>New</Badge>}
      </Group>
      <Text size="sm" c="dimmed">{row.message}</Text>
    </>
  );
}
