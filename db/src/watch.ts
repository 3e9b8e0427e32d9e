// For development: runs db/migrations/current again whenever it or a file of db/sql changes, then writes the
// generated files anew from the same database.
import { fileURLToPath } from 'node:url';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import graphileMigrate from 'graphile-migrate';
import { migrateSettings } from './migration-folder.ts';

const generator = fileURLToPath(new URL('generate/main.ts', import.meta.url));

/** Watches until the process ends. */
export function watchMigrations(connectionString: string): Promise<void> {
  const command = `GENERATE_DATABASE_URL="$GM_DBURL" "${process.execPath}" "${generator}"`;
  return graphileMigrate.watch({ ...migrateSettings(connectionString), afterCurrent: [{ _: 'command', command }] });
}

if (import.meta.main) {
  const url = process.env['DATABASE_URL'];
  const watching = url ? watchMigrations(url) : Promise.reject(new PlainError('DATABASE_URL is not set: it names the database to develop on.'));
  await watching.catch((error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 1;
  });
}
