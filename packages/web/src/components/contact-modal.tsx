import { Button, Group, Modal, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { readProblem, tellDone } from '../app/problem.ts';
import type { Contact } from '../app/rows.ts';
import { queryClient, trpc } from '../app/trpc.ts';

interface ContactModalProps {
  /** Whose data are changed; left out for a new one. */
  contact?: Contact;
  onClose: () => void;
  onSaved?: (contact: Contact) => void;
}

/** What is known of a person: a new one, or one that is there. The number of one that is there stays. */
export function ContactModal({ contact, onClose, onSaved }: ContactModalProps) {
  const [fields, setFields] = useState({
    phoneNumber: '', name: contact?.name === contact?.phone_number ? '' : (contact?.name ?? ''), email: contact?.email ?? '', company: contact?.company ?? '',
    city: contact?.city ?? '', country: contact?.country ?? '', notes: contact?.notes ?? '',
  });
  const [tags, setTags] = useState(contact?.tags ?? []);
  const options = {
    onSuccess: (saved: Contact) => {
      onClose();
      tellDone(contact ? 'Changed' : `${saved.name} was added`);
      onSaved?.(saved);
      void queryClient.invalidateQueries(trpc.contacts.pathFilter());
    },
  };
  const add = useMutation(trpc.contacts.add.mutationOptions(options));
  const change = useMutation(trpc.contacts.change.mutationOptions(options));
  const { error, isPending } = contact ? change : add;
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    const { phoneNumber, ...known } = fields;
    if (contact) change.mutate({ contactId: contact.id, ...known, tags });
    else add.mutate({ phoneNumber, ...known, tags });
  };
  const field = (key: keyof typeof fields) => ({
    value: fields[key],
    onChange: (event: { currentTarget: { value: string } }): void => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [key]: value }));
    },
  });
  return (
    <Modal opened onClose={onClose} title={contact ? `Change ${contact.name}` : 'Add a contact'}>
      <form onSubmit={save}>
        <Stack gap="sm">
          {contact ? (
            <Text size="sm" c="dimmed">{contact.phone_number}</Text>
          ) : (
            <TextInput data-autofocus label="Telephone number" description="With + and the country code" type="tel" required {...field('phoneNumber')} />
          )}
          <TextInput label="Name" maxLength={255} {...(contact && { 'data-autofocus': true })} {...field('name')} />
          <Group grow>
            <TextInput label="E-mail" type="email" maxLength={255} {...field('email')} />
            <TextInput label="Company" maxLength={255} {...field('company')} />
          </Group>
          <Group grow>
            <TextInput label="City" maxLength={255} {...field('city')} />
            <TextInput label="Country" maxLength={255} {...field('country')} />
          </Group>
          <TagsInput label="Tags" placeholder={tags.length === 0 ? 'Type and press Enter' : ''} value={tags} onChange={setTags} />
          <Textarea label="Notes" autosize minRows={2} maxRows={8} maxLength={10000} {...field('notes')} />
          {error !== null && <Text size="sm" c="red" role="alert">{readProblem(error).hint}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={isPending} disabled={!contact && fields.phoneNumber.trim() === ''}>
              {contact ? 'Change' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
