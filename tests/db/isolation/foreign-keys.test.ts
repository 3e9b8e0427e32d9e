// No row of Ada can be made to refer to a row of Bo, over every foreign key of the catalog between two tables with a
// tenant; and the refusal is the one that an id of nobody gets. Where a key is taken away, the same attempt succeeds
// and the report of stored references finds it.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type Cast, type Outcome, attempt, threeTenants } from './three-tenants.ts';
import { TABLES } from './tables.ts';

interface Key {
  name: string;
  child: string;
  column: string;
  type: string;
  parent: string;
  composite: boolean;
}

const KEYS = `
  select k.conname as name, k.conrelid::regclass::text as child, a.attname as column, format_type(a.atttypid, null) as type,
    k.confrelid::regclass::text as parent,
    exists (
      select from unnest(k.conkey, k.confkey) u (c, p)
      join pg_attribute x on x.attrelid = k.conrelid and x.attnum = u.c
      join pg_attribute y on y.attrelid = k.confrelid and y.attnum = u.p
      where x.attname = 'user_id' and y.attname = 'user_id') as composite
  from pg_constraint k
  cross join lateral unnest(k.conkey, k.confkey) p (c, q)
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.c
  where k.contype = 'f' and a.attname <> 'user_id'
    and exists (select from pg_attribute x where x.attrelid = k.conrelid and x.attname = 'user_id')
    and exists (select from pg_attribute x where x.attrelid = k.confrelid and x.attname = 'user_id')
  order by 2, 3`;

let database: TestDatabase;
let client: pg.Client;
let cast: Cast;
let keys: Key[] = [];

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
  await client.query('set search_path = pg_catalog');
  cast = await threeTenants(client);
  keys = (await client.query<Key>(KEYS)).rows;
  await client.query('begin');
});

afterAll(async () => {
  await client.query('rollback');
  await client.end();
  await database.drop();
});

/** Lets one row of Ada refer to the id $1: by update, or by a new row where nobody may update. */
const referring = ({ child, column, type }: Key): string =>
  child === 'public.credit_transactions'
    ? `insert into ${child} (user_id, amount, type, balance_after, ${column}) values ($2, -1, 'usage', 0, $1)`
    : `update ${child} t set ${column} = $1::${type} where t.ctid = (select ctid from ${child} where user_id = $2 limit 1)`;

const refer = (key: Key, id: string): Promise<Outcome> => attempt(client, referring(key), [id, cast.ada.userId]);

const strangerId = (key: Key): string => (key.type === 'bigint' ? '987654321' : randomUUID());
const bosId = (key: Key): string => cast.bo.id(key.parent, TABLES[key.parent]?.rows ?? 1);

it('every key between tenant tables names the tenant at both ends', () => {
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !key.composite)).toEqual([]);
});

it('refuses an id of Bo like an id of nobody, at every key', async () => {
  for (const key of keys) {
    const [bos, nobodys] = [bosId(key), strangerId(key)];
    const [smuggled, invented] = [await refer(key, bos), await refer(key, nobodys)];
    expect({ key: key.name, code: smuggled.code }).toEqual({ key: key.name, code: '23503' });
    expect(smuggled.error.replaceAll(bos, '<id>')).toBe(invented.error.replaceAll(nobodys, '<id>'));
  }
});

it('takes an id of her own at every key, so the refusals have no other cause', async () => {
  for (const key of keys) {
    const { code } = await refer(key, cast.ada.id(key.parent, TABLES[key.parent]?.rows ?? 1));
    // A campaign has one lane, a person one consent of a kind, a meeting one state in a calendar: there the other one of hers is in the way, not the key.
    expect({ key: key.name, code }).toEqual({ key: key.name, code: key.child === 'public.dispatch_lanes' || ['contact_consents_contact_id_fkey', 'calendar_meeting_sync_meeting_id_fkey'].includes(key.name) ? '23505' : '' });
  }
});

describe('without the key', () => {
  it('the attempt succeeds, and the report names the row, at every key', async () => {
    for (const key of keys) {
      await client.query('savepoint broken; set local role app_owner');
      await client.query(`alter table ${key.child} drop constraint ${key.name}`);
      // What stands there when somebody forgets the tenant. call_attempts has no key of its id alone.
      if (key.parent !== 'public.call_attempts')
        await client.query(`alter table ${key.child} add constraint single foreign key (${key.column}) references ${key.parent} (id) on delete cascade`);
      await client.query('set local role app_definer');
      const bos = bosId(key);
      await client.query(referring(key), [bos, cast.ada.userId]);
      if (key.parent === 'public.call_attempts') // its key is gone altogether, and with it what the catalog could say
        await client.query('set local role app_owner; alter table public.calls add constraint single foreign key (attempt_id, user_id) references public.call_attempts (id, user_id) not valid; set local role app_definer');
      const found = await client.query<{ object: string; key: string }>('select v.object, v.key from public.invariant_22_references_stay_with_tenant v');
      expect(found.rows, key.name).toContainEqual({ object: key.child.replace('public.', ''), key: bos });
      await client.query('rollback to broken');
    }
  });
});
