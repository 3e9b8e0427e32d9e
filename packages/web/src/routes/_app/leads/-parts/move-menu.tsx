import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { Lead, LeadStage } from '../../../../app/rows.ts';
import { leadStages } from '../../../../app/status.tsx';

const stages = Object.keys(leadStages) as LeadStage[];

/** The stages to which a lead can go from where it is, as the server says. */
export function MoveMenu({ lead, onMove }: { lead: Lead; onMove: (to: LeadStage) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-xs" variant="default" rightSection={<IconChevronDown size={12} aria-hidden />} aria-label={`Move: ${lead.contact_name}`}>
          Move
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {stages.filter((stage) => lead.next_stages.includes(stage)).map((stage) => {
          const { word, icon: Icon } = leadStages[stage];
          return (
            <Menu.Item key={stage} leftSection={<Icon size={14} aria-hidden />} onClick={() => { onMove(stage); }}>
              {word}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
