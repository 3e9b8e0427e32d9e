// Which buttons stand here is a matter of the page (a paused campaign is not paused again); whether the step is
// taken, the database decides.
import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconUserPlus, IconX } from '@tabler/icons-react';
import type { Campaign } from '../../../../app/rows.ts';
import { AddPeopleModal } from './add-people-modal.tsx';
import { CancelModal } from './cancel-modal.tsx';
import { StepButton } from './step-buttons.tsx';

type Offer = 'pause' | 'add' | 'cancel';

// Launch and resume are not here: the headline offers them, as the answer to why nothing is dialing.
const offers: Record<Campaign['status'], Offer[]> = {
  draft: ['add', 'cancel'],
  scheduled: ['add', 'cancel'],
  active: ['pause', 'add', 'cancel'],
  paused: ['add', 'cancel'],
  completed: [],
  cancelled: [],
};

export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const [adding, add] = useDisclosure(false);
  const [cancelling, cancel] = useDisclosure(false);
  const offered = offers[campaign.status];
  if (offered.length === 0) return null;
  return (
    <>
      {offered.includes('pause') && <StepButton campaign={campaign} step="pause" />}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More actions">
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUserPlus size={16} aria-hidden />} onClick={add.open}>
            Add people
          </Menu.Item>
          <Menu.Item c="var(--mantine-color-red-text)" leftSection={<IconX size={16} aria-hidden />} onClick={cancel.open}>
            Cancel the campaign
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <AddPeopleModal campaign={campaign} opened={adding} onClose={add.close} />
      <CancelModal campaign={campaign} opened={cancelling} onClose={cancel.close} />
    </>
  );
}
