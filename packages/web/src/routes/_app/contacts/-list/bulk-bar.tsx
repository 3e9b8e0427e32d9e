import { Button, Group, Progress, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf, formatCount } from '../../../../app/format.ts';
import { tellRefusal } from '../../../../app/problem.ts';
import type { ContactAction, Inputs } from '../../../../app/rows.ts';
import { tellUndo } from '../../../../app/tell-undo.tsx';
import { queryClient, trpc } from '../../../../app/trpc.ts';
import { TagModal } from './tag-modal.tsx';

const LOOK_AGAIN_MS = 700;
type Filter = Pick<Inputs['contacts']['list'], 'search' | 'tag' | 'importId'>;

interface BulkBarProps {
  selected: ReadonlySet<string>;
  /** What the list shows, and how many that are in all. */
  filter: Filter;
  matching: number | undefined;
  onDone: () => void;
}

const again = (): void => { void queryClient.invalidateQueries(trpc.contacts.pathFilter()); };

/** What was done, in words. */
function said({ kind, tag, people }: ContactAction): string {
  const whom = countOf(people, 'contact', 'contacts');
  if (kind === 'remove') return people === 0 ? 'Nobody was removed: customers stay' : `${whom} removed`;
  if (people === 0) return kind === 'add_tag' ? `All of them have the tag ${tag ?? ''} already` : `None of them has the tag ${tag ?? ''}`;
  return kind === 'add_tag' ? `${whom} tagged ${tag ?? ''}` : `${tag ?? ''} taken from ${whom}`;
}

/** What can be done with the selected contacts, or with all that the filter finds; each act can be undone. */
export function BulkBar({ selected, filter, matching, onDone }: BulkBarProps) {
  const [all, setAll] = useState(false);
  const [asking, ask] = useState<'add_tag' | 'remove_tag' | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  const undo = useMutation(
    trpc.contacts.undo.mutationOptions({
      onSuccess: (action) => { if (action.status === 'undoing') setRunning(action.id); },
      onError: (error) => { tellRefusal('Not undone', error); },
      onSettled: again,
    }),
  );
  const act = useMutation(
    trpc.contacts.act.mutationOptions({
      onSuccess: (action) => {
        tellUndo(said(action), () => { undo.mutate({ actionId: action.id }); });
        if (action.status === 'running') setRunning(action.id);
        setAll(false);
        onDone();
      },
      onError: (error) => { tellRefusal('Nothing was changed', error); },
      onSettled: again,
    }),
  );
  const whom = all ? { search: filter.search, withTag: filter.tag, importId: filter.importId } : { contactIds: [...selected] };
  const count = all ? (matching ?? 0) : selected.size;
  if (running !== null && selected.size === 0) return <Running actionId={running} onOver={() => { setRunning(null); again(); }} />;
  if (selected.size === 0) return null;
  return (
    <Group mb="sm" gap="xs" role="group" aria-label="Selected contacts">
      <Text size="sm" fw={500}>
        {formatCount(count)} selected
      </Text>
      {!all && matching !== undefined && matching > selected.size && (
        <Button size="compact-sm" variant="subtle" onClick={() => { setAll(true); }}>
          Select all {formatCount(matching)} matching
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={() => { ask('add_tag'); }}>
        Tag
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => { ask('remove_tag'); }}>
        Take a tag away
      </Button>
      <Button size="compact-sm" variant="default" color="red" loading={act.isPending} onClick={() => { act.mutate({ act: 'remove', ...whom }); }}>
        Remove {countOf(count, 'contact', 'contacts')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => { setAll(false); onDone(); }}>
        Select nobody
      </Button>
      {asking !== null && (
        <TagModal
          act={asking}
          count={count}
          onClose={() => { ask(null); }}
          onTag={(tag) => {
            ask(null);
            act.mutate({ act: asking, tag, ...whom });
          }}
        />
      )}
    </Group>
  );
}

function Running({ actionId, onOver }: { actionId: string; onOver: () => void }) {
  const { data } = useQuery(trpc.contacts.action.queryOptions({ actionId }, { refetchInterval: LOOK_AGAIN_MS }));
  const over = data !== undefined && data.finished_at !== null;
  if (data === undefined) return null;
  return (
    <div role="status">
      <Progress value={(100 * data.people_done) / Math.max(data.people, 1)} animated={!over} size="sm" mb={4} aria-label="How many are done" />
      <Group gap="xs" mb="sm">
        <Text size="xs" c="dimmed">
          {data.status === 'undoing' || data.status === 'undone' ? 'Undoing: ' : ''}
          {formatCount(data.people_done)} of {countOf(data.people, 'contact', 'contacts')} done
        </Text>
        {over && (
          <Button size="compact-xs" variant="subtle" onClick={onOver}>
            Close
          </Button>
        )}
      </Group>
    </div>
  );
}
