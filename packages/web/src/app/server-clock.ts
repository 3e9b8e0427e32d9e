// Call clocks run on the server's time: a laptop that is four minutes fast must not show calls of minus four minutes.
import { useSyncExternalStore } from 'react';

const SECOND = 1000;

// Bounds, in ms, of (server clock − our clock). Each answer narrows them.
let low = -Infinity;
let high = Infinity;

/**
 * Learns from the Date header of one answer. The header is cut to whole seconds, so at some moment between sending
 * and receiving the server's clock stood in [date, date + 1 s); many answers together tell it to a fraction of that.
 */
export function noteServerDate(header: string | null, sentAt: number, receivedAt: number): void {
  const date = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(date)) return;
  const lowest = date - receivedAt;
  const highest = date + SECOND - sentAt;
  const fits = lowest <= high && highest >= low;
  // Not fitting means that one of the clocks was set; what was learned before is worth nothing then.
  low = fits ? Math.max(low, lowest) : lowest;
  high = fits ? Math.min(high, highest) : highest;
}

/** The server's time as good as we know it, in ms since 1970. */
export function serverNow(): number {
  const offset = Number.isFinite(low) && Number.isFinite(high) ? (low + high) / 2 : 0;
  return Date.now() + offset;
}

// One interval for all clocks of the page, running only while someone looks at one.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = Math.floor(serverNow() / SECOND);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tick = Math.floor(serverNow() / SECOND);
    for (const each of listeners) each();
  }, SECOND);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The server's time in whole seconds since 1970; the component renders again each second. */
export function useServerSeconds(): number {
  return useSyncExternalStore(subscribe, () => tick);
}
