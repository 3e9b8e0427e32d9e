// Being let into somebody's calendar: a consent of its own, apart from signing in, because it is for us to act when the person is away.
import { authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge } from 'openid-client';
import { asNotConfirmed } from '../identity/answers.ts';
import { discover } from '../identity/openid.ts';
import { NotConfirmed, type Registration, type VisitSecrets } from '../identity/provider.ts';

export const CALENDAR_SCOPE = 'https://www.googleapis.com/auth/calendar.events';

/** What Google has given us. */
export interface CalendarGrant {
  /** Its name for the account. */
  externalId: string;
  email: string | null;
  refreshToken: string;
}

export interface CalendarDoor {
  /** Where to send the browser. */
  begin: (secrets: VisitSecrets, loginHint: string) => Promise<URL>;
  /** Asks Google what the person has allowed. Throws NotConfirmed when it is not for this visit, or not the calendar. */
  finish: (query: string, secrets: VisitSecrets) => Promise<CalendarGrant>;
}

export const calendarDoor = (issuer: string, registration: Registration): CalendarDoor => ({
  begin: async ({ state, nonce, verifier }, loginHint) => {
    const config = await discover(issuer, registration).catch(asNotConfirmed);
    return buildAuthorizationUrl(config, {
      redirect_uri: registration.redirectUri, scope: `openid email ${CALENDAR_SCOPE}`, state, nonce, login_hint: loginHint,
      // Google gives a refresh token with a consent only.
      access_type: 'offline', prompt: 'consent', include_granted_scopes: 'true',
      code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    });
  },
  finish: async (query, { state, nonce, verifier }) => {
    try {
      const config = await discover(issuer, registration);
      const tokens = await authorizationCodeGrant(config, new URL(`?${query}`, registration.redirectUri), { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier });
      const claims = tokens.claims();
      if (claims === undefined) throw new NotConfirmed('there was no id token');
      // People may untick it, and are sent back all the same.
      if (!(tokens.scope ?? '').split(' ').includes(CALENDAR_SCOPE)) throw new NotConfirmed('the calendar was not allowed', { declined: true });
      if (tokens.refresh_token === undefined) throw new NotConfirmed('there was no refresh token');
      const { email } = claims;
      return { externalId: claims.sub, email: typeof email === 'string' ? email : null, refreshToken: tokens.refresh_token };
    } catch (error) {
      return asNotConfirmed(error);
    }
  },
});
