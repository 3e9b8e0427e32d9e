// Ending a session: the one that asks, at once, and no other. Cast: Ada at her desk and on her telephone, and Bo.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.definerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

beforeEach(async () => {
  await client.query("begin; insert into public.users (email, name) values ('ada@test.example', 'Ada'), ('bo@test.example', 'Bo')");
  for (const [name, token] of [['Ada', 'desk'], ['Ada', 'telephone'], ['Bo', 'bo']])
    await client.query("insert into public.user_sessions (user_id, token, expires_at) select u.id, $2, now() + interval '1 hour' from public.users u where u.name = $1", [name, sha256(token ?? '')]);
});

afterEach(async () => { await client.query('rollback'); });

const as = (token: string): Promise<unknown> => client.query("select set_config('app.session_token', $1, true)", [token]);
const who = async (token: string): Promise<string | null> => {
  await as(token);
  return (await client.query<{ id: string | null }>('select public.current_user_id() as id')).rows[0]?.id ?? null;
};

it('ends the session that asks, and only that', async () => {
  await as('desk');
  await client.query('select api.sign_out()');
  expect(await who('desk')).toBeNull();
  expect(await who('telephone')).not.toBeNull();
  expect(await who('bo')).not.toBeNull();
});

it('tells the open tabs of the tenant, and nobody else\'s', async () => {
  await as('desk');
  await client.query('select api.sign_out()');
  const told = await client.query("select u.name, e.topic from public.ui_events e join public.users u on u.id = e.user_id where e.topic = 'session'");
  expect(told.rows).toEqual([{ name: 'Ada', topic: 'session' }]);
});

it.each(['', 'nobody'])('asks somebody without a session ("%s") to sign in', async (token) => {
  await as(token);
  await expect(client.query('select api.sign_out()')).rejects.toMatchObject({ code: 'VC401', message: 'not_signed_in' });
});

it('is over for good: a second time there is nobody to sign out', async () => {
  await as('desk');
  await client.query('select api.sign_out()');
  await expect(client.query('select api.sign_out()')).rejects.toMatchObject({ code: 'VC401' });
});

it('expired sessions are swept away, living ones stay', async () => {
  await client.query("update public.user_sessions s set expires_at = now() - interval '1 second' where s.token = $1", [sha256('desk')]);
  await client.query("update public.user_sessions s set expires_at = now() - interval '1 second', refresh_expires_at = now() + interval '1 day' where s.token = $1", [sha256('telephone')]);
  const swept = await client.query<{ n: number }>('select public.cleanup_expired_sessions() as n');
  expect(swept.rows).toEqual([{ n: 1 }]);
  expect((await client.query('select s.token from public.user_sessions s')).rows.map((row: { token: string }) => row.token).sort()).toEqual([sha256('telephone'), sha256('bo')].sort());
});
