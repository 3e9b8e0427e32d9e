import { formatDay, countOf } from '../../../../app/format.ts';
import type { Campaign } from '../../../../app/rows.ts';
import { Facts } from '../../../../components/facts.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { Hours } from './hours.tsx';

export function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const retries = campaign.max_retries === 0 ? 'none' : `up to ${countOf(campaign.max_retries, 'retry', 'retries')}, ${campaign.retry_interval_minutes} min apart`;
  const until = campaign.end_date === null ? 'no end date' : `until ${formatDay(campaign.end_date)}`;
  return (
    <Panel title="How it calls">
      <Facts
        facts={[
          ['Goal', campaign.next_action],
          ['Agent', campaign.agent_name],
          ['Hours', <Hours key="hours" campaign={campaign} />],
          ['Time zone', campaign.timezone],
          ['Days', `from ${formatDay(campaign.start_date)}, ${until}`],
          ['Retries', retries],
          ['Launched', campaign.started_at === null ? 'not yet' : <Moment key="started" at={campaign.started_at} />],
          ['Completed', campaign.completed_at === null ? null : <Moment key="completed" at={campaign.completed_at} />],
        ]}
      />
    </Panel>
  );
}
