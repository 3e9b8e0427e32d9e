import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { neverProvokedIn, noteProvoked } from '../support/provoked-errors.ts';

let directory: string;
beforeAll(() => { directory = mkdtempSync(join(tmpdir(), 'callgres-errors-')); });
afterAll(() => { rmSync(directory, { recursive: true }); });

const KNOWN = { thing_gone: { status: 404 }, thing_off: { status: 409 } };

it('cannot say anything without a log', () => {
  expect(neverProvokedIn(directory, KNOWN)).toBeUndefined();
});

it('names the keys that the log has not, or has with another status', () => {
  const note = noteProvoked(directory);
  for (const line of ['00000 LOG:  thing_off', 'VC404 ERROR:  thing_off', 'VC404 HINT:  thing_gone', '23505 ERROR:  thing_gone']) note(line);
  expect(neverProvokedIn(directory, KNOWN)).toEqual(['thing_gone', 'thing_off']);
  note('VC404 ERROR:  thing_gone');
  expect(neverProvokedIn(directory, KNOWN)).toEqual(['thing_off']);
  note('VC409 ERROR:  thing_off');
  expect(neverProvokedIn(directory, KNOWN)).toEqual([]);
});
