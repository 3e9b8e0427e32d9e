// The pool, and the one way the API talks to the database: as a person, inside one transaction.
import {
  type CommonQueryMethods, type DatabasePool, type Interceptor, type QueryResultRow,
  SchemaValidationError, createPool, createTypeParserPreset, sql,
} from 'slonik';
import { z } from 'zod';

export { sql };
export type { CommonQueryMethods, DatabasePool };

/** slonik checks no row by itself: this runs the schema given to sql.type over each one. */
const rowValidation: Interceptor = {
  name: 'row-validation',
  transformRow: (context, query, row) => {
    const schema = context.resultParser;
    if (!schema) return row;
    const result = schema['~standard'].validate(row);
    if (result instanceof Promise) throw new TypeError('a row schema must be synchronous');
    if (result.issues) throw new SchemaValidationError(query, row, result.issues);
    return result.value as QueryResultRow;
  },
};

// The forms that the generated schemas describe: money stays text, instants are ISO 8601, days and times are text.
const asText = (value: string): string => value;
/** ISO 8601 with all digits the database has: a page begins after the last row of the one before, and an instant that was cut off would leave out rows between. */
const instant = (value: string): string => new Date(value).toISOString().replace(/\.\d{3}Z$/, (millis) => `${/\.\d{4,6}/.exec(value)?.[0] ?? millis.slice(0, 4)}Z`);
const ownParsers = [
  { name: 'numeric', parse: asText },
  { name: 'int8', parse: Number },
  { name: 'timestamptz', parse: instant },
  { name: 'timestamp', parse: asText },
  { name: 'date', parse: asText },
  { name: 'interval', parse: asText },
];

export interface PoolOptions {
  /** Connections at most. */
  size?: number;
}

/** Connects at once, and throws when the database does not answer. */
export function openPool(url: string, { size = 10 }: PoolOptions = {}): Promise<DatabasePool> {
  const own = new Set(ownParsers.map((parser) => parser.name));
  return createPool(url, {
    maximumPoolSize: size,
    interceptors: [rowValidation],
    idleTimeout: 60_000,
    connectionTimeout: 5_000,
    // These times are settings of the role. Sent by us at the start of a connection, they are refused by a pooler.
    statementTimeout: 'DISABLE_TIMEOUT',
    idleInTransactionSessionTimeout: 'DISABLE_TIMEOUT',
    // Only settings of a transaction are used, so a returned connection carries nothing. The default, DISCARD ALL,
    // would cost a round trip for each call.
    resetConnection: () => Promise.resolve(),
    typeParsers: [...createTypeParserPreset().filter((parser) => !own.has(parser.name)), ...ownParsers],
  });
}

const identity = z.object({ role: z.string() });

/**
 * Runs `work` in one transaction as the person whose session token this is. The first statement of it gives up the
 * login's own rights and shows the token, which the database looks up itself; with an unknown token no row is seen.
 *
 * slonik runs `work` again after a serialization failure or a deadlock (SQLSTATE 40xxx): it must do nothing but
 * call the database.
 */
export function asPerson<T>(
  pool: DatabasePool,
  token: string,
  access: 'read only' | 'read write',
  work: (transaction: CommonQueryMethods) => Promise<T>,
): Promise<T> {
  return pool.transaction(async (transaction) => {
    await transaction.query(sql.type(identity)`
      select set_config('role', 'app_user', true) as role, set_config('app.session_token', ${token}, true) is null as token,
        set_config('transaction_read_only', ${access === 'read only' ? 'on' : 'off'}, true) as access`);
    return work(transaction);
  });
}
