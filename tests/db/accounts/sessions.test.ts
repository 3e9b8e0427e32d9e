// A person's sessions: seen, ended one by one or all others, ended by a new password; and how often somebody may try.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aStage, mutate, type Stage, valueOf } from '../../properties/stage.ts';
import { aTenant, count, one, sha256, signedIn, type Tenant } from '../../support/cast.ts';

const HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`;
const OTHER = HASH.replace(/b/g, 'c');
const IP = '192.0.2.7';

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
beforeEach(async () => {
  stage = await aStage(25);
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
  ada = await aTenant(stage.sql);
  await stage.sql.query('update public.users set password_hash = $2 where id = $1', [ada.id, HASH]);
});
afterEach(async () => {
  await api.end();
  await stage.end();
});

const signIn = (hash = HASH, ip = IP, email = ada.email, now = 'now()', token = String(Math.random())): Promise<string | null> =>
  valueOf<string | null>(stage.sql, `select api.sign_in($1, $2, $3, $4, 'a browser', ${now})`, [email, hash, sha256(token), ip]);
const outcome = (work: Promise<unknown>): Promise<string> => work.then((value) => (value === null || value === false ? 'wrong' : 'right'), (error: unknown) => (error as Error).message);
const sessions = (who = ada): Promise<{ id: string; is_current: boolean }[]> => signedIn(api, who, async (as) => (await as.query<{ id: string; is_current: boolean }>('select id, is_current from api.list_sessions()')).rows);

describe('sessions', () => {
  it('are listed with the current one first, and end at once, one by one', async () => {
    const other = await signIn();
    expect((await sessions()).map((session) => session.is_current)).toEqual([true, false]);
    await signedIn(api, ada, (as) => as.query('select api.revoke_session($1)', [other]));
    expect(await sessions()).toHaveLength(1);
    await expect(signedIn(api, ada, (as) => as.query('select api.revoke_session($1)', [other]))).rejects.toMatchObject({ message: 'session_not_found' });
    expect(await valueOf(stage.sql, "select count(*)::integer from public.ui_events where topic = 'session'")).toBe(1);
  });

  it('all others end together; those of somebody else stay', async () => {
    const bo = await aTenant(stage.sql);
    for (let n = 0; n < 3; n++) await signIn();
    expect(await signedIn(api, ada, (as) => count(as, 'select api.revoke_other_sessions()'))).toBe(3);
    expect((await sessions()).map((session) => session.is_current)).toEqual([true]);
    const [foreign] = await sessions(bo);
    await expect(signedIn(api, ada, (as) => as.query('select api.revoke_session($1)', [foreign?.id]))).rejects.toMatchObject({ message: 'session_not_found' });
    expect(await sessions(bo)).toHaveLength(1);
  });

  it('are noted as used, at most once a minute', async () => {
    const touch = (now: string): Promise<unknown> => signedIn(api, ada, (as) => as.query('select api.touch_session($1)', [now]));
    const used = (): Promise<Date> => valueOf<Date>(stage.sql, 'select last_used_at from public.user_sessions');
    await touch('2099-05-05T12:00:00Z');
    const first = await used();
    await touch('2099-05-05T12:00:59Z');
    expect(await used()).toEqual(first);
    await touch('2099-05-05T12:01:01Z');
    expect((await used()).toISOString()).toBe('2099-05-05T12:01:01.000Z');
  });
});

describe('a new password', () => {
  const change = (oldHash: string, newHash: string): Promise<boolean> => signedIn(api, ada, async (as) => (await one<{ changed: boolean }>(as, 'select api.change_password($1, $2, $3) as changed', [oldHash, newHash, IP])).changed);

  it('needs the old one, and ends all other sessions', async () => {
    await signIn();
    expect(await change(OTHER, OTHER)).toBe(false);
    expect(await sessions()).toHaveLength(2);
    expect(await change(HASH, OTHER)).toBe(true);
    expect((await sessions()).map((session) => session.is_current)).toEqual([true]);
    expect([await signIn(), await signIn(OTHER)]).toEqual([null, expect.any(String)]);
  });

  it('is a hash of our kind, and a stolen session cannot guess the old one on and on', async () => {
    await expect(change(HASH, 'secret')).rejects.toMatchObject({ message: 'password_hash_invalid' });
    const tries = [];
    for (let n = 0; n < 12; n++) tries.push(await outcome(change(OTHER, OTHER)));
    expect(tries).toEqual([...Array.from({ length: 10 }, () => 'wrong'), 'too_many_tries', 'too_many_tries']);
  });
});

describe('tries', () => {
  it('200 at once are 200: ten are answered, and then not even the right password', async () => {
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => outcome(signIn(OTHER))));
    expect(outcomes.filter((each) => each === 'wrong')).toHaveLength(10);
    expect(outcomes.filter((each) => each === 'too_many_tries')).toHaveLength(190);
    expect(await outcome(signIn())).toBe('too_many_tries');
    expect(await valueOf(stage.sql, 'select count(*)::integer from public.login_attempts')).toBe(10);
  });

  it('control: counting what was written before, more than ten of 20 are answered', async () => {
    await mutate(stage.sql, 'public.count_login_try', [
      ['public.count_try(public.login_limit_key(k.kind, k.what), v_window, p_now) as t (tries)', '(select count(*)::integer + 1 from public.login_attempts a where a.email = lower(btrim(p_email))) as t (tries)'],
    ]);
    await mutate(stage.sql, 'api.sign_in', [['select u.id\n', 'perform pg_sleep(0.2);\n  select u.id\n']]);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcome(signIn(OTHER))));
    expect(outcomes.filter((each) => each === 'wrong').length).toBeGreaterThan(10);
  });

  it('lock nobody out for good, nor the owner who is elsewhere', async () => {
    for (let n = 0; n < 11; n++) await outcome(signIn(OTHER));
    expect(await outcome(signIn(HASH, '198.51.100.1'))).toBe('right');
    expect(await outcome(signIn(HASH, IP, ada.email, "now() + interval '14 minutes'"))).toBe('too_many_tries');
    expect(await outcome(signIn(HASH, IP, ada.email, "now() + interval '16 minutes'"))).toBe('right');
  });

  it('are forgotten with the right password, and count for an account and an address as a whole', async () => {
    for (let n = 0; n < 9; n++) await outcome(signIn(OTHER));
    expect(await outcome(signIn())).toBe('right');
    for (let n = 0; n < 10; n++) expect(await outcome(signIn(OTHER))).toBe('wrong');
    const fromEverywhere = [];
    for (let n = 0; n < 40; n++) fromEverywhere.push(await outcome(signIn(OTHER, `198.51.100.${String(n)}`)));
    expect(fromEverywhere.filter((each) => each === 'wrong')).toHaveLength(31); // 50 for the account, 19 of them before
    await stage.sql.query("update public.system_config set value = '12' where key = 'login.max_tries_address'");
    const toEverybody = [];
    for (let n = 0; n < 15; n++) toEverybody.push(await outcome(signIn(OTHER, '203.0.113.1', `nobody${String(n)}@example.test`)));
    expect(toEverybody.filter((each) => each === 'wrong')).toHaveLength(12);
  });

  it('are answered alike whether or not there is such an account', async () => {
    const tries = async (email: string): Promise<string[]> => {
      const all = [];
      for (let n = 0; n < 12; n++) all.push(await outcome(signIn(OTHER, '203.0.113.9', email)));
      return all;
    };
    expect(await tries('nobody@example.test')).toEqual(await tries(ada.email));
  });
});
