// All that is to happen, in one binary heap with one timer. An entry is told the instant it was due, not the instant
// it ran: a busy event loop makes the simulator late but never wrong.
import type { Clock } from './clock.ts';

interface Entry {
  at: number;
  order: number;
  run: (at: number) => void;
}

export interface Scheduler {
  /** Runs `run(at)` when simulated time reaches `at`; entries of one instant run in the order they came. */
  at(at: number, run: (at: number) => void): void;
  /** Runs what is due now, so that a request sees the present. */
  runDue(): void;
  /** To be called when the clock was changed. */
  rearm(): void;
  readonly size: number;
  clear(): void;
}

/** Longest wait setTimeout can take; a later entry is waited for in steps. */
const longestTimer = 2 ** 31 - 1;
/** Entries in one turn of the event loop: requests are answered in between. */
const turn = 200;

export function createScheduler(clock: Clock): Scheduler {
  const heap: Entry[] = [];
  let order = 0;
  let timer: NodeJS.Timeout | undefined;

  const before = (a: number, b: number): boolean => {
    const [x, y] = [heap[a], heap[b]];
    return x !== undefined && y !== undefined && (x.at < y.at || (x.at === y.at && x.order < y.order));
  };
  const swap = (a: number, b: number): void => {
    const [x, y] = [heap[a], heap[b]];
    if (x && y) [heap[a], heap[b]] = [y, x];
  };
  const rise = (index: number): void => {
    const parent = (index - 1) >> 1;
    if (index === 0 || !before(index, parent)) return;
    swap(index, parent);
    rise(parent);
  };
  const sink = (index: number): void => {
    const left = 2 * index + 1;
    const least = before(left + 1, left) ? left + 1 : left;
    if (!before(least, index)) return;
    swap(index, least);
    sink(least);
  };
  const takeDue = (): Entry | undefined => {
    const first = heap[0];
    if (!first || first.at > clock.now()) return undefined;
    swap(0, heap.length - 1);
    heap.pop();
    sink(0);
    return first;
  };
  const runDue = (most = Number.POSITIVE_INFINITY): void => {
    for (let count = 0; count < most; count++) {
      const entry = takeDue();
      if (!entry) break;
      entry.run(entry.at);
    }
  };
  const rearm = (): void => {
    clearTimeout(timer);
    const first = heap[0];
    if (!first || clock.speed === 0 && first.at > clock.now()) return;
    const wait = Math.max(0, first.at - clock.now()) / (clock.speed || 1);
    timer = setTimeout(() => {
      runDue(turn);
      rearm();
    }, Math.min(Math.ceil(wait), longestTimer));
  };
  return {
    at(at, run) {
      const entry = { at, order: order++, run };
      heap.push(entry);
      rise(heap.length - 1);
      if (heap[0] === entry) rearm();
    },
    runDue: () => runDue(),
    rearm,
    get size() {
      return heap.length;
    },
    clear() {
      heap.length = 0;
      clearTimeout(timer);
    },
  };
}
