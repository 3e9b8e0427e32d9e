import { describe, expect, it } from 'vitest';
import { formatBrowser, formatClock, formatDay, formatShare, makeFormat, zoneName } from '../../packages/web/src/app/format.ts';

describe('zoneName', () => {
  it.each([
    ['Asia/Kolkata', '2026-11-25T00:00:00Z', 'IST'],
    ['America/New_York', '2026-03-08T06:59:00Z', 'EST'],
    ['America/New_York', '2026-03-08T07:00:00Z', 'EDT'],
    ['Europe/London', '2026-10-25T00:59:00Z', 'BST'],
    ['Europe/London', '2026-10-25T01:00:00Z', 'GMT'],
    ['Asia/Kathmandu', '2026-11-25T00:00:00Z', 'GMT+5:45'],
    ['UTC', '2026-11-25T00:00:00Z', 'UTC'],
  ])('calls %s at %s %s', (zone, at, name) => {
    expect(zoneName(zone, new Date(at))).toBe(name);
  });
});

describe('makeFormat', () => {
  it('writes an instant of another year with day, year and zone', () => {
    expect(makeFormat('Asia/Kolkata').moment('2001-02-03T20:35:00Z')).toBe('4 Feb 2001, 02:05 IST');
  });

  it('writes both readings of the hour that the autumn change repeats', () => {
    const format = makeFormat('Europe/London');
    expect(format.moment('2001-10-28T00:30:00Z')).toBe('28 Oct 2001, 01:30 BST');
    expect(format.moment('2001-10-28T01:30:00Z')).toBe('28 Oct 2001, 01:30 GMT');
  });
});

describe('formatDay', () => {
  it('keeps a calendar day the same day wherever the browser stands', () => {
    expect(formatDay('2026-11-02')).toBe('2 Nov 2026');
  });
});

describe('formatClock', () => {
  it.each([
    [7, '0:07'],
    [754.9, '12:34'],
    [3723, '1:02:03'],
    [-3, '0:00'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });
});

describe('formatShare', () => {
  it('has no share of nothing', () => {
    expect(formatShare(0, 0)).toBe('–');
    expect(formatShare(268, 1000)).toBe('26.8 %');
  });
});

describe('formatBrowser', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'Chrome on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge on Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox on macOS'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari on iOS'],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Chrome on Android'],
    ['a-script/1.0', 'a-script/1.0'],
    [null, 'Unknown browser'],
  ])('calls %s %s', (userAgent, name) => {
    expect(formatBrowser(userAgent)).toBe(name);
  });
});
