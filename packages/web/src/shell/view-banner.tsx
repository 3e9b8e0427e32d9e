import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { tellRefusal } from '../app/problem.ts';
import { renewSession } from '../app/renewal.ts';
import { askWhoIAm, useMe } from '../app/session.ts';
import { trpc } from '../app/trpc.ts';
import { Moment } from '../components/moment.tsx';
import classes from './shell.module.css';

/** On every page while an administrator looks at an account: whose it is, until when, and the way back. */
export function ViewBanner() {
  const me = useMe();
  const leave = useMutation(
    trpc.session.endView.mutationOptions({
      // The page sees that it is another person's and leads away (shell.tsx). Leading away from here as well, the two would race.
      onSuccess: () => void renewSession(Date.now()).then(askWhoIAm),
      onError: (error) => { tellRefusal('The view goes on', error); },
    }),
  );
  if (me.viewed_by === null) return null;
  return (
    <Group role="status" className={classes['view']} justify="space-between" gap="sm">
      <Text size="sm">
        <b>{me.company ?? me.name}</b>, seen by {me.viewed_by}. Nothing can be changed. Ends at <Moment at={me.session_expires_at} />.
      </Text>
      <Button size="compact-sm" variant="default" loading={leave.isPending} onClick={() => { leave.mutate({}); }}>
        Leave the view
      </Button>
    </Group>
  );
}
