// The database of `npm start`: an embedded PostgreSQL, or the one that DATABASE_URL names.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Cluster, startPostgres } from '@callgres/db/embedded';
import type { Secrets } from '@callgres/db/secrets';
import { PlainError } from '@callgres/shared/plain-error';
import pg from 'pg';
import { logPath } from './processes.ts';

export const CLUSTER_FOLDER = 'postgres';
const DATABASE = 'callgres';

export interface Database {
  /** The login that owns the database. */
  ownerUrl: string;
  /** Undefined when the server is somebody else's. */
  cluster: Cluster | undefined;
}

interface Wanted {
  databaseUrl: string | undefined;
  dataDir: string;
  logDir: string;
  port: number;
  secrets: Secrets;
}

/** Starts the embedded server, or takes the given one, and creates the database if it is missing. */
export async function openDatabase(wanted: Wanted): Promise<Database> {
  if (wanted.databaseUrl !== undefined) {
    await createIfMissing(wanted.databaseUrl);
    return { ownerUrl: wanted.databaseUrl, cluster: undefined };
  }
  const log = createWriteStream(logPath(wanted.logDir, 'postgres'), { flags: 'a', mode: 0o600 });
  log.on('error', () => undefined);
  const cluster = await startPostgres({
    dataDir: join(wanted.dataDir, CLUSTER_FOLDER),
    port: wanted.port,
    password: wanted.secrets.postgresPassword,
    log: (line) => { log.write(`${line}\n`); },
  });
  try {
    const ownerUrl = cluster.url(DATABASE);
    await createIfMissing(ownerUrl);
    return { ownerUrl, cluster };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') return false; // no such database
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createIfMissing(url: string): Promise<void> {
  if (await connects(url)) return;
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new PlainError(`The database ${name} does not exist and its login may not create it.`);
  } finally {
    await client.end();
  }
}
