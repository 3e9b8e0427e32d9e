import { Stack, Text } from '@mantine/core';
import { noop, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import type { CallDetails } from '../../../app/rows.ts';
import { callState } from '../../../app/status.tsx';
import { trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { CallAnalysis } from './-detail/call-analysis.tsx';
import { CallCost } from './-detail/call-cost.tsx';
import { CallFacts } from './-detail/call-facts.tsx';
import { CallSteps } from './-detail/call-steps.tsx';
import { Transcript } from './-detail/transcript.tsx';
import { AnchorLink } from '../../../components/links.tsx';
import { TwoColumns } from '../../../components/two-columns.tsx';

export const Route = createFileRoute('/_app/calls/$callId')({
  loader: async ({ context, params }) => {
    context.queryClient.query({ ...context.trpc.calls.timeline.queryOptions(params), staleTime: 'static' }).catch(noop);
    await context.queryClient.query({ ...context.trpc.calls.byId.queryOptions(params), staleTime: 'static' });
  },
  component: CallPage,
});

function CallPage() {
  const { callId } = Route.useParams();
  const { data: call } = useSuspenseQuery(trpc.calls.byId.queryOptions({ callId }));
  const steps = useQuery(trpc.calls.timeline.queryOptions({ callId }));
  return (
    <>
      <PageHead
        title={call.contact_name ?? call.phone_number}
        mark={<StateMark state={callState(call)} />}
        sub={
          <>
            <AnchorLink to="/calls" inherit underline="always">
              Calls
            </AnchorLink>{' '}
            · <Moment at={call.created_at} />
          </>
        }
      />
      <TwoColumns>
          <Stack gap="md">
            {call.summary !== null && (
              <Panel title="Summary">
                <Text size="sm">{call.summary}</Text>
              </Panel>
            )}
            <Panel title="Conversation">
              <Conversation call={call} />
            </Panel>
          </Stack>
          <Stack gap="md">
            <Panel title="Details">
              <CallFacts call={call} />
            </Panel>
            <CallAnalysis callId={callId} />
            <Panel title="Cost">
              <CallCost call={call} />
            </Panel>
            <Panel title="Steps">
              <Loaded query={steps}>{(rows) => <CallSteps steps={rows} />}</Loaded>
            </Panel>
          </Stack>
      </TwoColumns>
    </>
  );
}

function Conversation({ call }: { call: CallDetails }) {
  if (call.transcript !== null) return <Transcript text={call.transcript} agentName={call.agent_name} contactName={call.contact_name} />;
  return (
    <Text size="sm" c="dimmed">
      {call.confirmed_at === null ? 'The conversation comes when the call has ended and the provider has written it down.' : 'Nobody spoke in this call.'}
    </Text>
  );
}
