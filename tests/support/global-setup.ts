// Once a run: a server, and on it one migrated database that every test database is a copy of.
import { migrateInChild } from '@callgres/db/migrate';
import type { TestProject } from 'vitest/node';
import type {} from './context.ts';
import { listFunctions } from './function-calls.ts';
import { PREFIX, hourNow, newDatabaseName } from './names.ts';
import { derivedPassword } from './passwords.ts';
import { type TestServer, chooseServer, onServer, withClient } from './server.ts';

/** A killed run leaves its databases behind; those older than any run can be are dropped. */
async function dropLeftovers(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query<{ datname: string }>(
      "select datname from pg_database where datname ~ $1 and split_part(datname, '_', 3)::int < $2 and pg_has_role(datdba, 'usage')",
      [`^${PREFIX}\\d+_`, hourNow() - 6],
    );
    for (const { datname } of found.rows) {
      await client.query(`alter database ${datname} is_template false`);
      await client.query(`drop database if exists ${datname} with (force)`);
    }
  });
}

async function makeTemplate({ adminUrl, superuserUrl }: TestServer): Promise<string> {
  const template = newDatabaseName();
  await withClient(adminUrl, (client) => client.query(`create database ${template}`));
  await migrateInChild(onServer(adminUrl, { database: template }), {
    current: true,
    apiPassword: derivedPassword('app_api', adminUrl),
    workerPassword: derivedPassword('app_worker', adminUrl),
  });
  const directory = process.env['TEST_FUNCTIONS_DIR'];
  if (directory && superuserUrl) await withClient(onServer(superuserUrl, { database: template }), (client) => listFunctions(client, directory));
  await withClient(adminUrl, (client) => client.query(`alter database ${template} is_template true allow_connections false`));
  return template;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await chooseServer();
  process.stdout.write(`Tests run on PostgreSQL ${server.version} (${server.choice}).\n`);
  try {
    await dropLeftovers(server.adminUrl);
    const template = await makeTemplate(server);
    project.provide('adminUrl', server.adminUrl);
    project.provide('superuserUrl', server.superuserUrl);
    project.provide('template', template);
    project.provide('postgresVersion', server.version);
    return async () => {
      await withClient(server.adminUrl, async (client) => {
        await client.query(`alter database ${template} is_template false`);
        await client.query(`drop database ${template} with (force)`);
      });
      await server.stop();
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
