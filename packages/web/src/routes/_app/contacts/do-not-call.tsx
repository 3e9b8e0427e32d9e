import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { countOf } from '../../../app/format.ts';
import { tellDone, tellRefusal } from '../../../app/problem.ts';
import type { OptOut } from '../../../app/rows.ts';
import { queryClient, trpc, trpcClient } from '../../../app/trpc.ts';
import { NoMatch, NothingYet } from '../../../components/empty.tsx';
import { AnchorLink, ButtonLink } from '../../../components/links.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Moment } from '../../../components/moment.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ReasonModal } from '../../../components/reason-modal.tsx';
import { type Column, ResourceTable } from '../../../components/resource-table.tsx';
import { SearchField } from '../../../components/search-field.tsx';

const searchSchema = z.object({ q: z.string().optional().catch(undefined) });

export const Route = createFileRoute('/_app/contacts/do-not-call')({ validateSearch: searchSchema, component: DoNotCallPage });

const PAGE = 50;
const WORDS: Record<OptOut['source'], string> = { manual: 'Written by hand', import: 'From a list', call: 'Said on the line', platform: 'The platform' };
const listAgain = (): void => void queryClient.invalidateQueries(trpc.contacts.pathFilter());

interface Cursor {
  before?: string;
  beforeId?: string;
}
const firstPage: Cursor = {};

function DoNotCallPage() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  const set = (text: string): void => void navigate({ search: { q: text === '' ? undefined : text }, replace: true });
  const [removing, setRemoving] = useState<OptOut | null>(null);
  const list = useInfiniteQuery({
    queryKey: [['contacts', 'optOuts'], { input: { search: q }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => trpcClient.contacts.optOuts.query({ ...(q !== undefined && { search: q }), ...pageParam, limit: PAGE }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.at(-1);
      return page.length === PAGE && last ? { before: last.created_at, beforeId: last.id } : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flat() ?? [];
  const columns: Column<OptOut>[] = [
    { title: 'Number', cell: (entry) => entry.phone_number, width: '30%' },
    { title: 'From', cell: (entry) => <From entry={entry} /> },
    { title: 'Since', cell: (entry) => <Moment at={entry.created_at} />, rank: 2 },
    {
      title: 'Remove',
      cell: (entry) => (
        <Button size="compact-sm" variant="default" aria-label={`Remove ${entry.phone_number}`} onClick={() => { setRemoving(entry); }}>
          Remove
        </Button>
      ),
      align: 'right',
    },
  ];
  return (
    <>
      <PageHead title="Do not call" sub="Numbers that are never called, by no campaign. Who asks for it on the line is put here at once." actions={<ButtonLink to="/contacts" variant="default">Contacts</ButtonLink>} />
      <Stack gap="md">
        <AddNumbers />
        <SearchField label="Digits of a number" value={q ?? ''} onSearch={set} />
        <Panel flush>
          <Loaded query={list} rows={4}>
            {() => {
              if (rows.length > 0) return <ResourceTable label="Numbers that are not called" rows={rows} columns={columns} rowId={(entry) => entry.id} />;
              return q === undefined ? <NothingYet icon={IconPhoneOff} title="Nobody yet" description="Whoever asks not to be called stands here." /> : <NoMatch what="numbers" onClear={() => { set(''); }} />;
            }}
          </Loaded>
          <MoreButton query={list} />
        </Panel>
      </Stack>
      {removing && <RemoveModal key={removing.id} entry={removing} onClose={() => { setRemoving(null); }} />}
    </>
  );
}

const From = ({ entry }: { entry: OptOut }) => (
  <>
    {entry.call_id === null ? (
      WORDS[entry.source]
    ) : (
      <AnchorLink to="/calls/$callId" params={{ callId: entry.call_id }} size="sm">
        {WORDS[entry.source]}
      </AnchorLink>
    )}
    {entry.reason !== null && (
      <Text size="xs" c="dimmed">
        {entry.reason}
      </Text>
    )}
  </>
);

/** One number or a whole list, as it comes out of a file: a number a line, or with commas between. */
function AddNumbers() {
  const [numbers, setNumbers] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string[]>([]);
  const add = useMutation(
    trpc.contacts.addOptOuts.mutationOptions({
      onSuccess: ([outcome]) => {
        setWrong(outcome?.not_numbers ?? []);
        setNumbers(outcome?.not_numbers.join('\n') ?? '');
        if (outcome) tellDone(`${countOf(outcome.added, 'number', 'numbers')} added`, `${outcome.already_listed} stood there already; ${countOf(outcome.cancelled, 'call that waited is', 'calls that waited are')} cancelled.`);
      },
      onSettled: listAgain,
      onError: (error) => { tellRefusal('Nothing was added', error); },
    }),
  );
  const typed = numbers.split(/[\n,;]+/).map((one) => one.trim()).filter((one) => one !== '');
  return (
    <Panel title="Add numbers">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate({ numbers: typed, ...(reason.trim() !== '' && { reason }) });
        }}
      >
        <Stack maw={520}>
          <Textarea
            label="Numbers" description="With + and country code, one a line" autosize minRows={2} maxRows={8} value={numbers}
            error={wrong.length > 0 ? `These are no numbers with a country code: they are left here for you to mend.` : undefined}
            onChange={(event) => { setNumbers(event.currentTarget.value); setWrong([]); }}
          />
          <TextInput label="Why" description="If it is worth knowing later" maxLength={255} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
          <Group>
            <Button type="submit" loading={add.isPending} disabled={typed.length === 0}>
              Never call {typed.length === 0 ? 'them' : countOf(typed.length, 'number', 'numbers')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function RemoveModal({ entry, onClose }: { entry: OptOut; onClose: () => void }) {
  const remove = useMutation(
    trpc.contacts.removeOptOut.mutationOptions({
      onSuccess: () => {
        onClose();
        tellDone(`${entry.phone_number} may be called again`, 'The reason is written down in the audit log.');
      },
      onSettled: listAgain,
      onError: (error) => { tellRefusal('The number stays on the list', error); },
    }),
  );
  return (
    <ReasonModal
      opened title={`Call ${entry.phone_number} again`} says="Somebody asked not to be called at this number. Whoever removes it answers for that." button="Remove from the list" danger
      pending={remove.isPending} onClose={onClose} onReason={(reason) => { remove.mutate({ optOutId: entry.id, reason }); }}
    />
  );
}
