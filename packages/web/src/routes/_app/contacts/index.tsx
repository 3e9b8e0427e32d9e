import { Button, Group, Pill, Text } from '@mantine/core';
import { IconAddressBook, IconPhoneOff, IconPlus, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { formatCount } from '../../../app/format.ts';
import { useKeys } from '../../../app/keys.ts';
import { trpc } from '../../../app/trpc.ts';
import { NoMatch, NothingYet } from '../../../components/empty.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { MoreButton } from '../../../components/more-button.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { PeekLayout } from '../../../components/peek-layout.tsx';
import { TagSelect } from '../../../components/tag-select.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { ContactModal } from '../../../components/contact-modal.tsx';
import { ExportButton } from '../../../components/export-button.tsx';
import { BulkBar } from './-list/bulk-bar.tsx';
import { ContactActs } from './-list/contact-acts.tsx';
import { ContactPeek } from './-list/contact-peek.tsx';
import { ContactsTable } from './-list/contacts-table.tsx';
import { useContacts } from './-list/use-contacts.ts';
import { ButtonLink } from '../../../components/links.tsx';

const searchSchema = z.object({
  q: z.string().optional().catch(undefined),
  tag: z.string().optional().catch(undefined),
  import: z.uuid().optional().catch(undefined),
  peek: z.uuid().optional().catch(undefined),
});
type Search = z.infer<typeof searchSchema>;

export const Route = createFileRoute('/_app/contacts/')({ validateSearch: searchSchema, component: ContactsPage });

function ContactsPage() {
  const { q, tag, import: importId, peek } = Route.useSearch();
  const navigate = Route.useNavigate();
  const filter = { search: q, tag, importId };
  const { list, rows } = useContacts(filter);
  const count = useQuery(trpc.contacts.count.queryOptions(filter));
  const [selected, select] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  useKeys([{ keys: 'c', says: 'Add a contact', run: () => { setAdding(true); } }]);
  const set = (change: Partial<Search>, replace = false): void => {
    // What is no longer shown is not acted upon.
    if (!('peek' in change)) select(new Set());
    void navigate({ search: (before) => ({ ...before, peek: undefined, ...change }), replace });
  };
  const clear = (): void => {
    set({ q: undefined, tag: undefined, import: undefined });
  };
  const importButton = (
    <ButtonLink to="/contacts/import" leftSection={<IconUpload size={16} aria-hidden />}>
      Import a file
    </ButtonLink>
  );
  const buttons = (
    <>
      <ButtonLink to="/contacts/do-not-call" variant="default" leftSection={<IconPhoneOff size={16} aria-hidden />}>
        Do not call
      </ButtonLink>
      <ExportButton list="contacts" filter={filter} />
      {importButton}
      <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setAdding(true); }}>
        Add
      </Button>
    </>
  );

  return (
    <PeekLayout
      label="Contact"
      peek={peek && <ContactPeek contactId={peek} />}
      actions={peek && <ContactActs contactId={peek} />}
      onClose={() => {
        set({ peek: undefined });
      }}
    >
      <PageHead title="Contacts" mark={<Text c="dimmed">{formatCount(count.data ?? rows.length)}</Text>} actions={buttons} />
      <Group mb="sm" gap="xs">
        <SearchField label="Name, number or company" value={q ?? ''} onSearch={(text) => { set({ q: text === '' ? undefined : text }, true); }} />
        <TagSelect placeholder="Any tag" value={tag ?? ''} onChange={(next) => { set({ tag: next === '' ? undefined : next }); }} />
        {importId !== undefined && (
          <Pill withRemoveButton size="lg" removeButtonProps={{ 'aria-label': 'Show contacts of all imports', tabIndex: 0, 'aria-hidden': false }} onRemove={() => { set({ import: undefined }); }}>
            From one import
          </Pill>
        )}
      </Group>
      <BulkBar selected={selected} filter={filter} matching={count.data} onDone={() => { select(new Set()); }} />
      {adding && <ContactModal onClose={() => { setAdding(false); }} onSaved={(contact) => { set({ peek: contact.id }); }} />}
      <Panel flush>
        <Loaded query={list} rows={8}>
          {() => {
            if (rows.length > 0) {
              return (
                <ContactsTable
                  rows={rows}
                  openId={peek}
                  pale={list.isPlaceholderData}
                  selected={selected}
                  onSelect={select}
                  onOpen={(contact) => {
                    set({ peek: contact.id });
                  }}
                  onTag={(next) => {
                    set({ tag: next });
                  }}
                />
              );
            }
            if (q !== undefined || tag !== undefined || importId !== undefined) return <NoMatch what="contacts" onClear={clear} />;
            return (
              <NothingYet
                icon={IconAddressBook}
                title="No contacts yet"
                description="Import a CSV file with a name and a telephone number in each row, or add people one by one."
                action={importButton}
              />
            );
          }}
        </Loaded>
        <MoreButton query={list} />
      </Panel>
    </PeekLayout>
  );
}
