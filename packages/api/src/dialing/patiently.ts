import { setTimeout as pause } from 'node:timers/promises';

const WAITS_MS = [50, 200, 500, 1000, 2000] as const;

/** Repeats a statement that may be repeated while the database cannot take it; throws what the last try threw. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await work();
    } catch {
      await pause(wait);
    }
  }
  return work();
}
