// tRPC inside Fastify.
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import type { FastifyInstance } from 'fastify';
import { type Services, contextOf } from '../context.ts';
import { Refusal, answerTo, logLevelOf } from '../errors.ts';
import { type AppRouter, appRouter } from '../routers/index.ts';
import { aboutError } from './answers.ts';
import { isDeeperThan } from './json-depth.ts';

const MAX_DEPTH = 32;

export function serveProcedures(app: FastifyInstance, services: Services): void {
  app.register((scope, _options, done) => {
    scope.addHook('preHandler', (request, _reply, checked) => {
      const { input } = request.query as { input?: unknown };
      const texts = [request.body, input].filter((text) => typeof text === 'string');
      checked(texts.some((text) => isDeeperThan(text, MAX_DEPTH)) ? new Refusal(400, 'input_too_deep', 'This request is nested too deeply.') : undefined);
    });
    scope.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router: appRouter,
        createContext: contextOf(services),
        maxBatchSize: 10,
        onError: ({ error, path, input, ctx, req }) => {
          const answer = answerTo(error);
          if (ctx) {
            services.failures.note({
              endpoint: path ?? 'trpc', method: req.method, error, answer, input, durationMs: ctx.reply.elapsedTime, requestId: ctx.requestId, token: ctx.token,
            });
          }
          ctx?.log[logLevelOf(answer.httpStatus)]({ ...aboutError(error.cause ?? error, answer), procedure: path }, 'procedure failed');
        },
      },
    } satisfies FastifyTRPCPluginOptions<AppRouter>);
    done();
  });
}
