import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

const PAUSE_MS = 250;

interface SearchFieldProps {
  label: string;
  /** What the URL says. */
  value: string;
  /** Called when typing has paused. */
  onSearch: (text: string) => void;
}

/** A text filter. What is typed shows at once; the URL and the query follow after a pause. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const searchSoon = useDebouncedCallback(onSearch, PAUSE_MS);
  // Back, or "clear filters", changes the URL without typing.
  useEffect(() => {
    setTyped(value);
  }, [value]);
  const change = (text: string): void => {
    setTyped(text);
    searchSoon(text.trim());
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      w={{ base: '100%', xs: 280 }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <CloseButton
            size="sm"
            aria-label="Clear the search"
            onClick={() => {
              change('');
            }}
          />
        )
      }
      value={typed}
      onChange={(event) => {
        change(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
