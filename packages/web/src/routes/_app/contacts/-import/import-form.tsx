import { Button, Group, Progress, Select, SimpleGrid, Stack, TagsInput, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tellDone, tellRefusal } from '../../../../app/problem.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { Panel } from '../../../../components/panel.tsx';
import { FileDrop } from './file-drop.tsx';
import { uploadContacts } from './upload.ts';

const policies = [
  { value: 'fill', label: 'Fill empty fields' },
  { value: 'skip', label: 'Leave as they are' },
  { value: 'overwrite', label: 'Overwrite with the file' },
];

export function ImportForm({ onImported }: { onImported: (importId: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [tags, setTags] = useState<string[]>([]);
  const [policy, setPolicy] = useState('fill');
  const [share, setShare] = useState(0);
  const upload = useMutation({
    mutationFn: (chosen: File) => uploadContacts(chosen, { tags, policy }, setShare),
    onSuccess: ({ id, isRepetition }) => {
      setFile(null);
      if (isRepetition) tellDone('Nothing changed', 'The same file was imported before; this is what it did then.');
      void queryClient.invalidateQueries(trpc.imports.pathFilter());
      void queryClient.invalidateQueries(trpc.contacts.pathFilter());
      onImported(id);
    },
    onError: (error) => {
      tellRefusal('Not imported', error);
    },
    onSettled: () => {
      setShare(0);
    },
  });

  return (
    <Panel title="A CSV file">
      <Stack gap="md">
        <FileDrop file={file} onFile={setFile} disabled={upload.isPending} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TagsInput label="Tags for these contacts" placeholder={tags.length === 0 ? 'Type and press Enter' : ''} value={tags} onChange={setTags} />
          <Select label="Contacts you already have" data={policies} value={policy} allowDeselect={false} onChange={(value) => { setPolicy(value ?? policy); }} />
        </SimpleGrid>
        <Group justify="space-between">
          <Text size="xs" c="dimmed" maw={520}>
            The first row names the columns: a telephone number is needed; name, email, company, city, country and notes are read when they are there.
          </Text>
          <Button
            leftSection={<IconUpload size={16} aria-hidden />}
            disabled={file === null}
            loading={upload.isPending}
            onClick={() => {
              if (file) upload.mutate(file);
            }}
          >
            Import
          </Button>
        </Group>
        {upload.isPending && <UploadProgress share={share} />}
      </Stack>
    </Panel>
  );
}

function UploadProgress({ share }: { share: number }) {
  const words = share < 1 ? `Sending: ${Math.round(share * 100)} %` : 'Sent. The rows are being read…';
  return (
    <div>
      <Progress value={share * 100} animated={share === 1} size="sm" aria-label="Upload" />
      <Text size="xs" c="dimmed" mt={4} role="status">
        {words}
      </Text>
    </div>
  );
}
