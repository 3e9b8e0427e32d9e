// GET /openapi.json: the generated description of the API, for whoever integrates. It is public: it says nothing of any tenant.
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';

const DOCUMENT = new URL('../../../../docs/generated/openapi.json', import.meta.url);

export function serveApiDocument(app: FastifyInstance): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(text));
}
