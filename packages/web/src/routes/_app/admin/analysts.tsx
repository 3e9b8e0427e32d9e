import { Button, CopyButton, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { IconDatabaseSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { formatCount } from '../../../app/format.ts';
import type { Analyst } from '../../../app/rows.ts';
import { useMe } from '../../../app/session.ts';
import { trpc } from '../../../app/trpc.ts';
import { NothingYet } from '../../../components/empty.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ReasonModal } from '../../../components/reason-modal.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';
import { acting } from './-parts/acting.ts';
import { NewAnalystModal } from './-parts/new-analyst-modal.tsx';

export const Route = createFileRoute('/_app/admin/analysts')({ component: AnalystsPage });

type Act = { what: 'new' } | { what: 'password' | 'remove'; analyst: Analyst };

function AnalystsPage() {
  const me = useMe();
  const analysts = useQuery(trpc.analysts.list.queryOptions());
  const [act, setAct] = useState<Act | null>(null);
  const [address, setAddress] = useState<string | null>(null);
  const close = (): void => { setAct(null); };
  const mayChange = me.role === 'super_admin';
  const columns: Column<Analyst>[] = [
    { title: 'Login', cell: (row) => <b>{row.login}</b>, width: '26%' },
    { title: 'Sees', cell: (row) => (row.sees_all ? 'all accounts' : row.accounts.join(', ') || 'nothing') },
    { title: 'Personal data', cell: (row) => (row.sees_personal ? 'yes' : 'masked'), rank: 2 },
    { title: 'Open sessions', cell: (row) => formatCount(row.sessions), align: 'right' },
    { title: 'Made', cell: (row) => (row.created_at === null ? '–' : <Moment at={row.created_at} />), align: 'right', rank: 3 },
    ...(mayChange ? [{ title: 'Change', cell: (row: Analyst) => <Acts analyst={row} onAct={setAct} />, align: 'right' as const }] : []),
  ];
  return (
    <>
      <PageHead
        title="Analysts"
        sub="Logins of PostgreSQL that read schema analytics, and nothing else"
        actions={mayChange && <Button onClick={() => { setAct({ what: 'new' }); }}>New login</Button>}
      />
      <Panel flush>
        <Loaded query={analysts} rows={3}>
          {(rows) => rows.length > 0
            ? <ResourceTable label="Analysts" rows={rows} columns={columns} rowId={(row) => row.login} keys />
            : <NothingYet icon={IconDatabaseSearch} title="No analysts" description="A login lets somebody ask in SQL, with psql, DBeaver, Metabase or Grafana. It sees the accounts that you choose." />}
        </Loaded>
      </Panel>
      {act?.what === 'new' && <NewAnalystModal onClose={close} onAddress={setAddress} />}
      {act?.what === 'password' && <PasswordModal login={act.analyst.login} onClose={close} onAddress={setAddress} />}
      {act?.what === 'remove' && <RemoveModal login={act.analyst.login} onClose={close} />}
      {address !== null && <AddressModal address={address} onClose={() => { setAddress(null); }} />}
    </>
  );
}

const Acts = ({ analyst, onAct }: { analyst: Analyst; onAct: (act: Act) => void }) => (
  <Group gap="xs" justify="flex-end">
    <Button size="compact-sm" variant="default" aria-label={`New password for ${analyst.login}`} onClick={() => { onAct({ what: 'password', analyst }); }}>
      New password
    </Button>
    <Button size="compact-sm" variant="default" aria-label={`Remove ${analyst.login}`} onClick={() => { onAct({ what: 'remove', analyst }); }}>
      Remove
    </Button>
  </Group>
);

function PasswordModal({ login, onClose, onAddress }: { login: string; onClose: () => void; onAddress: (address: string) => void }) {
  const { onSuccess, onError } = acting(onClose);
  const renew = useMutation(trpc.analysts.renewPassword.mutationOptions({ onError, onSuccess: ({ address }) => { onSuccess(); onAddress(address); } }));
  return (
    <ReasonModal
      opened title={`A new password for ${login}`} says="The old one lets nobody in any more; sessions that are open go on." button="Make a new password"
      pending={renew.isPending} onClose={onClose} onReason={(reason) => { renew.mutate({ login, reason }); }}
    />
  );
}

function RemoveModal({ login, onClose }: { login: string; onClose: () => void }) {
  const remove = useMutation(trpc.analysts.remove.mutationOptions(acting(onClose)));
  return (
    <ReasonModal
      opened title={`Remove ${login}`} says="Its sessions end at once, and the login is gone." button="Remove" danger
      pending={remove.isPending} onClose={onClose} onReason={(reason) => { remove.mutate({ login, reason }); }}
    />
  );
}

/** The password is stored nowhere: whoever closes this without keeping it makes another one. */
const AddressModal = ({ address, onClose }: { address: string; onClose: () => void }) => (
  <Modal opened onClose={onClose} title="The address, with the password" size="lg">
    <Stack>
      <Text size="sm">Hand it over on a safe way. It is shown this once.</Text>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{address}</Code>
      <Group justify="flex-end">
        <CopyButton value={address}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}</CopyButton>
        <Button onClick={onClose}>I have kept it</Button>
      </Group>
    </Stack>
  </Modal>
);
