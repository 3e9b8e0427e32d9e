import { Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { countOf } from '../app/format.ts';
import type { Period } from '../app/period.ts';
import type { HourFigures } from '../app/rows.ts';
import classes from './hour-map.module.css';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const two = (hour: number): string => String(hour).padStart(2, '0');

interface HourMapProps {
  hours: readonly HourFigures[];
  period: Period;
  agentId?: string;
}

/** Calls by weekday and hour; the stronger the tint the more calls, and each cell leads to its calls. */
export function HourMap({ hours, period, agentId }: HourMapProps) {
  const highest = Math.max(1, ...hours.map((each) => each.total_calls));
  const cells = new Map(hours.map((each) => [`${each.weekday} ${each.hour}`, each]));
  if (hours.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No calls in this period.
      </Text>
    );
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label="Calls by weekday and hour">
      <table className={classes['map']}>
        <thead>
          <tr>
            <td style={{ width: 36, background: 'none' }} />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {two(hour)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((weekday, place) => (
            <tr key={weekday}>
              <th scope="row">{weekday.slice(0, 3)}</th>
              {HOURS.map((hour) => (
                <td key={hour}>
                  <Cell cell={cells.get(`${place + 1} ${hour}`)} weekday={weekday} highest={highest} period={period} agentId={agentId} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  cell: HourFigures | undefined;
  weekday: string;
  highest: number;
  period: Period;
  agentId: string | undefined;
}

function Cell({ cell, weekday, highest, period, agentId }: CellProps) {
  if (!cell) return null;
  const words = `${weekday}, ${two(cell.hour)}:00 to ${two((cell.hour + 1) % 24)}:00: ${countOf(cell.total_calls, 'call', 'calls')}, ${cell.answered_calls} answered, ${cell.qualified_leads} qualified`;
  return (
    <Tooltip label={words}>
      <Link
        to="/calls"
        search={{ ...period, weekday: cell.weekday, hour: cell.hour, ...(agentId !== undefined && { agent: agentId }) }}
        className={classes['cell']}
        aria-label={words}
        style={{ background: `color-mix(in srgb, var(--people-on-line) ${Math.round(15 + (85 * cell.total_calls) / highest)}%, transparent)` }}
      />
    </Tooltip>
  );
}
