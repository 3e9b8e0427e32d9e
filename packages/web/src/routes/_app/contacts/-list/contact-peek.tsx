import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { countOf } from '../../../../app/format.ts';
import type { Contact } from '../../../../app/rows.ts';
import { trpc } from '../../../../app/trpc.ts';
import { CallsOf } from '../../../../components/calls-of.tsx';
import { Facts } from '../../../../components/facts.tsx';
import { Loaded } from '../../../../components/loaded.tsx';
import { Moment } from '../../../../components/moment.tsx';
import { CallingLedger } from './calling-ledger.tsx';

const CALLS_SHOWN = 8;

export function ContactPeek({ contactId }: { contactId: string }) {
  const contact = useQuery(trpc.contacts.byId.queryOptions({ contactId }, { placeholderData: keepPreviousData }));
  return <Loaded query={contact}>{(found) => <PeekBody contact={found} />}</Loaded>;
}

function PeekBody({ contact }: { contact: Contact }) {
  const place = [contact.city, contact.country].filter((part) => part !== null).join(', ');
  return (
    <Stack gap="md">
      <div>
        <Title order={2} fz="lg">
          {contact.name}
        </Title>
        <Text c="dimmed">{contact.phone_number}</Text>
      </div>
      {contact.is_opted_out && (
        <Badge size="lg" color="red">
          Opted out: will not be called
        </Badge>
      )}
      <Facts
        facts={[
          ['Company', contact.company],
          ['E-mail', contact.email],
          ['Place', place],
          ['Tags', contact.tags.length === 0 ? null : <TagList key="tags" tags={contact.tags} />],
          ['Last contact', contact.last_contact_at === null ? 'never' : <Moment at={contact.last_contact_at} />],
          ['Missed', `${countOf(contact.call_attempted_no_answer, 'time', 'times')} no answer, ${countOf(contact.call_attempted_busy, 'time', 'times')} busy`],
          ['Not connected', contact.not_connected === 0 ? null : countOf(contact.not_connected, 'time', 'times')],
          ['Customer', contact.is_customer ? 'yes' : null],
          ['Added', <Moment key="created" at={contact.created_at} />],
          ['Notes', contact.notes],
        ]}
      />
      <CallingLedger contact={contact} />
      <div>
        <Title order={3} mb={6}>
          Calls
        </Title>
        <CallsOf contactId={contact.id} most={CALLS_SHOWN} />
      </div>
    </Stack>
  );
}

function TagList({ tags }: { tags: string[] }) {
  return (
    <Group gap={4}>
      {tags.map((tag) => (
        <Badge key={tag} color="gray">
          {tag}
        </Badge>
      ))}
    </Group>
  );
}
