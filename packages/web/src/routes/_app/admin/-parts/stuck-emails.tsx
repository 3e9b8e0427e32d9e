import { Badge, Button, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { StuckEmail } from '../../../../app/rows.ts';
import { tellDone, tellRefusal } from '../../../../app/problem.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';

const KINDS: Record<StuckEmail['kind'], string> = {
  register: 'Finish opening an account', account_exists: 'There is an account already', reset_password: 'Choose a new password', password_changed: 'The password was changed',
  session_stolen: 'A session may have been copied', identity_connected: 'An account was connected', identity_disconnected: 'An account was disconnected',
  notification: 'Something happened', call_completed: 'A call was completed', daily_summary: 'The summary of a day',
};

const STATES: Record<StuckEmail['state'], [words: string, color: string]> = {
  failed: ['Not sent', 'red'], unknown: ['May have arrived', 'yellow'], queued: ['Tried again', 'gray'], sending: ['Being sent', 'gray'], sent: ['Sent', 'green'],
};

const columns: Column<StuckEmail>[] = [
  { title: 'To', cell: (mail) => mail.to_email, width: '26%' },
  { title: 'What it says', cell: (mail) => KINDS[mail.kind] },
  { title: 'State', cell: (mail) => <Badge color={STATES[mail.state][1]}>{STATES[mail.state][0]}</Badge>, card: 'beside', width: 170 },
  { title: 'The server said', cell: (mail) => mail.last_answer ?? '–', rank: 2 },
  { title: 'Since', cell: (mail) => <Moment at={mail.created_at} />, align: 'right' },
  { title: 'Again', cell: (mail) => <SendAgain mail={mail} />, align: 'right' },
];

function SendAgain({ mail }: { mail: StuckEmail }) {
  const send = useMutation(
    trpc.admin.resendEmail.mutationOptions({
      onSuccess: () => { tellDone('The mail is on its way again'); },
      onError: (error) => { tellRefusal('The mail was not sent', error); },
      onSettled: () => void queryClient.invalidateQueries(trpc.admin.stuckEmails.pathFilter()),
    }),
  );
  return (
    <Button size="compact-sm" variant="default" loading={send.isPending} aria-label={`Send the mail to ${mail.to_email} again`} onClick={() => { send.mutate({ emailId: mail.id }); }}>
      Send again
    </Button>
  );
}

/** Mail that did not arrive, for somebody to look at. */
export function StuckEmails({ everyMs }: { everyMs: number }) {
  const mails = useQuery(trpc.admin.stuckEmails.queryOptions({}, { refetchInterval: everyMs }));
  return (
    <Panel title="Mail that did not arrive" flush>
      <Loaded query={mails}>
        {(rows) =>
          rows.length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              All mail has been taken by the mail server.
            </Text>
          ) : (
            <ResourceTable label="Mail that did not arrive" rows={rows} columns={columns} rowId={(mail) => mail.id} />
          )
        }
      </Loaded>
    </Panel>
  );
}
