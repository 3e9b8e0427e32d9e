// Whose account an identity leads to: found by issuer and subject, connected by its owner, and never the last way in to go.
import { subjectHash } from '@callgres/api/tokens';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mutate } from '../properties/stage.ts';
import { type Browser, PEPPER, type Tenant, aTenant, sha256, told } from './cast.ts';
import { type Scene, aScene, anAddress, answerAt, comeBack, enter, goTo } from './identity-scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterAll(() => scene.end());
beforeEach(async () => {
  scene.simulator.faults = {};
  await scene.stage.sql.query('delete from public.login_limits');
});
const browser = (): Browser => scene.browser();
const count = (text: string, values?: unknown[]): Promise<number> => scene.count(text, values);

describe('an identity', () => {
  let ada: Tenant;
  beforeEach(async () => {
    ada = await aTenant(scene.stage, { name: 'Ada' });
  });

  it('is found by issuer and subject, not by its address: a new address is the same person, an old address of somebody else is not', async () => {
    const [email, later] = [anAddress(), anAddress()];
    const first = browser();
    await enter(first, 'google', { email });
    const sub = 'the same person';
    scene.simulator.faults = { claims: (claims) => ({ ...claims, sub }) };
    const tab = browser();
    await enter(tab, 'google', { email: later });
    const { id } = await tab.api.session.me.query();
    scene.simulator.faults = { claims: (claims) => ({ ...claims, sub, email: anAddress() }) };
    const again = browser();
    await enter(again, 'google', { email: later });
    expect((await again.api.session.me.query()).id).toBe(id);
    scene.simulator.faults = { claims: (claims) => ({ ...claims, sub: 'somebody else' }) };
    expect((await told(enter(browser(), 'google', { email: later }))).key).toBe('identity_not_connected');
  });

  it('control: found by its address, it is a way into a stranger\'s account', async () => {
    await mutate(scene.stage.sql, 'api.finish_oauth_login', [['  if v_user_id is null then', '  v_user_id := coalesce(v_user_id, (select u.id from public.users u where u.email = lower(p_email)));\n  if v_user_id is null then']]);
    try {
      const tab = browser();
      await enter(tab, 'github', { email: ada.email });
      expect((await tab.api.session.me.query()).id).toBe(ada.id);
    } finally {
      await mutate(scene.stage.sql, 'api.finish_oauth_login', [['  v_user_id := coalesce(v_user_id, (select u.id from public.users u where u.email = lower(p_email)));\n', '']]);
    }
  });

  it('is stored as what nobody makes without the pepper, so the API\'s database login alone enters nowhere', async () => {
    const email = anAddress();
    await enter(browser(), 'github', { email });
    const { rows } = await scene.stage.sql.query<{ issuer: string; subject_hash: string }>('select i.issuer, i.subject_hash from public.user_identities i where i.email_at_link = $1', [email]);
    const stored = rows[0] ?? { issuer: '', subject_hash: '' };
    const subject = String(Buffer.from(sha256(email), 'hex').readUInt32BE(0));
    expect(stored.subject_hash).toBe(subjectHash(PEPPER, { issuer: stored.issuer, subject }));
    expect(stored.subject_hash).not.toBe(subjectHash('another pepper, also 32 characters', { issuer: stored.issuer, subject }));
    expect(subjectHash(PEPPER, { issuer: 'https://a', subject: 'b c' })).not.toBe(subjectHash(PEPPER, { issuer: 'https://a b', subject: 'c' }));
  });

  it('belongs to one account, and an account has one of a kind', async () => {
    const email = anAddress();
    await enter(browser(), 'google', { email });
    const tab = await browser().signIn(ada);
    expect(await told(enter(tab, 'google', { email }, true))).toMatchObject({ key: 'identity_connected_elsewhere', httpStatus: 409 });
    await enter(tab, 'google', { email: anAddress() }, true);
    expect(await told(enter(tab, 'google', { email: anAddress() }, true))).toMatchObject({ key: 'identity_already_connected', httpStatus: 409 });
  });

  it('is connected to the person who began it and to nobody else', async () => {
    const tab = await browser().signIn(ada);
    const query = await answerAt(await goTo(tab, 'google', true), { email: anAddress() });
    await tab.signIn(await aTenant(scene.stage, { name: 'Bob' }));
    expect(await told(comeBack(tab, 'google', query))).toMatchObject({ key: 'oauth_state_invalid' });
    const out = await browser().signIn(ada);
    const second = await answerAt(await goTo(out, 'google', true), { email: anAddress() });
    out.cookie = '';
    expect(await told(comeBack(out, 'google', second))).toMatchObject({ httpStatus: 401 });
    expect(await count('from public.user_identities i join public.users u on u.id = i.user_id where u.name = $1', ['Bob'])).toBe(0);
    expect(await count('from public.user_identities where user_id = $1', [ada.id])).toBe(0);
  });

  it('opens one account when somebody comes twice at once the first time', async () => {
    const email = anAddress();
    const tabs = Array.from({ length: 10 }, browser);
    const queries = await Promise.all(tabs.map(async (tab) => answerAt(await goTo(tab, 'google'), { email })));
    await Promise.all(tabs.map((tab, n) => comeBack(tab, 'google', queries[n] ?? '')));
    const ids = await Promise.all(tabs.map(async (tab) => (await tab.api.session.me.query()).id));
    expect(new Set(ids).size).toBe(1);
    expect(await count('from public.user_identities where email_at_link = $1', [email])).toBe(1);
  });

  it('is no way into an account that was switched off, nor into an installation that is closed', async () => {
    const email = anAddress();
    await enter(browser(), 'google', { email });
    await scene.stage.sql.query('update public.users set is_active = false where email = $1', [email]);
    expect(await told(enter(browser(), 'google', { email }))).toMatchObject({ key: 'account_switched_off', httpStatus: 403 });
    await scene.stage.sql.query("update public.system_config set value = '0' where key = 'registration.open'");
    try {
      expect(await told(enter(browser(), 'google', { email: anAddress() }))).toMatchObject({ key: 'registration_closed', httpStatus: 403 });
      expect(await told(enter(browser(), 'google', { email: ada.email }))).toMatchObject({ key: 'identity_not_connected' });
    } finally {
      await scene.stage.sql.query("update public.system_config set value = '1' where key = 'registration.open'");
    }
  });

  it('that names nobody, or somebody with line breaks, opens an account with a name in one line', async () => {
    const [a, b] = [anAddress(), anAddress()];
    await enter(browser(), 'google', { email: a, name: '' });
    await enter(browser(), 'google', { email: b, name: 'Ada\r\nBcc: x@example.test' });
    const { rows } = await scene.stage.sql.query<{ name: string }>('select name from public.users where email = any ($1) order by email = $2', [[a, b], b]);
    expect(rows.map((row) => row.name)).toEqual([a.split('@')[0], 'Ada  Bcc: x@example.test']);
  });

  it('opens no account for an address that would be two recipients', async () => {
    expect(await told(enter(browser(), 'google', { email: 'a@example.test,b@example.test' }))).toMatchObject({ key: 'identity_email_unverified' });
  });

  it('takes the zone of the browser, when there is such a one', async () => {
    for (const [location, expected] of [['Europe/Paris', 'Europe/Paris'], ['Middle/Earth', 'UTC']] as const) {
      const tab = browser();
      const query = await answerAt(await goTo(tab, 'google'), { email: anAddress() });
      await tab.api.identities.finish.mutate({ provider: 'google', query, location });
      expect((await tab.api.session.me.query()).timezone).toBe(expected);
    }
  });
});

describe('disconnecting', () => {
  const only = async (): Promise<{ tab: Browser; email: string; id: string }> => {
    const [tab, email] = [browser(), anAddress()];
    await enter(tab, 'google', { email });
    return { tab, email, id: (await tab.api.identities.list.query())[0]?.id ?? '' };
  };

  it('takes the way in, tells the owner, and lets the identity open an account of its own', async () => {
    const ada = await aTenant(scene.stage, { name: 'Ada' });
    const tab = await browser().signIn(ada);
    const email = anAddress();
    await enter(tab, 'google', { email }, true);
    const identityId = (await tab.api.identities.list.query())[0]?.id ?? '';
    await tab.api.identities.disconnect.mutate({ identityId });
    expect(await tab.api.identities.list.query()).toEqual([]);
    expect((await scene.post.mailTo(ada.email)).map(({ subject }) => subject)).toContain('Your Callgres account has one way in less');
    expect(await told(tab.api.identities.disconnect.mutate({ identityId }))).toMatchObject({ key: 'identity_not_found', httpStatus: 404 });
    const other = browser();
    await enter(other, 'google', { email });
    expect((await other.api.session.me.query()).id).not.toBe(ada.id);
  });

  it('leaves the last way in, until there is a password', async () => {
    const { tab, email, id } = await only();
    expect(await told(tab.api.identities.disconnect.mutate({ identityId: id }))).toMatchObject({ key: 'last_way_in', httpStatus: 409 });
    await tab.api.session.forgotPassword.mutate({ email });
    await browser().api.session.resetPassword.mutate({ token: await scene.post.tokenTo(email), password: 'a new password of some length' });
    const again = browser();
    await again.api.session.signIn.mutate({ email, password: 'a new password of some length' });
    expect(await again.api.identities.list.query()).toMatchObject([{ id, can_be_disconnected: true }]);
    await again.api.identities.disconnect.mutate({ identityId: id });
    const fresh = browser(); // the identity is nobody's now, and the address is somebody's
    expect((await told(enter(fresh, 'google', { email }))).key).toBe('identity_not_connected');
  });

  /** Two of two ways in are taken away at once; how many are left. */
  async function both(): Promise<number> {
    const { tab, email, id } = await only();
    await enter(tab, 'github', { email: anAddress() }, true);
    const ids = (await tab.api.identities.list.query()).map((one) => one.id);
    expect(ids).toContain(id);
    const outcomes = await Promise.all(ids.map((identityId) => Object.assign(browser(), { cookie: tab.cookie }).api.identities.disconnect.mutate({ identityId }).then(() => 'gone', (error: unknown) => (error as { data?: { key?: string } }).data?.key)));
    expect(outcomes.filter((one) => one !== 'gone' && one !== 'last_way_in')).toEqual([]);
    return count('from public.user_identities i join public.users u on u.id = i.user_id where u.email = $1', [email]);
  }

  it('of both at once leaves one', async () => {
    for (let n = 0; n < 5; n++) expect(await both()).toBe(1);
  });

  it('control: without the lock both go', async () => {
    const lock = '  perform 1 from public.users u where u.id = v_user_id for no key update;\n';
    const from = '  delete from public.user_identities i where i.id = p_identity_id;';
    await mutate(scene.stage.sql, 'api.disconnect_identity', [[lock, ''], [from, `  perform pg_sleep(0.3);\n${from}`]]);
    try {
      expect(await both()).toBe(0);
    } finally {
      await mutate(scene.stage.sql, 'api.disconnect_identity', [[`  perform pg_sleep(0.3);\n${from}`, from], ["  select i.provider || '|'", `${lock}  select i.provider || '|'`]]);
    }
  });
});
