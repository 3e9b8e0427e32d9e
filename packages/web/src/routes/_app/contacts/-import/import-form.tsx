// The way of a file: chosen, its columns named, sent to be checked. What becomes of it then stands in the report.
import type { ColumnWord } from '@callgres/shared/contact-columns';
import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tellRefusal } from '../../../../app/problem.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { Panel } from '../../../../components/panel.tsx';
import { ColumnsTable } from './columns-table.tsx';
import { FileDrop } from './file-drop.tsx';
import { type Preview, previewContacts, uploadContacts } from './upload.ts';

export function ImportForm({ onChecked }: { onChecked: (importId: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [seen, setSeen] = useState<Preview | null>(null);
  const [share, setShare] = useState(0);
  const preview = useMutation({
    mutationFn: ({ chosen, hasHeader }: { chosen: File; hasHeader?: boolean }) => previewContacts(chosen, hasHeader),
    onSuccess: setSeen,
    onError: (error) => {
      setFile(null);
      setSeen(null);
      tellRefusal('This file cannot be read', error);
    },
  });
  const upload = useMutation({
    mutationFn: ({ chosen, of }: { chosen: File; of: Preview }) => uploadContacts(chosen, { columns: of.columns, hasHeader: of.hasHeader }, setShare),
    onSuccess: (id) => {
      setFile(null);
      setSeen(null);
      void queryClient.invalidateQueries(trpc.imports.pathFilter());
      onChecked(id);
    },
    onError: (error) => { tellRefusal('Not taken', error); },
    onSettled: () => { setShare(0); },
  });
  const choose = (chosen: File | null): void => {
    setFile(chosen);
    setSeen(null);
    if (chosen) preview.mutate({ chosen });
  };
  const problem = seen === null ? null : problemOf(seen.columns);

  return (
    <Panel title={file === null ? '1. A CSV file' : '2. Its columns'}>
      <Stack gap="md">
        <FileDrop file={file} onFile={choose} disabled={upload.isPending || preview.isPending} />
        {file !== null && seen !== null && (
          <ColumnsTable
            preview={seen}
            onColumns={(columns) => { setSeen({ ...seen, columns, isRemembered: false }); }}
            onHeader={(hasHeader) => { preview.mutate({ chosen: file, hasHeader }); }}
          />
        )}
        <Group justify="space-between">
          <Text size="xs" c={problem === null ? 'dimmed' : 'red'} role={problem === null ? undefined : 'alert'} maw={560}>
            {problem ?? 'A telephone number with its country code is needed in each row; all else is kept when it is there. Nothing is written before you have seen what would be.'}
          </Text>
          {file !== null && seen !== null && (
            <Button rightSection={<IconArrowRight size={16} aria-hidden />} disabled={problem !== null} loading={upload.isPending} onClick={() => { upload.mutate({ chosen: file, of: seen }); }}>
              Check the file
            </Button>
          )}
        </Group>
        {upload.isPending && <UploadProgress share={share} />}
      </Stack>
    </Panel>
  );
}

/** Said at once what the server would say later. */
function problemOf(columns: readonly ColumnWord[]): string | null {
  if (!columns.includes('phone_number')) return 'Say which column is the telephone number.';
  const fields = columns.filter((word) => word !== 'context' && word !== 'ignore');
  return new Set(fields).size < fields.length ? 'Two columns are the same field: choose one of them.' : null;
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
