import { NumberInput, Stack, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { tellDone, tellRefusal } from '../../../app/problem.ts';
import type { Inputs, Preferences } from '../../../app/rows.ts';
import { queryClient, trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';

export const Route = createFileRoute('/_app/settings/notifications')({ component: NotificationSettings });

function NotificationSettings() {
  const preferences = useQuery(trpc.notifications.preferences.queryOptions());
  return (
    <>
      <PageHead title="Notifications" sub="How you want to be told of things" />
      <Loaded query={preferences}>{(known) => <Switches known={known} />}</Loaded>
    </>
  );
}

function Switches({ known }: { known: Preferences }) {
  const [threshold, setThreshold] = useState<string | number>(known.low_credits_threshold);
  const change = useMutation(
    trpc.notifications.setPreferences.mutationOptions({
      onSettled: () => void queryClient.invalidateQueries(trpc.notifications.pathFilter()),
      onSuccess: () => { tellDone('Saved'); },
      onError: (error) => { tellRefusal('Nothing was changed', error); },
    }),
  );
  const save = (input: NonNullable<Inputs['notifications']['setPreferences']>): void => { change.mutate(input); };
  return (
    <Stack gap="md">
      <Panel title="In these pages">
        <Stack>
          <Switch label="Messages under the bell" checked={known.in_app_enabled} onChange={(event) => { save({ inAppEnabled: event.currentTarget.checked }); }} />
          <NumberInput
            label="Tell me when fewer credits are left than" description="0: never" min={0} max={1_000_000_000} w={280} value={threshold} onChange={setThreshold}
            onBlur={() => { if (Number(threshold) !== known.low_credits_threshold) save({ lowCreditsThreshold: Number(threshold) }); }}
          />
        </Stack>
      </Panel>
      <Panel title="By mail">
        <Stack>
          <Switch label="Mail about my business" description="Mail that the account itself needs comes all the same." checked={known.email_enabled} onChange={(event) => { save({ emailEnabled: event.currentTarget.checked }); }} />
          <Switch label="Meetings that are booked, moved or cancelled" disabled={!known.email_enabled} checked={known.meeting_booked_email} onChange={(event) => { save({ meetingBookedEmail: event.currentTarget.checked }); }} />
          <Switch label="Each completed call" disabled={!known.email_enabled} checked={known.call_completed_email} onChange={(event) => { save({ callCompletedEmail: event.currentTarget.checked }); }} />
          <Switch label="A summary of the day before, each morning" disabled={!known.email_enabled} checked={known.daily_summary_email} onChange={(event) => { save({ dailySummaryEmail: event.currentTarget.checked }); }} />
        </Stack>
      </Panel>
    </Stack>
  );
}
