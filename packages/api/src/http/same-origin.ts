// Requests that change something must come from our own pages. A browser lets any page send a form to us with the
// person's cookie; it lets none set a header of its own, or claim our origin, without asking us first, and we never
// say yes (there is no CORS here). Refused before a byte of the body is read.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Content type of the body, where it is not JSON. */
    contentType?: 'text/csv';
    /** Called by other programs, which have no session: the provider. */
    isForPrograms?: boolean;
  }
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The origins that are ourselves; on one's own machine each of its names is. */
export function ownOrigins(publicUrl: string): ReadonlySet<string> {
  const url = new URL(publicUrl);
  if (!LOOPBACK.includes(url.hostname)) return new Set([url.origin]);
  return new Set(LOOPBACK.map((host) => `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}`));
}

export function requireSameOrigin(app: FastifyInstance, origins: ReadonlySet<string>): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { contentType = 'application/json', isForPrograms = false } = request.routeOptions.config;
    const changesNothing = request.method === 'GET' || request.method === 'HEAD';
    if (changesNothing || isForPrograms || request.is404 || isOurs(request, origins, contentType)) done();
    else done(new Refusal(403, 'foreign_request', 'This request did not come from the pages of this site.'));
  });
}

function isOurs({ method, headers }: FastifyRequest, origins: ReadonlySet<string>, contentType: string): boolean {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const site = headers['sec-fetch-site'];
  return (
    method === 'POST' &&
    type === contentType &&
    headers['x-callgres'] === '1' &&
    headers.origin !== undefined && origins.has(headers.origin) &&
    (site === undefined || site === 'same-origin')
  );
}
