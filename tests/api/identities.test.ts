// Signing in with an account elsewhere, through real HTTP to simulated providers that can be made to do wrong.
import { KEYS, redirectUri, simulatedProvider } from '@callgres/api/providers/identity/index';
import { type IdentitySimulator, startIdentitySimulator } from '@callgres/api/providers/identity/simulator/index';
import { type Claims, aSigningKey, signed, unsigned } from '@callgres/api/providers/identity/simulator/tokens';
import { visitSecrets } from '@callgres/api/tokens';
import type { UserIdentityProvider } from '@callgres/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mutate } from '../properties/stage.ts';
import { Browser, ORIGIN, TOKEN_KEY, aStage, aTenant, sha256, told } from './cast.ts';
import { type Scene, aScene, anAddress, answerAt, comeBack, enter, goTo, isIn } from './identity-scene.ts';

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

/** The claims but for one. */
const without = (name: string) => (claims: Claims): Claims => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

describe.each(KEYS)('with an account at %s', (provider) => {
  it('somebody opens an account, with first credits, and comes back to it', async () => {
    const email = anAddress();
    const tab = browser();
    expect(await enter(tab, provider, { email: email.toUpperCase() })).toEqual({ connected: false });
    expect(await tab.api.session.me.query()).toMatchObject({ email, name: 'Ada', credits: 15, role: 'user' });
    expect(await tab.api.identities.hasPassword.query()).toBe(false);
    expect(await tab.api.identities.list.query()).toMatchObject([{ provider, email_at_link: email, can_be_disconnected: false }]);
    expect(await count('from public.users where email = $1 and auth_provider = $2 and email_verified and password_hash is null', [email, provider])).toBe(1);
    expect(await count('from public.credit_transactions t join public.users u on u.id = t.user_id where u.email = $1 and t.amount = 15', [email])).toBe(1);
    const again = browser();
    await enter(again, provider, { email });
    expect((await again.api.session.me.query()).id).toBe((await tab.api.session.me.query()).id);
    expect(again.cookie).not.toBe(tab.cookie);
  });

  it('somebody who says no, or comes back without a code, is told so and is not in', async () => {
    const tab = browser();
    expect(await told(comeBack(tab, provider, await answerAt(await goTo(tab, provider), { email: anAddress() }, 'no')))).toMatchObject({ key: 'identity_declined', httpStatus: 403 });
    const url = new URL(await goTo(tab, provider));
    expect(await told(comeBack(tab, provider, `state=${url.searchParams.get('state') ?? ''}&code=invented`))).toMatchObject({ key: 'identity_not_confirmed', httpStatus: 403 });
    expect(await isIn(tab)).toBe(false);
  });

  it('opens no account for an address that is not verified', async () => {
    const email = anAddress();
    expect(await told(enter(browser(), provider, { email, verified: false }))).toMatchObject({ key: 'identity_email_unverified', httpStatus: 403 });
    expect(await count('from public.users where email = $1', [email])).toBe(0);
  });

  it('is no way into the account that has the same address', async () => {
    const ada = await aTenant(scene.stage, { name: 'Ada' });
    const tab = browser();
    expect(await told(enter(tab, provider, { email: ada.email }))).toMatchObject({ key: 'identity_not_connected', httpStatus: 409 });
    expect(await isIn(tab)).toBe(false);
    expect(await count('from public.user_identities where user_id = $1', [ada.id])).toBe(0);
  });

  it('is connected from within a session, whatever address it has, and then a way in; the owner is told by mail', async () => {
    const ada = await aTenant(scene.stage, { name: 'Ada' });
    const tab = await browser().signIn(ada);
    const email = anAddress();
    expect(await enter(tab, provider, { email, verified: false }, true)).toEqual({ connected: true });
    const other = browser();
    await enter(other, provider, { email });
    expect(await other.api.session.me.query()).toMatchObject({ id: ada.id, email: ada.email });
    expect((await scene.post.mailTo(ada.email))[0]?.subject).toBe('Your Callgres account has another way in');
    expect(await tab.api.identities.list.query()).toMatchObject([{ provider, email_at_link: email, can_be_disconnected: true }]);
  });

  it('is in for whoever came back first, of fifty with the same answer', async () => {
    const tab = browser();
    const query = await answerAt(await goTo(tab, provider), { email: anAddress() });
    scene.simulator.asked.length = 0;
    const tabs = Array.from({ length: 50 }, () => Object.assign(browser(), { visit: tab.visit }));
    const outcomes = await Promise.all(tabs.map((one) => comeBack(one, provider, query).then(() => 'in', (error: unknown) => (error as { data?: { key?: string } }).data?.key)));
    expect(outcomes.filter((one) => one === 'in')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['in', 'oauth_state_invalid']));
    expect(scene.simulator.asked).toHaveLength(1);
  });
});

describe('what comes back', () => {
  it('is for the browser that began it, once, for that provider, and not for ever', async () => {
    const email = anAddress();
    const refused = async (tab: Browser, query: string, provider: UserIdentityProvider = 'google'): Promise<void> => {
      expect(await told(comeBack(tab, provider, query))).toMatchObject({ key: 'oauth_state_invalid', httpStatus: 400 });
      expect(await isIn(tab)).toBe(false);
    };
    const attacker = browser();
    const attackers = await answerAt(await goTo(attacker, 'google'), { email });
    await refused(browser(), attackers); // a victim who is sent the attacker's answer
    const victim = browser();
    await goTo(victim, 'google');
    await refused(victim, attackers);

    const tab = browser();
    const mine = await answerAt(await goTo(tab, 'google'), { email });
    const { visit } = tab;
    await refused(tab, mine, 'github');
    await refused(Object.assign(browser(), { visit }), mine.replace(/state=[^&]+/, 'state=x'));
    await refused(Object.assign(browser(), { visit }), mine.replace(/state=[^&]+/, ''));
    await comeBack(Object.assign(tab, { visit }), 'google', mine);
    await refused(Object.assign(browser(), { visit }), mine);

    const late = browser();
    const query = await answerAt(await goTo(late, 'google'), { email });
    await scene.stage.sql.query('update public.oauth_logins set expires_at = now() where used_at is null');
    await refused(late, query);
  });

  it('control: without the cookie in the first step, the second and the verifier still refuse', async () => {
    await mutate(scene.stage.sql, 'api.take_oauth_login', [['    and l.browser_hash = p_browser_hash\n', '']]);
    try {
      const attackers = await answerAt(await goTo(browser(), 'linkedin'), { email: anAddress() });
      const key = (await told(comeBack(browser(), 'linkedin', attackers))).key;
      expect(key).toBe('oauth_state_invalid'); // of the second step
      const google = await answerAt(await goTo(browser(), 'google'), { email: anAddress() });
      expect((await told(comeBack(browser(), 'google', google))).key).toBe('identity_not_confirmed');
    } finally {
      await mutate(scene.stage.sql, 'api.take_oauth_login', [['    and l.provider = p_provider\n', '    and l.browser_hash = p_browser_hash\n    and l.provider = p_provider\n']]);
    }
  });

  it('control: without the cookie in either step the victim is in', async () => {
    await mutate(scene.stage.sql, 'api.take_oauth_login', [['    and l.browser_hash = p_browser_hash\n', '']]);
    await mutate(scene.stage.sql, 'public.finish_oauth_login', [['    and l.browser_hash = p_browser_hash\n', '']]);
    try {
      const victim = browser();
      await comeBack(victim, 'linkedin', await answerAt(await goTo(browser(), 'linkedin'), { email: anAddress() }));
      expect(await isIn(victim)).toBe(true);
    } finally {
      await mutate(scene.stage.sql, 'api.take_oauth_login', [['    and l.provider = p_provider\n', '    and l.browser_hash = p_browser_hash\n    and l.provider = p_provider\n']]);
      await mutate(scene.stage.sql, 'public.finish_oauth_login', [['    and l.user_id is not', '    and l.browser_hash = p_browser_hash\n    and l.user_id is not']]);
    }
  });

  it.each<[string, IdentitySimulator['faults']]>([
    ['another nonce', { claims: (claims) => ({ ...claims, nonce: 'another' }) }],
    ['no nonce', { claims: without('nonce') }],
    ['another audience', { claims: (claims) => ({ ...claims, aud: 'another client' }) }],
    ['another issuer', { claims: (claims) => ({ ...claims, iss: 'https://accounts.example' }) }],
    ['a time that is over', { claims: (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 60 }) }],
    ['no subject', { claims: without('sub') }],
    ['the signature of another key', { sign: (claims) => signed(claims, aSigningKey('simulated')) }],
    ['no signature', { sign: unsigned }],
    ['the name of another provider in the address (mix-up)', { back: (url) => { url.searchParams.set('iss', `${scene.simulator.url}/linkedin`); return url; } }],
    ['no name of a provider in the address', { back: (url) => { url.searchParams.delete('iss'); return url; } }],
    ['an invented code', { back: (url) => { url.searchParams.set('code', 'invented'); return url; } }],
  ])('proves nothing with %s', async (_, faults) => {
    const email = anAddress();
    const tab = browser();
    const url = await goTo(tab, 'google');
    scene.simulator.faults = faults;
    expect(await told(comeBack(tab, 'google', await answerAt(url, { email })))).toMatchObject({ key: 'identity_not_confirmed', httpStatus: 403, hint: 'Google did not confirm who you are. Try again, or sign in another way.' });
    expect(await isIn(tab)).toBe(false);
    expect(await count('from public.users where email = $1', [email])).toBe(0);
    scene.simulator.faults = {};
    await enter(tab, 'google', { email }); // the control: without the fault the same person is in
    expect(await isIn(tab)).toBe(true);
  });

  it('proves nothing with a code that was used, or is of another visit or provider', async () => {
    const email = anAddress();
    const first = browser();
    const used = await answerAt(await goTo(first, 'google'), { email });
    await comeBack(first, 'google', used);
    const fresh = new URLSearchParams(await answerAt(await goTo(browser(), 'google'), { email }));
    for (const code of [new URLSearchParams(used).get('code'), fresh.get('code')])
      for (const provider of ['google', 'github', 'linkedin'] as const) {
        const tab = browser();
        const mine = new URLSearchParams(await answerAt(await goTo(tab, provider), { email }));
        mine.set('code', code ?? '');
        expect((await told(comeBack(tab, provider, mine.toString()))).key, provider).toBe('identity_not_confirmed');
        expect(await isIn(tab)).toBe(false);
      }
  });

  it('is not taken by whoever knows the code and the state but not the cookie: neither verifier nor nonce is stored', async () => {
    const tab = browser();
    const url = new URL(await goTo(tab, 'google'));
    const state = url.searchParams.get('state') ?? '';
    const browserToken = tab.visit.split('=')[1] ?? '';
    const { verifier, nonce } = visitSecrets(TOKEN_KEY, state, browserToken);
    expect(url.searchParams.get('nonce')).toBe(nonce);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    const stored = (await scene.stage.sql.query<{ all: string }>('select string_agg(l::text, chr(10)) as all from public.oauth_logins l')).rows[0]?.all ?? '';
    expect(stored).toContain(sha256(state));
    for (const secret of [state, browserToken, verifier, nonce]) expect(stored).not.toContain(secret);
  });

  it('cannot be planted: each visit draws its cookie anew, and the end of it takes it away', async () => {
    const victim = browser();
    victim.visit = `visit=${'A'.repeat(43)}`;
    const url = await goTo(victim, 'google');
    expect(victim.visit).not.toContain('AAAA');
    await comeBack(victim, 'google', await answerAt(url, { email: anAddress() }));
    expect(victim.visit).toBe('visit=');
  });

  it('goes to the address of the installation, whatever host a request names', async () => {
    const answer = await browser().fetch('/trpc/identities.begin', {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-host': 'evil.example' }, body: JSON.stringify({ provider: 'google' }),
    });
    const { result } = (await answer.json()) as { result: { data: { url: string } } };
    expect(new URL(result.data.url).searchParams.get('redirect_uri')).toBe(redirectUri(ORIGIN, 'google'));
    expect(answer.headers.get('set-cookie')).toMatch(/^visit=[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/);
  });
});

it('may be begun sixty times an hour from one address, by two hundred at once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => goTo(browser(), 'github').then(() => 'taken', (error: unknown) => (error as { data?: { key?: string } }).data?.key)));
  expect(outcomes.filter((one) => one === 'taken')).toHaveLength(60);
  expect(new Set(outcomes)).toEqual(new Set(['taken', 'too_many_oauth_logins']));
});

it('old visits are thrown away', async () => {
  await goTo(browser(), 'github');
  await scene.stage.sql.query("select public.cleanup_expired_sessions(now() + interval '2 days')");
  expect(await count('from public.oauth_logins')).toBe(0);
});

describe('providers', () => {
  it('that are not configured are not offered, and lead nowhere', async () => {
    const bare = await aStage();
    try {
      const tab = new Browser(bare.url);
      expect(await tab.api.identities.providers.query()).toEqual([]);
      expect(await told(tab.api.identities.begin.mutate({ provider: 'google' }))).toMatchObject({ key: 'provider_not_configured', httpStatus: 404 });
    } finally {
      await bare.end();
    }
  });

  it('that do not answer are told in the same words as those that do not confirm', async () => {
    const gone = await startIdentitySimulator();
    await gone.stop();
    const lonely = await aStage({ identityProviders: new Map([['google', simulatedProvider('google', gone.url, ORIGIN)]]) });
    try {
      expect(await told(new Browser(lonely.url).api.identities.begin.mutate({ provider: 'google' }))).toMatchObject({ key: 'identity_not_confirmed', httpStatus: 403 });
    } finally {
      await lonely.end();
    }
  });
});
