import { Button, FileButton, Text } from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { formatCount } from '../../../../app/format.ts';
import classes from './file-drop.module.css';

interface FileDropProps {
  file: File | null;
  onFile: (file: File | null) => void;
  disabled: boolean;
}

/** A place to drop a file, and a button for those who do not drag. */
export function FileDrop({ file, onFile, disabled }: FileDropProps) {
  const [over, setOver] = useState(false);
  const take = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && !disabled) onFile(dropped);
  };
  return (
    <div
      className={classes['drop']}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={take}
    >
      <IconFileTypeCsv size={28} stroke={1.5} aria-hidden />
      <div className={classes['words']}>
        <Text fw={500}>{file === null ? 'Drop a file here' : file.name}</Text>
        <Text size="xs" c="dimmed">
          {file === null ? 'CSV or tab-separated text, up to a million rows' : `${formatCount(Math.ceil(file.size / 1000))} kB`}
        </Text>
      </div>
      <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={onFile} disabled={disabled} inputProps={{ 'aria-label': 'File' }}>
        {(props) => (
          <Button variant="default" {...props}>
            {file === null ? 'Choose a file' : 'Choose another'}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
