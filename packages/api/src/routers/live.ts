import { getMe, listUiEvents } from '@callgres/shared';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { callAs } from '../call.ts';
import { type ReadEvents, streamEvents } from '../live-stream.ts';
import { router, signedIn } from '../trpc.ts';

const resume = z.strictObject({ lastEventId: z.string().regex(/^\d{1,15}$/).nullish() }).optional();

export const live = router({
  /**
   * What has changed, as { id, topic, ref, created_at }. Taken up after lastEventId, else from now on. Each reading is
   * one transaction as the person, so a stream ends with the session it belongs to.
   */
  events: signedIn.input(resume).subscription(async function* ({ ctx, input, signal }) {
    const read: ReadEvents = (afterId, limit, overlapSeconds = 0) => callAs(ctx.streams, ctx.token, listUiEvents, { afterId, limit, overlapSeconds });
    const last = input?.lastEventId;
    const cursor = last === undefined || last === null ? (await callAs(ctx.streams, ctx.token, getMe, undefined)).last_event_id : Number(last);
    for await (const event of streamEvents(read, ctx.uiEvents, cursor, signal ?? new AbortController().signal)) yield tracked(String(event.id), event);
  }),
});
