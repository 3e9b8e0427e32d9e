// Opening and ending a session. Cast: Ada, who has a password, and Bo, who signs in by other means and has none.
// Time: noon of a day in 2031, handed in; a session's own end is compared with the server's clock.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

const SALT = 'c2FsdCBvZiBhZGEgMTIzNA'; // 16 bytes, base64 without padding
const HASH = `$argon2id$v=19$m=19456,t=2,p=1$${SALT}$aGFzaCBvZiB0aGUgcGFzc3dvcmQgb2YgYWRhIC4uLi4`;
const NOON = '2031-05-05T12:00:00.000Z';

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

beforeEach(async () => {
  await client.query('begin');
  await client.query("insert into public.users (email, name, password_hash) values ('ada@test.example', 'Ada', $1), ('bo@test.example', 'Bo', null)", [HASH]);
});

afterEach(async () => { await client.query('rollback'); });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function signIn(email: string, hash: string | null = HASH, token = 'token', now = NOON): Promise<string | null> {
  const answer = await client.query<{ id: string | null }>("select api.sign_in($1, $2, $3, '192.0.2.7', 'a browser', $4) as id", [email, hash, sha256(token), now]);
  return answer.rows[0]?.id ?? null;
}

async function saltOf(email: string): Promise<string> {
  return (await client.query<{ salt: string }>('select api.get_password_salt($1) as salt', [email])).rows[0]?.salt ?? '';
}

const attempts = async (): Promise<unknown[]> =>
  (await client.query<Record<string, unknown>>('select a.email, a.success, host(a.ip_address) as ip, a.attempted_at from public.login_attempts a order by a.success, a.email')).rows;

describe('api.sign_in', () => {
  it('opens a session of the length that is configured, and remembers where it was', async () => {
    const id = await signIn('ada@test.example');
    const sessions = await client.query('select s.id, s.token, host(s.ip_address) as ip, s.user_agent, s.expires_at from public.user_sessions s');
    const setting = await client.query<{ value: string }>("select value from public.system_config where key = 'session.access_minutes'");
    const minutes = Number(setting.rows[0]?.value);
    expect(sessions.rows).toEqual([{ id, token: sha256('token'), ip: '192.0.2.7', user_agent: 'a browser', expires_at: new Date(Date.parse(NOON) + minutes * 60_000) }]);
  });

  it.each(['ADA@test.example', '  ada@test.example ', 'Ada@Test.Example'])('takes the address as people type it: "%s"', async (email) => {
    expect(await signIn(email)).not.toBeNull();
  });

  it.each([
    ['a wrong password', 'ada@test.example', `${HASH.slice(0, -1)}A`],
    ['an unknown address', 'eve@test.example', HASH],
    ['an account without a password', 'bo@test.example', HASH],
    ['no password at all', 'ada@test.example', null],
    ['no password for an account without one', 'bo@test.example', null],
    ['an empty password', 'ada@test.example', ''],
    ['a pattern for an address', '%@test.example', HASH],
  ])('answers %s with nothing and opens no session', async (_what, email, hash) => {
    expect(await signIn(email, hash)).toBeNull();
    expect((await client.query('select from public.user_sessions')).rowCount).toBe(0);
  });

  it('answers an account that is switched off like a wrong password', async () => {
    await client.query('update public.users set is_active = false');
    expect(await signIn('ada@test.example')).toBeNull();
  });

  it('records every try, the refused ones too', async () => {
    await signIn('ada@test.example', 'wrong');
    await signIn('Eve@test.example');
    await signIn('ada@test.example');
    const at = { ip: '192.0.2.7', attempted_at: new Date(NOON) };
    expect(await attempts()).toEqual([
      { email: 'ada@test.example', success: false, ...at },
      { email: 'eve@test.example', success: false, ...at },
      { email: 'ada@test.example', success: true, ...at },
    ]);
  });

  it('records a try with an address that is longer than any, and does not fail', async () => {
    expect(await signIn(`${'a'.repeat(5000)}@test.example`)).toBeNull();
    expect(await attempts()).toHaveLength(1);
  });

  it('cuts what a browser says about itself', async () => {
    await client.query("select api.sign_in('ada@test.example', $1, $2, '192.0.2.7', $3)", [HASH, sha256('token'), 'x'.repeat(9000)]);
    expect((await client.query('select length(s.user_agent)::int as n from public.user_sessions s')).rows).toEqual([{ n: 500 }]);
  });

  it('keeps a token only as its hash, and refuses to store the token itself', async () => {
    await expect(client.query("select api.sign_in('ada@test.example', $1, 'the token itself', '192.0.2.7', '')", [HASH])).rejects.toMatchObject({
      code: '23514', constraint: 'user_sessions_token_is_a_hash',
    });
  });

  it('opens a session beside those that are there', async () => {
    await signIn('ada@test.example', HASH, 'on the telephone');
    await signIn('ada@test.example', HASH, 'at the desk');
    expect((await client.query('select from public.user_sessions')).rowCount).toBe(2);
  });
});

describe('api.get_password_salt', () => {
  it('gives the salt of the account', async () => {
    expect(await saltOf(' Ada@test.example')).toBe(SALT);
  });

  it('gives every unknown address one of the same form, always the same and another for each', async () => {
    const invented: string[] = [];
    for (const email of ['eve@test.example', 'mallory@test.example', '']) invented.push(await saltOf(email));
    for (const salt of invented) expect(salt).toMatch(/^[A-Za-z0-9+/]{22}$/);
    expect(SALT).toMatch(/^[A-Za-z0-9+/]{22}$/);
    expect(new Set(invented).size).toBe(3);
    expect(await saltOf('EVE@test.example ')).toBe(invented[0]);
  });

  it('gives an account without a password one like an unknown address', async () => {
    const known = await saltOf('bo@test.example');
    await client.query("delete from public.login_attempts; update public.users set email = 'moved@test.example' where name = 'Bo'");
    expect(await saltOf('bo@test.example')).toBe(known);
  });

  it('gives another invented salt in another installation', async () => {
    const here = await saltOf('eve@test.example');
    await client.query("insert into public.users (email, name, created_at) values ('first@test.example', 'First', '2001-01-01')");
    expect(await saltOf('eve@test.example')).not.toBe(here);
  });
});
