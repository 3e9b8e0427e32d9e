import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import type { TenantPhoneNumber } from '../../../app/rows.ts';
import { trpc, trpcClient } from '../../../app/trpc.ts';
import { NoMatch, NothingYet } from '../../../components/empty.tsx';
import { AnchorLink } from '../../../components/links.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ReasonModal } from '../../../components/reason-modal.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { AccountsSelect } from './-parts/accounts-select.tsx';
import { acting } from './-parts/acting.ts';

export const Route = createFileRoute('/_app/admin/numbers')({ validateSearch: z.object({ q: z.string().optional().catch(undefined) }), component: NumbersPage });

const PAGE = 50;
type Act = { what: 'add' } | { what: 'switch' | 'move'; number: TenantPhoneNumber };

function NumbersPage() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  const [act, setAct] = useState<Act | null>(null);
  const close = (): void => { setAct(null); };
  const numbers = useInfiniteQuery({
    queryKey: [['numbers', 'all'], { input: { search: q }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.numbers.all.query({ search: q, afterNumber: pageParam, limit: PAGE }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.phone_number : undefined),
    placeholderData: keepPreviousData,
  });
  const search = (text: string): void => void navigate({ search: text === '' ? {} : { q: text }, replace: true });
  const columns: Column<TenantPhoneNumber>[] = [
    { title: 'Number', cell: (row) => <Named row={row} />, width: '26%' },
    { title: 'State', cell: (row) => <Badge color={row.is_active ? 'green' : 'gray'}>{row.is_active ? 'On' : 'Off'}</Badge>, card: 'beside', width: 90 },
    { title: 'Account', cell: (row) => <AnchorLink to="/admin/accounts/$userId" params={{ userId: row.user_id }}>{row.company ?? row.name}</AnchorLink> },
    { title: 'Country', cell: (row) => row.country_code ?? '–', rank: 2 },
    { title: 'Change', cell: (row) => <Acts number={row} onAct={setAct} />, align: 'right' },
  ];
  return (
    <>
      <PageHead title="Numbers" sub="From which accounts call, and at which they are called" actions={<Button onClick={() => { setAct({ what: 'add' }); }}>Add a number</Button>} />
      <Group mb="md">
        <SearchField label="Number, name or account" value={q ?? ''} onSearch={search} />
      </Group>
      <Panel flush>
        <Loaded query={numbers} rows={4}>
          {({ pages }) => {
            const rows = pages.flat();
            if (rows.length > 0) return <ResourceTable label="Numbers" rows={rows} columns={columns} rowId={(row) => row.id} pale={numbers.isPlaceholderData} keys />;
            if (q !== undefined) return <NoMatch what="numbers" onClear={() => { search(''); }} />;
            return <NothingYet icon={IconPhone} title="No numbers" description="Calls go out from the number that the voice provider has set, until an account has one of its own." />;
          }}
        </Loaded>
        <MoreButton query={numbers} />
      </Panel>
      {act?.what === 'add' && <AddModal onClose={close} />}
      {act?.what === 'switch' && <SwitchModal number={act.number} onClose={close} />}
      {act?.what === 'move' && <MoveModal number={act.number} onClose={close} />}
    </>
  );
}

const Named = ({ row }: { row: TenantPhoneNumber }) => (
  <>
    <Text size="sm" fw={500}>{row.phone_number}</Text>
    {row.friendly_name !== null && <Text size="xs" c="dimmed">{row.friendly_name}</Text>}
  </>
);

const Acts = ({ number, onAct }: { number: TenantPhoneNumber; onAct: (act: Act) => void }) => (
  <Group gap="xs" justify="flex-end">
    {!number.is_active && (
      <Button size="compact-sm" variant="default" aria-label={`Move ${number.phone_number}`} onClick={() => { onAct({ what: 'move', number }); }}>
        Move
      </Button>
    )}
    <Button size="compact-sm" variant="default" aria-label={`Switch ${number.is_active ? 'off' : 'on'}: ${number.phone_number}`} onClick={() => { onAct({ what: 'switch', number }); }}>
      {number.is_active ? 'Switch off' : 'Switch on'}
    </Button>
  </Group>
);

function AddModal({ onClose }: { onClose: () => void }) {
  const [phoneNumber, setPhoneNumber] = useState('');
  const [name, setName] = useState('');
  const [userIds, setUserIds] = useState<string[]>([]);
  const add = useMutation(trpc.numbers.add.mutationOptions(acting(onClose)));
  const [userId] = userIds;
  return (
    <ReasonModal
      opened title="Add a number" button="Add the number" pending={add.isPending} disabled={phoneNumber.trim() === '' || userId === undefined} onClose={onClose}
      says="The number must be set up at the voice provider as well, or its calls are refused there."
      onReason={(reason) => { if (userId !== undefined) add.mutate({ userId, phoneNumber, name, reason }); }}
    >
      <TextInput data-autofocus label="Number" description="With + and the country code" inputMode="tel" value={phoneNumber} onChange={(event) => { setPhoneNumber(event.currentTarget.value); }} />
      <TextInput label="Name" description="Optional" maxLength={100} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      <AccountsSelect label="Account" most={1} value={userIds} onChange={setUserIds} />
    </ReasonModal>
  );
}

function SwitchModal({ number, onClose }: { number: TenantPhoneNumber; onClose: () => void }) {
  const change = useMutation(trpc.numbers.setActive.mutationOptions(acting(onClose)));
  const off = number.is_active;
  return (
    <ReasonModal
      opened title={`Switch ${number.phone_number} ${off ? 'off' : 'on'}`} says={off ? 'It is not called from any more. It stays in the list, because calls refer to it.' : 'It may be called from again.'}
      button={off ? 'Switch off' : 'Switch on'} danger={off} pending={change.isPending} onClose={onClose} onReason={(reason) => { change.mutate({ phoneNumberId: number.id, isActive: !off, reason }); }}
    />
  );
}

function MoveModal({ number, onClose }: { number: TenantPhoneNumber; onClose: () => void }) {
  const [userIds, setUserIds] = useState<string[]>([]);
  const move = useMutation(trpc.numbers.move.mutationOptions(acting(onClose)));
  const [userId] = userIds;
  return (
    <ReasonModal
      opened title={`Move ${number.phone_number}`} says="It is on there at once and loses its name. Calls that were made stay where they are." button="Move the number" pending={move.isPending}
      disabled={userId === undefined} onClose={onClose} onReason={(reason) => { if (userId !== undefined) move.mutate({ phoneNumberId: number.id, userId, reason }); }}
    >
      <AccountsSelect label="To which account" most={1} value={userIds} onChange={setUserIds} />
    </ReasonModal>
  );
}
