import { Pill } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatDay } from '../../../../app/format.ts';
import { callSources, leadFilters } from '../../../../app/status.tsx';
import { trpc } from '../../../../app/trpc.ts';
import type { CallsSearch } from '../index.tsx';

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

interface FilterChipsProps {
  filters: CallsSearch;
  onRemove: (names: (keyof CallsSearch)[]) => void;
}

/** The filters that have no field of their own, as they come from a number on another page; each can be taken away. */
export function FilterChips({ filters, onRemove }: FilterChipsProps) {
  const { from, to, weekday, hour, source, answered, lead, agent } = filters;
  const agents = useQuery(trpc.agents.list.queryOptions(undefined, { enabled: agent !== undefined }));
  const chips: [string | undefined, (keyof CallsSearch)[]][] = [
    [daysInWords(from, to), ['from', 'to']],
    [weekday === undefined ? undefined : WEEKDAYS[weekday - 1], ['weekday']],
    [hour === undefined ? undefined : `${String(hour).padStart(2, '0')}:00 to ${String((hour + 1) % 24).padStart(2, '0')}:00`, ['hour']],
    [source && callSources[source], ['source']],
    [answered === undefined ? undefined : answered ? 'Answered' : 'Not answered', ['answered']],
    [lead && leadFilters[lead], ['lead']],
    [agent && (agents.data?.find((each) => each.id === agent)?.name ?? 'One agent'), ['agent']],
  ];
  return chips.map(
    ([words, names]) =>
      words !== undefined && (
        <Pill key={words} size="lg" withRemoveButton removeButtonProps={{ 'aria-label': `Without ${words}`, tabIndex: 0, 'aria-hidden': false }} onRemove={() => { onRemove(names); }}>
          {words}
        </Pill>
      ),
  );
}

function daysInWords(from: string | undefined, to: string | undefined): string | undefined {
  if (from !== undefined && to !== undefined) return from === to ? formatDay(from) : `${formatDay(from)} to ${formatDay(to)}`;
  if (from !== undefined) return `From ${formatDay(from)}`;
  return to === undefined ? undefined : `Until ${formatDay(to)}`;
}
