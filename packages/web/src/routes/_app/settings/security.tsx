import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { formatBrowser } from '../../../app/format.ts';
import { readProblem, tellDone, tellRefusal } from '../../../app/problem.ts';
import type { Session } from '../../../app/rows.ts';
import { queryClient, trpc } from '../../../app/trpc.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';
import { ConnectedAccounts } from './-security/connected-accounts.tsx';
import { DeleteAccount } from './-security/delete-account.tsx';
import { FirstPassword } from './-security/first-password.tsx';

export const Route = createFileRoute('/_app/settings/security')({ component: SecurityPage });

const listAgain = (): void => void queryClient.invalidateQueries(trpc.session.list.queryFilter());

function SecurityPage() {
  const hasPassword = useQuery(trpc.identities.hasPassword.queryOptions());
  return (
    <>
      <PageHead title="Security" sub="Where you are signed in, and how" />
      <Stack gap="md">
        <Sessions />
        <ConnectedAccounts />
        <Panel title="Password">
          <Loaded query={hasPassword}>{(has) => (has ? <PasswordForm /> : <FirstPassword />)}</Loaded>
        </Panel>
        <DeleteAccount />
      </Stack>
    </>
  );
}

function Sessions() {
  const sessions = useQuery(trpc.session.list.queryOptions());
  const end = useMutation(trpc.session.revoke.mutationOptions({ onSettled: listAgain, onError: (error) => { tellRefusal('The session was not ended', error); } }));
  const endOthers = useMutation(
    trpc.session.revokeOthers.mutationOptions({
      onSettled: listAgain,
      onSuccess: (count) => { tellDone('Signed out everywhere else', `${count === 1 ? '1 session' : `${count} sessions`} ended.`); },
      onError: (error) => { tellRefusal('The sessions were not ended', error); },
    }),
  );
  const columns: Column<Session>[] = [
    { title: 'Browser', cell: (session) => <Browser session={session} />, width: '45%' },
    { title: 'Address', cell: (session) => session.ip_address ?? '–' },
    { title: 'Signed in', cell: (session) => session.created_at && <Moment at={session.created_at} />, rank: 2 },
    { title: 'Last used', cell: (session) => (session.last_used_at ? <Moment at={session.last_used_at} /> : '–') },
    {
      title: 'End',
      cell: (session) =>
        session.is_current ? null : (
          <Button size="compact-sm" variant="default" onClick={() => { end.mutate({ sessionId: session.id }); }}>
            Sign out
          </Button>
        ),
      align: 'right',
    },
  ];
  const others = sessions.data?.some((session) => !session.is_current) === true;
  return (
    <Panel
      title="Sessions"
      flush
      aside={
        others && (
          <Button size="compact-sm" variant="default" loading={endOthers.isPending} onClick={() => { endOthers.mutate({}); }}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <Loaded query={sessions}>{(rows) => <ResourceTable label="Sessions" rows={rows} columns={columns} rowId={(row) => row.id} />}</Loaded>
    </Panel>
  );
}

const Browser = ({ session }: { session: Session }) => (
  <>
    <Text size="sm" lineClamp={1} title={session.user_agent ?? undefined}>
      {formatBrowser(session.user_agent)}
    </Text>
    {session.is_view && (
      <Text size="xs" c="dimmed">
        Somebody of the platform looks at your pages
      </Text>
    )}
    {session.is_current && (
      <Text size="xs" c="dimmed">
        This one
      </Text>
    )}
  </>
);

const form = z
  .object({ oldPassword: z.string().min(1, 'Write your present password.'), newPassword: z.string().min(10, 'At least 10 characters.').max(1000), again: z.string() })
  .refine((values) => values.newPassword === values.again, { path: ['again'], message: 'The two differ.' });

function PasswordForm() {
  const fields = useForm({ mode: 'uncontrolled', initialValues: { oldPassword: '', newPassword: '', again: '' }, validate: schemaResolver(form, { sync: true }) });
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      onSuccess: () => {
        fields.reset();
        listAgain();
        tellDone('The password is changed', 'All other sessions have ended.');
      },
      onError: (error) => {
        const { hint, fieldErrors } = readProblem(error);
        fields.setErrors('newPassword' in fieldErrors ? fieldErrors : { oldPassword: hint });
      },
    }),
  );
  return (
    <form noValidate onSubmit={fields.onSubmit(({ oldPassword, newPassword }) => { change.mutate({ oldPassword, newPassword }); })}>
      <Stack maw={360}>
        <PasswordInput label="Present password" autoComplete="current-password" key={fields.key('oldPassword')} {...fields.getInputProps('oldPassword')} />
        <PasswordInput label="New password" description="At least 10 characters; length is what counts." autoComplete="new-password" key={fields.key('newPassword')} {...fields.getInputProps('newPassword')} />
        <PasswordInput label="New password again" autoComplete="new-password" key={fields.key('again')} {...fields.getInputProps('again')} />
        <Group>
          <Button type="submit" loading={change.isPending}>
            Change the password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
