// A body must arrive in time. Node has one such limit for all requests of a server, and a contact file needs minutes
// where anything else has seconds; so the server's own limit is the long one, and this is the short one.
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Milliseconds within which the whole body must have come. */
    bodyDeadlineMs?: number;
  }
}

export const USUAL_DEADLINE_MS = 15_000;
export const UPLOAD_DEADLINE_MS = 10 * 60_000;

export function useBodyDeadline(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    if (!raw.complete && raw.method !== 'GET' && raw.method !== 'HEAD') {
      const timer = setTimeout(() => raw.destroy(), request.routeOptions.config.bodyDeadlineMs ?? USUAL_DEADLINE_MS);
      raw.once('end', () => clearTimeout(timer));
      raw.once('close', () => clearTimeout(timer));
    }
    done();
  });
}
