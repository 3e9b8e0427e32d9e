import { type PointerEvent, useState } from 'react';

interface StillRows<T> {
  shown: T[];
  /** No longer in the list; shown until the pointer has left. */
  isGone: (row: T) => boolean;
  /** For the element around the rows. */
  handlers: { onPointerEnter?: (event: PointerEvent) => void; onPointerLeave?: () => void };
}

/**
 * Rows of a live list that do not move under the pointer. While it is over them they keep their places and change
 * only in themselves; who came, went or moved meanwhile shows when it has left.
 * @param enabled false lets go: for lists that stand still anyway, and while another filter's rows are on their way
 */
export function useStill<T>(rows: T[], rowId: (row: T) => string, enabled: boolean): StillRows<T> {
  const [held, setHeld] = useState<T[] | null>(null);
  if (!enabled && held !== null) setHeld(null);
  if (!enabled || held === null) {
    const onPointerEnter = (event: PointerEvent): void => {
      // A finger rests nowhere: for it the list would stay held after the touch.
      if (event.pointerType !== 'touch') setHeld(rows);
    };
    return { shown: rows, isGone: () => false, handlers: enabled ? { onPointerEnter } : {} };
  }
  const fresh = new Map(rows.map((row) => [rowId(row), row]));
  const onPointerLeave = (): void => {
    setHeld(null);
  };
  return {
    shown: held.map((row) => fresh.get(rowId(row)) ?? row),
    isGone: (row) => !fresh.has(rowId(row)),
    handlers: { onPointerLeave },
  };
}
