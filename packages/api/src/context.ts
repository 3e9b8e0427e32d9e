// What every procedure gets with a request.
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { DatabasePool } from './database.ts';
import type { FailureLog } from './failure-log.ts';
import type { Gate } from './gate.ts';
import type { IdentityProviders } from './providers/identity/index.ts';
import type { CalendarProvider } from './providers/google-calendar/index.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { Touched } from './touched.ts';
import type { UiEvents } from './ui-events.ts';
import type { VisitCookie } from './visit-cookie.ts';

/** Parts of the API process that live as long as it does. */
export interface Services {
  /** For procedures. */
  pool: DatabasePool;
  /** For the provider's events and health, so that busy pages keep neither waiting. */
  intake: DatabasePool;
  /** For live streams, which all read at the same moments. */
  streams: DatabasePool;
  uiEvents: UiEvents;
  cookie: SessionCookie;
  visitCookie: VisitCookie;
  identityProviders: IdentityProviders;
  /** Undefined: no calendar can be connected here. */
  calendar: CalendarProvider | undefined;
  hashing: Gate;
  rateLimits: RateLimits;
  pepper: string;
  /** The database whose address analysts are given; the login in it is none of theirs. */
  analystsUrl: string;
  /** Derives the tokens of links. */
  tokenKey: string;
  touched: Touched;
  failures: FailureLog;
}

export interface Context extends Services {
  /** The session token of the cookie; whether it is worth anything, the database says. */
  token: string | null;
  /** What renews it, of the other cookie. */
  refreshToken: string | null;
  /** Of a visit to an identity provider, of a third one. */
  visit: string | null;
  requestId: string;
  ipAddress: string;
  userAgent: string;
  log: FastifyBaseLogger;
  reply: FastifyReply;
}

export const contextOf = (services: Services) => ({ req, res }: { req: FastifyRequest; res: FastifyReply }): Context => ({
  ...services,
  token: services.cookie.read(req),
  refreshToken: services.cookie.read(req, 'refreshToken'),
  visit: services.visitCookie.read(req),
  requestId: req.id,
  ipAddress: req.ip,
  userAgent: req.headers['user-agent']?.slice(0, 500) ?? '',
  log: req.log,
  reply: res,
});
