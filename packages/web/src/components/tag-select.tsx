import { Select } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../app/format.ts';
import { trpc } from '../app/trpc.ts';

interface TagSelectProps {
  /** Shown above; without it the field is only named for those who do not see it. */
  label?: string;
  placeholder?: string;
  /** The tag, or an empty text. */
  value: string;
  onChange: (tag: string) => void;
}

/** One of the tenant's tags, each with the number of its contacts. */
export function TagSelect({ label, placeholder = 'Choose a tag', value, onChange }: TagSelectProps) {
  const tags = useQuery(trpc.contacts.tags.queryOptions());
  const rows = tags.data ?? [];
  // A tag out of a link is shown as chosen even if nobody has it any more.
  const known = rows.some((row) => row.tag === value) || value === '' ? rows : [...rows, { tag: value, contacts: 0 }];
  return (
    <Select
      {...(label === undefined ? { 'aria-label': 'Tag', w: { base: '100%', xs: 190 } } : { label })}
      placeholder={tags.data?.length === 0 ? 'No tags yet' : placeholder}
      leftSection={<IconTag size={16} aria-hidden />}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No tag' }}
      data={known.map((row) => ({ value: row.tag, label: `${row.tag} (${formatCount(row.contacts)})` }))}
      value={value === '' ? null : value}
      onChange={(tag) => {
        onChange(tag ?? '');
      }}
    />
  );
}
