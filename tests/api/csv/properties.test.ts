import { RecordSplitter } from '@callgres/api/csv/split-records';
import { copyLine } from '@callgres/api/csv/copy-text';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';

const cell = fc.string({ unit: fc.constantFrom('a', 'ß', '"', ',', ';', '\n', '\r', '\r\n', ' ', "'", '\\'), maxLength: 8 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const written = (rows: string[][]): string => rows.map((row) => row.map(quoted).join(',')).join('\n') + '\n';

function split(text: string, pieces: number): ReturnType<RecordSplitter['push']> {
  const splitter = new RecordSplitter(',');
  const records: ReturnType<RecordSplitter['push']> = [];
  for (let at = 0; at < text.length; at += pieces) records.push(...splitter.push(text.slice(at, at + pieces)));
  return [...records, ...splitter.end()];
}

it('reads back whatever was written by the rules, and so does csv-parse', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, pieces) => {
      const text = written(rows);
      const read = split(text, pieces).map((record) => (record.bad === null ? record.cells : record.bad));
      expect(read).toEqual(rows);
      expect(read).toEqual(parse(text, { relaxColumnCount: true, recordDelimiter: ['\r\n', '\n', '\r'] }));
    }),
    { numRuns: 300 },
  );
});

it('accounts for every line of any text: each record begins where the one before it has ended', () => {
  const anything = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '""', ',"'), maxLength: 60 });
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 9 }), (text, pieces) => {
      const records = split(text, pieces);
      const lines = text.split(/\r\n|\n|\r/);
      if (lines.at(-1) === '') lines.pop();
      const numbers = records.map((record) => record.line);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      expect(new Set(numbers).size).toBe(numbers.length);
      const covered = records.flatMap((record) => {
        const inCells = record.bad === null ? record.cells.join(',').match(/\r\n|\n|\r/g)?.length ?? 0 : 0;
        return Array.from({ length: inCells + 1 }, (_, offset) => record.line + offset);
      });
      expect(covered).toEqual(lines.map((_, index) => index + 1));
    }),
    { numRuns: 1000 },
  );
});

it('says the same in pieces and at once', () => {
  const anything = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n'), maxLength: 60 });
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 5 }), (text, pieces) => {
      expect(split(text, pieces)).toEqual(split(text, Math.max(text.length, 1)));
    }),
    { numRuns: 500 },
  );
});

it('writes rows for COPY without a character that would end a cell or a line', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: fc.constantFrom('a', '\t', '\n', '\r', '\\', 'N', '\b', '\v') })), { minLength: 1, maxLength: 5 }), (values) => {
      const line = copyLine(values);
      expect(line.endsWith('\n')).toBe(true);
      expect(line.slice(0, -1).split('\t')).toHaveLength(values.length);
      expect(line.slice(0, -1)).not.toMatch(/[\n\r]/);
    }),
  );
});

it('does not slow down on a file of faults', () => {
  const splitter = new RecordSplitter(',');
  const piece = 'a"\n'.repeat(20_000) + '"a\n'.repeat(20_000);
  const began = performance.now();
  let count = 0;
  for (let i = 0; i < 40; i++) count += splitter.push(piece).length;
  count += splitter.end().length;
  expect(count).toBeGreaterThan(40 * 20_000);
  expect(performance.now() - began).toBeLessThan(10_000);
});
