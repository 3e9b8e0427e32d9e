import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { countOf } from '../../../../app/format.ts';
import type { Campaign } from '../../../../app/rows.ts';
import { useStep } from './use-step.ts';

const WORD = 'cancel';

interface CancelModalProps {
  campaign: Campaign;
  opened: boolean;
  onClose: () => void;
}

/** Cancelling cannot be undone, so a word is typed and the button says how many calls it takes away. */
export function CancelModal({ campaign, opened, onClose }: CancelModalProps) {
  const [typed, setTyped] = useState('');
  const cancel = useStep(campaign.id, 'cancel');
  const left = campaign.people_waiting + campaign.people_retrying;
  return (
    <Modal opened={opened} onClose={onClose} title="Cancel the campaign">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate({ campaignId: campaign.id }, { onSettled: onClose });
        }}
      >
        <Stack>
          <Text size="sm">
            {countOf(left, 'person', 'people')} of “{campaign.name}” will not be called. Calls on the line end normally. This cannot be undone.
          </Text>
          <TextInput
            label={`Type “${WORD}” to confirm`}
            autoComplete="off"
            data-autofocus
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Keep it
            </Button>
            <Button type="submit" color="red" disabled={typed.trim().toLowerCase() !== WORD} loading={cancel.isPending}>
              Cancel {countOf(left, 'call', 'calls')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
