import { ActionIcon, Group, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useKeys } from '../app/keys.ts';
import { type Comparison, LENGTHS, type PeriodSearch, comparisons } from '../app/period.ts';

interface PeriodPickerProps {
  value: PeriodSearch;
  onChange: (value: PeriodSearch) => void;
  /** Pages that show one period only have nothing to compare. */
  withComparison?: boolean;
}

const isComparison = (value: string | null): value is Comparison => value !== null && value in comparisons;

/** How long a period, which one, and with what it is compared. "[" and "]" step through the periods. */
export function PeriodPicker({ value, onChange, withComparison = true }: PeriodPickerProps) {
  const back = value.back ?? 0;
  const step = (by: 1 | -1) => (): void => {
    const next = back + by;
    if (next >= 0 && next <= 100) onChange({ ...value, back: next === 0 ? undefined : next });
  };
  useKeys([
    { keys: '[', says: 'Period before', run: step(1) },
    { keys: ']', says: 'Period after', run: step(-1) },
  ]);
  return (
    <Group gap="xs">
      <Tooltip label="Period before ( [ )">
        <ActionIcon variant="default" size={36} aria-label="Period before" onClick={step(1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <SegmentedControl
        aria-label="Length of the period"
        value={String(value.days ?? 30)}
        data={LENGTHS.map((days) => ({ value: String(days), label: `${days} days` }))}
        onChange={(text) => {
          const days = LENGTHS.find((each) => String(each) === text);
          onChange({ ...value, days: days === 30 ? undefined : days, back: undefined });
        }}
      />
      <Tooltip label="Period after ( ] )">
        <ActionIcon variant="default" size={36} aria-label="Period after" disabled={back === 0} onClick={step(-1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {withComparison && (
        <Select
          aria-label="Compared with"
          w={{ base: '100%', xs: 250 }}
          allowDeselect={false}
          data={Object.entries(comparisons).map(([key, words]) => ({ value: key, label: `Compared with ${words}` }))}
          value={value.compare ?? 'previous'}
          onChange={(key) => {
            onChange({ ...value, compare: isComparison(key) && key !== 'previous' ? key : undefined });
          }}
        />
      )}
    </Group>
  );
}
