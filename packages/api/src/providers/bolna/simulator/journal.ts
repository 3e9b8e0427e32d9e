// An append-only file of JSON lines: what came from outside. Everything else follows from it (life-cycle.ts). A line
// is with the operating system before the request is answered, so a killed simulator has lost no call it confirmed.
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Stretch } from './clock.ts';
import type { CallRecord, Outcome } from './life-cycle.ts';

export interface StoredAgent {
  id: string;
  /** The body it was created with, patches merged in. */
  config: Record<string, unknown> & { agent_name: string; webhook_url?: string | null | undefined };
  prompts: Record<string, unknown>;
  callTerminateSeconds: number;
  createdAt: string;
  updatedAt: string;
}

export type Entry =
  | { kind: 'stretch'; stretch: Stretch }
  | { kind: 'agent'; agent: StoredAgent }
  | { kind: 'call'; call: CallRecord }
  | { kind: 'started'; id: string; at: number; forced: Outcome | null }
  | { kind: 'stopped'; id: string; at: number }
  /** The last webhook has been delivered or given up: nothing is left to do. */
  | { kind: 'closed'; id: string };

export interface Journal {
  /** What an earlier run wrote. */
  readonly entries: readonly Entry[];
  append(entry: Entry): void;
  clear(): void;
  close(): void;
}

export function openJournal(path: string | undefined): Journal {
  if (path === undefined) return { entries: [], append: () => {}, clear: () => {}, close: () => {} };
  mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, 'a+');
  const content = readFileSync(path, 'utf8');
  // A kill in the middle of a write leaves half a line: end it, so that the next one stands alone.
  if (content !== '' && !content.endsWith('\n')) writeSync(fd, '\n');
  return {
    entries: content.split('\n').flatMap(readEntry),
    append: (entry) => void writeSync(fd, `${JSON.stringify(entry)}\n`),
    clear: () => ftruncateSync(fd),
    close: () => closeSync(fd),
  };
}

function readEntry(line: string): Entry[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as Entry]; // our own file, written by append
  } catch {
    return []; // the half line
  }
}
