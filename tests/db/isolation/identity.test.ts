// Who somebody is follows from the token of a live session and from nothing else, and ends with the transaction.
// Cast: Ada and Bo, each with a session; connections of the API's login.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';
import { type Cast, OF_OTHERS, begin, threeTenants } from './three-tenants.ts';

let database: TestDatabase;
let cast: Cast;
let definer: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  definer = new pg.Client({ connectionString: database.definerUrl });
  await definer.connect();
  cast = await threeTenants(definer);
});

afterAll(async () => {
  await definer.end();
  await database.drop();
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Who the holder of a token is, and how many contacts and sessions it sees. */
async function seenBy(token: string): Promise<{ who: string | null; contacts: number; sessions: number }> {
  return withClient(database.apiUrl, async (client) => {
    await begin(client, token);
    const seen = await client.query<{ who: string | null; contacts: number; sessions: number }>(
      `select public.current_user_id() as who, (select count(*)::int from public.contacts) as contacts,
         (select count(id)::int from public.user_sessions) as sessions`,
    );
    await client.query('rollback');
    return seen.rows[0] ?? { who: 'no row', contacts: -1, sessions: -1 };
  });
}

const NOBODY = { who: null, contacts: 0, sessions: 0 };

beforeEach(async () => {
  await definer.query("update public.users set is_active = true; update public.user_sessions set expires_at = '2099-01-01'");
});

it('is the owner of the session whose token the transaction carries', async () => {
  expect(await seenBy(cast.ada.token)).toEqual({ who: cast.ada.userId, contacts: 2, sessions: 2 });
});

it.each([
  ['no token', () => ''],
  ['an invented token', () => 'f'.repeat(64)],
  ['the hash that is stored, as from a stolen dump', () => sha256(cast.ada.token)],
  ['the id of the user', () => cast.ada.userId],
  ['the id of the session', () => cast.ada.id('public.user_sessions')],
  ['the token with a blank behind it', () => `${cast.ada.token} `],
  ['a pattern', () => '%'],
  ['the refresh token', () => 'a 1'],
])('is nobody with %s', async (_what, token) => {
  expect(await seenBy(token())).toEqual(NOBODY);
});

it('is nobody once the session has expired, to the moment', async () => {
  await definer.query("update public.user_sessions set expires_at = now() where user_id = $1", [cast.ada.userId]);
  expect(await seenBy(cast.ada.token)).toEqual(NOBODY);
});

it('is nobody while the account is switched off', async () => {
  await definer.query('update public.users set is_active = false where id = $1', [cast.ada.userId]);
  expect(await seenBy(cast.ada.token)).toEqual(NOBODY);
});

it('is nobody from the next statement on when the session is ended elsewhere', async () => {
  await withClient(database.apiUrl, async (client) => {
    const token = 'a session that is ended';
    await definer.query("insert into public.user_sessions (user_id, token, expires_at) values ($1, $2, '2099-01-01')", [cast.ada.userId, sha256(token)]);
    await begin(client, token);
    const count = async (): Promise<number | null> => (await client.query('select 1 from public.contacts')).rowCount;
    expect(await count()).toBe(2);
    await definer.query('delete from public.user_sessions where token = $1', [sha256(token)]);
    expect(await count()).toBe(0);
    await expect(client.query('select api.get_me()')).rejects.toMatchObject({ code: 'VC401' });
    await client.query('rollback');
  });
});

describe('on a connection that many borrow', () => {
  interface Left { role: string; token: string | null; contacts: string }

  /** What the next borrower of the connection finds before it has said who it is. */
  const left = async (client: pg.ClientBase): Promise<Left> => {
    const found = await client.query<Left>("select current_user::text as role, current_setting('app.session_token', true) as token, has_table_privilege('public.contacts', 'select')::text as contacts");
    return found.rows[0] ?? { role: '', token: '', contacts: '' };
  };

  const endings: Readonly<Record<string, (client: pg.ClientBase) => Promise<unknown>>> = {
    'a commit': (client) => client.query('commit'),
    'a rollback': (client) => client.query('rollback'),
    'an error and a rollback': (client) => client.query('select 1 / 0').catch(() => client.query('rollback')),
    'an error and a commit': (client) => client.query('select api.get_call($1)', [cast.bo.id('public.calls')]).catch(() => client.query('commit')),
    'a timeout': async (client) => {
      await client.query("set local statement_timeout = '10ms'");
      await client.query('select pg_sleep(5)').catch(() => client.query('rollback'));
    },
    'a savepoint that is rolled back': async (client) => {
      await client.query('savepoint s');
      await client.query("select set_config('app.session_token', $1, true)", [cast.bo.token]);
      await client.query('rollback to s');
      expect((await client.query('select public.current_user_id() as who')).rows).toEqual([{ who: cast.ada.userId }]);
      await client.query('commit');
    },
  };

  it.each(Object.keys(endings))('nothing is left after %s', async (ending) => {
    await withClient(database.apiUrl, async (client) => {
      await begin(client, cast.ada.token);
      await endings[ending]?.(client);
      expect(await left(client)).toEqual({ role: 'app_api', contacts: 'false', token: '' });
      await expect(client.query('select 1 from public.contacts')).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('a prepared statement belongs to whoever runs it', async () => {
    await withClient(database.apiUrl, async (client) => {
      for (const who of [cast.ada, cast.bo, cast.ada]) {
        await begin(client, who.token);
        const rows = await client.query<{ id: string }>({ name: 'mine', text: 'select id from public.contacts' });
        await client.query('commit');
        expect(rows.rows.map((row) => row.id).sort()).toEqual([who.id('public.contacts', 1), who.id('public.contacts', 2)]);
      }
    });
  });

  it('a pool of two serves three people in turn and never mixes them up', async () => {
    const pool = new pg.Pool({ connectionString: database.apiUrl, max: 2 });
    const people = [{ token: cast.ada.token, sees: 2 }, { token: cast.bo.token, sees: 2 }, { token: '', sees: 0 }];
    const requests = Array.from({ length: 150 }, (_, i) => i);
    const wrong = await Promise.all(requests.map(async (i) => {
      const { token, sees } = people[i % 3] ?? { token: '', sees: 0 };
      const client = await pool.connect();
      try {
        await begin(client, token);
        const rows = JSON.stringify((await client.query('select * from public.contacts')).rows);
        if (i % 5 === 0) await client.query('select 1 / 0').catch(() => undefined);
        await client.query(i % 7 === 0 ? 'rollback' : 'commit');
        const count = rows.split('"id"').length - 1;
        return count !== sees || (token === cast.ada.token && OF_OTHERS.test(rows));
      } finally {
        client.release();
      }
    }));
    await pool.end();
    expect(wrong.filter(Boolean)).toEqual([]);
  });

  it('would keep a token that was set for longer than the transaction, which is what this looks for', async () => {
    await withClient(database.apiUrl, async (client) => {
      await client.query('begin');
      await client.query("select set_config('role', 'app_user', false), set_config('app.session_token', $1, false)", [cast.ada.token]);
      await client.query('commit');
      expect(await left(client)).toEqual({ role: 'app_user', token: cast.ada.token, contacts: 'true' });
    });
  });
});
