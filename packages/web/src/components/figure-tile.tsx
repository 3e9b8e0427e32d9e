import { Text, Tooltip } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight, IconMinus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatChange } from '../app/format.ts';
import { Panel } from './panel.tsx';

interface FigureTileProps {
  name: string;
  /** What the figure means, for those who ask. */
  means: string;
  value: ReactNode;
  /** The figure and the one it is compared with; null when there is nothing to divide by. */
  now?: number | null;
  before?: number | null;
  /** A rate differs by points, a number by a share of itself. */
  inPoints?: boolean;
  note?: ReactNode;
}

/** One figure of a period, how it has changed, and what it is. */
export function FigureTile({ name, means, value, now, before, inPoints = false, note }: FigureTileProps) {
  return (
    <Panel>
      <Tooltip label={means}>
        <Text size="xs" c="dimmed" fw={500} tabIndex={0} component="h2" style={{ width: 'fit-content' }}>
          {name}
        </Text>
      </Tooltip>
      <Text fz={24} fw={600} lh={1.35} component="div">
        {value}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        {now !== undefined && before !== undefined && <Change now={now} before={before} inPoints={inPoints} />}
        {note}
      </Text>
    </Panel>
  );
}

function Change({ now, before, inPoints }: { now: number | null; before: number | null; inPoints: boolean }) {
  const words = formatChange(now, before, inPoints);
  const Icon = now === null || before === null || now === before ? IconMinus : now > before ? IconArrowUpRight : IconArrowDownRight;
  return (
    <div>
      <Icon size={13} aria-hidden style={{ verticalAlign: '-2px' }} /> {words}
    </div>
  );
}
