// The API process: pages, procedures, live events, uploads and the provider's webhooks on one port.
import cookie from '@fastify/cookie';
import { readConfig } from '@callgres/shared/config';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import fastify, { type FastifyBaseLogger, LogController, type FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { LevelWithSilent } from 'pino';
import type { Services } from './context.ts';
import { type DatabasePool, openPool } from './database.ts';
import { FailureLog } from './failure-log.ts';
import { Gate } from './gate.ts';
import { serveProcedures } from './http/api-routes.ts';
import { failureOf, useErrorAnswers } from './http/answers.ts';
import { serveApiDocument } from './http/api-document.ts';
import { UPLOAD_DEADLINE_MS, useBodyDeadline } from './http/body-deadline.ts';
import { serveHealth } from './http/health.ts';
import { type LogTarget, loggerOptions } from './http/logging.ts';
import { refuseUnderPressure } from './http/pressure.ts';
import { ownOrigins, requireSameOrigin } from './http/same-origin.ts';
import { useSecurityHeaders } from './http/security-headers.ts';
import { serveWeb } from './http/static-web.ts';
import { receiveCalendarPushes } from './http/calendar-push.ts';
import { serveExports } from './http/export.ts';
import { receiveContactFiles } from './http/upload.ts';
import { receiveWebhooks } from './http/webhooks.ts';
import { type CalendarProvider, calendarProviderOf } from './providers/google-calendar/index.ts';
import { IDENTITY_VARIABLES, type IdentityProviders, identityProvidersOf } from './providers/identity/index.ts';
import { type RateLimitOptions, RateLimits } from './rate-limits.ts';
import { asStartFailure } from './start-failure.ts';
import { SessionCookie } from './session-cookie.ts';
import { Touched } from './touched.ts';
import { UiEvents } from './ui-events.ts';
import { VisitCookie } from './visit-cookie.ts';

export interface ServerOptions {
  databaseUrl: string;
  /** For LISTEN and COPY: the same database without a pooler in between. */
  directDatabaseUrl?: string | undefined;
  /** The server that analysts are sent to; unset: the same. */
  analyticsDatabaseUrl?: string | undefined;
  /** The address people use; its scheme decides whether cookies are for https only. */
  publicUrl: string;
  pepper: string;
  /** Derives the tokens of links in mails; the worker has the same. */
  tokenKey: string;
  /** Where people may sign in with an account elsewhere; without it nowhere. */
  identityProviders?: IdentityProviders;
  /** Google Calendar; without it none can be connected. */
  calendar?: CalendarProvider | undefined;
  /** Other limits than the usual ones; see rate-limits.ts. */
  rateLimits?: Partial<RateLimitOptions>;
  logLevel?: LevelWithSilent;
  /** Takes the log's lines; by default standard output. */
  logTo?: LogTarget;
  /** Connections to the database for procedures. */
  poolSize?: number;
  /** Directory of the built pages. */
  webRoot?: string;
}

const BODY_LIMIT = 1024 * 1024;
const HASHES_AT_ONCE = 2;
const HASHES_WAITING = 50;

/** A server that is ready to listen. Throws when the database does not answer; `close()` ends everything it opened. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const secure = new URL(options.publicUrl).protocol === 'https:';
  const app = fastify({
    logger: loggerOptions(options.logLevel ?? 'info', options.logTo),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: 'loopback', // a proxy on the same machine may say whom it speaks for
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 5000 }, // batches name all their procedures in the path
    requestTimeout: UPLOAD_DEADLINE_MS + 60_000,
    maxRequestsPerSocket: 1000,
    forceCloseConnections: true, // or an open stream would hold close() for ever
    http: { headersTimeout: 5000, connectionsCheckingInterval: 1000 },
  });
  app.server.maxConnections = 2000;

  const services = await openServices(options, secure, app.log);
  app.addHook('onClose', () => services[Symbol.asyncDispose]());

  useErrorAnswers(app);
  app.addHook('onResponse', (request, reply, done) => {
    request.log.debug({ req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
    const failure = failureOf(request);
    if (failure !== undefined) {
      services.failures.note({
        ...failure, endpoint: request.routeOptions.url ?? 'no route', method: request.method, input: undefined,
        durationMs: reply.elapsedTime, requestId: request.id, token: services.cookie.read(request),
      });
    }
    done();
  });
  await useSecurityHeaders(app, secure);
  await refuseUnderPressure(app);
  requireSameOrigin(app, ownOrigins(options.publicUrl));
  useBodyDeadline(app);
  await app.register(cookie);
  serveHealth(app, services);
  serveApiDocument(app);
  serveProcedures(app, services);
  receiveWebhooks(app, services);
  receiveCalendarPushes(app, services);
  serveExports(app, services);
  receiveContactFiles(app, services, options.directDatabaseUrl ?? options.databaseUrl);
  await serveWeb(app, options.webRoot);
  return app;
}

async function openServices(options: ServerOptions, secure: boolean, log: FastifyBaseLogger): Promise<Services & AsyncDisposable> {
  await using begun = new AsyncDisposableStack();
  const open = async (size: number): Promise<DatabasePool> => {
    const pool = await openPool(options.databaseUrl, { size });
    begun.defer(() => pool.end());
    return pool;
  };
  const pool = await open(options.poolSize ?? 10);
  const intake = await open(4);
  const streams = await open(4);
  const failures = new FailureLog(intake, log);
  begun.defer(() => failures.close());
  const uiEvents = await UiEvents.open(options.directDatabaseUrl ?? options.databaseUrl, (error) => log.error({ err: error }, 'the connection for live events failed'));
  begun.defer(() => uiEvents.close());
  const hashing = new Gate(HASHES_AT_ONCE, HASHES_WAITING, 'Many people are signing in at this moment: try again shortly.');
  const opened = begun.move();
  return {
    pool, intake, streams, uiEvents, cookie: new SessionCookie(secure), visitCookie: new VisitCookie(secure), identityProviders: options.identityProviders ?? new Map(), calendar: options.calendar,
    hashing, rateLimits: new RateLimits(options.rateLimits), pepper: options.pepper, analystsUrl: options.analyticsDatabaseUrl ?? options.directDatabaseUrl ?? options.databaseUrl,
    tokenKey: options.tokenKey, touched: new Touched(), failures, [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Session cookies and passwords must not cross a network in the clear. */
export function refusePlainHttp(host: string, publicUrl: string, allowed: boolean): void {
  const { protocol, hostname } = new URL(publicUrl);
  const isLoopback = (name: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(name);
  if (protocol === 'https:' || allowed || (isLoopback(host) && isLoopback(hostname))) return;
  throw new PlainError(
    `The server would answer at ${publicUrl} without encryption on ${host}: give PUBLIC_URL an https address and put a ` +
      'proxy with a certificate in front, or set ALLOW_PLAIN_HTTP=yes.',
  );
}

async function main(): Promise<void> {
  const config = readConfig(process.env, [
    'API_DATABASE_URL', 'DIRECT_DATABASE_URL', 'ANALYTICS_DATABASE_URL', 'PUBLIC_URL', 'HOST', 'PORT', 'PASSWORD_PEPPER', 'TOKEN_KEY', 'SEALING_KEYS', 'ALLOW_PLAIN_HTTP', 'LOG_LEVEL', 'NODE_ENV',
    ...IDENTITY_VARIABLES,
  ]);
  refusePlainHttp(config.HOST, config.PUBLIC_URL, config.ALLOW_PLAIN_HTTP);
  const app = await buildServer({
    databaseUrl: config.API_DATABASE_URL, directDatabaseUrl: config.DIRECT_DATABASE_URL, analyticsDatabaseUrl: config.ANALYTICS_DATABASE_URL,
    publicUrl: config.PUBLIC_URL, pepper: config.PASSWORD_PEPPER, tokenKey: config.TOKEN_KEY, identityProviders: identityProvidersOf(config), calendar: calendarProviderOf(config), logLevel: config.LOG_LEVEL,
  }).catch((error: unknown) => {
    throw asStartFailure(error, config.API_DATABASE_URL);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close());
  try {
    await app.listen({ host: config.HOST, port: config.PORT });
  } catch (error) {
    await app.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw new PlainError(`Port ${config.PORT} is taken: stop what uses it or set PORT to another number.`);
    throw error;
  }
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  });
