import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readProblem, tellDone } from '../app/problem.ts';
import { trpc, whenPasswordNeeded } from '../app/trpc.ts';

/** Asks for the password when the server wants it again; what was to be done is then pressed once more. */
export function PasswordPrompt() {
  const [opened, setOpened] = useState(false);
  const [password, setPassword] = useState('');
  useEffect(() => {
    whenPasswordNeeded(() => { setOpened(true); });
    return () => { whenPasswordNeeded(() => undefined); };
  }, []);
  const prove = useMutation(
    trpc.session.provePassword.mutationOptions({
      onSuccess: () => {
        close();
        tellDone('Thank you', 'Now press the button again.');
      },
    }),
  );
  function close(): void {
    setOpened(false);
    setPassword('');
    prove.reset();
  }
  return (
    <Modal opened={opened} onClose={close} title="Your password again">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          prove.mutate({ password });
        }}
      >
        <Stack>
          <Text size="sm">It is a while since you typed it, and this weighs much.</Text>
          <PasswordInput
            data-autofocus label="Password" autoComplete="current-password" value={password} error={prove.error ? readProblem(prove.error).hint : undefined}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }} onChange={(event) => { setPassword(event.currentTarget.value); }}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={prove.isPending} disabled={password === ''}>
              Go on
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
