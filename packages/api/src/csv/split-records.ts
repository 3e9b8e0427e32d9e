// A stream of text into records, each with the number of its first line, in memory that does not grow with the file.
//
// Not csv-parse, whose strict mode stops at the first fault and whose skipping mode loses count: after
// `"a"b` it stays inside the quotes and swallows good rows up to the next quote, and a record over max_record_size
// ends the parse of the whole chunk without a word. Here a faulty record ends with its first line and reading goes on
// with the next one, so that one unclosed quote costs one row. On well-formed files both agree (a test compares them).
//
// Going back to the next line is not quadratic: a line that leaves a quote open ends the open quote of any line
// before it, so no text is read more than twice.
import { type BadRecord, type ReadLimits, afterLineBreak, readRecord } from './read-record.ts';

export interface GoodRecord {
  /** Number of its first line, from 1. */
  line: number;
  cells: string[];
  bad: null;
}
export interface FaultyRecord {
  line: number;
  bad: BadRecord;
  /** Beginning of its first line, for the report. */
  raw: string;
  /** Cells found before the fault; for too many cells, all of the line. */
  cellsSeen: number;
}
export type FileRecord = GoodRecord | FaultyRecord;

export interface SplitLimits extends ReadLimits {
  /** Characters of one record. */
  record: number;
}

export const defaultLimits: SplitLimits = { cell: 64 * 1024, cells: 1000, record: 1024 * 1024 };

/** Characters of a faulty line that are kept. */
export const RAW_LENGTH = 1000;

export class RecordSplitter {
  #text = ''; // begins where a record begins, or inside a line that is being skipped
  #line: number;
  #skipping = false;
  readonly #delimiter: string;
  readonly #limits: SplitLimits;

  constructor(delimiter: string, limits: SplitLimits = defaultLimits, firstLine = 1) {
    this.#delimiter = delimiter;
    this.#limits = limits;
    this.#line = firstLine;
  }

  /** The records that are complete with this text. */
  push(text: string): FileRecord[] {
    this.#text += text;
    return this.#read(false);
  }

  /** The records left when no text follows. */
  end(): FileRecord[] {
    return this.#read(true);
  }

  #read(isLast: boolean): FileRecord[] {
    const records: FileRecord[] = [];
    let at = 0;
    while (at < this.#text.length) {
      const next = this.#skipping ? this.#skipLine(at, isLast) : this.#readOne(at, isLast, records);
      if (next === null) break;
      at = next;
    }
    this.#text = this.#skipping && at < this.#text.length ? this.#tail() : this.#text.slice(at);
    return records;
  }

  /** Reads the record at `at` into `records`; returns where the next one begins, null when more text is needed. */
  #readOne(at: number, isLast: boolean, records: FileRecord[]): number | null {
    const read = readRecord(this.#text, at, this.#delimiter, this.#limits, isLast);
    const tooLong = (read.kind === 'record' ? read.next : this.#text.length) - at > this.#limits.record;
    if (read.kind === 'incomplete' && !tooLong) return null;
    if (read.kind === 'record' && !tooLong) {
      records.push({ line: this.#line, cells: read.cells, bad: null });
      this.#line += linesIn(this.#text, at, read.next);
      return read.next;
    }
    return this.#reportFault(at, isLast, records, read.kind === 'bad' ? read : { reason: 'record_too_long', cellsSeen: 1 });
  }

  #reportFault(at: number, isLast: boolean, records: FileRecord[], fault: { reason: BadRecord; cellsSeen: number }): number | null {
    const end = endOfLine(this.#text, at);
    const isLong = end - at > this.#limits.record;
    const next = end < this.#text.length || isLast ? afterLineBreak(this.#text, end, isLast) : null;
    if (next === null && !isLong) return null;
    records.push({ line: this.#line, bad: fault.reason, raw: this.#text.slice(at, Math.min(end, at + RAW_LENGTH)), cellsSeen: fault.cellsSeen });
    this.#skipping = next === null;
    if (!this.#skipping) this.#line++;
    return next ?? end;
  }

  #skipLine(at: number, isLast: boolean): number | null {
    const end = endOfLine(this.#text, at);
    if (end >= this.#text.length && !isLast) return this.#text.length;
    const next = afterLineBreak(this.#text, end, isLast);
    if (next === null) return null;
    this.#skipping = false;
    this.#line++;
    return next;
  }

  /** While skipping only a CR at the very end matters: its LF may come with the next text. */
  #tail(): string {
    return this.#text.endsWith('\r') ? '\r' : '';
  }
}

/** A loop, not indexOf: a search for a CR that is nowhere would walk the whole text once for each faulty line. */
function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

/** Line breaks (LF, CR or both) of a complete record; the end of the file counts as one. */
function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) lines++;
  }
  return Math.max(lines, 1);
}
