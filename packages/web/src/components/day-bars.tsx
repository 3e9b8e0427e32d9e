// Bars by day, and the same as a table. Own markup and no chart library: each bar is a link to its calls, for the keyboard and for screen
// readers too.
import { Button, Group, Table, Text, Tooltip } from '@mantine/core';
import { useDisclosure, useElementSize } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { countOf, formatCount, formatDay } from '../app/format.ts';
import classes from './day-bars.module.css';
import { AnchorLink } from './links.tsx';

export interface DayBar {
  date: string;
  is_complete?: boolean;
  total_calls: number;
  answered_calls: number;
  qualified_leads: number;
}

interface DayBarsProps {
  days: readonly DayBar[];
  /** Calls of the day that each day is compared with, in the same order. */
  before?: readonly number[] | undefined;
  /** Further filters of the list that a bar leads to. */
  filter?: { campaign?: string; agent?: string } | undefined;
}

/** What a finger can hit; where bars are narrower, the table has the links. */
const LEAST_TARGET_PX = 24;

export function DayBars({ days, before, filter }: DayBarsProps) {
  const { ref, width } = useElementSize();
  const [tableShown, table] = useDisclosure(false);
  const highest = Math.max(1, ...days.map((day) => day.total_calls), ...(before ?? []));
  const areLinks = width / days.length >= LEAST_TARGET_PX + 2;
  return (
    <>
      <ul ref={ref} className={classes['chart']} aria-label="Calls by day">
        {days.map((day, place) => (
          <li key={day.date} className={classes['day']}>
            <Tooltip label={sentence(day, before?.[place])}>
              <Bar day={day} link={areLinks ? { ...filter, from: day.date, to: day.date } : undefined} words={sentence(day, before?.[place])}>
                <Column day={day} before={before?.[place]} highest={highest} />
              </Bar>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className={classes['axis']} aria-hidden>
        <Text size="xs" c="dimmed">{formatDay(days[0]?.date ?? '')}</Text>
        <Text size="xs" c="dimmed">{formatDay(days.at(-1)?.date ?? '')}</Text>
      </div>
      <Group gap="md" mt={6}>
        <Text size="xs" c="dimmed"><span className={classes['key']} style={{ background: 'var(--people-on-line)' }} />Answered</Text>
        <Text size="xs" c="dimmed"><span className={classes['key']} style={{ background: 'var(--people-waiting)' }} />Not answered</Text>
        {before && <Text size="xs" c="dimmed"><span className={classes['key']} style={{ borderTop: '2px dashed', height: 3 }} />The day it is compared with</Text>}
        {days.some((day) => day.is_complete === false) && <Text size="xs" c="dimmed">Paler: not over yet</Text>}
        <Button size="compact-xs" variant="default" h={26} aria-expanded={tableShown} onClick={table.toggle}>
          {tableShown ? 'Hide the table' : 'Show as a table'}
        </Button>
      </Group>
      {tableShown && <DayTable days={days} filter={filter} />}
    </>
  );
}

interface BarProps {
  day: DayBar;
  link: { from: string; to: string; campaign?: string; agent?: string } | undefined;
  words: string;
  children: ReactNode;
}

// What the tooltip hands down comes first: its own class name, an empty one, would take the place of ours.
function Bar({ day, link, words, children, ...fromTooltip }: BarProps) {
  const incomplete = day.is_complete === false || undefined;
  if (link)
    return (
      <Link {...fromTooltip} to="/calls" search={link} className={classes['bar']} data-incomplete={incomplete} aria-label={words}>
        {children}
      </Link>
    );
  return (
    <div {...fromTooltip} className={classes['bar']} data-incomplete={incomplete} role="img" aria-label={words}>
      {children}
    </div>
  );
}

function Column({ day, before, highest }: { day: DayBar; before: number | undefined; highest: number }) {
  const height = (calls: number): string => `${(100 * calls) / highest}%`;
  return (
    <>
      <span className={classes['rest']} style={{ height: height(day.total_calls - day.answered_calls) }} />
      <span className={classes['answered']} style={{ height: height(day.answered_calls) }} />
      {before !== undefined && before > 0 && <span className={classes['before']} style={{ bottom: height(before) }} />}
    </>
  );
}

function DayTable({ days, filter }: { days: readonly DayBar[]; filter: DayBarsProps['filter'] }) {
  return (
    <Table mt="sm" verticalSpacing={6} aria-label="Calls by day, as a table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Day</Table.Th>
          <Table.Th ta="right">Calls</Table.Th>
          <Table.Th ta="right">Answered</Table.Th>
          <Table.Th ta="right">Qualified</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.filter((day) => day.total_calls > 0).map((day) => (
          <Table.Tr key={day.date}>
            <Table.Td>
              <AnchorLink to="/calls" search={{ ...filter, from: day.date, to: day.date }} inherit>{formatDay(day.date)}</AnchorLink>
            </Table.Td>
            <Table.Td ta="right">{formatCount(day.total_calls)}</Table.Td>
            <Table.Td ta="right">{formatCount(day.answered_calls)}</Table.Td>
            <Table.Td ta="right">{formatCount(day.qualified_leads)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function sentence(day: DayBar, before: number | undefined): string {
  const compared = before === undefined ? '' : `, ${before} on the day it is compared with`;
  return `${formatDay(day.date)}: ${countOf(day.total_calls, 'call', 'calls')}, ${day.answered_calls} answered, ${day.qualified_leads} qualified${compared}${day.is_complete === false ? '; the day is not over' : ''}`;
}
