// An installation of before messages were told: its accounts have preferences afterwards, as new ones have.
import { migrateInChild } from '@callgres/db/migrate';
import { MIGRATIONS } from '@callgres/db/migration-folder';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { newDatabaseName } from '../../support/names.ts';
import { onServer, withClient } from '../../support/server.ts';

const LAST_BEFORE = '000016';

it('accounts that are there already can be told of things', { timeout: 120_000 }, async () => {
  const [folder, name] = [mkdtempSync(join(tmpdir(), 'callgres-upgrade-')), newDatabaseName()];
  const url = onServer(inject('adminUrl'), { database: name });
  await withClient(inject('adminUrl'), (client) => client.query(`create database ${name}`));
  try {
    cpSync(join(MIGRATIONS, 'committed'), join(folder, 'committed'), { recursive: true });
    for (const file of readdirSync(join(folder, 'committed'))) if (file.slice(0, 6) > LAST_BEFORE) rmSync(join(folder, 'committed', file));
    cpSync(join(MIGRATIONS, 'current'), join(folder, 'current'), { recursive: true });
    symlinkSync(join(dirname(MIGRATIONS), 'sql'), join(folder, 'fixtures'));
    await migrateInChild(url, { migrationsFolder: folder });
    const asDefiner = <T>(text: string): Promise<T[]> => withClient(url, async (client) => {
      await client.query('set role app_definer');
      return (await client.query(text)).rows as T[];
    });
    await asDefiner("insert into public.users (email, name) select g || '@example.test', 'Before' from generate_series(1, 3) g");
    await migrateInChild(url);
    expect(await asDefiner('select count(*)::int as n, bool_and(p.in_app_enabled) as told from public.users u join public.notification_preferences p on p.user_id = u.id')).toEqual([{ n: 3, told: true }]);
  } finally {
    await withClient(inject('adminUrl'), (client) => client.query(`drop database ${name} with (force)`));
    rmSync(folder, { recursive: true });
  }
});
