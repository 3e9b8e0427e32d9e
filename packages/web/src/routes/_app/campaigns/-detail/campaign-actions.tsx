// The database says which steps a campaign may take now. Launch and resume are not offered here: the headline does,
// as the answer to why nothing is dialing.
import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconUserPlus, IconX } from '@tabler/icons-react';
import type { Campaign } from '../../../../app/rows.ts';
import { AddPeopleModal } from './add-people-modal.tsx';
import { CancelModal } from './cancel-modal.tsx';
import { StepButton } from './step-buttons.tsx';

export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const [adding, add] = useDisclosure(false);
  const [cancelling, cancel] = useDisclosure(false);
  // What takes no step any more is over, and takes nobody in either.
  if (campaign.actions.length === 0) return null;
  return (
    <>
      {campaign.actions.includes('pause') && <StepButton campaign={campaign} step="pause" />}
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
          {campaign.actions.includes('cancel') && (
            <Menu.Item c="var(--mantine-color-red-text)" leftSection={<IconX size={16} aria-hidden />} onClick={cancel.open}>
              Cancel the campaign
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <AddPeopleModal campaign={campaign} opened={adding} onClose={add.close} />
      <CancelModal campaign={campaign} opened={cancelling} onClose={cancel.close} />
    </>
  );
}
