import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { addDays, todayIn } from '../app/period.ts';
import { readProblem, tellDone } from '../app/problem.ts';
import type { FollowUp } from '../app/rows.ts';
import { useMe } from '../app/session.ts';
import { queryClient, trpc } from '../app/trpc.ts';

interface FollowUpModalProps {
  /** Whom: a contact for a new one, or the one that is to be changed. */
  of: { contactId: string; name: string } | { followUp: FollowUp };
  onClose: () => void;
}

/** A day and what to do on it, for a new follow-up or one that is put off. */
export function FollowUpModal({ of, onClose }: FollowUpModalProps) {
  const { timezone } = useMe();
  const today = todayIn(timezone);
  const known = 'followUp' in of ? of.followUp : null;
  const [date, setDate] = useState(known === null || known.follow_up_date < today ? addDays(today, 1) : known.follow_up_date);
  const [remark, setRemark] = useState(known?.remark ?? '');
  const options = {
    onSuccess: () => {
      onClose();
      tellDone(known === null ? 'Noted' : 'Changed', `You find it under follow-ups.`);
      void queryClient.invalidateQueries(trpc.followUps.pathFilter());
    },
  };
  const create = useMutation(trpc.followUps.create.mutationOptions(options));
  const change = useMutation(trpc.followUps.change.mutationOptions(options));
  const { error, isPending } = known === null ? create : change;
  const name = 'followUp' in of ? (of.followUp.lead_name ?? of.followUp.lead_phone) : of.name;
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    if ('followUp' in of) change.mutate({ followUpId: of.followUp.id, date, remark });
    else create.mutate({ contactId: of.contactId, date, remark });
  };
  return (
    <Modal opened onClose={onClose} title={`Follow up with ${name}`}>
      <form onSubmit={save}>
        <Stack>
          <Group gap="xs">
            {[['Today', 0], ['Tomorrow', 1], ['In a week', 7], ['In a month', 30]].map(([label, days]) => (
              <Button key={label} size="compact-sm" variant="default" onClick={() => { setDate(addDays(today, Number(days))); }}>
                {label}
              </Button>
            ))}
          </Group>
          <TextInput data-autofocus type="date" label="On" required min={today} value={date} onChange={(event) => { setDate(event.currentTarget.value); }} />
          <Textarea label="What for" autosize minRows={2} maxRows={8} maxLength={2000} value={remark} onChange={(event) => { setRemark(event.currentTarget.value); }} />
          {error !== null && <Text size="sm" c="red" role="alert">{readProblem(error).hint}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={isPending} disabled={date === ''}>
              {known === null ? 'Note it' : 'Change it'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
