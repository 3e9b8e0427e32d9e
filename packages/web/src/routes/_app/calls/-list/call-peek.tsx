import { Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CallDetails } from '../../../../app/rows.ts';
import { callState } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import { CallFacts } from '../-detail/call-facts.tsx';
import { Transcript } from '../-detail/transcript.tsx';

export function CallPeek({ callId }: { callId: string }) {
  const call = useQuery(trpc.calls.byId.queryOptions({ callId }, { placeholderData: keepPreviousData }));
  return <Loaded query={call}>{(found) => <PeekBody call={found} />}</Loaded>;
}

function PeekBody({ call }: { call: CallDetails }) {
  return (
    <Stack gap="md">
      <div>
        <Title order={2} fz="lg" mb={6}>
          {call.contact_name ?? call.phone_number}
        </Title>
        <StateMark state={callState(call)} />
      </div>
      {call.summary !== null && <Text size="sm">{call.summary}</Text>}
      <CallFacts call={call} />
      {call.transcript !== null && <Transcript text={call.transcript} agentName={call.agent_name} contactName={call.contact_name} />}
    </Stack>
  );
}
