// Providers that speak OpenID Connect. openid-client checks state, issuer, audience, times, nonce and, because it is told
// to, the signature of the id token; nothing of it is skipped.
import {
  type Configuration, ClientSecretPost, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, discovery,
  enableNonRepudiationChecks, fetchUserInfo,
} from 'openid-client';
import { z } from 'zod';
import { type Identity, type IdentityProvider, NotConfirmed, type Registration, type VisitSecrets } from './provider.ts';
import { asNotConfirmed, plainHttpOnLoopback } from './answers.ts';

export interface OpenIdOptions extends Pick<IdentityProvider, 'key' | 'label' | 'simulated'> {
  issuer: string;
  registration: Registration;
  /** LinkedIn refuses a code_verifier and echoes no nonce: there the state, bound to the browser, is all there is. */
  hasPkceAndNonce: boolean;
}

const TIMEOUT_SECONDS = 10;
const HOUR_MS = 3_600_000;

const profile = z.object({
  email: z.string().optional().catch(undefined), email_verified: z.boolean().optional().catch(undefined), name: z.string().optional().catch(undefined),
});

export function openIdProvider({ issuer, registration, hasPkceAndNonce, ...about }: OpenIdOptions): IdentityProvider {
  const configuration = keptFor(HOUR_MS, () => discover(issuer, registration));
  const secretsFor = ({ state, nonce, verifier }: VisitSecrets) =>
    hasPkceAndNonce ? { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier } : { expectedState: state, idTokenExpected: true };
  return {
    ...about,
    begin: async ({ state, nonce, verifier }) => {
      const config = await configuration().catch(asNotConfirmed);
      return buildAuthorizationUrl(config, {
        redirect_uri: registration.redirectUri, scope: 'openid email profile', state,
        ...(hasPkceAndNonce && { nonce, code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }),
      });
    },
    finish: async (query, secrets) => {
      try {
        const config = await configuration();
        const tokens = await authorizationCodeGrant(config, new URL(`?${query}`, registration.redirectUri), secretsFor(secrets));
        const claims = tokens.claims();
        if (claims === undefined) throw new NotConfirmed('there was no id token');
        const told = profile.parse(claims);
        const more = told.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined
          ? profile.parse(await fetchUserInfo(config, tokens.access_token, claims.sub))
          : told;
        return identityOf(claims.iss, claims.sub, more);
      } catch (error) {
        return asNotConfirmed(error);
      }
    },
  };
}

const identityOf = (issuer: string, subject: string, { email, email_verified, name }: z.output<typeof profile>): Identity =>
  ({ issuer, subject, email: email ?? null, emailVerified: email_verified === true, name: name ?? null });

export function discover(issuer: string, { clientId, clientSecret }: Registration): Promise<Configuration> {
  const server = new URL(issuer);
  return discovery(server, clientId, { client_secret: clientSecret, id_token_signed_response_alg: 'RS256' }, ClientSecretPost(clientSecret), {
    timeout: TIMEOUT_SECONDS, execute: [enableNonRepudiationChecks, plainHttpOnLoopback(server)],
  });
}

/** Asked for once in a while, by the first who needs it; a failure is not kept. */
function keptFor<T>(ms: number, get: () => Promise<T>): () => Promise<T> {
  let kept: { value: Promise<T>; until: number } | undefined;
  return () => {
    if (kept === undefined || kept.until < Date.now()) {
      const value = get();
      const mine = { value, until: Date.now() + ms };
      kept = mine;
      value.catch(() => { if (kept === mine) kept = undefined; });
    }
    return kept.value;
  };
}
