// What a program says when it cannot start.
import { PlainError } from '@callgres/shared/plain-error';

/** A failure that the person at the terminal can mend becomes one sentence; anything else stays what it was. */
export function asStartFailure(error: unknown, databaseUrl: string): unknown {
  if (error instanceof PlainError) return error;
  const code = codeOf(error);
  const { host, username, pathname } = new URL(databaseUrl);
  const database = pathname.slice(1);
  const plain = (sentence: string): PlainError => new PlainError(sentence, { cause: error });
  if (/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|08|57P)/.test(code)) return plain(`PostgreSQL does not answer at ${host}; start it or correct the connection string.`);
  if (/^(28|3D)/.test(code)) return plain(`PostgreSQL at ${host} refuses the login ${username} to the database ${database}.`);
  if (/^(42883|42P01|42501|3F000)$/.test(code)) return plain(`The database ${database} at ${host} is not at the current schema; run npm run migrate.`);
  return error;
}

function codeOf(error: unknown): string {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++)
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return '';
}
