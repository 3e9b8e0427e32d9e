import { describe, expect, it } from 'vitest';
import { columns, delimiters, encodings, hostile, lines, quotes } from './corpus.ts';
import { readFile } from './read.ts';

describe.each([
  ['encodings', encodings], ['separators', delimiters], ['line ends', lines], ['quotes', quotes], ['columns', columns], ['hostile content', hostile],
])('a contact file: %s', (_name, samples) => {
  it.each(samples)('$title', async ({ content, becomes }) => {
    expect(await readFile(content)).toEqual(becomes);
  });

  it('reads the same in pieces of any size', async () => {
    for (const { title, content, becomes } of samples) {
      if (content.length > 10_000) continue;
      for (const size of [1, 2, 3, 7]) expect(await readFile(content, size), `${title}, pieces of ${size}`).toEqual(becomes);
    }
  });
});
