// The server names what helps against a reason; here is where that is done.
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Campaign } from '../../../../app/rows.ts';
import { AddPeopleButton } from './add-people-modal.tsx';
import { LaunchButton, StepButton } from './step-buttons.tsx';
import { ButtonLink } from '../../../../components/links.tsx';

const onThisPage = (target: string, words: string): ReactNode => (
  <Anchor href={`#${target}`} size="sm">
    {words}
  </Anchor>
);

/** An action without a place in this version shows nothing: the sentence says enough. */
export function ReasonAction({ action, campaign }: { action: string; campaign: Campaign }) {
  switch (action) {
    case 'launch':
      return campaign.total_contacts === 0 ? <AddPeopleButton campaign={campaign} /> : <LaunchButton campaign={campaign} />;
    case 'resume':
      return <StepButton campaign={campaign} step="resume" />;
    case 'calls':
      return (
        <ButtonLink to="/calls" search={{ campaign: campaign.id }} variant="default" size="xs">
          See the calls
        </ButtonLink>
      );
    case 'lines':
      return onThisPage('on-the-line', 'See the lines');
    case 'queue':
    case 'see_attempts':
      return onThisPage('next-in-queue', 'See them');
    default:
      return null;
  }
}
