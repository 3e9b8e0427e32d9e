import { Stack } from '@mantine/core';
import { noop, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { campaignStates, stateOf } from '../../../app/status.tsx';
import { trpc } from '../../../app/trpc.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { PeopleBar, PeopleLegend } from '../../../components/people-bar.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { CampaignActions } from './-detail/campaign-actions.tsx';
import { CampaignDays } from './-detail/campaign-days.tsx';
import { CampaignFacts } from './-detail/campaign-facts.tsx';
import { Headline } from './-detail/headline.tsx';
import { LaunchPreview } from './-detail/launch-preview.tsx';
import { NextInQueue } from './-detail/next-in-queue.tsx';
import { OnTheLine } from './-detail/on-the-line.tsx';
import { Outcomes } from './-detail/outcomes.tsx';
import { RecentCalls } from './-detail/recent-calls.tsx';
import { Tiles } from './-detail/tiles.tsx';
import { TwoColumns } from '../../../components/two-columns.tsx';

export const Route = createFileRoute('/_app/campaigns/$campaignId')({
  loader: async ({ context, params }) => {
    context.queryClient.query({ ...context.trpc.campaigns.reasons.queryOptions(params), staleTime: 'static' }).catch(noop);
    await context.queryClient.query({ ...context.trpc.campaigns.byId.queryOptions(params), staleTime: 'static' });
  },
  component: CampaignPage,
});

function CampaignPage() {
  const { campaignId } = Route.useParams();
  const { data: campaign } = useSuspenseQuery(trpc.campaigns.byId.queryOptions({ campaignId }));
  return (
    <>
      <PageHead
        title={campaign.name}
        mark={<StateMark state={stateOf(campaignStates, campaign.status)} />}
        sub={campaign.description ?? undefined}
        actions={<CampaignActions campaign={campaign} />}
      />
      <Stack gap="md">
        <Headline campaign={campaign} />
        <LaunchPreview campaign={campaign} />
        <Tiles campaign={campaign} />
        <Panel title="People">
          <PeopleBar campaign={campaign} tall />
          <PeopleLegend campaign={campaign} />
        </Panel>
        <TwoColumns>
            <Stack gap="md">
              <OnTheLine campaignId={campaignId} />
              <NextInQueue campaignId={campaignId} />
            </Stack>
            <Stack gap="md">
              <Outcomes campaignId={campaignId} />
              <CampaignFacts campaign={campaign} />
            </Stack>
        </TwoColumns>
        <CampaignDays campaignId={campaignId} />
        <RecentCalls campaignId={campaignId} />
      </Stack>
    </>
  );
}
