import { Badge, Checkbox, Group, Text, UnstyledButton } from '@mantine/core';
import { IconBan, IconStar } from '@tabler/icons-react';
import { useKeys } from '../../../../app/keys.ts';
import type { Contact } from '../../../../app/rows.ts';
import { Moment } from '../../../../components/moment.tsx';
import { type Column, ResourceTable } from '../../../../components/resource-table.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

interface ContactsTableProps {
  rows: Contact[];
  openId: string | undefined;
  pale: boolean;
  onOpen: (contact: Contact) => void;
  onTag: (tag: string) => void;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

export function ContactsTable({ rows, openId, pale, onOpen, onTag, selected, onSelect }: ContactsTableProps) {
  const toggle = (id: string): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const all = rows.length > 0 && rows.every((row) => selected.has(row.id));
  useKeys([{ keys: 'x', says: 'Select the row', run: () => document.activeElement?.closest('[data-row]')?.querySelector<HTMLElement>('input[type="checkbox"]')?.click() }]);
  const columns: Column<Contact>[] = [
    {
      title: 'Select', width: 34, card: 'none',
      head: (
        <Checkbox size="xs" aria-label="Select all shown" disabled={pale} checked={all} indeterminate={!all && selected.size > 0} onChange={() => { onSelect(new Set(all ? [] : rows.map((row) => row.id))); }} />
      ),
      cell: (contact) => <Checkbox size="xs" mt={3} aria-label={`Select ${contact.name}`} checked={selected.has(contact.id)} onChange={() => { toggle(contact.id); }} />,
    },
    { title: 'Name', cell: (contact) => <Name contact={contact} />, width: '28%' },
    { title: 'Number', cell: (contact) => contact.phone_number, width: 150 },
    { title: 'Company', cell: (contact) => contact.company, rank: 2, card: 'none' },
    { title: 'Tags', cell: (contact) => <Tags tags={contact.tags} onTag={onTag} />, rank: 3, card: 'none' },
    { title: 'Missed', cell: (contact) => missed(contact), align: 'right', rank: 3, card: 'none', width: 80 },
    { title: 'Last contact', cell: (contact) => (contact.last_contact_at === null ? '–' : <Moment at={contact.last_contact_at} />), align: 'right', width: 160 },
  ];
  return (
    <ResourceTable
      label="Contacts"
      rows={rows}
      columns={columns}
      rowId={(contact) => contact.id}
      signature={(contact) => `${contact.last_contact_at ?? ''} ${contact.is_opted_out} ${contact.name}`}
      openId={openId}
      onOpen={onOpen}
      pale={pale}
      keys
    />
  );
}

const missed = (contact: Contact): number | string => contact.call_attempted_busy + contact.call_attempted_no_answer || '–';

function Name({ contact }: { contact: Contact }) {
  return (
    <Group gap={6}>
      <AnchorLink to="/contacts" search={(before) => ({ ...before, peek: contact.id })} fw={500} c="var(--mantine-color-text)" inherit>
        {contact.name}
      </AnchorLink>
      {contact.is_opted_out && (
        <Badge size="sm" color="red" leftSection={<IconBan size={11} aria-hidden />}>
          Opted out
        </Badge>
      )}
      {contact.is_customer && (
        <Badge size="sm" color="green" leftSection={<IconStar size={11} aria-hidden />}>
          Customer
        </Badge>
      )}
    </Group>
  );
}

function Tags({ tags, onTag }: { tags: string[]; onTag: (tag: string) => void }) {
  if (tags.length === 0) return <Text size="sm" c="dimmed">–</Text>;
  return (
    <Group gap={4}>
      {tags.map((tag) => (
        <UnstyledButton
          key={tag}
          title={`Show only contacts tagged ${tag}`}
          onClick={() => {
            onTag(tag);
          }}
        >
          <Badge color="gray" style={{ cursor: 'pointer' }}>
            {tag}
          </Badge>
        </UnstyledButton>
      ))}
    </Group>
  );
}
