import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { callState } from '../app/status.tsx';
import { trpc } from '../app/trpc.ts';
import { AnchorLink } from './links.tsx';
import { Loaded } from './loaded.tsx';
import { Moment } from './moment.tsx';
import { StateMark } from './state-mark.tsx';

/** The newest calls with a contact, a line each. */
export function CallsOf({ contactId, most }: { contactId: string; most: number }) {
  const calls = useQuery(trpc.calls.list.queryOptions({ contactId, limit: most }));
  return (
    <Loaded query={calls} rows={2}>
      {(rows) => rows.length === 0 ? <Text size="sm" c="dimmed">Not called yet.</Text> : (
        <Stack gap={6}>
          {rows.map((call) => (
            <Group key={call.id} justify="space-between" wrap="nowrap">
              <AnchorLink to="/calls/$callId" params={{ callId: call.id }} size="sm">
                <Moment at={call.created_at} />
              </AnchorLink>
              <StateMark state={callState(call)} />
            </Group>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
