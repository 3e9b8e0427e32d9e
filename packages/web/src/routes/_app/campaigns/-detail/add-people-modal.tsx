import { Button, Group, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Campaign } from '../../../../app/rows.ts';
import { PeoplePicker } from '../-form/people-picker.tsx';
import { type PeopleChoice, isComplete, usePeopleCount } from '../-form/people-choice.ts';
import { useAddPeople } from '../-form/use-add-people.ts';
import { countOf } from '../../../../app/format.ts';

interface AddPeopleModalProps {
  campaign: Campaign;
  opened: boolean;
  onClose: () => void;
}

export function AddPeopleModal({ campaign, opened, onClose }: AddPeopleModalProps) {
  const [choice, setChoice] = useState<PeopleChoice>({ from: 'all' });
  const count = usePeopleCount(choice, opened);
  const add = useAddPeople();
  return (
    <Modal opened={opened} onClose={onClose} title="Add people" size="lg">
      <Stack>
        <PeoplePicker choice={choice} onChange={setChoice} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button
            disabled={!isComplete(choice)}
            loading={add.isPending}
            onClick={() => {
              add.mutate({ campaignId: campaign.id, choice }, { onSuccess: onClose });
            }}
          >
            {count === undefined ? 'Add people' : `Add ${countOf(count, 'person', 'people')}`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** For a campaign without people: launching it could but be refused. */
export function AddPeopleButton({ campaign }: { campaign: Campaign }) {
  const [opened, modal] = useDisclosure(false);
  return (
    <>
      <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={modal.open}>
        Add people
      </Button>
      <AddPeopleModal campaign={campaign} opened={opened} onClose={modal.close} />
    </>
  );
}
