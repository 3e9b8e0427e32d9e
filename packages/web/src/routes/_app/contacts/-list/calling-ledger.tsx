// Whether this person may be called, and all that has to do with calling them, newest first.
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { tellDone, tellRefusal } from '../../../../app/problem.ts';
import type { Contact } from '../../../../app/rows.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { ConsentModal } from '../../../../components/consent-modal.tsx';
import { AnchorLink } from '../../../../components/links.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';

const again = (): void => {
  void queryClient.invalidateQueries(trpc.contacts.pathFilter());
  void queryClient.invalidateQueries(trpc.queue.pathFilter());
};

export function CallingLedger({ contact }: { contact: Contact }) {
  const entries = useQuery(trpc.contacts.explain.queryOptions({ contactId: contact.id }));
  const [asking, ask] = useDisclosure(false);
  const optOut = useMutation(
    trpc.contacts.addOptOuts.mutationOptions({
      onSuccess: () => { tellDone(`${contact.name} will not be called again`, 'The number is on the do-not-call list.'); },
      onSettled: again,
      onError: (error) => { tellRefusal('The number was not put on the list', error); },
    }),
  );
  const withdraw = useMutation(trpc.contacts.withdrawConsent.mutationOptions({ onSettled: again, onError: (error) => { tellRefusal('The consent stands', error); } }));
  const agreed = entries.data?.find((entry) => entry.key === 'agreed' || entry.key === 'withdrew')?.key === 'agreed';
  return (
    <div>
      <Title order={3} mb={6}>
        May they be called?
      </Title>
      <Loaded query={entries} rows={2}>
        {([now, ...before]) => (
          <Stack gap={6}>
            {now && <Text size="sm" fw={600}>{now.sentence}</Text>}
            <Group gap="xs">
              {agreed ? (
                <Button size="compact-sm" variant="default" loading={withdraw.isPending} onClick={() => { withdraw.mutate({ contactId: contact.id }); }}>
                  Consent was taken back
                </Button>
              ) : (
                <Button size="compact-sm" variant="default" onClick={ask.open}>
                  Record consent
                </Button>
              )}
              {!contact.is_opted_out && (
                <Button size="compact-sm" variant="default" loading={optOut.isPending} onClick={() => { optOut.mutate({ numbers: [contact.phone_number] }); }}>
                  Do not call again
                </Button>
              )}
            </Group>
            {before.map((entry) => (
              <Group key={`${entry.at} ${entry.key} ${entry.sentence}`} gap="xs" wrap="nowrap" align="baseline">
                <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
                  {entry.call_id === null ? (
                    <Moment at={entry.at} />
                  ) : (
                    <AnchorLink to="/calls/$callId" params={{ callId: entry.call_id }} size="xs">
                      <Moment at={entry.at} />
                    </AnchorLink>
                  )}
                </Text>
                <Text size="sm">{entry.sentence}</Text>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
      <ConsentModal opened={asking} people={{ contactId: contact.id }} whose="this person" onClose={ask.close} />
    </div>
  );
}
