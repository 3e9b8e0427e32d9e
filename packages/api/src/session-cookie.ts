// The cookies that carry a session: the token that proves it, and the one that renews it. 256 bits each, of which the
// database keeps only the SHA-256.
import { createHash, randomBytes } from 'node:crypto';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** As long as a session may be renewed at all; whether it still may, the database says. */
const LIFE_SECONDS = 30 * 24 * 60 * 60;

export interface SessionTokens {
  token: string;
  refreshToken: string;
}

export class SessionCookie {
  readonly #names: Readonly<Record<keyof SessionTokens, string>>;
  readonly #secure: boolean;

  /** `secure`: the pages are served by https. On plain http, on loopback only, browsers would not keep such cookies. */
  constructor(secure: boolean) {
    this.#secure = secure;
    // The prefix makes browsers refuse them from other hosts, without https and with a path.
    const prefix = secure ? '__Host-' : '';
    this.#names = { token: `${prefix}session`, refreshToken: `${prefix}renewal` };
  }

  /** The token of a request, or null. */
  read(request: FastifyRequest, which: keyof SessionTokens = 'token'): string | null {
    const token = request.cookies[this.#names[which]];
    return token !== undefined && /^[\w-]{43}$/.test(token) ? token : null;
  }

  /** Without a refresh token the other cookie stays as it is. */
  write(reply: FastifyReply, { token, refreshToken }: { token: string; refreshToken?: string }): void {
    reply.setCookie(this.#names.token, token, { ...this.#common('lax'), maxAge: LIFE_SECONDS });
    if (refreshToken !== undefined) reply.setCookie(this.#names.refreshToken, refreshToken, { ...this.#common('strict'), maxAge: LIFE_SECONDS });
  }

  clear(reply: FastifyReply, only?: 'token'): void {
    reply.clearCookie(this.#names.token, this.#common('lax'));
    if (only === undefined) reply.clearCookie(this.#names.refreshToken, this.#common('strict'));
  }

  #common<S extends 'lax' | 'strict'>(sameSite: S): { path: '/'; httpOnly: true; sameSite: S; secure: boolean } {
    return { path: '/', httpOnly: true, sameSite, secure: this.#secure };
  }
}

/** Fresh tokens and what the database stores of them. */
export function newSession(): { tokens: SessionTokens; tokenHash: string; refreshHash: string } {
  const fresh = (): string => randomBytes(32).toString('base64url');
  const tokens = { token: fresh(), refreshToken: fresh() };
  return { tokens, tokenHash: sha256(tokens.token), refreshHash: sha256(tokens.refreshToken) };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
