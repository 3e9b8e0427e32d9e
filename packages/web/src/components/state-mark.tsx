import { Badge } from '@mantine/core';
import type { State } from '../app/status.tsx';

/** A state as icon, word and tint. */
export function StateMark({ state }: { state: State }) {
  const Icon = state.icon;
  return (
    <Badge color={state.tint} leftSection={<Icon size={13} stroke={2} aria-hidden />} style={{ flexShrink: 0 }}>
      {state.word}
    </Badge>
  );
}
