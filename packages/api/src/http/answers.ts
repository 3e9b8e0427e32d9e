// How a plain route answers when something goes wrong: the same fields as tRPC's errors, as JSON.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorAnswer, Refusal, answerTo, logLevelOf, sqlState } from '../errors.ts';

/** What plain routes have answered with an error; procedures have their own way of saying so. */
const failed = new WeakMap<FastifyRequest, { error: unknown; answer: ErrorAnswer }>();
export const failureOf = (request: FastifyRequest): { error: unknown; answer: ErrorAnswer } | undefined => failed.get(request);

export function sendError(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const answer = answerTo(error);
  failed.set(request, { error, answer });
  request.log[logLevelOf(answer.httpStatus)](aboutError(error, answer), 'request failed');
  if (answer.httpStatus === 503) reply.header('retry-after', '5');
  return reply.code(answer.httpStatus).send({ key: answer.key, hint: answer.hint, requestId: request.id });
}

/** What the log gets: of our own and of refused requests the key, of surprises the error itself. */
export function aboutError(error: unknown, answer: ErrorAnswer): object {
  const about = { key: answer.key, status: answer.httpStatus, sqlState: sqlState(error) };
  return answer.httpStatus >= 500 ? { ...about, err: error } : about;
}

export function useErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendError(request, reply, error));
}

/** One answer for every path that is not there. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendError(request, reply, new Refusal(404, 'not_found', 'There is nothing here.'));
}
