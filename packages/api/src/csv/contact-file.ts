// A contact file as a stream: the header first, then a row for each record, in memory that does not grow with the file.
import { PlainError } from '@callgres/shared/plain-error';
import type { ColumnWord } from '@callgres/shared/contact-columns';
import { type Columns, columnsOf, guessColumns } from './columns.ts';
import { type ContactRow, contactRow } from './contact-row.ts';
import { findDelimiter } from './delimiter.ts';
import { type EncodingFound, decode } from './encoding.ts';
import { type FileRecord, RecordSplitter, defaultLimits } from './split-records.ts';

/** A file that is refused as a whole. */
export class ContactFileError extends PlainError {
  /** Stable key, as in errors of SQL. */
  readonly key: string;
  constructor(key: string, sentence: string) {
    super(sentence);
    this.key = key;
  }
}

/** Characters of a column's name that are kept. */
const NAME_LENGTH = 200;
/** Characters within which the first line with text must end, to find its separator. */
const HEAD = 256 * 1024;

export interface ContactFileOptions {
  /** What each column is taken for; left out, it is guessed by the names. */
  columns?: readonly ColumnWord[] | undefined;
  /** The first line is a contact already, and the columns have no names. */
  noHeader?: boolean | undefined;
  /** Told once, before the first row: the names of the columns, and what they are taken for. */
  onHeader?: (header: readonly string[], words: readonly ColumnWord[]) => void;
}

/**
 * Rows of a file, in portions; each record after the header is one. Blank lines before the header are no records, later
 * ones are. A file that is refused as a whole throws a ContactFileError before anything is yielded.
 */
export async function* readContactFile(
  chunks: AsyncIterable<Uint8Array>, found: EncodingFound, { columns: chosen, noHeader = false, onHeader }: ContactFileOptions = {},
): AsyncGenerator<ContactRow[]> {
  refuseOtherFormats(found);
  let splitter: RecordSplitter | undefined;
  let delimiter = ',';
  let columns: Columns | undefined;
  let head = '';
  const rowsOf = (records: FileRecord[]): ContactRow[] => {
    let rest = records;
    if (!columns) {
      const at = rest.findIndex((record) => !isBlank(record));
      const header = rest[at];
      if (header === undefined) return [];
      const named = headerOf(header, noHeader);
      const words = chosen ?? guessColumns(named);
      columns = columnsIn(named, words);
      onHeader?.(named, words);
      rest = rest.slice(noHeader ? at : at + 1);
    }
    const known = columns;
    return rest.map((record) => contactRow(record, known, delimiter));
  };
  const begin = (): ContactRow[] => {
    const start = findDelimiter(head);
    delimiter = start.delimiter;
    splitter = new RecordSplitter(delimiter, defaultLimits, start.skip > 0 ? 2 : 1);
    return rowsOf(splitter.push(head.slice(start.skip)));
  };

  for await (const text of decode(chunks, found)) {
    if (!splitter && (head += text).length < HEAD) continue;
    const rows = splitter ? rowsOf(splitter.push(text)) : begin();
    if (rows.length > 0) yield rows;
  }
  const last = splitter ? [] : begin();
  last.push(...rowsOf(splitter?.end() ?? []));
  if (last.length > 0) yield last;
  if (!columns) throw new ContactFileError('file_is_empty', 'The file has no line with text in it.');
}

/** What is no text is refused with advice. */
export function refuseOtherFormats({ refused }: EncodingFound): void {
  if (refused === 'zip') throw new ContactFileError('file_is_no_csv', 'This is a spreadsheet or an archive, not a CSV file: save it as CSV and send that.');
  if (refused === 'binary') throw new ContactFileError('file_is_no_csv', 'This file holds no text that could be read as CSV.');
}

function isBlank(record: FileRecord): boolean {
  return record.bad === null && record.cells.every((cell) => cell.trim() === '');
}

/** The names of the columns; a header that cannot be read refuses the file. */
export function headerOf(header: FileRecord, noHeader: boolean): string[] {
  if (header.bad === 'too_many_cells') {
    const [seen, most] = [header.cellsSeen, defaultLimits.cells].map((count) => count.toLocaleString('en'));
    throw new ContactFileError('too_many_columns', `The first line has at least ${seen} columns; at most ${most} are read.`);
  }
  if (header.bad !== null) {
    const fault = header.bad.replaceAll('_', ' ');
    throw new ContactFileError('header_unreadable', `The first line should name the columns, but it cannot be read (${fault}): "${shorten(header.raw)}".`);
  }
  return noHeader ? header.cells.map((_cell, index) => `Column ${index + 1}`) : header.cells.map((cell) => storable(cell));
}

function columnsIn(header: readonly string[], words: readonly ColumnWord[]): Columns {
  if (words.length !== header.length) throw new ContactFileError('columns_do_not_fit', `The file has ${header.length} columns, and ${words.length} were named.`);
  const columns = columnsOf(header, words);
  if (columns) return columns;
  const titles = header.map((cell) => cell.trim() || '(empty)').join(', ');
  throw new ContactFileError('no_phone_column', `No column of the first line is a telephone number; it has: ${shorten(titles)}.`);
}

/** A name that can be kept: PostgreSQL takes no NUL. */
const storable = (cell: string): string => cell.slice(0, NAME_LENGTH).replaceAll('\0', '\ufffd').toWellFormed();

function shorten(text: string): string {
  const clean = text.replace(/[\p{Cc}\ufffd]/gu, ' ');
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean;
}
