// A person's live events as a stream that can be taken up again where it broke off.
//
// Ids come from a sequence and commits do not follow it: an event may appear after one with a higher id was sent. So
// each pass reads again what is at most ten seconds older than the newest event seen, leaving out what this stream
// has sent. After a break that much is sent twice, which is harmless: an event only says what to read again.
import { setTimeout as pause } from 'node:timers/promises';
import type { UiEvents } from './ui-events.ts';

export interface UiEvent {
  id: number;
  topic: string;
  ref: string | null;
  created_at: string;
}

/** Events of the person with an id above `afterId`, and those of the last seconds, by id. Throws when the session is over. */
export type ReadEvents = (afterId: number, limit: number, overlapSeconds?: number) => Promise<readonly UiEvent[]>;

const OVERLAP_SECONDS = 10;
const PAGE = 500;
/** Passes are at least this far apart: under load many changes become one reading. */
const SPACING_MS = 200;
/** Without any event the session is looked at this often. */
const IDLE_MS = 30_000;

/**
 * All events after `cursor`, for as long as `signal` is not aborted. A cursor older than what is kept gets one event
 * with the topic `resync` first.
 */
export async function* streamEvents(read: ReadEvents, changes: UiEvents, cursor: number, signal: AbortSignal): AsyncGenerator<UiEvent> {
  const waiting = changes.subscribe(signal); // first listen, then read: nothing falls in between
  const sent = new SentEvents(cursor);
  try {
    if (await hasMissed(read, cursor)) yield { id: cursor, topic: 'resync', ref: null, created_at: new Date().toISOString() };
    let overlap = await overlapOf(read, cursor);
    while (!signal.aborted) {
      yield* readPass(read, sent, overlap);
      overlap = 0;
      await pause(SPACING_MS, undefined, { signal }).catch(() => undefined);
      await waiting.until(IDLE_MS);
    }
  } finally {
    waiting.close();
  }
}

/** Everything from the floor on that was not sent yet, page by page. */
async function* readPass(read: ReadEvents, sent: SentEvents, overlapSeconds: number): AsyncGenerator<UiEvent> {
  let overlap = overlapSeconds;
  for (let from = sent.floor; ; overlap = 0) {
    const page = await read(from, PAGE, overlap);
    for (const event of page) {
      if (sent.add(event)) yield event;
      from = event.id;
    }
    if (page.length < PAGE) break;
  }
  sent.raiseFloor();
}

/** Nothing that old is kept, so something may have been deleted unseen. */
async function hasMissed(read: ReadEvents, cursor: number): Promise<boolean> {
  if (cursor === 0) return false;
  const [oldest] = await read(0, 1);
  return oldest === undefined || oldest.id > cursor;
}

/** How many seconds to go back from now to stand ten seconds before the cursor's event. */
async function overlapOf(read: ReadEvents, cursor: number): Promise<number> {
  const [event] = cursor === 0 ? [] : await read(cursor - 1, 1);
  const age = event?.id === cursor ? Math.max(0, Date.now() - Date.parse(event.created_at)) / 1000 : 0;
  return Math.ceil(age) + OVERLAP_SECONDS;
}

/** What was sent lately. Below the floor nothing is expected any more. */
class SentEvents {
  floor: number;
  #newestAt = 0;
  readonly #recent = new Map<number, number>();

  constructor(floor: number) {
    this.floor = floor;
  }

  /** True when it is new. */
  add({ id, created_at }: UiEvent): boolean {
    if (this.#recent.has(id)) return false;
    const at = Date.parse(created_at);
    this.#newestAt = Math.max(this.#newestAt, at);
    this.#recent.set(id, at);
    return true;
  }

  raiseFloor(): void {
    for (const [id, at] of this.#recent) {
      if (at >= this.#newestAt - OVERLAP_SECONDS * 1000) continue;
      this.floor = Math.max(this.floor, id);
      this.#recent.delete(id);
    }
  }
}
