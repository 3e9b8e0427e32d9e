// The way of a file's rows into api.contact_import_rows: COPY, the one statement of the API that is no function call.
// The login may insert there and nothing else, and the key is a random id that only the importer knows.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ContactRow } from '../csv/contact-row.ts';
import { copyLine } from '../csv/copy-text.ts';

export interface Staging {
  /** Writes all rows or, when it throws, none; returns how many. `first` is what was read from `rows` already. */
  copy(importId: string, first: IteratorResult<ContactRow[], unknown>, rows: AsyncGenerator<ContactRow[]>): Promise<number>;
  close(): Promise<void>;
}

/** The login's time for one statement is for queries; a large file takes longer. */
const COPY_TIMEOUT = '5min';

export function openStaging(databaseUrl: string, atOnce: number): Staging {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: atOnce, idleTimeoutMillis: 10_000, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined); // an idle connection was cut; the next upload opens another
  return {
    copy: async (importId, first, rows) => {
      const client = await pool.connect();
      let failed: Error | undefined;
      try {
        await client.query('begin');
        await client.query("select set_config('statement_timeout', $1, true)", [COPY_TIMEOUT]);
        let count = 0;
        const lines = linesOf(importId, first, rows, (written) => (count += written));
        await pipeline(Readable.from(lines, { objectMode: true, highWaterMark: 4 }), client.query(copyFrom('copy api.contact_import_rows from stdin')));
        await client.query('commit');
        return count;
      } catch (error) {
        failed = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.release(failed); // after a failure the connection is closed, and the transaction with it
      }
    },
    close: () => pool.end(),
  };
}

async function* linesOf(
  importId: string,
  first: IteratorResult<ContactRow[], unknown>,
  rows: AsyncGenerator<ContactRow[]>,
  onWritten: (count: number) => void,
): AsyncGenerator<string> {
  for (let next = first; !next.done; next = await rows.next()) {
    onWritten(next.value.length);
    if (next.value.length > 0) yield next.value.map((row) => copyLine([importId, ...row])).join('');
  }
}
