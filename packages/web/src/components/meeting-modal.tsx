import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { addDays, todayIn } from '../app/period.ts';
import { readProblem, tellDone } from '../app/problem.ts';
import type { Meeting } from '../app/rows.ts';
import { useMe } from '../app/session.ts';
import { queryClient, trpc } from '../app/trpc.ts';

interface MeetingModalProps {
  /** With whom a new one is, or which one is moved. */
  of: { contactId: string; name: string; email: string | null } | { meeting: Meeting };
  onClose: () => void;
}

/** A day and a time, for a new meeting or one that is moved; in the zone of the meeting, or of the account. */
export function MeetingModal({ of, onClose }: MeetingModalProps) {
  const { timezone } = useMe();
  const known = 'meeting' in of ? of.meeting : null;
  const zone = known?.timezone ?? timezone;
  const [date, setDate] = useState(known ? todayIn(zone, new Date(known.meeting_time).getTime()) : addDays(todayIn(zone), 1));
  const [time, setTime] = useState(known ? clockIn(zone, known.meeting_time) : '10:00');
  const [minutes, setMinutes] = useState<string | number>(known?.duration_minutes ?? 30);
  const [title, setTitle] = useState('');
  const [guest, setGuest] = useState('contactId' in of ? (of.email ?? '') : '');
  const [despiteConflict, setDespite] = useState(false);
  const options = {
    onSuccess: () => {
      onClose();
      tellDone(known === null ? 'Booked' : 'Moved', 'You find it under meetings.');
      void queryClient.invalidateQueries(trpc.meetings.pathFilter());
    },
  };
  const book = useMutation(trpc.meetings.book.mutationOptions(options));
  const move = useMutation(trpc.meetings.move.mutationOptions(options));
  const { error, isPending } = known === null ? book : move;
  const problem = error === null ? null : readProblem(error);
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    const when = { date, time, durationMinutes: Number(minutes), timezone: zone, despiteConflict };
    if ('meeting' in of) move.mutate({ meetingId: of.meeting.id, ...when });
    else book.mutate({ contactId: of.contactId, title, attendeeEmail: guest, ...when });
  };
  return (
    <Modal opened onClose={onClose} title={'meeting' in of ? `Move: ${of.meeting.title}` : `Meet ${of.name}`}>
      <form onSubmit={save}>
        <Stack>
          {known === null && <TextInput label="Title" placeholder={'contactId' in of ? `Meeting with ${of.name}` : ''} maxLength={500} value={title} onChange={(event) => { setTitle(event.currentTarget.value); }} />}
          <Group grow>
            <TextInput data-autofocus type="date" label="On" required value={date} onChange={(event) => { setDate(event.currentTarget.value); }} />
            <TextInput type="time" label="At" required value={time} onChange={(event) => { setTime(event.currentTarget.value); }} />
          </Group>
          <NumberInput label="Minutes" min={5} max={1440} step={5} required value={minutes} onChange={setMinutes} />
          {known === null && <TextInput type="email" label="Invite" description="Without an address nobody is invited." value={guest} onChange={(event) => { setGuest(event.currentTarget.value); }} />}
          <Text size="xs" c="dimmed">Time of {zone}</Text>
          {problem !== null && <Text size="sm" c="red" role="alert">{problem.hint}</Text>}
          {problem?.key === 'meeting_conflict' && <Checkbox label="Book it all the same" checked={despiteConflict} onChange={(event) => { setDespite(event.currentTarget.checked); }} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>Leave it</Button>
            <Button type="submit" loading={isPending}>{known === null ? 'Book it' : 'Move it'}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const clockIn = (timeZone: string, at: string): string => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(at));
