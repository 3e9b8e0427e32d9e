// Under more load than it can bear the server turns new requests away at once instead of answering all of them late.
// Whether it is alive can always be asked.
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../errors.ts';
import { sendError } from './answers.ts';

const MAX_DELAY_MS = 1000;

export async function refuseUnderPressure(app: FastifyInstance): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: MAX_DELAY_MS,
    exposeStatusRoute: false,
    pressureHandler: (request, reply) => {
      if (request.url !== '/livez') sendError(request, reply, new Refusal(503, 'unavailable', ''));
    },
  });
}
