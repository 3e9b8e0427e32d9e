// The accounting of one import: every line that was read is in exactly one of these numbers.
import { Alert, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../../app/format.ts';
import type { ContactImport } from '../../../../app/rows.ts';
import { importStates, stateOf } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import classes from './import-report.module.css';
import { RejectsTable } from './rejects-table.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

// Events tell of it too; but who waits for an import looks at this number and nothing else.
const LOOK_AGAIN_MS = 1000;

export function ImportReport({ importId }: { importId: string }) {
  const found = useQuery(
    trpc.imports.byId.queryOptions({ importId }, { refetchInterval: (query) => (query.state.data?.finished_at === null ? LOOK_AGAIN_MS : false) }),
  );
  return <Loaded query={found}>{(row) => <Report row={row} />}</Loaded>;
}

function Report({ row }: { row: ContactImport }) {
  const isReported = row.rejected + row.duplicate_in_file + row.suppressed > 0;
  return (
    <Panel title={row.file_name} aside={<StateMark state={stateOf(importStates, row.status)} />}>
      <Stack gap="md">
        {row.status === 'uploading' || row.status === 'merging' ? (
          <Progress value={100} animated size="sm" aria-label="Merging the rows" />
        ) : null}
        {row.failure_reason !== null && (
          <Alert color="red" variant="light">
            <Text size="sm">{row.failure_reason}</Text>
          </Alert>
        )}
        <Accounting row={row} />
        {row.inserted + row.updated + row.unchanged > 0 && (
          <Group>
            <AnchorLink to="/contacts" search={{ import: row.id }} size="sm">
              Show the contacts of this import
            </AnchorLink>
          </Group>
        )}
        {isReported && <RejectsTable row={row} />}
      </Stack>
    </Panel>
  );
}

const terms = [
  ['inserted', 'inserted', 'New contacts.'],
  ['updated', 'updated', 'Contacts you had, now with more or other data.'],
  ['unchanged', 'unchanged', 'Contacts you had, with nothing to add.'],
  ['duplicate_in_file', 'duplicate', 'The same number stood in an earlier line of the file.'],
  ['rejected', 'rejected', 'Could not be read as a contact; the reason stands at each row below.'],
  ['suppressed', 'suppressed', 'On the opt-out list.'],
  ['blank', 'blank', 'Empty lines.'],
] as const;

function Accounting({ row }: { row: ContactImport }) {
  return (
    <div className={classes['sum']} role="group" aria-label="Accounting of the lines">
      <Term count={row.lines_read} word="lines read" title="Lines of the file without its header." />
      {terms.map(([column, word, title], index) => (
        <div key={column} className={classes['pair']}>
          <span className={classes['sign']}>{index === 0 ? '=' : '+'}</span>
          <Term count={row[column]} word={word} title={title} />
        </div>
      ))}
    </div>
  );
}

function Term({ count, word, title }: { count: number; word: string; title: string }) {
  return (
    <span className={classes['term']} title={title} data-none={count === 0 || undefined}>
      <b>{formatCount(count)}</b> <span>{word}</span>
    </span>
  );
}
