import { describe, expect, it } from 'vitest';
import { toCsv } from '@callgres/shared/csv';

describe('toCsv', () => {
  it('quotes what RFC 4180 wants quoted', () => {
    expect(toCsv([['a', 'b "c"', 'd,e', 'f\ng']])).toBe('a,"b ""c""","d,e","f\ng"\r\n');
  });

  it.each(['=1+1', '+919876543210', '-2', '@cmd', '\tx', '  =HYPERLINK("http://x")', '\0=1'])('makes text of %j, which a spreadsheet would run', (cell) => {
    expect(toCsv([[cell]])).toContain(`'${cell.replaceAll('"', '""')}`);
  });

  it('leaves harmless cells as they are', () => {
    expect(toCsv([['Priya Sharma', '42']])).toBe('Priya Sharma,42\r\n');
  });
});
