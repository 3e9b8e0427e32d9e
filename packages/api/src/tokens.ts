// Tokens that can be given again without being stored: derived from an id with a key of the environment. The database
// keeps SHA-256 of them and compares.
import { createHmac, randomUUID } from 'node:crypto';
import type { Identity, VisitSecrets } from './providers/identity/provider.ts';
import { sha256 } from './session-cookie.ts';

const derived = (key: string, what: string): string => createHmac('sha256', key).update(what).digest('base64url');

/** The pair that follows a refresh token: the same for the same token, so that it can be given again. */
export const successorsOf = (key: string, refreshToken: string): { token: string; refreshToken: string } => ({
  token: derived(key, `access after ${refreshToken}`), refreshToken: derived(key, `refresh after ${refreshToken}`),
});

/** The token of the link in a mail, for the id that the outbox holds. */
export const linkToken = (key: string, id: string): string => derived(key, `link ${id}`);

/** A fresh link: its id, and what the database stores of its token. */
export function newLink(key: string): { linkId: string; tokenHash: string } {
  const linkId = randomUUID();
  return { linkId, tokenHash: sha256(linkToken(key, linkId)) };
}

/** What only the browser that began a visit to an identity provider, and we, can know of it. */
export const visitSecrets = (key: string, state: string, browser: string): VisitSecrets => ({
  state, nonce: derived(key, `nonce ${state} ${browser}`), verifier: derived(key, `verifier ${state} ${browser}`),
});

/** What the database stores of an identity, and finds it by: like a password hash it cannot be made without the pepper. */
export const subjectHash = (pepper: string, { issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): string =>
  createHmac('sha256', pepper).update(JSON.stringify(['identity', issuer, subject])).digest('hex');

/** The word by which a channel of a calendar that we have opened is known when it tells of a change. */
export const channelToken = (key: string, channelId: string): string => derived(key, `calendar channel ${channelId}`);
