// A session is renewed by a token that each use replaces: tabs that ask at once agree, a copied token ends it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mutate } from '../properties/stage.ts';
import { Browser, type Stage, type Tenant, aStage, aTenant, sha256, told } from './cast.ts';
import { type Post, aPost } from './post.ts';

let stage: Stage;
let post: Post;
let ada: Tenant;
let tab: Browser;
beforeAll(async () => {
  stage = await aStage();
  post = await aPost(stage);
});
afterAll(async () => {
  await post[Symbol.asyncDispose]();
  await stage.end();
});
beforeEach(async () => {
  ada = await aTenant(stage, { name: 'Ada' });
  tab = await new Browser(stage.url).signIn(ada);
});

/** Another tab, or a thief, with the cookies that this one has now. */
function copyOf(browser: Browser): Browser {
  const copy = new Browser(stage.url);
  copy.cookie = browser.cookie;
  copy.renewal = browser.renewal;
  return copy;
}
const renew = (browser: Browser): Promise<string> => browser.api.session.renew.mutate();
const outcomeOf = (browser: Browser): Promise<string> => renew(browser).catch((error: unknown) => (error as { data?: { key?: string } }).data?.key ?? 'failed');
const works = (browser: Browser): Promise<boolean> => browser.api.session.me.query().then(() => true, () => false);
const later = (seconds: number): Promise<unknown> => stage.sql.query("update public.session_refreshes set used_at = used_at - $1 * interval '1 second'", [seconds]);
const session = async (): Promise<Record<string, unknown>> => (await stage.sql.query<Record<string, unknown>>('select * from public.user_sessions where user_id = $1', [ada.id])).rows[0] ?? {};

describe('renewing', () => {
  it('replaces both tokens, and the old one proves nothing any more', async () => {
    const before = copyOf(tab);
    expect(await renew(tab)).toBe('renewed');
    expect(tab.cookie).not.toBe(before.cookie);
    expect(tab.renewal).not.toBe(before.renewal);
    expect(await works(tab)).toBe(true);
    before.renewal = '';
    expect(await works(before)).toBe(false);
  });

  it('stores hashes only', async () => {
    await renew(tab);
    const row = await session();
    expect(row).toMatchObject({ token: sha256(tab.cookie.split('=')[1] ?? ''), refresh_token: sha256(tab.renewal.split('=')[1] ?? '') });
  });

  it('works when the access is over, and not when the person was away too long', async () => {
    await stage.sql.query("update public.user_sessions set expires_at = now() - interval '1 second' where user_id = $1", [ada.id]);
    expect(await works(tab)).toBe(false);
    await renew(tab);
    expect(await works(tab)).toBe(true);
    await stage.sql.query("update public.user_sessions set refresh_expires_at = now() where user_id = $1", [ada.id]);
    expect(await outcomeOf(tab)).toBe('session_over');
    expect([tab.cookie, tab.renewal]).toEqual(['session=', 'renewal=']);
  });

  it('goes on for thirty days in all, and not longer', async () => {
    await stage.sql.query("update public.user_sessions set created_at = now() - interval '29 days 12 hours' where user_id = $1", [ada.id]);
    await renew(tab);
    const { created_at, refresh_expires_at } = await session();
    expect((refresh_expires_at as Date).getTime() - (created_at as Date).getTime()).toBe(30 * 86_400_000);
  });

  it('is over with the session, the account or without a cookie, in the same words', async () => {
    const outcomes = [];
    const signedOut = copyOf(tab);
    await tab.api.session.signOut.mutate();
    outcomes.push(await told(renew(signedOut)));
    const off = await new Browser(stage.url).signIn(ada);
    await stage.sql.query('update public.users set is_active = false where id = $1', [ada.id]);
    outcomes.push(await told(renew(off)));
    outcomes.push(await told(renew(new Browser(stage.url))));
    const guess = new Browser(stage.url);
    guess.renewal = `renewal=${'x'.repeat(43)}`;
    outcomes.push(await told(renew(guess)));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ httpStatus: 401, key: 'session_over', hint: 'Sign in to go on.' });
  });

  it('is over for all other sessions when the password changes', async () => {
    const other = await new Browser(stage.url).signIn(ada);
    await tab.api.session.changePassword.mutate({ oldPassword: ada.password, newPassword: 'a new password of some length' });
    expect(await outcomeOf(other)).toBe('session_over');
    expect(await outcomeOf(tab)).toBe('renewed');
  });
});

/** Twenty tabs renew with the same token at once; the cookies that they end up with. */
async function twenty(): Promise<{ outcomes: string[]; pairs: Set<string> }> {
  const tabs = Array.from({ length: 20 }, () => copyOf(tab));
  const outcomes = await Promise.all(tabs.map(outcomeOf));
  return { outcomes, pairs: new Set(tabs.map((one) => `${one.cookie} ${one.renewal}`)) };
}

describe('twenty tabs that renew at once', () => {
  it('all get the same successor', async () => {
    const { outcomes, pairs } = await twenty();
    expect(new Set(outcomes)).toEqual(new Set(['renewed']));
    expect(pairs.size).toBe(1);
    expect((await stage.sql.query('select from public.session_refreshes where user_id = $1', [ada.id])).rowCount).toBe(1);
  });

  it('control: without the repetition nineteen are signed out', async () => {
    await mutate(stage.sql, 'api.renew_session', [["then 'repeated' else 'late' end", "then 'refused' else 'refused' end"]]);
    try {
      const { outcomes } = await twenty();
      expect(outcomes.filter((one) => one === 'session_over').length).toBeGreaterThan(0);
    } finally {
      await mutate(stage.sql, 'api.renew_session', [["then 'refused' else 'refused' end", "then 'repeated' else 'late' end"]]);
    }
  });
});

describe('a refresh token that was used', () => {
  it('gives the same successors again within seconds: the answer was lost', async () => {
    const lost = copyOf(tab);
    await renew(lost);
    expect(await renew(tab)).toBe('renewed');
    expect([tab.cookie, tab.renewal]).toEqual([lost.cookie, lost.renewal]);
  });

  it('is late when its successor was replaced within those seconds: nobody is signed out', async () => {
    const slow = copyOf(tab);
    await renew(tab);
    await renew(tab);
    expect(await renew(slow)).toBe('late');
    expect(await works(tab)).toBe(true);
  });

  it('ends the session for both when it comes again later, and the owner is told by mail', async () => {
    const thief = copyOf(tab);
    await renew(tab);
    await later(11);
    expect(await outcomeOf(thief)).toBe('session_over');
    expect(await works(tab)).toBe(false);
    expect(await outcomeOf(tab)).toBe('session_over');
    const [mail] = await post.mailTo(ada.email);
    expect(mail?.subject).toBe('Somebody may have copied a session of yours');
  });

  it('ends the session also when the thief was first', async () => {
    const thief = copyOf(tab);
    await renew(thief);
    await later(11);
    expect(await outcomeOf(tab)).toBe('session_over');
    expect(await works(thief)).toBe(false);
  });

  it('control: without the memory of used ones the thief goes on', async () => {
    await mutate(stage.sql, 'api.renew_session', [['  perform public.refuse_used_token(v_used.user_id, v_used.session_id, p_now);\n', '']]);
    try {
      const thief = copyOf(tab);
      await renew(thief);
      await later(11);
      expect(await outcomeOf(tab)).toBe('session_over');
      expect(await works(thief)).toBe(true);
    } finally {
      await mutate(stage.sql, 'api.renew_session', [["    return case when v_session.refresh_token = p_next_refresh_hash then 'repeated' else 'late' end;\n  end if;\n", "    return case when v_session.refresh_token = p_next_refresh_hash then 'repeated' else 'late' end;\n  end if;\n  perform public.refuse_used_token(v_used.user_id, v_used.session_id, p_now);\n"]]);
    }
  });
});

it('cannot be planted: signing in draws both tokens anew', async () => {
  const victim = new Browser(stage.url);
  victim.cookie = `session=${'A'.repeat(43)}`;
  victim.renewal = `renewal=${'A'.repeat(43)}`;
  await victim.signIn(ada);
  expect(`${victim.cookie} ${victim.renewal}`).not.toContain('AAAA');
});
