// The cookie that carries a session's token: 256 random bits, of which the database keeps only the SHA-256.
import { createHash, randomBytes } from 'node:crypto';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The prefix makes browsers refuse it from other hosts, without https and with a path. */
const nameOf = (secure: boolean): string => (secure ? '__Host-session' : 'session');

const LIFE_SECONDS = 7 * 24 * 60 * 60;

export class SessionCookie {
  readonly #name: string;
  readonly #secure: boolean;

  /** `secure`: the pages are served by https. On plain http, on loopback only, browsers would not keep such a cookie. */
  constructor(secure: boolean) {
    this.#secure = secure;
    this.#name = nameOf(secure);
  }

  /** The token of a request, or null. */
  read(request: FastifyRequest): string | null {
    const token = request.cookies[this.#name];
    return token !== undefined && /^[\w-]{43}$/.test(token) ? token : null;
  }

  write(reply: FastifyReply, token: string): void {
    reply.setCookie(this.#name, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#secure, maxAge: LIFE_SECONDS });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.#name, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#secure });
  }
}

/** A fresh token and what the database stores of it. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: sha256(token) };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
