import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Meeting } from '../../../../app/rows.ts';
import { meetingStates, syncStates } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { Facts } from '../../../../components/facts.tsx';
import { AnchorLink } from '../../../../components/links.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { MeetingModal } from '../../../../components/meeting-modal.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { useMeetingActs } from './use-meeting-acts.ts';

/** All about one meeting, and what can be done with it. */
export function MeetingPeek({ meetingId }: { meetingId: string }) {
  const query = useQuery(trpc.meetings.byId.queryOptions({ meetingId }));
  return <Loaded query={query}>{(meeting) => <Details meeting={meeting} />}</Loaded>;
}

function Details({ meeting }: { meeting: Meeting }) {
  const [moving, setMoving] = useState(false);
  const become = useMeetingActs();
  const link = meeting.google_meet_link;
  const sync = syncStates[meeting.sync_state];
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>{meeting.title}</Title>
        <Group gap="xs" mt={4}>
          <StateMark state={meetingStates[meeting.status]} />
          {sync && <StateMark state={sync} />}
        </Group>
      </div>
      {meeting.is_conflicting && <Text size="sm" c="red">Something else is at the same time.</Text>}
      {meeting.sync_error !== null && <Text size="sm" c="red">The calendar refuses it: {meeting.sync_error}</Text>}
      {meeting.conference_state === 'failure' && <Text size="sm">Google could not make a video meeting for it.</Text>}
      <Facts
        facts={[
          ['Begins', <Moment key="at" at={meeting.meeting_time} zone={meeting.timezone} />], ['Takes', `${String(meeting.duration_minutes)} minutes`],
          ['With', meeting.contact_id && <AnchorLink key="who" to="/contacts" search={{ peek: meeting.contact_id }}>{meeting.contact_name ?? meeting.phone_number ?? 'A contact'}</AnchorLink>],
          ['Invited', meeting.attendee_email], ['Where', meeting.location], ['About', meeting.description],
          ['Video', link?.startsWith('https://') && <Anchor key="video" href={link} target="_blank" rel="noreferrer">{link}</Anchor>],
          ['Agreed in', meeting.call_id && <AnchorLink key="call" to="/calls/$callId" params={{ callId: meeting.call_id }}>a call</AnchorLink>],
        ]}
      />
      <Group gap="xs">
        {meeting.is_open ? (
          <>
            <Button size="xs" variant="default" onClick={() => { setMoving(true); }}>Move</Button>
            <Button size="xs" variant="default" onClick={() => { become(meeting, 'completed'); }}>It was held</Button>
            <Button size="xs" variant="default" onClick={() => { become(meeting, 'cancelled'); }}>Cancel it</Button>
          </>
        ) : (
          <Button size="xs" variant="default" onClick={() => { become(meeting, 'scheduled'); }}>{meeting.status === 'completed' ? 'It was not held' : 'Book it again'}</Button>
        )}
      </Group>
      {moving && <MeetingModal of={{ meeting }} onClose={() => { setMoving(false); }} />}
    </Stack>
  );
}
