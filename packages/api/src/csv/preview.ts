// The beginning of a contact file, so that its owner can say what is what before all of it is sent.
import type { ColumnWord } from '@callgres/shared/contact-columns';
import { guessColumns } from './columns.ts';
import { ContactFileError, headerOf, refuseOtherFormats } from './contact-file.ts';
import { findDelimiter } from './delimiter.ts';
import { type Encoding, EncodingScan, decode } from './encoding.ts';
import { type FileRecord, RecordSplitter, defaultLimits } from './split-records.ts';

export interface ContactFilePreview {
  encoding: Encoding;
  delimiter: string;
  /** False: the first line looks like a contact, because a cell of it is a telephone number. */
  hasHeader: boolean;
  header: string[];
  /** What each column seems to be. */
  columns: ColumnWord[];
  /** The first lines with text, the header left out. */
  rows: string[][];
}

const ROWS = 5;
const CELL_LENGTH = 100;
const LOOKS_LIKE_A_NUMBER = /^\s*\+?[\d\s().-]{7,20}\s*$/;

/** From the first bytes of a file; `isAll` says that nothing follows. `noHeader` overrides the look at the first line. */
export async function previewContactFile(bytes: Uint8Array, isAll: boolean, noHeader?: boolean): Promise<ContactFilePreview> {
  const scan = new EncodingScan();
  scan.add(bytes);
  const found = scan.result();
  refuseOtherFormats(found);
  let text = '';
  for await (const part of decode([bytes], found)) text += part;
  const { delimiter, skip } = findDelimiter(text);
  const splitter = new RecordSplitter(delimiter, defaultLimits, skip > 0 ? 2 : 1);
  const records = [...splitter.push(text.slice(skip)), ...(isAll ? splitter.end() : [])].filter((record) => !isBlank(record));
  const [first] = records;
  if (first === undefined) throw new ContactFileError('file_is_empty', 'The file has no line with text in it.');
  const hasHeader = noHeader === undefined ? !cellsOf(first).some((cell) => LOOKS_LIKE_A_NUMBER.test(cell) && /\d{5}/.test(cell.replaceAll(/\D/g, ''))) : !noHeader;
  const header = headerOf(first, !hasHeader);
  const rows = records.slice(hasHeader ? 1 : 0).filter((record) => record.bad === null).slice(0, ROWS).map((record) => cellsOf(record).map((cell) => cell.slice(0, CELL_LENGTH)));
  return { encoding: found.encoding, delimiter, hasHeader, header, columns: hasHeader ? withNumber(guessColumns(header), rows) : guessByContent(header.length, rows), rows };
}

/** Where no name says which column is the telephone number, the first whose values mostly look like one is taken for it. */
function withNumber(columns: ColumnWord[], rows: readonly string[][]): ColumnWord[] {
  if (columns.includes('phone_number')) return columns;
  const numbers = (place: number): number => rows.filter((cells) => LOOKS_LIKE_A_NUMBER.test(cells[place] ?? '')).length;
  const place = columns.findIndex((word, at) => word === 'context' && numbers(at) * 2 > rows.length);
  return place === -1 ? columns : columns.with(place, 'phone_number');
}

/** Without names, the first column of telephone numbers is known by its look, and the first of plain words is taken for names. */
function guessByContent(count: number, rows: readonly string[][]): ColumnWord[] {
  const every = (place: number, look: RegExp): boolean => rows.every((cells) => look.test(cells[place] ?? ''));
  const places = Array.from({ length: count }, (_, place) => place);
  const phone = places.find((place) => every(place, LOOKS_LIKE_A_NUMBER));
  const email = places.find((place) => every(place, /^\S+@\S+$/));
  const name = places.find((place) => every(place, /^[^\d@]*\p{L}[^\d@]*$/u));
  return places.map((place) => (place === phone ? 'phone_number' : place === email ? 'email' : place === name ? 'name' : 'context'));
}

const cellsOf = (record: FileRecord): string[] => (record.bad === null ? record.cells : []);
const isBlank = (record: FileRecord): boolean => record.bad === null && record.cells.every((cell) => cell.trim() === '');
