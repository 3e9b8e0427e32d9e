import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { tellRefusal } from '../../../../app/problem.ts';
import { useMe } from '../../../../app/session.ts';
import { trpc } from '../../../../app/trpc.ts';

/** Whoever has no password proves the mailbox to get one: an open session alone shall not be able to lock its owner out. */
export function FirstPassword() {
  const me = useMe();
  const ask = useMutation(trpc.session.forgotPassword.mutationOptions({ onError: (error) => { tellRefusal('No link was sent', error); } }));
  if (ask.isSuccess) {
    return (
      <Text size="sm" role="status">
        A mail with a link is on its way to {me.email}; it works for half an hour.
      </Text>
    );
  }
  return (
    <Stack>
      <Text size="sm">You sign in with a connected account and have no password yet.</Text>
      <Group>
        <Button loading={ask.isPending} onClick={() => { ask.mutate({ email: me.email }); }}>
          Choose a password
        </Button>
      </Group>
    </Stack>
  );
}
