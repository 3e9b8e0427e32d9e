import { Autocomplete, Button, Group, Modal, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf } from '../../../../app/format.ts';
import { trpc } from '../../../../app/trpc.ts';

interface TagModalProps {
  act: 'add_tag' | 'remove_tag';
  count: number;
  onClose: () => void;
  onTag: (tag: string) => void;
}

/** Which tag many contacts get or lose. */
export function TagModal({ act, count, onClose, onTag }: TagModalProps) {
  const [tag, setTag] = useState('');
  const tags = useQuery(trpc.contacts.tags.queryOptions());
  const whom = countOf(count, 'contact', 'contacts');
  return (
    <Modal opened onClose={onClose} title={act === 'add_tag' ? `Tag ${whom}` : `Take a tag from ${whom}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onTag(tag.trim());
        }}
      >
        <Stack>
          <Autocomplete data-autofocus label="Tag" maxLength={50} value={tag} onChange={setTag} data={tags.data?.map((row) => row.tag) ?? []} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" disabled={tag.trim() === ''}>
              {act === 'add_tag' ? `Tag ${whom}` : `Take it from ${whom}`}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
