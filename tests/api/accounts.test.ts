// Opening an account and choosing a new password, by links that real mails carry.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mutate } from '../properties/stage.ts';
import { Browser, type Stage, type Tenant, aStage, aTenant, sha256, told } from './cast.ts';
import { type Post, aPost } from './post.ts';

let stage: Stage;
let post: Post;
beforeAll(async () => {
  stage = await aStage();
  post = await aPost(stage);
});
afterAll(async () => {
  await post[Symbol.asyncDispose]();
  await stage.end();
});
beforeEach(() => stage.sql.query('delete from public.login_limits'));

const browser = (): Browser => new Browser(stage.url);
const anAddress = (): string => `${randomUUID()}@example.test`;
const PASSWORD = 'a new password of some length';
const count = async (text: string, values: unknown[] = []): Promise<number> => (await stage.sql.query<{ n: number }>(`select count(*)::int as n ${text}`, values)).rows[0]?.n ?? -1;
const register = (email: string, more: object = {}): Promise<void> => browser().api.session.register.mutate({ email, name: 'Ada', ...more });
const forgot = (email: string): Promise<void> => browser().api.session.forgotPassword.mutate({ email });

/** Everything of an answer that a stranger could tell apart. */
async function answerOf(path: string, input: unknown): Promise<unknown> {
  const answer = await browser().fetch(`/trpc/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) });
  const headers = [...answer.headers.entries()].filter(([name]) => !['date', 'x-request-id', 'content-security-policy'].includes(name));
  return { status: answer.status, body: (await answer.text()).replace(/"requestId":"[^"]+"/, ''), headers };
}

describe('opening an account', () => {
  it('goes through the mailbox: link, password, signed in, with first credits in the ledger', async () => {
    const email = anAddress();
    await register(`  ${email.toUpperCase()} `, { company: 'Company', location: 'Europe/Paris' });
    expect(await count('from public.users where email = $1', [email])).toBe(0);
    const tab = browser();
    await tab.api.session.finishRegistration.mutate({ token: await post.tokenTo(email), password: PASSWORD });
    expect(await tab.api.session.me.query()).toMatchObject({ email, name: 'Ada', company: 'Company', timezone: 'Europe/Paris', credits: 15, role: 'user' });
    expect(await count("from public.credit_transactions t join public.users u on u.id = t.user_id where u.email = $1 and t.amount = 15", [email])).toBe(1);
    await browser().api.session.signIn.mutate({ email, password: PASSWORD });
  });

  it('takes neither the name nor the address for a password, when it is opened, chosen anew or changed; the link stays good', async () => {
    const email = `quetzal-${randomUUID().slice(0, 8)}@example.test`;
    await browser().api.session.register.mutate({ email, name: 'Ada of Quetzalia' });
    const tab = browser();
    const token = await post.tokenTo(email);
    for (const password of [email, 'adaofquetzalia', 'Ada of Quetzalia 2026'])
      expect((await told(tab.api.session.finishRegistration.mutate({ token, password }))).fieldErrors).toMatchObject({ password: [expect.stringMatching(/your name or address/)] });
    await tab.api.session.finishRegistration.mutate({ token, password: PASSWORD });
    expect((await told(tab.api.session.changePassword.mutate({ oldPassword: PASSWORD, newPassword: email }))).fieldErrors).toMatchObject({ newPassword: [expect.stringMatching(/your name or address/)] });
    await forgot(email);
    const again = await post.tokenTo(email);
    expect((await told(browser().api.session.resetPassword.mutate({ token: again, password: 'Ada-of-Quetzalia' }))).fieldErrors).toMatchObject({ password: [expect.stringMatching(/your name or address/)] });
  });

  it('gives whoever registers with an address of somebody else nothing: the password is chosen behind the link', async () => {
    const email = anAddress();
    await register(email);
    expect(await told(browser().api.session.signIn.mutate({ email, password: PASSWORD }))).toMatchObject({ httpStatus: 401 });
    expect(await count('from public.user_sessions s join public.users u on u.id = s.user_id where u.email = $1', [email])).toBe(0);
  });

  it('stores no token: neither links nor mails open anything', async () => {
    const email = anAddress();
    await register(email);
    const token = await post.tokenTo(email);
    const stored = (await stage.sql.query<{ all: string }>('select (select string_agg(l::text, chr(10)) from public.account_links l) || (select string_agg(m::text, chr(10)) from public.email_outbox m) as all')).rows[0]?.all ?? '';
    expect(stored).toContain(email);
    expect(stored).not.toContain(token);
  });

  it('works once for each link, also for twenty at once', async () => {
    const email = anAddress();
    await register(email);
    const token = await post.tokenTo(email);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => browser().api.session.finishRegistration.mutate({ token, password: PASSWORD }).then(() => 'opened', () => 'refused')));
    expect(outcomes.filter((one) => one === 'opened')).toHaveLength(1);
    expect(await count('from public.users where email = $1', [email])).toBe(1);
    expect(await told(browser().api.session.finishRegistration.mutate({ token, password: PASSWORD }))).toMatchObject({ key: 'link_invalid', httpStatus: 404 });
  });

  it('works with the newest link only, and not for ever', async () => {
    const email = anAddress();
    await register(email);
    const first = await post.tokenTo(email);
    await register(email);
    const second = await post.tokenTo(email);
    expect(await told(browser().api.session.finishRegistration.mutate({ token: first, password: PASSWORD }))).toMatchObject({ key: 'link_invalid' });
    await stage.sql.query("update public.account_links set expires_at = now() where token_hash = $1", [sha256(second)]);
    expect(await told(browser().api.session.finishRegistration.mutate({ token: second, password: PASSWORD }))).toMatchObject({ key: 'link_invalid' });
  });

  it('with an address that has an account tells its owner, and nobody else', async () => {
    const ada = await aTenant(stage, { name: 'Ada' });
    const [known, unknown] = [await answerOf('session.register', { email: ada.email, name: 'A' }), await answerOf('session.register', { email: anAddress(), name: 'A' })];
    expect(known).toEqual(unknown);
    const [mail] = await post.mailTo(ada.email);
    expect(mail).toMatchObject({ subject: 'You have a Callgres account already' });
    expect(mail?.text).not.toContain('token');
  });

  it('refuses a second account that was opened meanwhile', async () => {
    const email = anAddress();
    await register(email);
    const token = await post.tokenTo(email);
    await stage.sql.query("insert into public.users (email, name) values ($1, 'Other')", [email]);
    expect(await told(browser().api.session.finishRegistration.mutate({ token, password: PASSWORD }))).toMatchObject({ key: 'account_exists', httpStatus: 409 });
  });

  it.each([
    [{ email: 'no address', name: 'Ada' }, 'email_invalid'],
    [{ email: 'a b@example.test', name: 'Ada' }, 'email_invalid'],
    [{ email: 'ada@example.test', name: 'Ada\nBcc: x' }, 'name_invalid'],
    [{ email: 'ada@example.test', name: 'Ada', location: 'Middle/Earth' }, 'zone_unknown'],
  ])('refuses %o', async (input, key) => {
    expect(await told(browser().api.session.register.mutate(input))).toMatchObject({ key, httpStatus: 400 });
  });

  it('is closed where the installation says so', async () => {
    await stage.sql.query("update public.system_config set value = '0' where key = 'registration.open'");
    try {
      expect(await told(register(anAddress()))).toMatchObject({ key: 'registration_closed', httpStatus: 403 });
    } finally {
      await stage.sql.query("update public.system_config set value = '1' where key = 'registration.open'");
    }
  });
});

describe('a new password', () => {
  let ada: Tenant;
  beforeEach(async () => {
    ada = await aTenant(stage, { name: 'Ada' });
  });

  it('is chosen by a link, ends every session, verifies the address, and is told by mail', async () => {
    const tab = await browser().signIn(ada);
    await forgot(ada.email);
    await browser().api.session.resetPassword.mutate({ token: await post.tokenTo(ada.email), password: PASSWORD });
    expect(await told(tab.api.session.me.query())).toMatchObject({ httpStatus: 401 });
    expect(await told(browser().api.session.signIn.mutate({ email: ada.email, password: ada.password }))).toMatchObject({ httpStatus: 401 });
    await browser().api.session.signIn.mutate({ email: ada.email, password: PASSWORD });
    expect(await count('from public.users where id = $1 and email_verified', [ada.id])).toBe(1);
    expect((await post.mailTo(ada.email))[0]?.subject).toBe('Your Callgres password was changed');
  });

  it('is set once by a link, also by twenty at once', async () => {
    await forgot(ada.email);
    const token = await post.tokenTo(ada.email);
    const passwords = Array.from({ length: 20 }, (_, n) => `${PASSWORD} ${n}`);
    const outcomes = await Promise.all(passwords.map((password) => browser().api.session.resetPassword.mutate({ token, password }).then(() => true, () => false)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    await browser().api.session.signIn.mutate({ email: ada.email, password: passwords[outcomes.indexOf(true)] ?? '' });
  });

  it('control: a link that is looked up first and marked afterwards is used more than once', async () => {
    const once = [
      ['  update public.account_links l\n  set used_at = p_now\n  where', '  select l.* into v_link from public.account_links l where'],
      ['    and l.expires_at > p_now\n  returning l.*\n  into v_link;', '    and l.expires_at > p_now;\n  perform pg_sleep(0.3);\n  update public.account_links l set used_at = p_now where l.id = v_link.id;'],
    ] as const;
    await mutate(stage.sql, 'public.take_link', once);
    try {
      await forgot(ada.email);
      const token = await post.tokenTo(ada.email);
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => browser().api.session.resetPassword.mutate({ token, password: `${PASSWORD} ${n}` }).then(() => true, () => false)));
      expect(outcomes.filter(Boolean).length).toBeGreaterThan(1);
    } finally {
      await mutate(stage.sql, 'public.take_link', once.map(([from, to]) => [to, from] as const));
    }
  });

  it('is not set by a link that is too old, void, for something else or invented', async () => {
    await forgot(ada.email);
    const first = await post.tokenTo(ada.email);
    await forgot(ada.email);
    const second = await post.tokenTo(ada.email);
    await stage.sql.query('update public.account_links set expires_at = now() where token_hash = $1', [sha256(second)]);
    const other = anAddress();
    await register(other);
    for (const token of [first, second, await post.tokenTo(other), 'x'.repeat(43)])
      expect(await told(browser().api.session.resetPassword.mutate({ token, password: PASSWORD }))).toMatchObject({ key: 'link_invalid', httpStatus: 404 });
    await browser().signIn(ada);
  });

  it('is none of a person who was switched off, also between asking and choosing', async () => {
    await forgot(ada.email);
    const token = await post.tokenTo(ada.email);
    await stage.sql.query('update public.users set is_active = false where id = $1', [ada.id]);
    expect(await told(browser().api.session.resetPassword.mutate({ token, password: PASSWORD }))).toMatchObject({ key: 'link_invalid' });
    const before = (await post.mailTo(ada.email)).length;
    await forgot(ada.email);
    expect(await post.mailTo(ada.email)).toHaveLength(before);
  });

  it('is asked for with the same answer whether or not there is such an account', async () => {
    expect(await answerOf('session.forgotPassword', { email: ada.email })).toEqual(await answerOf('session.forgotPassword', { email: anAddress() }));
  });

  it('control: an answer that says "no such account" is told apart', async () => {
    await mutate(stage.sql, 'api.request_password_reset', [['  if v_link.user_id is null then\n    return;', "  if v_link.user_id is null then\n    raise sqlstate 'VC404' using message = 'user_not_found';"]]);
    try {
      expect(await answerOf('session.forgotPassword', { email: ada.email })).not.toEqual(await answerOf('session.forgotPassword', { email: anAddress() }));
    } finally {
      await mutate(stage.sql, 'api.request_password_reset', [["raise sqlstate 'VC404' using message = 'user_not_found';", 'return;']]);
    }
  });

  it('is mailed three times an hour, and asking goes on being answered alike', async () => {
    const other = anAddress();
    for (let n = 1; n <= 6; n++) {
      expect(await answerOf('session.forgotPassword', { email: ada.email })).toEqual(await answerOf('session.forgotPassword', { email: other }));
      expect(await post.mailTo(ada.email)).toHaveLength(Math.min(n, 3));
    }
  });

  it('may be asked for thirty times an hour from one address, by two hundred at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => forgot(anAddress()).then(() => 'taken', (error: unknown) => (error as { data?: { key?: string } }).data?.key)));
    expect(outcomes.filter((one) => one === 'taken').length).toBeLessThanOrEqual(30);
    expect(new Set(outcomes)).toEqual(new Set(['taken', 'too_many_links']));
  });

  it('that is short is refused, and the link stays good', async () => {
    await forgot(ada.email);
    const token = await post.tokenTo(ada.email);
    expect(await told(browser().api.session.resetPassword.mutate({ token, password: 'short' }))).toMatchObject({ httpStatus: 400, fieldErrors: { password: ['At least 10 characters.'] } });
    expect(await told(browser().api.session.resetPassword.mutate({ token, password: 'Password2026!' }))).toMatchObject({ httpStatus: 400, fieldErrors: { password: [expect.stringContaining('first that are tried')] } });
    await browser().api.session.resetPassword.mutate({ token, password: PASSWORD });
  });

  it('is no hash: SQL takes nothing else', async () => {
    await forgot(ada.email);
    const token = await post.tokenTo(ada.email);
    await expect(stage.sql.query('select api.reset_password($1, $2)', [sha256(token), PASSWORD])).rejects.toMatchObject({ message: 'password_hash_invalid' });
    await browser().api.session.resetPassword.mutate({ token, password: PASSWORD });
  });

  it('goes to the address of the installation, whatever host a request names', async () => {
    const answer = await browser().fetch('/trpc/session.forgotPassword', {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-host': 'evil.example', host: 'evil.example' }, body: JSON.stringify({ email: ada.email }),
    });
    expect(answer.status).toBe(200);
    const [mail] = await post.mailTo(ada.email);
    expect(mail?.text).toContain('https://callgres.example/reset#token=');
    expect(mail?.text).not.toContain('evil');
  });
});
