import { Badge, Group, Text } from '@mantine/core';
import { IconCalendarEvent } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { formatCount } from '../../../app/format.ts';
import type { Meeting } from '../../../app/rows.ts';
import { meetingStates } from '../../../app/status.tsx';
import { trpc, trpcClient } from '../../../app/trpc.ts';
import { NothingYet } from '../../../components/empty.tsx';
import { AnchorLink, ButtonLink } from '../../../components/links.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { PeekLayout } from '../../../components/peek-layout.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { MeetingPeek } from './-parts/meeting-peek.tsx';

const KINDS = { open: 'To come', completed: 'Held', cancelled: 'Cancelled', all: 'All' } as const;
type Kind = keyof typeof KINDS;

export const Route = createFileRoute('/_app/meetings/')({
  validateSearch: z.object({ which: z.enum(['completed', 'cancelled', 'all']).optional().catch(undefined), peek: z.uuid().optional().catch(undefined) }),
  component: MeetingsPage,
});

const PAGE = 50;
interface Cursor {
  afterAt?: string;
  afterMeeting?: string;
}
const firstPage: Cursor = {};

const columns: Column<Meeting>[] = [
  { title: 'What', cell: (row) => <What row={row} />, width: '34%' },
  { title: 'When', cell: (row) => <Moment at={row.meeting_time} />, card: 'beside' },
  { title: 'Minutes', cell: (row) => row.duration_minutes, align: 'right', rank: 3 },
  {
    title: 'State',
    cell: (row) => (
      <Group gap={4}>
        <StateMark state={meetingStates[row.status]} />
        {row.is_conflicting && <Badge color="red">Overlaps</Badge>}
        {row.sync_state === 'failed' && <Badge color="red">Not in the calendar</Badge>}
      </Group>
    ),
  },
];

const What = ({ row }: { row: Meeting }) => (
  <>
    <AnchorLink to="/meetings" search={(before) => ({ ...before, peek: row.id })} fw={500} c="var(--mantine-color-text)">{row.title}</AnchorLink>
    <Text size="xs" c="dimmed">{row.contact_name ?? row.phone_number ?? '–'}</Text>
  </>
);

function MeetingsPage() {
  const { which = 'open', peek } = Route.useSearch();
  const navigate = Route.useNavigate();
  const counts = useQuery(trpc.meetings.count.queryOptions({}));
  const list = useInfiniteQuery({
    queryKey: [['meetings', 'list'], { input: { which }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.meetings.list.query({ which, ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last ? { afterAt: last.meeting_time, afterMeeting: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flat() ?? [];
  const open = (id: string | undefined): void => void navigate({ search: (before) => ({ ...before, peek: id }) });
  const count = counts.data?.[0];
  return (
    <PeekLayout label="Meeting" peek={peek && <MeetingPeek meetingId={peek} />} onClose={() => { open(undefined); }}>
      <PageHead
        title="Meetings"
        sub={count ? `${formatCount(count.today)} today, ${formatCount(count.open)} to come` : 'Agreed in calls, or booked by hand'}
        actions={<ButtonLink to="/settings/integrations" variant="default">Calendar</ButtonLink>}
      />
      <Group component="nav" aria-label="Which" gap={4} mb="sm">
        {(Object.keys(KINDS) as Kind[]).map((kind) => (
          <ButtonLink key={kind} to="/meetings" search={kind === 'open' ? {} : { which: kind }} size="compact-md" variant={which === kind ? 'light' : 'subtle'} aria-current={which === kind ? 'page' : undefined}>
            {KINDS[kind]}
          </ButtonLink>
        ))}
      </Group>
      <Panel flush>
        <Loaded query={list} rows={4}>
          {() => rows.length > 0
            ? <ResourceTable label="Meetings" rows={rows} columns={columns} rowId={(row) => row.id} signature={(row) => `${row.status} ${row.meeting_time} ${row.sync_state}`} openId={peek} onOpen={(row) => { open(row.id); }} pale={list.isPlaceholderData} keys />
            : <NothingYet icon={IconCalendarEvent} title={which === 'open' ? 'No meetings to come' : 'Nothing here'} description="What is agreed in a call is booked by itself. To book one by hand, open a contact and choose Meet." />}
        </Loaded>
        <MoreButton query={list} />
      </Panel>
    </PeekLayout>
  );
}
