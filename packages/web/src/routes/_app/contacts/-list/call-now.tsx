import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPhoneOutgoing } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../../app/format.ts';
import { tellDone, tellRefusal } from '../../../../app/problem.ts';
import { queryClient, trpc, trpcClient } from '../../../../app/trpc.ts';

/** A direct call: it goes before the calls of campaigns. Whether this person may be called, the server says. */
export function CallNow({ contactId }: { contactId: string }) {
  const contact = useQuery(trpc.contacts.byId.queryOptions({ contactId }));
  const name = contact.data?.name ?? 'This contact';
  const agents = useQuery(trpc.agents.list.queryOptions());
  const request = useMutation({
    mutationFn: async (agentId: string) => {
      const item = await trpcClient.calls.requestDirect.mutate({ contactId, agentId });
      // The place in the queue is good to know, but not knowing it makes the call no less requested.
      const position = await trpcClient.queue.position.query({ queueId: item.id }).catch(() => null);
      return position;
    },
    onSuccess: (position) => {
      void queryClient.invalidateQueries(trpc.queue.pathFilter());
      tellDone(`${name} will be called`, position === null || position <= 1 ? 'As soon as a line is free.' : `Number ${formatCount(position)} in the queue.`);
    },
    onError: (error) => {
      tellRefusal(`${name} will not be called`, error);
    },
  });
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="xs" loading={request.isPending} leftSection={<IconPhoneOutgoing size={15} aria-hidden />} rightSection={<IconChevronDown size={14} aria-hidden />}>
          Call now
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>With which agent?</Menu.Label>
        {agents.data?.map((agent) => (
          <Menu.Item
            key={agent.id}
            onClick={() => {
              request.mutate(agent.id);
            }}
          >
            {agent.is_active ? agent.name : `${agent.name} (switched off)`}
          </Menu.Item>
        ))}
        {agents.data?.length === 0 && <Menu.Label>No agents are connected.</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
