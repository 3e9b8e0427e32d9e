// GitHub speaks OAuth 2.0 without id tokens: who somebody is, its API says to whoever holds their access token, which is
// used for that and dropped.
import {
  ClientSecretPost, Configuration, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, fetchProtectedResource,
} from 'openid-client';
import { z } from 'zod';
import { asNotConfirmed, plainHttpOnLoopback } from './answers.ts';
import { type IdentityProvider, NotConfirmed, type Registration } from './provider.ts';

export interface GithubOptions extends Pick<IdentityProvider, 'label' | 'simulated'> {
  /** How GitHub names itself; its endpoints lie below. */
  issuer: string;
  apiUrl: string;
  registration: Registration;
}

const TIMEOUT_SECONDS = 10;
const user = z.object({ id: z.int(), login: z.string(), name: z.string().nullish() });
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

export function githubProvider({ issuer, apiUrl, registration, ...about }: GithubOptions): IdentityProvider {
  const config = new Configuration(
    { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/access_token`, code_challenge_methods_supported: ['S256'] },
    registration.clientId, registration.clientSecret, ClientSecretPost(registration.clientSecret),
  );
  config.timeout = TIMEOUT_SECONDS;
  plainHttpOnLoopback(new URL(issuer))(config);

  const ask = async <T extends z.ZodType>(accessToken: string, path: string, schema: T): Promise<z.output<T>> => {
    const headers = new Headers({ accept: 'application/vnd.github+json', 'user-agent': 'callgres', 'x-github-api-version': '2022-11-28' });
    const answer = await fetchProtectedResource(config, accessToken, new URL(`${apiUrl}${path}`), 'GET', undefined, headers);
    if (!answer.ok) throw new NotConfirmed(`GitHub answered ${String(answer.status)} to ${path}`);
    return schema.parse(await answer.json());
  };
  return {
    ...about,
    key: 'github',
    begin: async ({ state, verifier }) =>
      buildAuthorizationUrl(config, {
        redirect_uri: registration.redirectUri, scope: 'read:user user:email', state,
        code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
      }),
    finish: async (query, { state, verifier }) => {
      try {
        const { access_token: accessToken } = await authorizationCodeGrant(config, new URL(`?${query}`, registration.redirectUri), { expectedState: state, pkceCodeVerifier: verifier });
        // Logins can be renamed and taken by somebody else, the number cannot.
        const { id, name, login } = await ask(accessToken, '/user', user);
        const primary = (await ask(accessToken, '/user/emails', emails)).find((one) => one.primary);
        return { issuer, subject: String(id), email: primary?.email ?? null, emailVerified: primary?.verified === true, name: name ?? login };
      } catch (error) {
        return asNotConfirmed(error);
      }
    },
  };
}
