import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../../app/trpc.ts';

interface AccountsSelectProps {
  label: string;
  /** How many may be chosen; as many as one likes by default. */
  most?: number;
  value: string[];
  onChange: (userIds: string[]) => void;
}

/** Accounts, found by the server because there may be more than a list can hold; those chosen stay in it. */
export function AccountsSelect({ label, most, value, onChange }: AccountsSelectProps) {
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(search, 200);
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const found = useQuery(trpc.admin.tenants.queryOptions({ search: text, limit: 20 }, { placeholderData: keepPreviousData }));
  const data = new Map([...known, ...(found.data ?? []).filter((row) => row.deletion_began_at === null).map((row) => [row.id, row.email] as const)]);
  return (
    <MultiSelect
      label={label} placeholder={value.length === 0 ? 'Search by name or e-mail' : undefined} searchable hidePickedOptions {...(most !== undefined && { maxValues: most })}
      data={[...data].map(([id, email]) => ({ value: id, label: email }))}
      searchValue={search} onSearchChange={setSearch} value={value} nothingFoundMessage="No such account"
      onChange={(ids) => {
        setKnown(new Map(ids.map((id) => [id, data.get(id) ?? id])));
        onChange(ids);
      }}
    />
  );
}
