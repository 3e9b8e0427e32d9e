import {
  changePassword, deleteMyAccount, endView, finishRegistration, getLinkOwner, getMe, getPasswordSalt, listSessions, provePassword, renewSession, requestPasswordReset, requestRegistration, resetPassword, revokeOtherSessions,
  revokeSession, signIn, signOut,
} from '@callgres/shared';
import { z } from 'zod';
import { callAs, callOn } from '../call.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { newPassword, requireForeignPassword } from '../new-password.ts';
import { hashPassword } from '../passwords.ts';
import { newSession, sha256 } from '../session-cookie.ts';
import { newLink, successorsOf } from '../tokens.ts';
import { mutation, open, query, router, signedIn } from '../trpc.ts';

const password = z.string().min(1).max(1000);
const credentials = z.strictObject({ email: z.string().trim().min(3).max(255), password });

const email = z.string().trim().min(3).max(255);
const linkTokenInput = z.string().regex(/^[\w-]{43}$/, 'This link is not complete.');
/** Mail clients and people paste zones and names of any length: SQL says what is wrong with them. */
const registration = z.strictObject({
  email, name: z.string().trim().min(1, 'Write your name.').max(255), company: z.string().trim().max(255).optional(), location: z.string().max(255).optional(),
});

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
      const { tokens, tokenHash, refreshHash } = newSession();
      const sessionId = await callOn(ctx.pool, signIn, { email: input.email, passwordHash, tokenHash, refreshHash, ipAddress: ctx.ipAddress, userAgent: ctx.userAgent });
      if (sessionId === null) throw new Refusal(401, 'sign_in_refused', 'This address and password do not belong together.');
      ctx.cookie.write(ctx.reply, tokens);
      return { sessionId };
    }),

  /** Has a link mailed; the answer is the same whether or not the address has an account. */
  register: open.input(registration).output(z.void()).mutation(({ ctx, input }) =>
    callOn(ctx.pool, requestRegistration, { ...input, ...newLink(ctx.tokenKey), ipAddress: ctx.ipAddress })),

  /** Opens the account that the link is for, and a session in it. */
  finishRegistration: open
    .input(z.strictObject({ token: linkTokenInput, password: newPassword }))
    .output(z.object({ sessionId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await requireForeignToLink(ctx, input);
      const passwordHash = await ctx.hashing.run(() => hashPassword(input.password, ctx.pepper));
      const { tokens, tokenHash: sessionTokenHash, refreshHash } = newSession();
      const sessionId = await callOn(ctx.pool, finishRegistration, {
        tokenHash: sha256(input.token), passwordHash, sessionTokenHash, refreshHash, ipAddress: ctx.ipAddress, userAgent: ctx.userAgent,
      });
      ctx.cookie.write(ctx.reply, tokens);
      return { sessionId };
    }),

  /** Has a link mailed, if there is such an account; the answer is the same. */
  forgotPassword: open.input(z.strictObject({ email })).output(z.void()).mutation(({ ctx, input }) =>
    callOn(ctx.pool, requestPasswordReset, { ...input, ...newLink(ctx.tokenKey), ipAddress: ctx.ipAddress })),

  /** Sets the password of the account that the link is for; all its sessions end. */
  resetPassword: open
    .input(z.strictObject({ token: linkTokenInput, password: newPassword }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await requireForeignToLink(ctx, input);
      const passwordHash = await ctx.hashing.run(() => hashPassword(input.password, ctx.pepper));
      await callOn(ctx.pool, resetPassword, { tokenHash: sha256(input.token), passwordHash });
    }),

  /** Replaces both tokens by their successors; 401 when the session is over. `late`: another tab has done it, the cookies are newer already. */
  renew: open.input(z.strictObject({}).optional()).output(z.enum(['renewed', 'late'])).mutation(async ({ ctx }) => {
    const outcome = ctx.refreshToken === null ? 'refused' : await renewed(ctx, ctx.refreshToken);
    if (outcome !== 'refused') return outcome;
    ctx.cookie.clear(ctx.reply);
    throw new Refusal(401, 'session_over', 'Sign in to go on.');
  }),

  /** The password again, for what weighs most. */
  provePassword: signedIn
    .input(z.strictObject({ password }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const passwordHash = await hashOfMine(ctx, input.password);
      if (!(await callAs(ctx.pool, ctx.token, provePassword, { passwordHash, ipAddress: ctx.ipAddress }))) throw new Refusal(403, 'password_wrong', 'The present password is another one.');
    }),

  /** Ends an administrator's look at an account. What renews the administrator's own session is in the other cookie, untouched. */
  endView: signedIn.input(z.strictObject({}).optional()).output(z.void()).mutation(async ({ ctx }) => {
    if (await callAs(ctx.pool, ctx.token, endView, undefined)) ctx.cookie.clear(ctx.reply, 'token');
  }),

  list: query(listSessions),
  revoke: mutation(revokeSession),
  revokeOthers: mutation(revokeOtherSessions),

  /** Both passwords are hashed here; whether the old one is right, the database decides, and counts the tries. */
  changePassword: signedIn
    .input(z.strictObject({ oldPassword: password, newPassword }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      requireForeignPassword('newPassword', input.newPassword, await callAs(ctx.pool, ctx.token, getMe, undefined));
      const oldHash = await hashOfMine(ctx, input.oldPassword);
      const newHash = await ctx.hashing.run(() => hashPassword(input.newPassword, ctx.pepper));
      const changed = await callAs(ctx.pool, ctx.token, changePassword, { oldHash, newHash, ipAddress: ctx.ipAddress });
      if (!changed) throw new Refusal(403, 'password_wrong', 'The present password is another one.');
    }),

  /** For good. All sessions end, this one too. */
  deleteAccount: signedIn
    .input(z.strictObject({ email }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await callAs(ctx.pool, ctx.token, deleteMyAccount, input);
      ctx.cookie.clear(ctx.reply);
    }),

  signOut: signedIn.input(z.strictObject({}).optional()).output(z.void()).mutation(async ({ ctx }) => {
    await callAs(ctx.pool, ctx.token, signOut, undefined);
    ctx.cookie.clear(ctx.reply);
  }),
});

async function renewed(ctx: Context, refreshToken: string): Promise<'renewed' | 'late' | 'refused'> {
  const next = successorsOf(ctx.tokenKey, refreshToken);
  const outcome = await callOn(ctx.pool, renewSession, {
    refreshHash: sha256(refreshToken), nextTokenHash: sha256(next.token), nextRefreshHash: sha256(next.refreshToken),
  });
  if (outcome === 'late') return 'late';
  if (outcome !== 'renewed' && outcome !== 'repeated') return 'refused';
  ctx.cookie.write(ctx.reply, next);
  return 'renewed';
}

/** A link that is worth nothing is refused by what uses it up. */
async function requireForeignToLink(ctx: Context, { token, password: chosen }: { token: string; password: string }): Promise<void> {
  const [owner] = await callOn(ctx.pool, getLinkOwner, { tokenHash: sha256(token) });
  if (owner) requireForeignPassword('password', chosen, owner);
}

/** The hash of what a signed-in person types as their password, with the salt of theirs. */
async function hashOfMine(ctx: Context & { token: string }, typed: string): Promise<string> {
  const me = await callAs(ctx.pool, ctx.token, getMe, undefined);
  const salt = await callOn(ctx.pool, getPasswordSalt, { email: me.email });
  return ctx.hashing.run(() => hashPassword(typed, ctx.pepper, salt));
}
