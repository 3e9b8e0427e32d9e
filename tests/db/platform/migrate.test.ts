import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateInChild } from '@callgres/db/migrate';
import { filesBeingWritten } from '@callgres/db/migration-folder';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { newDatabaseName } from '../../support/names.ts';
import { onServer, withClient } from '../../support/server.ts';

// Not the project's migrations: these tests are about the way they are run.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callgres-migrations-'));
  for (const name of ['committed', 'current', 'sql']) mkdirSync(join(folder, name));
  symlinkSync('sql', join(folder, 'fixtures'));
});
afterAll(() => { rmSync(folder, { recursive: true }); });

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

describe('migrateInChild', () => {
  let url: string;
  let name: string;
  const rows = async (query: string): Promise<unknown[]> => (await withClient(url, (client) => client.query<Record<string, unknown>>(query))).rows;
  beforeEach(async () => {
    name = newDatabaseName();
    url = onServer(inject('adminUrl'), { database: name });
    await withClient(inject('adminUrl'), (client) => client.query(`create database ${name}`));
    write('current/1-current.sql', 'create table if not exists public.things (i int);\n--!include one.sql\n');
    write('sql/one.sql', 'create or replace function public.one() returns int language sql as $$ select 1 $$;\n');
  });
  afterEach(() => withClient(inject('adminUrl'), (client) => client.query(`drop database ${name} with (force)`)));

  it('runs what is being written only when asked, as app_owner', async () => {
    await migrateInChild(url, { migrationsFolder: folder });
    expect(await rows("select to_regclass('public.things')::text as things")).toEqual([{ things: null }]);
    await migrateInChild(url, { migrationsFolder: folder, current: true });
    expect(await rows("select relowner::regrole::text as owner, public.one() from pg_class where oid = 'public.things'::regclass")).toEqual([{ owner: 'app_owner', one: 1 }]);
  });

  it.each([
    ['as its owner', ''],
    ['as the definer where row security is forced', `
      alter table public.migrations enable row level security, force row level security;
      create policy all_definer on public.migrations to app_definer using (true) with check (true);
      grant select, insert on public.migrations to app_definer;
      grant usage on sequence public.migrations_id_seq to app_definer;`],
  ])('lists once what has run, %s', async (_, security) => {
    const body = `create table public.migrations (id serial primary key, name text not null unique, executed_at timestamptz not null);${security}\n`;
    const hash = createHash('sha1').update(`${body.trim()}\n`).digest('hex');
    write('committed/000001-list.sql', `--! Previous: -\n--! Hash: sha1:${hash}\n\n${body}`);
    try {
      await migrateInChild(url, { migrationsFolder: folder });
      await migrateInChild(url, { migrationsFolder: folder });
    } finally {
      rmSync(join(folder, 'committed/000001-list.sql'));
    }
    expect(await rows('select name from public.migrations')).toEqual([{ name: '000001.sql' }]);
  });

  it('can be repeated, and by several at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => migrateInChild(url, { migrationsFolder: folder })));
    await migrateInChild(url, { migrationsFolder: folder });
    expect(await rows("select count(*)::int as n from pg_namespace where nspname = 'graphile_worker'")).toEqual([{ n: 1 }]);
  });

  it("gives graphile-worker's tables to app_worker, which keeps no right to create", async () => {
    await migrateInChild(url, { migrationsFolder: folder });
    expect(await rows("select distinct c.relowner::regrole::text as owner from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r'")).toEqual([{ owner: 'app_worker' }]);
    expect(await rows("select has_database_privilege('app_worker', current_database(), 'create') as may")).toEqual([{ may: false }]);
  });

  it('refuses an unqualified name, and says so before it fails', async () => {
    write('current/1-current.sql', 'create table unqualified (i int);\n');
    await expect(migrateInChild(url, { migrationsFolder: folder, current: true })).rejects.toThrow('The database could not be migrated');
  });
});

describe('filesBeingWritten', () => {
  it('takes an include for work, and a comment for none', () => {
    write('current/1-current.sql', '-- Nothing is being written.\n');
    expect(filesBeingWritten(folder)).toEqual([]);
    write('current/1-current.sql', '--!include one.sql\n');
    expect(filesBeingWritten(folder)).toEqual(['1-current.sql']);
    write('current/1-current.sql', '-- Why.\nselect 1;\n');
    expect(filesBeingWritten(folder)).toEqual(['1-current.sql']);
  });
});
