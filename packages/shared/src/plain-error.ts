// Errors that a person can act on. Programs print the message of such an error and nothing else; a stack
// trace is for mistakes of ours.

/** An error whose message is one full sentence for the person at the terminal. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}

/** Obstacles that no program foresees at the place where they happen: file system and PostgreSQL codes. */
const OBSTACLES: Readonly<Record<string, (detail: string) => string>> = {
  ENOSPC: (detail) => `The disk is full (${detail}).`,
  EDQUOT: (detail) => `The disk quota is used up (${detail}).`,
  '53100': (detail) => `The disk of the database is full (${detail}).`,
  EACCES: (detail) => `A file may not be written or read (${detail}).`,
  EROFS: (detail) => `The file system is read-only (${detail}).`,
  ECONNREFUSED: (detail) => `The database server does not answer (${detail}).`,
  ENOTFOUND: (detail) => `The database server is not known (${detail}).`,
  '28P01': (detail) => `The database server refuses the login (${detail}).`,
  '28000': (detail) => `The database server refuses the login (${detail}).`,
};

/** The text to print for anything thrown: one sentence for what a person can mend, else the whole stack. */
export function describeError(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  if (error instanceof AggregateError && error.errors.length > 0) return describeError(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const obstacle = OBSTACLES[(error as { code?: string }).code ?? ''];
  return obstacle ? obstacle(error.message) : (error.stack ?? error.message);
}
