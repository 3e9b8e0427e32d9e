import { getMe, getPasswordSalt, signIn, signOut } from '@callgres/shared';
import { z } from 'zod';
import { callAs, callOn } from '../call.ts';
import { Refusal } from '../errors.ts';
import { hashPassword } from '../passwords.ts';
import { newToken } from '../session-cookie.ts';
import { open, query, router, signedIn } from '../trpc.ts';

const credentials = z.strictObject({ email: z.string().trim().min(3).max(255), password: z.string().min(1).max(1000) });

export const session = router({
  me: query(getMe),

  /**
   * One hash is computed whether or not there is such an account: the database gives a salt in both cases, and alone
   * decides what the hash is worth. The token is fresh each time, so none can be planted beforehand.
   */
  signIn: open
    .input(credentials)
    .output(z.object({ sessionId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const salt = await callOn(ctx.pool, getPasswordSalt, { email: input.email });
      const passwordHash = await ctx.hashing.run(() => hashPassword(input.password, ctx.pepper, salt));
      const { token, hash: tokenHash } = newToken();
      const sessionId = await callOn(ctx.pool, signIn, { email: input.email, passwordHash, tokenHash, ipAddress: ctx.ipAddress, userAgent: ctx.userAgent });
      if (sessionId === null) throw new Refusal(401, 'sign_in_refused', 'This address and password do not belong together.');
      ctx.cookie.write(ctx.reply, token);
      return { sessionId };
    }),

  signOut: signedIn.input(z.strictObject({}).optional()).output(z.void()).mutation(async ({ ctx }) => {
    await callAs(ctx.pool, ctx.token, signOut, undefined);
    ctx.cookie.clear(ctx.reply);
  }),
});
