// What of somebody's input may be written down: its shape, and values that cannot be personal or secret. A list of what may
// stay, because a list of what must go (passwords, codes, numbers, addresses, what was said) is never complete.

const MAY_STAY = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?)$/i;
const FIELD_NAME = /^[A-Za-z_]\w{0,39}$/;
const MOST_DIGITS = 99_999; // shorter than codes and telephone numbers
const MOST_DEPTH = 6;
const MOST_ENTRIES = 30;

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The value with every text but ids and times, and every large number, replaced by what kind of thing it was. */
export function redact(value: unknown, depth = 0): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Math.abs(value) <= MOST_DIGITS ? value : '[number]';
  if (typeof value === 'string') return MAY_STAY.test(value) ? value : value === '' ? '' : '[text]';
  if (typeof value !== 'object') return `[${typeof value}]`;
  if (depth === MOST_DEPTH) return '[nested]';
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((entry) => redact(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ENTRIES)
      .map(([name, entry], index) => [FIELD_NAME.test(name) ? name : `[field ${index + 1}]`, redact(entry, depth + 1)]),
  );
}

/** Those of the names that are names of fields: a caller may call one whatever they like. */
export const fieldNames = (names: readonly string[]): string[] => names.filter((name) => FIELD_NAME.test(name)).slice(0, MOST_ENTRIES);
