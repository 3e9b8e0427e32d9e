import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { countOf } from '../../../app/format.ts';
import { leaveFor } from '../../../app/identity-visit.ts';
import { tellDone, tellRefusal } from '../../../app/problem.ts';
import type { CalendarAccount } from '../../../app/rows.ts';
import { useMe } from '../../../app/session.ts';
import { accountStates } from '../../../app/status.tsx';
import { queryClient, trpc } from '../../../app/trpc.ts';
import { Facts } from '../../../components/facts.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StateMark } from '../../../components/state-mark.tsx';

export const Route = createFileRoute('/_app/settings/integrations')({ component: IntegrationsPage });

const again = (): void => {
  void queryClient.invalidateQueries(trpc.calendar.pathFilter());
  void queryClient.invalidateQueries(trpc.meetings.pathFilter());
};
const onError = (error: unknown): void => { tellRefusal('It was not done', error); };

function IntegrationsPage() {
  const provider = useQuery({ ...trpc.calendar.provider.queryOptions(), staleTime: Infinity });
  const account = useQuery(trpc.calendar.account.queryOptions());
  return (
    <>
      <PageHead title="Integrations" sub="What works together with this account" />
      <Panel title={provider.data?.simulated ? 'Google Calendar (simulated)' : 'Google Calendar'}>
        <Loaded query={provider}>
          {({ available }) => available
            ? <Loaded query={account}>{([known]) => <Calendar known={known} />}</Loaded>
            : <Text size="sm">This installation is not registered at Google, so no calendar can be connected. Meetings work without one.</Text>}
        </Loaded>
      </Panel>
    </>
  );
}

function Calendar({ known }: { known: CalendarAccount | undefined }) {
  const { email } = useMe();
  const begin = useMutation(trpc.calendar.begin.mutationOptions({ onSuccess: ({ url }) => { leaveFor(url, '/settings/integrations'); }, onError }));
  const disconnect = useMutation(trpc.calendar.disconnect.mutationOptions({ onSettled: again, onSuccess: () => { tellDone('The calendar is given up', 'Meetings and events stay where they are.'); }, onError }));
  const retry = useMutation(trpc.calendar.retry.mutationOptions({ onSettled: again, onSuccess: () => { tellDone('On its way'); }, onError }));
  const push = useMutation(trpc.calendar.pushUpcoming.mutationOptions({ onSettled: again, onSuccess: (count) => { tellDone('On its way', `${countOf(count, 'meeting', 'meetings')} will stand in the calendar.`); }, onError }));
  const connect = <Button loading={begin.isPending} onClick={() => { begin.mutate({ loginHint: email }); }}>{known?.status === 'reconnect' ? 'Connect it again' : 'Connect'}</Button>;
  if (known === undefined || known.status === 'disconnected') {
    return (
      <Stack align="flex-start">
        <Text size="sm">Meetings stand in your calendar with a video link, guests are invited, and what is changed there is changed here. Of your other events only the times are read, so that nothing is booked over them.</Text>
        {connect}
      </Stack>
    );
  }
  return (
    <Stack>
      <Group gap="xs">
        <StateMark state={accountStates[known.status]} />
        {known.is_paused && <Text size="sm" c="dimmed">Google wants to be left alone for a while.</Text>}
      </Group>
      <Facts
        facts={[
          ['Account', known.email], ['Read', known.last_pull_at === null ? 'not yet' : <Moment key="read" at={known.last_pull_at} />],
          ['Changes there', known.is_told ? 'are told at once' : 'are looked for every two minutes'], ['To be written', countOf(known.waiting, 'meeting', 'meetings')],
          ['Refused', known.failed === 0 ? null : countOf(known.failed, 'meeting', 'meetings')], ['Trouble', known.last_error],
        ]}
      />
      <Group gap="xs">
        {known.status === 'reconnect' && connect}
        {known.status === 'connected' && <Button variant="default" loading={retry.isPending} onClick={() => { retry.mutate({}); }}>Look now</Button>}
        {known.status === 'connected' && known.not_there > 0 && (
          <Button variant="default" loading={push.isPending} onClick={() => { push.mutate({}); }}>{`Write ${countOf(known.not_there, 'earlier meeting', 'earlier meetings')} there`}</Button>
        )}
        {known.status !== 'leaving' && <Button variant="default" loading={disconnect.isPending} onClick={() => { disconnect.mutate({}); }}>Disconnect</Button>}
      </Group>
    </Stack>
  );
}
