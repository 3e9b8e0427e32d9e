// What stands in db/sql and where: each object in one file named after it, and only statements that may run again.
import { statementsOf } from '@callgres/db/generate/parse-tree';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';
import { type SqlFile, definedBy, notRerunnable, sqlFiles } from './sql-files.ts';

let database: TestDatabase;
beforeAll(async () => { database = await testDatabase(); });
afterAll(() => database.drop());

/** The objects of our schemas in the words of definedBy(); members of extensions and internal triggers left out. */
const OBJECTS = `
  with ours as (select oid, nspname from pg_namespace where nspname in ('public', 'api', 'analytics')),
  relations as (
    select c.oid, c.relkind, format('%s.%s', o.nspname, c.relname) as name
    from pg_class c
    join ours o on o.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  )
  select format('%s %s', case r.relkind when 'v' then 'view' else 'table' end, r.name) as object from relations r
  union all
  select format('trigger %s on %s', t.tgname, r.name) from pg_trigger t join relations r on r.oid = t.tgrelid where not t.tgisinternal
  union all
  select format('policy %s on %s', p.polname, r.name) from pg_policy p join relations r on r.oid = p.polrelid
  union all
  select format('function %s.%s', o.nspname, p.proname)
  from pg_proc p
  join ours o on o.oid = p.pronamespace
  where not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;

/** The name a file must have to define an object: its own, or that of the table it belongs to. */
function homeOf(object: string): string {
  const [kind, name = ''] = object.split(' ');
  if (kind === 'trigger') return `${object.split(' on ')[1]}.triggers.sql`;
  return `${kind === 'policy' ? object.split(' on ')[1] : name}.sql`;
}

/** Findings: objects without a file, in two files, in a file of another name; definitions of what does not exist. */
function compare(objects: readonly string[], files: readonly SqlFile[]): string[] {
  const homes = new Map<string, string[]>();
  for (const file of files)
    for (const object of new Set(statementsOf(file.text).flatMap((statement) => definedBy(statement) ?? [])))
      homes.set(object, [...(homes.get(object) ?? []), file.path]);
  return [...new Set([...objects, ...homes.keys()])].sort().flatMap((object) => {
    const paths = homes.get(object) ?? [];
    if (!objects.includes(object)) return [`${object}: in ${paths.join(', ')} but not in the database`];
    if (paths.length !== 1) return [`${object}: in ${paths.length === 0 ? 'no file' : paths.join(' and ')}`];
    return paths[0]?.endsWith(`/${homeOf(object)}`) ? [] : [`${object}: in ${paths[0]} instead of ${homeOf(object)}`];
  });
}

const objectsOfDatabase = (): Promise<string[]> =>
  withClient(database.ownerUrl, async (client) => (await client.query<{ object: string }>(OBJECTS)).rows.map((row) => row.object));

describe('every object of our schemas', () => {
  it('is defined by exactly one file, which is named after it', async () => {
    expect(compare(await objectsOfDatabase(), sqlFiles())).toEqual([]);
  });

  it('is missed when its file is missing, doubled, misnamed or left behind', () => {
    const text = 'create or replace function public.f() returns void language sql as $$$$;';
    const object = 'function public.f';
    expect(compare([object], [{ path: 'a/public.f.sql', text }])).toEqual([]);
    expect(compare([object], [])).toEqual(['function public.f: in no file']);
    expect(compare([object], [{ path: 'a/public.f.sql', text }, { path: 'b/public.f.sql', text }])).toEqual(['function public.f: in a/public.f.sql and b/public.f.sql']);
    expect(compare([object], [{ path: 'a/public.g.sql', text }])).toEqual(['function public.f: in a/public.g.sql instead of public.f.sql']);
    expect(compare([], [{ path: 'a/public.f.sql', text }])).toEqual(['function public.f: in a/public.f.sql but not in the database']);
  });
});

describe('the files of db/sql', () => {
  it('hold only statements that may run again', () => {
    expect(sqlFiles().flatMap((file) => notRerunnable(file.text).map((reason) => `${file.path}: ${reason}`))).toEqual([]);
  });

  it.each([
    ['create table public.t ()', 'CreateStmt'],
    ['insert into public.t default values', 'InsertStmt'],
    ['create function public.f() returns void language sql as $$$$', 'create without "or replace"'],
    ['create view public.v as select 1', 'create without "or replace"'],
    ['drop view if exists public.v', 'a drop other than "drop policy if exists"'],
    ['drop policy p on public.t', 'a drop other than "drop policy if exists"'],
    ['alter table public.t add column x int', 'alter table with AT_AddColumn'],
    ['create policy p on public.t using (true)', 'policy p on public.t without "drop policy if exists" before it'],
    ['do $$begin end$$', 'DoStmt'],
    ['set local role app_definer', 'VariableSetStmt'],
  ])('may not hold: %s', (text, reason) => {
    expect(notRerunnable(text)).toEqual([reason]);
  });

  it('may hold what the recipes ask for', () => {
    const text = `
      create or replace view api.v with (security_invoker = true) as select 1 as x;
      create or replace trigger t after update on public.x for each statement execute function public.f();
      alter table public.x enable row level security;
      alter table public.x force row level security;
      drop policy if exists p on public.x;
      create policy p on public.x using (true);
      comment on table public.x is '…';
      revoke all on function public.f from public;
      grant execute on function public.f to app_user;
      alter function public.f owner to app_definer;
      alter view api.v owner to app_definer;`;
    expect(notRerunnable(text)).toEqual([]);
  });
});
