import { afterEach, expect, it, vi } from 'vitest';
import { noteServerDate, serverNow } from '../../packages/web/src/app/server-clock.ts';

const SECOND = 1000;
const START = Date.parse('2026-11-25T12:00:00Z');

afterEach(() => {
  vi.useRealTimers();
});

it('learns a wrong clock from the cut Date headers of several answers, to a fraction of a second', () => {
  const ahead = 240_350; // how much the server's clock is ahead of ours
  vi.useFakeTimers();
  for (let answer = 0; answer < 10; answer++) {
    const sentAt = START + answer * 1100;
    const receivedAt = sentAt + 40;
    vi.setSystemTime(receivedAt);
    noteServerDate(new Date(Math.floor((sentAt + 20 + ahead) / SECOND) * SECOND).toUTCString(), sentAt, receivedAt);
  }
  expect(Math.abs(serverNow() - (Date.now() + ahead))).toBeLessThan(120);
});

it('forgets what it has learned when a clock was set', () => {
  vi.useFakeTimers();
  vi.setSystemTime(START);
  noteServerDate(new Date(START).toUTCString(), START - 20, START);
  noteServerDate(new Date(START - 3_600_000).toUTCString(), START - 20, START);
  expect(Math.abs(serverNow() - (START - 3_600_000))).toBeLessThan(SECOND);
});

it('takes no lesson from an answer without a date', () => {
  vi.useFakeTimers();
  vi.setSystemTime(START);
  const before = serverNow();
  noteServerDate(null, START, START);
  noteServerDate('not a date', START, START);
  expect(serverNow()).toBe(before);
});
