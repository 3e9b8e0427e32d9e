// Where the migrations are and how graphile-migrate is to run them: db/.gmrc is read here, so its own
// command line and our programs share one set of settings.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import graphileMigrate, { type Settings } from 'graphile-migrate';

export const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

const WORTH_SAYING: readonly string[] = ['error', 'warning'];

// The place in the SQL is what helps; where in graphile-migrate the statement was sent from does not.
const STACK_LINE = /\n +at [^\n]*/g;

const BLANK = /^\s*(--[^\n]*\s*)*$/;

/** Settings for graphile-migrate. Its errors are printed (they show the place in the SQL), its chatter is not. */
export function migrateSettings(connectionString: string, migrationsFolder = MIGRATIONS): Settings {
  const file = JSON.parse(readFileSync(new URL('../.gmrc', import.meta.url), 'utf8')) as Settings;
  const logger = new graphileMigrate.Logger(() => (level, message) => {
    if (WORTH_SAYING.includes(level)) process.stderr.write(`${message.replaceAll(STACK_LINE, '')}\n`);
  });
  return { ...file, connectionString, migrationsFolder, logger };
}

/** Files of `current/` that hold more than comments. An include is a comment to SQL, but not to us. */
export function filesBeingWritten(migrationsFolder = MIGRATIONS): string[] {
  const folder = join(migrationsFolder, 'current');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.sql')).sort();
  return sources.filter((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return text.includes('--!') || !BLANK.test(text);
  });
}
