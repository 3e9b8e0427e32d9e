import { Select, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { countOf } from '../../../../app/format.ts';
import { useFormat } from '../../../../app/use-format.ts';
import { trpc } from '../../../../app/trpc.ts';
import { TagSelect } from '../../../../components/tag-select.tsx';
import { type PeopleChoice, usePeopleCount } from './people-choice.ts';

interface PeoplePickerProps {
  choice: PeopleChoice;
  onChange: (choice: PeopleChoice) => void;
  /** Offers to choose nobody yet. */
  later?: boolean;
}

export function PeoplePicker({ choice, onChange, later = false }: PeoplePickerProps) {
  const sources = [
    { value: 'all', label: 'All contacts' },
    { value: 'tag', label: 'With a tag' },
    { value: 'import', label: 'From an import' },
    ...(later ? [{ value: 'none', label: 'Later' }] : []),
  ];
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="Which people"
        data={sources}
        value={choice.from}
        onChange={(from) => {
          if (from === 'tag') onChange({ from, tag: '' });
          else if (from === 'import') onChange({ from, importId: '' });
          else onChange({ from: from === 'none' ? 'none' : 'all' });
        }}
      />
      {choice.from === 'tag' && (
        <TagSelect
          label="Tag"
          value={choice.tag}
          onChange={(tag) => {
            onChange({ from: 'tag', tag });
          }}
        />
      )}
      {choice.from === 'import' && <ImportSelect value={choice.importId} onChange={(importId) => { onChange({ from: 'import', importId }); }} />}
      <CountOfPeople choice={choice} />
    </Stack>
  );
}

function ImportSelect({ value, onChange }: { value: string; onChange: (importId: string) => void }) {
  const imports = useQuery(trpc.imports.list.queryOptions({}));
  const format = useFormat();
  const done = (imports.data ?? []).filter((row) => row.status === 'done');
  return (
    <Select
      label="Import"
      placeholder={imports.data && done.length === 0 ? 'No finished imports yet' : 'Choose an import'}
      data={done.map((row) => ({ value: row.id, label: `${row.file_name}, ${format.moment(row.created_at)}` }))}
      value={value === '' ? null : value}
      onChange={(importId) => {
        onChange(importId ?? '');
      }}
    />
  );
}

function CountOfPeople({ choice }: { choice: PeopleChoice }) {
  const count = usePeopleCount(choice);
  if (choice.from === 'none') return <Text size="sm" c="dimmed">You can add people to the draft at any time.</Text>;
  return (
    <Text size="sm" c="dimmed" mih={20} role="status">
      {count === undefined ? '' : `${countOf(count, 'contact', 'contacts')} found. Opted-out numbers are never called.`}
    </Text>
  );
}
