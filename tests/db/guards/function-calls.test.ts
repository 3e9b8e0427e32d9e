// Calls of functions are counted in every test database, whoever makes them and however the session ends.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { listFunctions, neverCalledIn, recordCalls } from '../../support/function-calls.ts';
import { withClient } from '../../support/server.ts';

describe.skipIf(inject('superuserUrl') === '')('the record of calls', () => {
  let database: TestDatabase;
  let directory: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'callgres-calls-'));
    database = await testDatabase();
  });
  afterEach(async () => {
    rmSync(directory, { recursive: true });
    await database.drop();
  });

  const recorded = async (): Promise<string[]> => {
    await withClient(database.superuserUrl ?? '', (client) => recordCalls(client, directory));
    return readdirSync(directory).flatMap((file) => readFileSync(join(directory, file), 'utf8').split('\n'));
  };

  it('has what was called in a session that ended, in one that lives, in one that was cut, and in a rolled back one', async () => {
    expect(await recorded()).not.toContain('public.text_setting');
    await withClient(database.workerUrl, (client) => client.query('select public.get_worker_settings()'));
    const living = new pg.Client({ connectionString: database.definerUrl });
    living.on('error', () => undefined);
    await living.connect();
    await living.query("begin; select public.text_setting('default_timezone')");
    const cut = new pg.Client({ connectionString: database.definerUrl });
    cut.on('error', () => undefined);
    await cut.connect();
    await cut.query('begin; select public.get_system_active_calls_count(); rollback');
    (cut as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();

    const names = await recorded();
    expect(names).toEqual(expect.arrayContaining(['public.get_worker_settings', 'public.text_setting', 'public.get_system_active_calls_count']));
    expect(names).not.toContain('public.next_window');
    await living.end();
  });

  it('is compared with the functions there are, those of triggers too', async () => {
    await withClient(database.superuserUrl ?? '', async (client) => {
      await client.query(`
        create function public.never_called() returns integer language plpgsql as 'begin return 1; end';
        create function public.never_inlined() returns integer language sql immutable return 1`);
      await listFunctions(client, directory);
    });
    await withClient(database.definerUrl, (client) => client.query("insert into public.users (email, name, credits) values ('a@example.test', 'Ada', 1)"));
    await recorded();
    const missed = neverCalledIn(directory, directory);
    // the last is inlined, and those that call it were not called
    expect(missed).toEqual(expect.arrayContaining(['public.never_called', 'public.never_inlined', 'public.claim_calls', 'public.counted']));
    expect(missed).not.toContain('public.open_account'); // a trigger of users
  });
});
