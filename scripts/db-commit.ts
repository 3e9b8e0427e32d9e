// npm run db:commit and db:uncommit: moves what is being written in db/migrations/current to a committed
// migration, and back. It needs no database of the developer: a throw-away server serves for the trial and for
// graphile-migrate's shadow.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Cluster, startPostgres } from '@callgres/db/embedded';
import { migrateDatabase, migrateInChild } from '@callgres/db/migrate';
import { MIGRATIONS, filesBeingWritten, migrateSettings } from '@callgres/db/migration-folder';
import { ensureRoles } from '@callgres/db/roles';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import graphileMigrate, { type Settings } from 'graphile-migrate';
import pg from 'pg';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HELP = `npm run db:commit -- "what the migration does"
  tries db/migrations/current on a throw-away server, on top of all committed migrations; when that works, makes it
  the next committed migration (db/migrations/committed/NNNNNN-what-the-migration-does.sql) and empties current,
  then writes the generated files anew

npm run db:uncommit
  takes the last committed migration back to current; only for one that has run on no other database
`;

async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Databases `main` (all committed migrations), and settings with which graphile-migrate makes its shadow.
 * It makes it as app_migrator, like everything it does, so here that role may create databases; a new shadow gets
 * its roles and grants from `prepare` below before the first migration runs in it.
 */
async function workbench(cluster: Cluster): Promise<Settings> {
  await query(cluster.url(), 'create database main');
  await migrateDatabase(cluster.url('main'));
  await query(cluster.url(), 'alter role app_migrator createdb');
  return {
    ...migrateSettings(cluster.url('main')),
    shadowConnectionString: cluster.url('shadow'),
    rootConnectionString: cluster.url(),
    databaseOwner: 'app_migrator',
    afterReset: [{ _: 'command', command: `"${process.execPath}" "${fileURLToPath(import.meta.url)}" prepare`, shadow: true }],
  };
}

/** The files of current/ as they are; the returned function puts them back. */
function keepCurrent(): () => void {
  const folder = join(MIGRATIONS, 'current');
  const kept = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  return () => {
    for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name));
    for (const [name, text] of kept) writeFileSync(join(folder, name), text);
  };
}

async function commit(message: string | undefined): Promise<void> {
  if (!message) throw new PlainError('Say what the migration does: npm run db:commit -- "prefer direct calls".');
  if (filesBeingWritten().length === 0) throw new PlainError('Nothing is being written in db/migrations/current.');
  await using cluster = await startPostgres();
  const settings = await workbench(cluster);
  // The trial comes first: a commit that fails rewrites current/ with its includes expanded.
  await query(cluster.url(), 'create database trial');
  await migrateInChild(cluster.url('trial'), { current: true });
  const restore = keepCurrent();
  try {
    await graphileMigrate.commit(settings, message);
  } catch (error) {
    restore();
    throw error;
  } finally {
    await pause(250); // until graphile-migrate's pools are gone
  }
  const committed = readdirSync(join(MIGRATIONS, 'committed')).filter((name) => name.endsWith('.sql')).sort();
  process.stdout.write(`Committed as db/migrations/committed/${committed.at(-1) ?? ''}.\n`);
}

async function uncommit(): Promise<void> {
  if (filesBeingWritten().length > 0) throw new PlainError('db/migrations/current must be empty first: commit it or put it aside.');
  await using cluster = await startPostgres();
  await graphileMigrate.uncommit(await workbench(cluster));
  await pause(250);
  process.stdout.write('The last committed migration is back in db/migrations/current.\n');
}

/** What graphile-migrate calls for a shadow it has just created. */
async function prepare(): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['GM_DBURL'] });
  await client.connect();
  try {
    await ensureRoles(client);
  } finally {
    await client.end();
  }
}

function regenerate(): void {
  const done = spawnSync(process.execPath, ['db/src/generate/main.ts'], { cwd: ROOT, stdio: 'inherit' });
  if (done.status !== 0) throw new PlainError('The migration is committed, but the generated files could not be written; run npm run generate.');
}

async function main(): Promise<void> {
  const [what, ...rest] = process.argv.slice(2);
  if (rest.includes('--help')) process.stdout.write(HELP);
  else if (what === 'prepare') await prepare();
  else if (what === 'uncommit') await uncommit();
  else {
    await commit(rest.join(' ').trim());
    regenerate();
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exit(1);
});
