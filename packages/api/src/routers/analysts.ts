// Logins of analysts. The password is made here, shown once, and reaches the database only as its verifier.
import { createAnalyst, listAnalysts, removeAnalyst, renewAnalystPassword } from '@callgres/shared';
import { loginAddress, newLoginPassword, scramVerifier } from '@callgres/shared/login';
import { z } from 'zod';
import { callAs } from '../call.ts';
import { mutation, query, router, signedIn } from '../trpc.ts';

/** Where and with what the analyst connects; seen this once. */
const given = z.object({ address: z.string() });
const login = z.string().max(63);
const reason = z.string().max(1000);

export const analysts = router({
  list: query(listAnalysts),
  create: signedIn
    .input(z.strictObject({ login, userIds: z.array(z.uuid()).max(1000), seesAll: z.boolean(), seesPersonal: z.boolean(), reason }))
    .output(given)
    .mutation(async ({ ctx, input }) => {
      const password = newLoginPassword();
      await callAs(ctx.pool, ctx.token, createAnalyst, { ...input, verifier: scramVerifier(password) });
      return { address: loginAddress(ctx.analystsUrl, input.login, password) };
    }),
  renewPassword: signedIn
    .input(z.strictObject({ login, reason }))
    .output(given)
    .mutation(async ({ ctx, input }) => {
      const password = newLoginPassword();
      await callAs(ctx.pool, ctx.token, renewAnalystPassword, { ...input, verifier: scramVerifier(password) });
      return { address: loginAddress(ctx.analystsUrl, input.login, password) };
    }),
  remove: mutation(removeAnalyst),
});
