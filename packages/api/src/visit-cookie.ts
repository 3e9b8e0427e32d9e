// Binds a visit to an identity provider to the browser that began it. Drawn anew for each, read by requests of our own
// pages only (the page that the provider sends people back to asks for itself), and gone when the visit is over.
import { randomBytes } from 'node:crypto';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The longest that a visit may take by its setting; whether it took too long, the database says. */
const LIFE_SECONDS = 60 * 60;

export class VisitCookie {
  readonly #name: string;
  readonly #options: { path: '/'; httpOnly: true; sameSite: 'strict'; secure: boolean };

  /** `secure`: as for the session's cookies. */
  constructor(secure: boolean) {
    this.#name = `${secure ? '__Host-' : ''}visit`;
    this.#options = { path: '/', httpOnly: true, sameSite: 'strict', secure };
  }

  read(request: FastifyRequest): string | null {
    const value = request.cookies[this.#name];
    return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
  }

  /** Draws one and returns it. */
  draw(reply: FastifyReply): string {
    const value = randomBytes(32).toString('base64url');
    reply.setCookie(this.#name, value, { ...this.#options, maxAge: LIFE_SECONDS });
    return value;
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.#name, this.#options);
  }
}
