// A calendar elsewhere. Whom Google lets us in for is found out here; what is done with it, SQL decides.
import {
  beginCalendarConnection, connectCalendar, disconnectCalendar, getCalendarAccount, pushUpcomingMeetings, retryCalendar, takeCalendarConnection,
} from '@callgres/shared';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { callAs } from '../call.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { CalendarProvider } from '../providers/google-calendar/index.ts';
import { NotConfirmed } from '../providers/identity/provider.ts';
import { seal } from '../sealing.ts';
import { sha256 } from '../session-cookie.ts';
import { visitSecrets } from '../tokens.ts';
import { mutation, query, router, signedIn } from '../trpc.ts';

export const calendar = router({
  /** Whether one can be connected here, and whether it is a real one. */
  provider: signedIn.input(z.strictObject({}).optional()).output(z.object({ available: z.boolean(), simulated: z.boolean() }))
    .query(({ ctx }) => ({ available: ctx.calendar !== undefined, simulated: ctx.calendar?.simulated ?? false })),

  /** Where to send the browser; binds what comes back to this browser. */
  begin: signedIn.input(z.strictObject({ loginHint: z.string().max(255).default('') })).output(z.object({ url: z.url() })).mutation(async ({ ctx, input }) => {
    const state = randomBytes(32).toString('base64url');
    const browser = ctx.visitCookie.draw(ctx.reply);
    await callAs(ctx.pool, ctx.token, beginCalendarConnection, { stateHash: sha256(state), browserHash: sha256(browser), ipAddress: ctx.ipAddress });
    const url = await asked(ctx, providerOf(ctx).door.begin(visitSecrets(ctx.tokenKey, state, browser), input.loginHint));
    return { url: url.href };
  }),

  /** Connects the calendar that the person has let us into. `query` is what stands behind the ? of the address that the browser came back to. */
  finish: signedIn.input(z.strictObject({ query: z.string().max(4000) })).output(z.void()).mutation(async ({ ctx, input }) => {
    const state = new URLSearchParams(input.query).get('state') ?? '';
    const stored = { stateHash: sha256(state), browserHash: sha256(ctx.visit ?? '') };
    ctx.visitCookie.clear(ctx.reply);
    const accountId = await callAs(ctx.pool, ctx.token, takeCalendarConnection, stored);
    const provider = providerOf(ctx);
    const grant = await asked(ctx, provider.door.finish(input.query, visitSecrets(ctx.tokenKey, state, ctx.visit ?? '')));
    const secretSealed = seal(provider.sealingKeys, { table: 'provider_accounts', column: 'secret_sealed', rowId: accountId }, grant.refreshToken);
    await callAs(ctx.pool, ctx.token, connectCalendar, { ...stored, accountId, externalId: grant.externalId, email: grant.email ?? '', secretSealed });
  }),

  account: query(getCalendarAccount),
  disconnect: mutation(disconnectCalendar),
  retry: mutation(retryCalendar),
  pushUpcoming: mutation(pushUpcomingMeetings),
});

function providerOf(ctx: Context): CalendarProvider {
  if (ctx.calendar === undefined) throw new Refusal(404, 'calendar_not_configured', 'No calendar can be connected here: this installation is not registered at Google.');
  return ctx.calendar;
}

/** Why it was not confirmed is for the log. */
async function asked<T>(ctx: Context, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof NotConfirmed)) throw error;
    if (error.declined) throw new Refusal(403, 'calendar_declined', 'You did not allow access to the calendar at Google, so nothing has happened.');
    ctx.log.warn({ reason: error.message, cause: error.cause instanceof Error ? error.cause.message : undefined }, 'a calendar was not confirmed');
    throw new Refusal(403, 'calendar_not_confirmed', 'Google did not confirm it. Try again.');
  }
}
