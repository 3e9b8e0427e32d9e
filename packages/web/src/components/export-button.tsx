import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

interface ExportButtonProps {
  list: 'contacts' | 'calls' | 'leads';
  /** What the list shows, as the input of its procedure. */
  filter: Readonly<Record<string, unknown>>;
}

/** The list as it is filtered, all of it, as a file that the server streams. */
export function ExportButton({ list, filter }: ExportButtonProps) {
  const input = encodeURIComponent(JSON.stringify(filter));
  return (
    <Button component="a" href={`/export/${list}.csv?input=${input}`} download variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
      Export CSV
    </Button>
  );
}
