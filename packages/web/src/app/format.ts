// The one formatter. No time without its zone, no number without its grouping.
import { serverNow } from './server-clock.ts';

const MINUTE = 60;

/** "1,204". */
export const formatCount = (value: number): string => new Intl.NumberFormat('en').format(value);

/** "1 person", "1,204 people". */
export const countOf = (value: number, one: string, many: string): string => `${formatCount(value)} ${value === 1 ? one : many}`;

/** Seconds as "0:07", "12:34", "1:02:03". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / (MINUTE * MINUTE));
  const minutes = Math.floor(whole / MINUTE) % MINUTE;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % MINUTE)}` : `${minutes}:${two(whole % MINUTE)}`;
}

/** An amount in the tenant's own currency, which has no name here: "1,204.50"; none is "–". The database sends such numbers as text. */
export const formatMoney = (amount: string | number | null): string =>
  amount === null ? '–' : new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Number(amount));

/** A share as "26.8 %"; of nothing it is "–". */
export const formatShare = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format((100 * part) / whole)} %`;

/** A time of day as the database sends it ("09:00:00") as "09:00". */
export const formatTimeOfDay = (text: string): string => text.slice(0, 5);

/**
 * A calendar day as the database sends it ("2026-11-02") as "2 Nov 2026". A day has no zone: it is read as UTC
 * and written as UTC, so that it stays the same day.
 */
export const formatDay = (text: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`));

// Which short name a zone has depends on the language's region: only Indian English says IST, only American EST.
const REGIONS = ['en-IN', 'en-US', 'en-GB', 'en-AU'];

/** The zone's short name at that instant: "IST", "CET", and where nobody has a name for it "GMT+5:45". */
export function zoneName(zone: string, at: Date): string {
  let name = zone;
  for (const region of REGIONS) {
    const parts = new Intl.DateTimeFormat(region, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
    name = parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
    if (!/^GMT[+-]/.test(name)) return name;
  }
  return name;
}

export interface Format {
  zone: string;
  /** "14:05 IST" today, "12 Nov, 14:05 IST" on another day, with the year when it is another year. */
  moment: (iso: string) => string;
  /** "14:05:09 IST", for steps that follow each other fast. */
  second: (iso: string) => string;
  /** For tooltips: the full date in this zone and in UTC. */
  full: (iso: string) => string;
}

/** Formats instants (ISO 8601 text) for one IANA zone. */
export function makeFormat(zone: string): Format {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone });
  const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone });
  const utc = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium', timeZone: zone });
  const withSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23', timeZone: zone });
  return {
    zone,
    second: (iso) => `${withSeconds.format(new Date(iso))} ${zoneName(zone, new Date(iso))}`,
    moment: (iso) => {
      const at = new Date(iso);
      const now = new Date(serverNow());
      const time = `${clock.format(at)} ${zoneName(zone, at)}`;
      if (dayAndYear.format(at) === dayAndYear.format(now)) return time;
      const sameYear = dayAndYear.format(at).slice(-4) === dayAndYear.format(now).slice(-4);
      return `${(sameYear ? day : dayAndYear).format(at)}, ${time}`;
    },
    full: (iso) => `${local.format(new Date(iso))} ${zoneName(zone, new Date(iso))} · ${utc.format(new Date(iso))} UTC`,
  };
}

const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A rate from the database (percent, null when there is nothing to divide by) as "26.8 %". */
export const formatRate = (percent: number | string | null): string => (percent === null ? '–' : `${tenths.format(Number(percent))} %`);

/** A score or price from the database as "61.3"; null is "–". */
export const formatDecimal = (value: number | string | null): string => (value === null ? '–' : tenths.format(Number(value)));

/** Seconds of talk as "3.2 h", "12 min" or "40 s". */
export function formatTalk(seconds: number): string {
  if (seconds >= MINUTE * MINUTE) return `${tenths.format(seconds / (MINUTE * MINUTE))} h`;
  return seconds >= MINUTE ? `${Math.round(seconds / MINUTE)} min` : `${seconds} s`;
}

/** How a figure differs from the one before: "+12.5 %", for rates "−3.1 points"; in words where that says nothing. */
export function formatChange(now: number | null, before: number | null, inPoints: boolean): string {
  if (now === null || before === null) return 'nothing to compare with';
  if (now === before) return 'unchanged';
  if (!inPoints && before === 0) return 'none before';
  const difference = inPoints ? now - before : (100 * (now - before)) / before;
  return `${difference > 0 ? '+' : '−'}${tenths.format(Math.abs(difference))} ${inPoints ? 'points' : '%'}`;
}

// The first that fits: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(e|A|iOS)?\//, 'Edge'], [/OPR\//, 'Opera'], [/(Firefox|FxiOS)\//, 'Firefox'], [/(Chrome|CriOS|Chromium)\//, 'Chrome'], [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux'],
];

/** What somebody recognizes of a User-Agent header: "Firefox on Windows". One that fits nothing is shown as it came. */
export function formatBrowser(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'Unknown browser';
  const named = (names: typeof BROWSERS): string | undefined => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = named(BROWSERS);
  if (browser === undefined) return userAgent;
  const system = named(SYSTEMS);
  return system === undefined ? browser : `${browser} on ${system}`;
}
