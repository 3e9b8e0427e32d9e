// The people of a campaign by what became of them. They add up to all of them, refused dials included.
import { Tooltip } from '@mantine/core';
import { formatCount } from '../app/format.ts';
import type { Campaign } from '../app/rows.ts';
import { people } from '../app/status.tsx';
import classes from './people-bar.module.css';

/** The stacked bar; its numbers are its spoken name. */
export function PeopleBar({ campaign, tall = false }: { campaign: Campaign; tall?: boolean }) {
  const parts = people.map((part) => ({ ...part, count: campaign[part.column] })).filter((part) => part.count > 0);
  const spoken = parts.map((part) => `${formatCount(part.count)} ${part.word}`).join(', ');
  return (
    <div className={classes['bar']} data-tall={tall || undefined} role="img" aria-label={spoken === '' ? 'No people yet' : spoken}>
      {parts.map((part) => (
        <Tooltip key={part.column} label={`${formatCount(part.count)} ${part.word}`}>
          <span style={{ flexGrow: part.count, background: part.fill }} />
        </Tooltip>
      ))}
    </div>
  );
}

/** The same numbers in words, each with its meaning. */
export function PeopleLegend({ campaign }: { campaign: Campaign }) {
  return (
    <ul className={classes['legend']}>
      {people.map((part) => {
        const count = campaign[part.column];
        const Icon = part.icon;
        return (
          <Tooltip key={part.column} label={part.means}>
            <li>
              <span className={classes['swatch']} style={{ background: part.fill }} />
              <span>
                <b>{formatCount(count)}</b>
                <span className={classes['word']}>
                  <Icon size={13} aria-hidden /> {part.word}
                </span>
              </span>
            </li>
          </Tooltip>
        );
      })}
    </ul>
  );
}
