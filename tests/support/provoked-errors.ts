// Which errors of ours the tests provoke, seen where nobody can miss one: in the log of the server, each with its SQLSTATE. A whole run
// (TEST_FUNCTIONS_DIR) writes them down; at the end the reporter names the keys that no test has provoked.
import { errors } from '@callgres/shared';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'errors.provoked';

/** Makes the server say the SQLSTATE of what it logs. */
export const LOG_SETTINGS = { log_line_prefix: '%e ' };

/** What to do with each line of the log. */
export function noteProvoked(directory: string): (line: string) => void {
  mkdirSync(directory, { recursive: true });
  return (line) => {
    const found = /^(VC\d{3}) ERROR: {2}(\w+)$/.exec(line);
    if (found) appendFileSync(join(directory, FILE), `${found[1] ?? ''} ${found[2] ?? ''}\n`);
  };
}

/** Keys that were not provoked, or with another status than the catalog says; undefined when the server's log is not ours to read. */
export function neverProvokedIn(directory: string, known: Readonly<Record<string, { status: number }>> = errors): string[] | undefined {
  if (!existsSync(join(directory, FILE))) return undefined;
  const provoked = new Set(readFileSync(join(directory, FILE), 'utf8').split('\n'));
  return Object.entries(known).filter(([key, { status }]) => !provoked.has(`VC${String(status)} ${key}`)).map(([key]) => key);
}
