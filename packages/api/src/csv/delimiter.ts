// Which character separates the cells, found on the line of the headers.

const CANDIDATES = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof CANDIDATES)[number];

export interface DelimiterFound {
  delimiter: Delimiter;
  /** Characters of a line "sep=;" that some spreadsheets write first; it is no record. */
  skip: number;
}

/** The separator of a text that begins with the header line: the candidate found most often outside quotes. */
export function findDelimiter(text: string): DelimiterFound {
  const declared = /^sep=([,;\t|])(\r\n|\n|\r|$)/i.exec(text);
  const mark = CANDIDATES.find((candidate) => candidate === declared?.[1]);
  if (declared && mark !== undefined) return { delimiter: mark, skip: declared[0].length };
  const counts = countOnFirstLine(text);
  const best = Math.max(...counts);
  return { delimiter: CANDIDATES[best === 0 ? 0 : counts.indexOf(best)] ?? ',', skip: 0 };
}

function countOnFirstLine(text: string): number[] {
  const counts = CANDIDATES.map(() => 0);
  let quoted = false;
  let hasText = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && (character === '\n' || character === '\r')) {
      if (hasText) break; // blank lines before the headers say nothing
      continue;
    }
    hasText ||= character.trim() !== '';
    const index = quoted ? -1 : CANDIDATES.findIndex((candidate) => candidate === character);
    if (index !== -1) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}
