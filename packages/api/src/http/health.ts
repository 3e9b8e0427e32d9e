// /livez: the process answers. /readyz: so does the database, and SQL says whether it finds itself in order.
import { getHealth } from '@callgres/shared';
import type { FastifyInstance } from 'fastify';
import { callOn } from '../call.ts';
import type { Services } from '../context.ts';
import { aboutError } from './answers.ts';
import { answerTo } from '../errors.ts';

export function serveHealth(app: FastifyInstance, { intake }: Pick<Services, 'intake'>): void {
  app.get('/livez', () => ({ ok: true }));
  app.get('/readyz', async (request, reply) => {
    try {
      return { ok: true, health: await callOn(intake, getHealth, undefined) };
    } catch (error) {
      request.log.error(aboutError(error, answerTo(error)), 'not ready');
      return reply.code(503).header('retry-after', '5').send({ ok: false });
    }
  });
}
