// What must never be is not there, and each lint would say so: 0 findings, 1 when provoked, 0 when repaired.
import { statementsOf } from '@callgres/db/generate/parse-tree';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { CONTROLS } from './controls.ts';
import { lintNames, lintText, runLint } from './lint-files.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});
beforeEach(async () => { await client.query('begin'); });
afterEach(async () => { await client.query('rollback'); });

describe('the migrated schema', () => {
  it.each(lintNames())('has no finding of %s', async (lint) => {
    expect(await runLint(client, lint)).toEqual([]);
  });
});

describe('a lint', () => {
  it.each(lintNames())('%s says in its header what a finding means and how to repair it, and is one query', (lint) => {
    const header = /^(-- .*\n)+/.exec(lintText(lint))?.[0] ?? '';
    expect(header).toContain('-- Repair: ');
    expect(header.indexOf('-- Repair: ')).toBeGreaterThan(0);
    expect(statementsOf(lintText(lint)).map((statement) => statement.kind)).toEqual(['SelectStmt']);
  });

  it('has a control, whatever its number', () => {
    expect([...new Set(CONTROLS.map((control) => control.lint))].sort()).toEqual(lintNames());
  });

  it.each(CONTROLS)('$lint finds: $provoke', async ({ lint, provoke, object, repair }) => {
    expect(await runLint(client, lint)).toEqual([]);
    await client.query(provoke);
    expect((await runLint(client, lint)).map((finding) => finding.object)).toEqual([object]);
    await client.query(repair);
    expect(await runLint(client, lint)).toEqual([]);
  });
});
