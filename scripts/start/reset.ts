// `npm start -- --reset`: removes what the starter has made in DATA_DIR, and nothing else.
import { existsSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { runningIn } from '@callgres/db/embedded';
import { MAIL_FOLDER } from '@callgres/api/mail/mailbox';
import { PlainError } from '@callgres/shared/plain-error';
import { CLUSTER_FOLDER } from './database.ts';
import { SIMULATOR_JOURNAL } from './settings.ts';

const MADE_BY_US = [CLUSTER_FOLDER, `${CLUSTER_FOLDER}.new`, SIMULATOR_JOURNAL, MAIL_FOLDER, 'logs', 'secrets.json', 'secrets.json.new'];

/** Removes the embedded database, the secrets and the logs of a data directory. */
export function reset(dataDir: string, databaseUrl: string | undefined): void {
  if (databaseUrl !== undefined)
    throw new PlainError('--reset removes only an embedded database, and DATABASE_URL names a server of its own: drop that database yourself.');
  if (runningIn(join(dataDir, CLUSTER_FOLDER)))
    throw new PlainError(`The database in ${dataDir} is running; stop that npm start first.`);
  for (const name of MADE_BY_US) rmSync(join(dataDir, name), { recursive: true, force: true });
  if (existsSync(dataDir) && readdirSync(dataDir).length === 0) rmdirSync(dataDir);
}
