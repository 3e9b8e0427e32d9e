// The few forms of Markdown that the reference uses.
export const HEAD = '<!-- Written by `npm run generate` from a migrated database. Do not edit. -->\n\n';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ').trim();

export const code = (text: string): string => (text === '' ? '' : `\`${text.replaceAll(/\s*\n\s*/g, ' ')}\``);

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |\n`;
  return `${line(head)}|${head.map(() => ' --- |').join('')}\n${rows.map(line).join('')}\n`;
}

/** A titled list, or nothing at all when it is empty. */
export const list = (title: string, items: readonly string[]): string => (items.length === 0 ? '' : `**${title}**\n\n${items.map((item) => `- ${item}\n`).join('')}\n`);

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trim()}\n\`\`\`\n\n`;

/** The anchor that a heading gets. */
export const anchor = (heading: string): string => heading.toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-');

const SHORT: readonly (readonly [long: RegExp, short: string])[] = [
  [/\bcharacter varying\b/g, 'varchar'], [/\btimestamp with time zone\b/g, 'timestamptz'], [/\btime without time zone\b/g, 'time'], [/\bdouble precision\b/g, 'float8'],
];

/** Types by the names that people type. */
export const shortTypes = (text: string): string => SHORT.reduce((shorter, [long, short]) => shorter.replaceAll(long, short), text);

/** A comment without the lines that speak to the generator. */
export const untagged = (comment: string | null): string => (comment ?? '').split('\n').filter((line) => !line.startsWith('@')).join('\n').trim();
