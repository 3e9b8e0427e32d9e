import { Button, Text, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRocket, type Icon } from '@tabler/icons-react';
import { countOf, makeFormat } from '../../../../app/format.ts';
import type { Campaign } from '../../../../app/rows.ts';
import { isOpenAt } from './hours.tsx';
import { useStep } from './use-step.ts';

const steps: Record<'pause' | 'resume', { word: string; icon: Icon; effect: string }> = {
  pause: { word: 'Pause', icon: IconPlayerPause, effect: 'No new calls. Calls on the line end normally.' },
  resume: { word: 'Resume', icon: IconPlayerPlay, effect: 'Calls go on with the people still waiting.' },
};

export function StepButton({ campaign, step }: { campaign: Campaign; step: 'pause' | 'resume' }) {
  const change = useStep(campaign.id, step);
  const { word, icon: Icon, effect } = steps[step];
  return (
    <Tooltip label={step === 'resume' ? `${effect}${firstCalls(campaign, ' First calls ', '.')}` : effect}>
      <Button
        variant={step === 'resume' ? 'filled' : 'default'}
        leftSection={<Icon size={16} aria-hidden />}
        loading={change.isPending}
        onClick={() => {
          change.mutate({ campaignId: campaign.id });
        }}
      >
        {word}
      </Button>
    </Tooltip>
  );
}

/** Launching names its effect instead of asking: "Launch: 1,000 people, first calls now", or "… first calls 14:05 BST". */
export function LaunchButton({ campaign }: { campaign: Campaign }) {
  const launch = useStep(campaign.id, 'launch');
  if (campaign.next_opening_at === null) {
    return (
      <Text size="sm" c="dimmed">
        Its last day has passed.
      </Text>
    );
  }
  return (
    <Button
      leftSection={<IconRocket size={16} aria-hidden />}
      loading={launch.isPending}
      onClick={() => {
        launch.mutate({ campaignId: campaign.id });
      }}
    >
      Launch: {countOf(campaign.total_contacts, 'person', 'people')}
      {firstCalls(campaign, ', first calls ')}
    </Button>
  );
}

/** When its first calls would go out, in the campaign's zone; nothing when no day is left for them. */
function firstCalls(campaign: Campaign, before: string, after = ''): string {
  const opens = campaign.next_opening_at;
  if (opens === null) return '';
  return `${before}${isOpenAt(opens) ? 'now' : makeFormat(campaign.timezone).moment(opens)}${after}`;
}
