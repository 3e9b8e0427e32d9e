// A record of a file as the row that goes into api.contact_import_rows. Nothing is judged here but whether the
// record can be read; whether a number is a number is decided in SQL.
import type { ContactField } from '@callgres/shared/contact-columns';
import type { Columns } from './columns.ts';
import { type FileRecord, RAW_LENGTH } from './split-records.ts';
import type { BadRecord } from './read-record.ts';

/** Reasons, as keys, why a record is no row; SQL has the sentences. */
export type ParseError = BadRecord | 'nul_character' | 'broken_characters';

/** Values in the order of the columns of api.contact_import_rows that follow import_id. */
export type ContactRow = readonly [
  line_number: number,
  name: string | null,
  phone_number: string | null,
  email: string | null,
  company: string | null,
  city: string | null,
  country: string | null,
  notes: string | null,
  business_context: string | null,
  parse_error: ParseError | null,
  raw_text: string | null,
];

export function contactRow(record: FileRecord, columns: Columns, delimiter: string): ContactRow {
  if (record.bad !== null) return faulty(record.line, record.bad, record.raw);
  const { cells } = record;
  const fault = faultOf(cells, columns.count);
  if (fault !== null) return faulty(record.line, fault, cells.join(delimiter).slice(0, RAW_LENGTH));
  const cell = (field: ContactField): string | null => {
    const place = columns.places.get(field);
    return place === undefined ? null : textOf(cells[place]);
  };
  const name = cell('name') ?? ([cell('first_name'), cell('last_name')].filter((part) => part !== null).join(' ') || null);
  const context = [cell('business_context'), ...otherColumns(cells, columns)].filter((part) => part !== null).join('\n') || null;
  return [record.line, name, cell('phone_number'), cell('email'), cell('company'), cell('city'), cell('country'), cell('notes'), context, null, null];
}

function faulty(line: number, error: ParseError, raw: string): ContactRow {
  return [line, null, null, null, null, null, null, null, null, error, raw.replaceAll('\0', '\ufffd')];
}

/** Cells beyond the header may be empty; with text they mean that a separator was not quoted and the columns moved. */
function faultOf(cells: readonly string[], count: number): ParseError | null {
  if (cells.length > count && cells.slice(count).some((cell) => cell.trim() !== '')) return 'too_many_cells';
  if (cells.some((cell) => cell.includes('\0'))) return 'nul_character';
  if (cells.some((cell) => cell.includes('\ufffd'))) return 'broken_characters';
  return null;
}

function otherColumns(cells: readonly string[], columns: Columns): (string | null)[] {
  return columns.others.map(({ place, title }) => {
    const value = textOf(cells[place]);
    return value === null ? null : `${title}: ${value}`;
  });
}

/**
 * The text of a cell; an empty one is null. Our own exports put ' before a cell that a spreadsheet would run as a
 * formula, and it is taken away here, so that what was exported comes back as it was.
 */
export function textOf(cell: string | undefined): string | null {
  if (cell === undefined || cell.trim() === '') return null;
  return /^'[\s"';,|]*[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
