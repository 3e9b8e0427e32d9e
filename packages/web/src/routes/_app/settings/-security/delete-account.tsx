import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { needsPassword, tellRefusal } from '../../../../app/problem.ts';
import { useMe } from '../../../../app/session.ts';
import { trpc } from '../../../../app/trpc.ts';
import { Panel } from '../../../../components/panel.tsx';

/** For good, and therefore neither near nor by a single press. */
export function DeleteAccount() {
  const [opened, setOpened] = useState(false);
  return (
    <Panel title="Delete the account">
      <Group justify="space-between">
        <Text size="sm" maw={520}>
          Deletes your contacts, calls, campaigns and agents here for good. Agents at the voice provider stay there.
        </Text>
        <Button color="red" variant="light" onClick={() => { setOpened(true); }}>
          Delete the account
        </Button>
      </Group>
      {opened && <DeleteModal onClose={() => { setOpened(false); }} />}
    </Panel>
  );
}

function DeleteModal({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const [email, setEmail] = useState('');
  const remove = useMutation(
    trpc.session.deleteAccount.mutationOptions({
      onSuccess: () => { window.location.assign('/login'); },
      onError: (error) => { if (!needsPassword(error)) tellRefusal('The account was not deleted', error); },
    }),
  );
  return (
    <Modal opened onClose={onClose} title="Delete the account for good">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate({ email });
        }}
      >
        <Stack>
          <Text size="sm">
            You are signed out everywhere and nothing more is dialed. What you have here is deleted when the calls on the line are over; the list of credits stays on our books without your name. Nobody can undo this.
          </Text>
          <TextInput data-autofocus label={`Write ${me.email}`} autoComplete="off" value={email} onChange={(event) => { setEmail(event.currentTarget.value); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" color="red" loading={remove.isPending} disabled={email.trim().toLowerCase() !== me.email.toLowerCase()}>
              Delete the account
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
