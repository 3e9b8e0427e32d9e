import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Stage, type Tenant, aStage, aTenant, sha256, told } from './cast.ts';

let stage: Stage;
let ada: Tenant;
beforeAll(async () => {
  stage = await aStage();
  ada = await aTenant(stage, { name: 'Ada' });
});
afterAll(() => stage.end());

const browser = (): Browser => new Browser(stage.url);
const count = async (text: string, values: unknown[] = []): Promise<number> => (await stage.sql.query<{ n: number }>(text, values)).rows[0]?.n ?? -1;

describe('signing in', () => {
  it('opens a session under the hash of a token that only the cookie has', async () => {
    const tab = await browser().signIn(ada);
    expect(tab.cookie).toMatch(/^session=[\w-]{43}$/);
    const token = tab.cookie.split('=')[1] ?? '';
    expect(await count('select count(*)::int as n from public.user_sessions where token = $1', [sha256(token)])).toBe(1);
    expect(await count('select count(*)::int as n from public.user_sessions where token = $1', [token])).toBe(0);
    expect(await tab.api.session.me.query()).toMatchObject({ id: ada.id, name: 'Ada', credits: 1000 });
  });

  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const answer = await browser().fetch('/trpc/session.signIn', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: ada.email, password: ada.password }) });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Path=/');
    expect(cookie).not.toContain('Domain');
  });

  it('takes the address in any case and with blanks around it', async () => {
    const tab = browser();
    await tab.api.session.signIn.mutate({ email: `  ${ada.email.toUpperCase()} `, password: ada.password });
    expect((await tab.api.session.me.query()).id).toBe(ada.id);
  });

  it('answers a wrong password and an unknown address with the same words', async () => {
    const answers = [];
    for (const email of [ada.email, 'nobody@example.test']) {
      const answer = await browser().fetch('/trpc/session.signIn', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: 'wrong' }) });
      const body = (await answer.text()).replace(/"requestId":"[^"]+"/, '');
      answers.push({ status: answer.status, body, cookie: answer.headers.get('set-cookie'), names: [...answer.headers.keys()] });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 401, cookie: null });
  });

  it('notes every try', async () => {
    const tries = () => count('select count(*)::int as n from public.login_attempts where email = $1 and not success', [ada.email]);
    const before = await tries();
    await told(browser().api.session.signIn.mutate({ email: ada.email, password: 'no' }));
    expect(await tries()).toBe(before + 1);
  });

  it('draws a new token each time, whatever cookie the browser shows', async () => {
    const tab = browser();
    tab.cookie = `session=${'A'.repeat(43)}`;
    await tab.signIn(ada);
    const first = tab.cookie;
    expect(first).not.toContain('AAAA');
    await tab.signIn(ada);
    expect(tab.cookie).not.toBe(first);
  });

  it('refuses a person who was switched off', async () => {
    const bob = await aTenant(stage);
    const tab = await browser().signIn(bob);
    await stage.sql.query('update public.users set is_active = false where id = $1', [bob.id]);
    expect(await told(browser().api.session.signIn.mutate(bob))).toMatchObject({ httpStatus: 400 }); // unknown field: id
    expect(await told(browser().api.session.signIn.mutate({ email: bob.email, password: bob.password }))).toMatchObject({ httpStatus: 401 });
    expect(await told(tab.api.session.me.query())).toMatchObject({ httpStatus: 401 });
  });
});

describe('a session', () => {
  it('ends at once, for every tab, when the person signs out', async () => {
    const tab = await browser().signIn(ada);
    const { cookie } = tab;
    await tab.api.session.signOut.mutate();
    const other = browser();
    other.cookie = cookie;
    expect(await told(other.api.session.me.query())).toMatchObject({ httpStatus: 401, code: 'UNAUTHORIZED' });
    expect(tab.cookie).toBe('session=');
  });

  it.each(['', `session=${'x'.repeat(43)}`, 'session=short', "session=' or true--", `session=${'0'.repeat(64)}`])('is not the cookie "%s"', async (cookie) => {
    const tab = browser();
    tab.cookie = cookie;
    expect(await told(tab.api.session.me.query())).toMatchObject({ httpStatus: 401 });
  });

  it('ends when its time is over', async () => {
    const tab = await browser().signIn(ada);
    await stage.sql.query("update public.user_sessions set expires_at = now() - interval '1 second' where token = $1", [sha256(tab.cookie.split('=')[1] ?? '')]);
    expect(await told(tab.api.session.me.query())).toMatchObject({ httpStatus: 401 });
  });

  it('leaves nothing on the connection for the next person', async () => {
    const bob = await aTenant(stage, { name: 'Bob' });
    const tabs = [await browser().signIn(ada), await browser().signIn(bob), browser()];
    const results = await Promise.all(Array.from({ length: 30 }, () => tabs).flat().map((tab) => tab.api.session.me.query().then((me) => me.id, () => null)));
    results.forEach((id, i) => expect(id).toBe([ada.id, bob.id, null][i % 3]));
  });
});
