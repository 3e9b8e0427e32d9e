// One record out of a text: the grammar of CSV (RFC 4180), nothing relaxed.

export interface ReadLimits {
  /** Characters of one cell. */
  cell: number;
  /** Cells of one record. */
  cells: number;
}

export type BadRecord = 'stray_quote' | 'text_after_quote' | 'unclosed_quote' | 'cell_too_long' | 'too_many_cells' | 'record_too_long';

export type RecordRead =
  | { kind: 'record'; cells: string[]; next: number }
  | { kind: 'bad'; reason: BadRecord; cellsSeen: number }
  /** The text ends before the record does. */
  | { kind: 'incomplete' };

type CellRead = { value: string; next: number } | { bad: BadRecord } | { incomplete: true };

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Reads the record that begins at `start`. `isLast` says that no text follows; then the end of the text ends the
 * record as a line break would.
 */
export function readRecord(text: string, start: number, delimiter: string, limits: ReadLimits, isLast: boolean): RecordRead {
  const separator = delimiter.charCodeAt(0);
  const cells: string[] = [];
  for (let at = start; ; at++) {
    const cell = text.charCodeAt(at) === QUOTE ? readQuoted(text, at, separator, limits, isLast) : readPlain(text, at, separator, limits, isLast);
    if ('incomplete' in cell) return { kind: 'incomplete' };
    if ('bad' in cell) return { kind: 'bad', reason: cell.bad, cellsSeen: cells.length + 1 };
    cells.push(cell.value);
    at = cell.next;
    if (at < text.length && text.charCodeAt(at) === separator) {
      if (cells.length < limits.cells) continue;
      return { kind: 'bad', reason: 'too_many_cells', cellsSeen: countCells(text, start, separator) };
    }
    const next = afterLineBreak(text, at, isLast);
    return next === null ? { kind: 'incomplete' } : { kind: 'record', cells, next };
  }
}

/** The place after the line break at `at`; null when a CR may still be followed by its LF. */
export function afterLineBreak(text: string, at: number, isLast: boolean): number | null {
  if (at >= text.length) return isLast ? text.length : null;
  if (text.charCodeAt(at) !== CR) return at + 1;
  if (at + 1 >= text.length && !isLast) return null;
  return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

function readPlain(text: string, start: number, separator: number, limits: ReadLimits, isLast: boolean): CellRead {
  for (let at = start; ; at++) {
    if (at - start > limits.cell) return { bad: 'cell_too_long' };
    if (at >= text.length) return isLast ? { value: text.slice(start), next: at } : { incomplete: true };
    const code = text.charCodeAt(at);
    if (code === separator || code === LF || code === CR) return { value: text.slice(start, at), next: at };
    if (code === QUOTE) return { bad: 'stray_quote' };
  }
}

/**
 * A quoted cell. One that runs into something else than its end on a later line has not gone wrong there: its quote
 * was never closed, and what follows on that later line is a record of its own.
 */
function readQuoted(text: string, start: number, separator: number, limits: ReadLimits, isLast: boolean): CellRead {
  let value = '';
  for (let from = start + 1; ; ) {
    const close = text.indexOf('"', from);
    if (close === -1 || close - start > limits.cell) {
      if (close === -1 && !isLast && text.length - start <= limits.cell) return { incomplete: true };
      return { bad: close === -1 || hasLineBreak(text, start, start + limits.cell) ? 'unclosed_quote' : 'cell_too_long' };
    }
    if (close + 1 >= text.length && !isLast) return { incomplete: true };
    value += text.slice(from, close);
    const code = text.charCodeAt(close + 1);
    if (code === QUOTE) {
      value += '"';
      from = close + 2;
      continue;
    }
    if (close + 1 >= text.length || code === separator || code === LF || code === CR) return { value, next: close + 1 };
    return { bad: hasLineBreak(text, start, close) ? 'unclosed_quote' : 'text_after_quote' };
  }
}

function hasLineBreak(text: string, from: number, to: number): boolean {
  const slice = text.slice(from, to);
  return slice.includes('\n') || slice.includes('\r');
}

/** How many cells the line of a record has, quotes ignored: for the message that says there are too many. */
function countCells(text: string, start: number, separator: number): number {
  let count = 1;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) break;
    if (code === separator) count++;
  }
  return count;
}
