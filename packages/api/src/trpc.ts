// The kinds of procedure there are. A router is a list of them, and each is one function of schema api.
import { type FunctionDescriptor, touchSession } from '@callgres/shared';
import { TRPCError, initTRPC } from '@trpc/server';
import type { z } from 'zod';
import { callAs, outputSchema } from './call.ts';
import type { Context } from './context.ts';
import { Refusal, answerTo } from './errors.ts';
import { TooOften } from './rate-limits.ts';

const t = initTRPC.context<Context>().create({
  isDev: false, // else stacks would be sent
  errorFormatter: ({ shape, error, ctx }) => {
    const { code, httpStatus, key, hint, fieldErrors } = answerTo(error);
    return { code: shape.code, message: hint, data: { code, httpStatus, path: shape.data.path ?? null, key, hint, fieldErrors, requestId: ctx?.requestId ?? null } };
  },
  // Shorter than what a browser waits before it connects again. A stream ends after ten minutes, and the next one
  // shows its cookie anew.
  sse: { maxDurationMs: 10 * 60_000, ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 25_000 } },
});

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** Gives an error the code that belongs to it, so that the answer has the right HTTP status. */
const coded = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause ?? result.error;
  const { code } = answerTo(result.error);
  if (code !== result.error.code) throw new TRPCError({ code, cause });
  return result;
});

/** Before anything is parsed or asked: see rate-limits.ts. */
const counted = t.middleware(async ({ ctx, path, type, next }) => {
  try {
    await ctx.rateLimits.count(type, path, ctx);
  } catch (error) {
    if (error instanceof TooOften) void ctx.reply.header('retry-after', error.retryAfterSeconds);
    throw error;
  }
  return next();
});

/** For people who are not signed in. */
export const open = t.procedure.use(coded).use(counted);

/** Needs a session cookie. That it is good is not checked here: the database sees nothing through a bad one. */
export const signedIn = open.use(({ ctx, next }) => {
  if (ctx.token === null) throw new Refusal(401, 'session_required', 'Sign in to go on.');
  ctx.touched.note(ctx.token, (token) => callAs(ctx.pool, token, touchSession, undefined));
  return next({ ctx: { ...ctx, token: ctx.token } });
});

// tRPC cannot follow a schema that depends on the descriptor's kind of result: its resolver's type is left open
// (never), and callers get the type of the output schema.
type Input<D extends FunctionDescriptor> = z.output<D['input']>;

/** A procedure that reads: one call in a transaction that cannot write. */
export function query<D extends FunctionDescriptor & { kind: 'query' }>(descriptor: D) {
  return signedIn
    .input<D['input']>(descriptor.input)
    .output(outputSchema(descriptor))
    .query(({ ctx, input }) => callAs(ctx.pool, ctx.token, descriptor, input as Input<D>) as Promise<never>);
}

/** A procedure that changes something: one call in one transaction. */
export function mutation<D extends FunctionDescriptor & { kind: 'mutation' }>(descriptor: D) {
  return signedIn
    .input<D['input']>(descriptor.input)
    .output(outputSchema(descriptor))
    .mutation(({ ctx, input }) => callAs(ctx.pool, ctx.token, descriptor, input as Input<D>) as Promise<never>);
}
