// JSON lines. Addresses are logged without what follows the question mark (inputs of queries) and without the secret
// of a webhook's path; headers, bodies and cookies are not logged at all.
import type { FastifyServerOptions } from 'fastify';
import type { LevelWithSilent } from 'pino';

export interface LogTarget { write(line: string): void }

export function loggerOptions(level: LevelWithSilent, stream?: LogTarget): Exclude<FastifyServerOptions['logger'], boolean | undefined> {
  return {
    level,
    ...(stream && { stream }),
    serializers: {
      req: (request) => ({ method: request.method, path: loggedPath(request.url), ip: request.ip }),
      err: (error) => ({
        type: error.name, message: error.message, stack: error.stack ?? '',
        ...(error.cause instanceof Error ? { cause: error.cause.message } : {}),
      }),
    },
    redact: { paths: ['password', 'token', 'secret', '*.password', '*.token', '*.secret', 'req.headers'], censor: '[hidden]' },
  };
}

/** The path of an address as it may be written down. */
export function loggedPath(url: string): string {
  const path = url.split('?')[0] ?? '';
  return path.replace(/^(\/webhooks\/[^/]+\/).+/, '$1…').slice(0, 200);
}
