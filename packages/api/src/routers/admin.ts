import {
  adjustCredits, checkConsistency, checkIsolation, getTenant, listAuditEntries, listFailureGroups, listFailures, listJobs, listSettings, listStuckEmails, listTenants, previewLinesLimit, resendEmail,
  deleteAccount, setCallingRule, setLinesLimit, setSetting, setTenantActive, setUserRole, viewAs,
} from '@callgres/shared';
import { z } from 'zod';
import { callAs } from '../call.ts';
import { newSession } from '../session-cookie.ts';
import { mutation, query, router, signedIn } from '../trpc.ts';

export const admin = router({
  tenants: query(listTenants),
  tenant: query(getTenant),
  setActive: mutation(setTenantActive),
  setRole: mutation(setUserRole),
  adjustCredits: mutation(adjustCredits),
  deleteAccount: mutation(deleteAccount),
  /** From here on this browser reads the pages of that account, until it leaves or the time is over. */
  viewAs: signedIn
    .input(z.strictObject({ userId: z.uuid(), reason: z.string().max(1000) }))
    .output(z.object({ endsAt: z.string() }))
    .mutation(async ({ ctx, input }) => {
      const { tokens, tokenHash } = newSession();
      const endsAt = await callAs(ctx.pool, ctx.token, viewAs, { ...input, tokenHash });
      ctx.cookie.write(ctx.reply, { token: tokens.token });
      return { endsAt };
    }),
  previewLines: query(previewLinesLimit),
  setLines: mutation(setLinesLimit),
  settings: query(listSettings),
  setSetting: mutation(setSetting),
  setCallingRule: mutation(setCallingRule),
  audit: query(listAuditEntries),
  jobs: query(listJobs),
  stuckEmails: query(listStuckEmails),
  resendEmail: mutation(resendEmail),
  failureGroups: query(listFailureGroups),
  failures: query(listFailures),
  consistency: query(checkConsistency),
  isolation: query(checkIsolation),
});
