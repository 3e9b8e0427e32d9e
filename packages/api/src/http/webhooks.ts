// The provider's events. Whatever comes is stored as it came and answered at once; what it means is worked out later,
// by SQL. Nothing signs these requests, so the secret in the path is all there is, and a wrong one gets the same
// answer as a path that does not exist.
//
// The provider sends again what is not answered with 2xx, so a body that we cannot digest must not be answered with
// an error of ours: it would come back for ever. Only when the database is out of reach is a repetition wanted.
import { receiveCallEvent } from '@callgres/shared';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callOn } from '../call.ts';
import type { Services } from '../context.ts';
import { answerTo, sqlState } from '../errors.ts';
import { sha256 } from '../session-cookie.ts';
import { aboutError, sendNotFound } from './answers.ts';
import { isDeeperThan } from './json-depth.ts';
import { storableText } from './storable-text.ts';

export const WEBHOOK_LIMITS = { bytes: 1024 * 1024, depth: 64 } as const;

export function receiveWebhooks(app: FastifyInstance, { intake }: Pick<Services, 'intake'>): void {
  app.register((scope, _options, done) => {
    // The body is kept as bytes: of a hint, not even the content type is to be trusted.
    scope.removeAllContentTypeParsers();
    scope.addHook('onRequest', (request, _reply, next) => {
      request.headers['content-type'] = 'application/octet-stream';
      next();
    });
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: WEBHOOK_LIMITS.bytes }, (_request, body, parsed) => parsed(null, body));
    scope.post<{ Params: { secret: string } }>('/webhooks/bolna/:secret', { bodyLimit: WEBHOOK_LIMITS.bytes, config: { isForPrograms: true } }, async (request, reply) => {
      const { text, replaced } = storableText(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      if (replaced > 0) request.log.warn({ replaced }, 'characters of an event that cannot be stored were replaced');
      if (isDeeperThan(text, WEBHOOK_LIMITS.depth)) return reply.code(413).send();
      return receive(request, reply, text);
    });
    done();
  });

  async function receive(request: FastifyRequest<{ Params: { secret: string } }>, reply: FastifyReply, body: string): Promise<FastifyReply> {
    try {
      await callOn(intake, receiveCallEvent, { secretHash: sha256(request.params.secret), body, sourceIp: request.ip });
    } catch (error) {
      const answer = answerTo(error);
      if (answer.httpStatus === 404) return sendNotFound(request, reply);
      request.log.error({ ...aboutError(error, answer), err: error, sqlState: sqlState(error) }, 'an event was not stored');
      if (answer.httpStatus === 503 || answer.httpStatus === 408) return reply.code(503).header('retry-after', '5').send();
    }
    return reply.code(200).send();
  }
}
