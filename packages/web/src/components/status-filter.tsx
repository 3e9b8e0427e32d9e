import { Select } from '@mantine/core';
import type { State } from '../app/status.tsx';

interface StatusFilterProps<K extends string> {
  states: Record<K, State>;
  value: K | undefined;
  onChange: (value: K | undefined) => void;
}

/** One state or any, in the words of the marks below it. */
export function StatusFilter<K extends string>({ states, value, onChange }: StatusFilterProps<K>) {
  const keys = Object.keys(states) as K[];
  return (
    <Select
      aria-label="State"
      placeholder="Any state"
      w={{ base: '100%', xs: 170 }}
      clearable
      clearButtonProps={{ 'aria-label': 'Any state' }}
      data={keys.map((key) => ({ value: key, label: states[key].word }))}
      value={value ?? null}
      onChange={(key) => {
        onChange(keys.find((each) => each === key));
      }}
    />
  );
}
