// A database of one's own for a test file: a copy of the migrated template, made in about 20 ms.
import { grantDatabase } from '@callgres/db/roles';
import { inject } from 'vitest';
import type {} from './context.ts';
import { recordCalls } from './function-calls.ts';
import { newDatabaseName } from './names.ts';
import { derivedPassword } from './passwords.ts';
import { onServer, withClient } from './server.ts';

export interface TestDatabase {
  name: string;
  /** The login that owns the database: what DATABASE_URL is in production. Not a superuser. */
  ownerUrl: string;
  /** The same login acting as app_owner: owns the tables, and under forced row security sees no row. */
  appOwnerUrl: string;
  /** The same login acting as app_definer: sees every row. For preparing and inspecting data. */
  definerUrl: string;
  /** Login of the API: sees nothing without a session. */
  apiUrl: string;
  /** Login of the worker: executes functions, reads no table of ours. */
  workerUrl: string;
  /** A superuser; undefined on a server given by TEST_DATABASE_URL, where a test that needs it must skip. */
  superuserUrl: string | undefined;
  drop: () => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/** Makes a copy of the migrated template. Call it in beforeAll and drop() in afterAll, or hold it by `await using`. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl');
  const superuserUrl = inject('superuserUrl');
  const name = newDatabaseName();
  await withClient(adminUrl, async (client) => {
    await client.query(`create database ${name} template ${inject('template')} strategy file_copy`);
    await grantDatabase(client, name);
  });
  const login = (user: string): string => onServer(adminUrl, { user, password: derivedPassword(user, adminUrl), database: name });
  const ownerUrl = onServer(adminUrl, { database: name });
  const ofSuperuser = superuserUrl ? onServer(superuserUrl, { database: name }) : undefined;
  const record = process.env['TEST_FUNCTIONS_DIR'];
  let isDropped = false;
  const drop = async (): Promise<void> => {
    if (record && ofSuperuser && !isDropped) await withClient(ofSuperuser, (client) => recordCalls(client, record));
    isDropped = true;
    await withClient(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return {
    name,
    ownerUrl,
    appOwnerUrl: actingAs('app_owner', ownerUrl),
    definerUrl: actingAs('app_definer', ownerUrl),
    apiUrl: login('app_api'),
    workerUrl: login('app_worker'),
    superuserUrl: ofSuperuser,
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

function actingAs(role: string, url: string): string {
  const changed = new URL(url);
  changed.searchParams.set('options', `-c role=${role}`);
  return changed.href;
}
