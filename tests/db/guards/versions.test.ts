// The catalog of version 15 says the same as that of 18, although the two print it differently: what the
// generator writes does not depend on the server.
import { buildModel } from '@callgres/db/generate/build-model';
import { readCatalog } from '@callgres/db/generate/catalog';
import type { Model } from '@callgres/db/generate/model';
import { type Cluster, startPostgres } from '@callgres/db/embedded';
import { migrateInChild } from '@callgres/db/migrate';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';
import { scratchDatabase } from './generator-fixture.ts';

const BINARIES_OF_15 = '/usr/lib/postgresql/15/bin';

const modelOf = (url: string): Promise<Model> => withClient(url, async (client) => buildModel(await readCatalog(client)));

// Skipped where there is no PostgreSQL 15, or where the whole run is on 15 and there is nothing to compare.
describe.skipIf(!existsSync(BINARIES_OF_15) || inject('postgresVersion').startsWith('15.'))('the model of the generator on PostgreSQL 15', () => {
  let fifteen: Cluster;
  beforeAll(async () => { fifteen = await startPostgres({ binDir: BINARIES_OF_15 }); });
  afterAll(() => fifteen.stop());

  it('equals that of this server for our schema', async () => {
    await migrateInChild(fifteen.url(), { current: true });
    await using database = await testDatabase();
    expect(await modelOf(fifteen.url())).toEqual(await modelOf(database.ownerUrl));
  });

  it('equals that of this server for the fixture', async () => {
    const here = await scratchDatabase();
    const there = await scratchDatabase(fifteen.url());
    expect(await there.modelOf()).toEqual(await here.modelOf());
    await Promise.all([here.drop(), there.drop()]);
  });
});
