// The accounting of one import: every line that was read is in exactly one of these numbers.
import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { countOf, formatCount } from '../../../../app/format.ts';
import type { ContactImport } from '../../../../app/rows.ts';
import { importStates, stateOf } from '../../../../app/status.tsx';
import { tellRefusal } from '../../../../app/problem.ts';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { Loaded } from '../../../../components/loaded.tsx';
import { Panel } from '../../../../components/panel.tsx';
import { StateMark } from '../../../../components/state-mark.tsx';
import classes from './import-report.module.css';
import { RejectsTable } from './rejects-table.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { AnchorLink } from '../../../../components/links.tsx';

// Events tell of it too; but who waits for an import looks at this number and nothing else.
const LOOK_AGAIN_MS = 1000;
const AT_WORK = ['uploading', 'checking', 'merging', 'undoing'];

export function ImportReport({ importId }: { importId: string }) {
  const found = useQuery(
    trpc.imports.byId.queryOptions({ importId }, { refetchInterval: (query) => (AT_WORK.includes(query.state.data?.status ?? '') ? LOOK_AGAIN_MS : false) }),
  );
  return <Loaded query={found}>{(row) => <Report row={row} />}</Loaded>;
}

function Report({ row }: { row: ContactImport }) {
  const isReported = row.rejected + row.duplicate_in_file + row.suppressed > 0;
  return (
    <Panel title={row.file_name} aside={<StateMark state={stateOf(importStates, row.status)} />}>
      <Stack gap="md">
        {AT_WORK.includes(row.status) && <AtWork row={row} />}
        {row.failure_reason !== null && (
          <Alert color="red" variant="light">
            <Text size="sm">{row.failure_reason}</Text>
          </Alert>
        )}
        <Accounting row={row} />
        {row.status === 'ready' && <ReviewPanel key={row.id} row={row} />}
        {row.status === 'undone' && <Undone row={row} />}
        {row.status !== 'ready' && row.inserted + row.updated + row.unchanged > 0 && (
          <Group>
            <AnchorLink to="/contacts" search={{ import: row.id }} size="sm">
              Show the contacts of this import
            </AnchorLink>
            {row.inserted > 0 && ['done', 'cancelled', 'failed'].includes(row.status) && <UndoButton row={row} />}
          </Group>
        )}
        {isReported && <RejectsTable row={row} />}
      </Stack>
    </Panel>
  );
}

const WORDS: Partial<Record<ContactImport['status'], string>> = { uploading: 'The rows are being read', checking: 'What the file would do is being counted', merging: 'The rows become contacts', undoing: 'The new contacts are being removed' };

function AtWork({ row }: { row: ContactImport }) {
  const cancel = useMutation(
    trpc.imports.cancel.mutationOptions({
      onError: (error) => { tellRefusal('Not stopped', error); },
      onSettled: () => { void queryClient.invalidateQueries(trpc.imports.pathFilter()); },
    }),
  );
  const done = row.inserted + row.updated + row.unchanged + row.duplicate_in_file + row.rejected + row.suppressed + row.blank;
  const share = row.status === 'merging' ? done / Math.max(row.lines_read, 1) : row.status === 'undoing' ? row.undone / Math.max(row.inserted, 1) : null;
  return (
    <Group align="center">
      <div style={{ flex: 1 }}>
        <Progress value={share === null ? 100 : share * 100} animated={share === null} size="sm" aria-label={WORDS[row.status] ?? 'Progress'} />
        <Text size="xs" c="dimmed" mt={4}>
          {WORDS[row.status]}
          {share !== null && `: ${Math.round(share * 100)} %`}
        </Text>
      </div>
      {row.status !== 'undoing' && (
        <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => { cancel.mutate({ importId: row.id }); }}>
          Stop
        </Button>
      )}
    </Group>
  );
}

function UndoButton({ row }: { row: ContactImport }) {
  const undo = useMutation(
    trpc.imports.undo.mutationOptions({
      onError: (error) => { tellRefusal('Not undone', error); },
      onSettled: () => { void queryClient.invalidateQueries(trpc.imports.pathFilter()); },
    }),
  );
  return (
    <Button size="xs" variant="default" loading={undo.isPending} onClick={() => { undo.mutate({ importId: row.id }); }}>
      Remove its new contacts again
    </Button>
  );
}

function Undone({ row }: { row: ContactImport }) {
  const kept = [
    row.kept_in_use > 0 && `${countOf(row.kept_in_use, 'stays', 'stay')} because calls, meetings or follow-ups hang on them`,
    row.kept_edited > 0 && `${countOf(row.kept_edited, 'stays', 'stay')} because somebody has changed them since`,
  ].filter((part) => part !== false);
  return <Text size="sm">{[`${countOf(row.undone, 'contact was', 'contacts were')} removed again`, ...kept].join('; ')}.</Text>;
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
