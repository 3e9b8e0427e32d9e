import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { formatCount, formatShare } from '../../../../app/format.ts';
import { needsPassword, tellRefusal } from '../../../../app/problem.ts';
import type { TenantAccount } from '../../../../app/rows.ts';
import { trpc } from '../../../../app/trpc.ts';
import { Facts } from '../../../../components/facts.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { PageHead } from '../../../../components/page-head.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { ReasonModal } from '../../../../components/reason-modal.tsx';
import { AccountMark } from '../-parts/account-mark.tsx';
import { AuditTable } from '../-parts/audit-table.tsx';
import { DeleteAccountModal } from '../-parts/delete-account-modal.tsx';
import { acting } from '../-parts/acting.ts';

export const Route = createFileRoute('/_app/admin/accounts/$userId')({
  loader: async ({ context, params }) => {
    await context.queryClient.query({ ...context.trpc.admin.tenant.queryOptions(params), staleTime: 'static' });
  },
  component: AccountPage,
});

type Act = 'switch' | 'credits' | 'lines' | 'role' | 'view' | 'delete';

function AccountPage() {
  const { userId } = Route.useParams();
  const { data: account } = useSuspenseQuery(trpc.admin.tenant.queryOptions({ userId }));
  const [act, setAct] = useState<Act | null>(null);
  const close = (): void => { setAct(null); };
  const button = (which: Act, label: string) => (
    <Button variant="default" size="sm" onClick={() => { setAct(which); }}>
      {label}
    </Button>
  );
  return (
    <>
      <PageHead
        title={account.company ?? account.name}
        mark={<AccountMark account={account} />}
        sub={account.email}
        actions={
          <Group gap="xs">
            {account.role === 'user' && account.is_active && button('view', 'View as')}
            {button('credits', 'Adjust credits')}
            {account.deletion_began_at === null && (
              <>
                {button('lines', 'Change lines')}
                {button('role', 'Change role')}
                {button('switch', account.is_active ? 'Switch off' : 'Switch on')}
                <Button color="red" variant="light" size="sm" onClick={() => { setAct('delete'); }}>
                  Delete
                </Button>
              </>
            )}
          </Group>
        }
      />
      <Stack gap="md">
        {account.deletion_began_at !== null && <Text size="sm">{account.deleted_at === null ? 'The data of this account are being deleted; calls on the line and calls not yet charged are waited for.' : 'Nothing of the person is left. The credits and what administrators did stay on the books.'}</Text>}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Panel title="Account">
            <Facts
              facts={[
                ['Person', account.name], ['Role', ROLES[account.role]], ['Zone', account.timezone],
                ['Opened', <Moment key="opened" at={account.created_at} />], ['Signed in', account.last_sign_in_at ? <Moment at={account.last_sign_in_at} /> : 'no open session'],
              ]}
            />
          </Panel>
          <Panel title="Calling">
            <Facts
              facts={[
                ['Lines', `${account.lines_in_use} of ${account.lines_limit} in use${account.own_lines_limit === null ? ' (the default)' : ''}`],
                ['Credits', `${formatCount(account.credits)}, of which ${formatCount(account.held_credits)} are held`],
                ['Calls today', `${formatCount(account.calls_today)}, ${formatShare(account.answered_today, account.calls_today)} answered`],
                ['Last call', account.last_call_at ? <Moment at={account.last_call_at} /> : 'never'],
              ]}
            />
          </Panel>
        </SimpleGrid>
        <Panel title="What administrators did" flush>
          <AuditTable userId={userId} />
        </Panel>
      </Stack>
      {act === 'switch' && <SwitchModal account={account} onClose={close} />}
      {act === 'credits' && <CreditsModal account={account} onClose={close} />}
      {act === 'lines' && <LinesModal account={account} onClose={close} />}
      {act === 'role' && <RoleModal account={account} onClose={close} />}
      {act === 'view' && <ViewModal account={account} onClose={close} />}
      {act === 'delete' && <DeleteAccountModal account={account} onClose={close} />}
    </>
  );
}

const ROLES = { user: 'User', admin: 'Administrator', super_admin: 'Super administrator' } as const;

interface ActProps {
  account: TenantAccount;
  onClose: () => void;
}

/** From the next page on this browser shows what that account sees. */
function ViewModal({ account, onClose }: ActProps) {
  const view = useMutation(
    trpc.admin.viewAs.mutationOptions({
      onSuccess: () => { window.location.assign('/'); },
      onError: (error) => { if (!needsPassword(error)) tellRefusal('The account cannot be looked at', error); },
    }),
  );
  return (
    <ReasonModal
      opened title={`View as ${account.company ?? account.name}`} says="You see their pages and can change nothing. They see in their sessions that somebody looked, and it is written down."
      button="Look" pending={view.isPending} onClose={onClose} onReason={(reason) => { view.mutate({ userId: account.id, reason }); }}
    />
  );
}

function SwitchModal({ account, onClose }: ActProps) {
  const change = useMutation(trpc.admin.setActive.mutationOptions(acting(onClose)));
  const off = account.is_active;
  return (
    <ReasonModal
      opened
      title={off ? 'Switch the account off' : 'Switch the account on'}
      says={off ? 'All sessions end at once and nothing more is dialed; calls on the line end normally.' : 'People may sign in again and calling goes on.'}
      button={off ? 'Switch off' : 'Switch on'}
      danger={off}
      pending={change.isPending}
      onClose={onClose}
      onReason={(reason) => { change.mutate({ userId: account.id, isActive: !off, reason }); }}
    />
  );
}

function CreditsModal({ account, onClose }: ActProps) {
  const [amount, setAmount] = useState<number | string>('');
  const change = useMutation(trpc.admin.adjustCredits.mutationOptions(acting(onClose)));
  const number = Number(amount);
  return (
    <ReasonModal
      opened
      title="Adjust credits"
      says={amount === '' ? 'A negative number takes credits.' : `The balance will be ${formatCount((account.credits) + number)}.`}
      button={number < 0 ? `Take ${formatCount(-number)} credits` : `Add ${formatCount(number)} credits`}
      pending={change.isPending}
      disabled={amount === '' || number === 0}
      onClose={onClose}
      onReason={(reason) => { change.mutate({ userId: account.id, amount: number, reason }); }}
    >
      <NumberInput data-autofocus label="Amount" allowDecimal={false} value={amount} onChange={setAmount} />
    </ReasonModal>
  );
}

function LinesModal({ account, onClose }: ActProps) {
  const [own, setOwn] = useState(account.own_lines_limit !== null);
  const [lines, setLines] = useState<number | string>(account.lines_limit);
  const wanted = own ? Number(lines) : undefined;
  const preview = useQuery(trpc.admin.previewLines.queryOptions({ userId: account.id, lines: wanted }, { enabled: lines !== '' }));
  const [outcome] = preview.data ?? [];
  const change = useMutation(trpc.admin.setLines.mutationOptions(acting(onClose)));
  return (
    <ReasonModal
      opened
      title="Change how many calls run at once"
      says={outcome ? outcome.effect : '…'}
      button="Change"
      pending={change.isPending}
      disabled={own && lines === ''}
      onClose={onClose}
      onReason={(reason) => { change.mutate({ userId: account.id, lines: wanted, reason }); }}
    >
      <Switch label="A limit of its own" checked={own} onChange={(event) => { setOwn(event.currentTarget.checked); }} />
      <NumberInput label="Lines" allowDecimal={false} min={0} max={10_000} disabled={!own} value={lines} onChange={setLines} />
    </ReasonModal>
  );
}

function RoleModal({ account, onClose }: ActProps) {
  const [role, setRole] = useState(account.role);
  const change = useMutation(trpc.admin.setRole.mutationOptions(acting(onClose)));
  return (
    <ReasonModal
      opened
      title="Change the role"
      says="Only super administrators may do this; the last one stays."
      button="Change"
      pending={change.isPending}
      disabled={role === account.role}
      onClose={onClose}
      onReason={(reason) => { change.mutate({ userId: account.id, role, reason }); }}
    >
      <Select
        label="Role"
        allowDeselect={false}
        data={Object.entries(ROLES).map(([value, label]) => ({ value, label }))}
        value={role}
        onChange={(value) => { if (value !== null && value in ROLES) setRole(value as keyof typeof ROLES); }}
      />
    </ReasonModal>
  );
}
