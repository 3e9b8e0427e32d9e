// What the simulated providers prove is what we think of the protocol. oidc-provider is certified and was written by others:
// against it everything is asked for the second time, by the book.
import { openIdProvider } from '@callgres/api/providers/identity/openid';
import { redirectUri } from '@callgres/api/providers/identity/index';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Browser, ORIGIN, type Stage, aStage, told } from './cast.ts';
import { anAddress, comeBack, goTo } from './identity-scene.ts';

const registration = { clientId: 'callgres', clientSecret: 'a secret of at least 32 characters', redirectUri: redirectUri(ORIGIN, 'google') };
let server: Server;
let stage: Stage;
let issuer: string;

beforeAll(async () => {
  for (const said of ['info', 'warn'] as const) vi.spyOn(console, said).mockImplementation(() => undefined); // that it is no production server
  server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: registration.clientId, client_secret: registration.clientSecret, redirect_uris: [registration.redirectUri], token_endpoint_auth_method: 'client_secret_post' }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['key of the tests'] },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => Promise.resolve({ sub: id, email: id, email_verified: !id.startsWith('unverified'), name: 'Ada' }) }),
  });
  server.on('request', provider.callback());
  const google = openIdProvider({ key: 'google', label: 'Google', simulated: true, issuer, registration, hasPkceAndNonce: true });
  stage = await aStage({ identityProviders: new Map([['google', google]]) });
});
afterAll(async () => {
  await stage.end();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  vi.restoreAllMocks();
});

/** A person's browser at the provider: signs in, agrees (or goes away), and is sent back; the query it comes back with. */
async function visit(url: string, login: string, answer: 'agrees' | 'goes away' = 'agrees'): Promise<string> {
  const cookies = new Map<string, string>();
  let at = new URL(url);
  let body: URLSearchParams | undefined;
  for (let step = 0; step < 20; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie }, ...(body && { method: 'POST', body }) });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/);
      cookies.set(name, value);
    }
    body = undefined;
    const location = response.headers.get('location');
    if (location === null) {
      const prompt = /name="prompt" value="(\w+)"/.exec(await response.text())?.[1];
      if (prompt === undefined) throw new Error(`the provider answered ${String(response.status)} at ${at.pathname}`);
      if (answer === 'goes away') at = new URL(`${at.pathname}/abort`, issuer);
      else body = new URLSearchParams({ prompt, login, password: 'x' });
    } else at = new URL(location, issuer);
    if (at.href.startsWith(registration.redirectUri)) return at.search.slice(1);
  }
  throw new Error('the provider never sent the browser back');
}

describe('with a certified provider', () => {
  it('somebody opens an account and comes back to it; the address comes from the profile, not from the id token', async () => {
    const email = anAddress();
    const [first, second] = [new Browser(stage.url), new Browser(stage.url)];
    await comeBack(first, 'google', await visit(await goTo(first, 'google'), email));
    expect(await first.api.session.me.query()).toMatchObject({ email, name: 'Ada', credits: 15 });
    await comeBack(second, 'google', await visit(await goTo(second, 'google'), email));
    expect((await second.api.session.me.query()).id).toBe((await first.api.session.me.query()).id);
  });

  it('an address that is not verified opens nothing, and who goes away is told so', async () => {
    const tab = new Browser(stage.url);
    expect(await told(comeBack(tab, 'google', await visit(await goTo(tab, 'google'), `unverified-${anAddress()}`)))).toMatchObject({ key: 'identity_email_unverified' });
    expect(await told(comeBack(tab, 'google', await visit(await goTo(tab, 'google'), anAddress(), 'goes away')))).toMatchObject({ key: 'identity_declined' });
  });

  it('a code of another visit is refused for its verifier, a used one for being used', async () => {
    const [tab, other] = [new Browser(stage.url), new Browser(stage.url)];
    const codeOf = (query: string): string => new URLSearchParams(query).get('code') ?? '';
    const stolen = codeOf(await visit(await goTo(tab, 'google'), anAddress()));
    const used = await visit(await goTo(tab, 'google'), anAddress());
    await comeBack(tab, 'google', used);
    for (const code of [stolen, codeOf(used)]) {
      const mine = new URLSearchParams(await visit(await goTo(other, 'google'), anAddress()));
      mine.set('code', code);
      expect((await told(comeBack(other, 'google', mine.toString()))).key).toBe('identity_not_confirmed');
    }
  });
});
