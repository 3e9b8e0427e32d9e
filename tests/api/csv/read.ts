// Reads a file that is given as text or bytes, in pieces of any size, and tells what became of each of its records.
import { EncodingScan } from '@callgres/api/csv/encoding';
import { ContactFileError, readContactFile } from '@callgres/api/csv/contact-file';
import type { ContactRow } from '@callgres/api/csv/contact-row';

export interface ReadRow {
  line: number;
  name?: string;
  phone?: string;
  email?: string;
  company?: string;
  city?: string;
  country?: string;
  notes?: string;
  context?: string;
  error?: string;
  raw?: string;
}

const FIELDS = ['name', 'phone', 'email', 'company', 'city', 'country', 'notes', 'context', 'error', 'raw'] as const;

function readRow([line, ...values]: ContactRow): ReadRow {
  const row: ReadRow = { line };
  FIELDS.forEach((field, index) => {
    const value = values[index];
    if (typeof value === 'string') row[field] = value;
  });
  return row;
}

/** The rows of the file, or the key of the error that refuses all of it. */
export async function readFile(content: string | Uint8Array, chunkSize = 64 * 1024): Promise<ReadRow[] | string> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const scan = new EncodingScan();
  for (const chunk of chunksOf(bytes, chunkSize)) scan.add(chunk);
  try {
    const rows: ReadRow[] = [];
    for await (const some of readContactFile(asyncChunks(bytes, chunkSize), scan.result())) rows.push(...some.map(readRow));
    return rows;
  } catch (error) {
    if (error instanceof ContactFileError) return error.key;
    throw error;
  }
}

export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream whose pieces are all there
async function* asyncChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  yield* chunksOf(bytes, size);
}
