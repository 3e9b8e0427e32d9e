// Rows in PostgreSQL's text format for COPY.

const SPECIAL = /[\\\t\n\r\b\f\v]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\v': '\\v' };

/** One line for COPY … FROM STDIN; null is \N. */
export function copyLine(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => (value === null ? '\\N' : typeof value === 'number' ? String(value) : escape(value))).join('\t')}\n`;
}

function escape(value: string): string {
  return value.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}
