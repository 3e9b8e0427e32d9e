// Signing in with an account elsewhere. Whom the provider has named is found out here; what that is worth, SQL decides.
import {
  beginOauthLink, beginOauthLogin, disconnectIdentity, finishOauthLink, finishOauthLogin, hasPassword, listIdentities, takeOauthLogin, userIdentityProviderSchema,
  type UserIdentityProvider,
} from '@callgres/shared';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { callAs, callOn } from '../call.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { type Identity, type IdentityProvider, NotConfirmed, type VisitSecrets } from '../providers/identity/provider.ts';
import { newSession, sha256 } from '../session-cookie.ts';
import { subjectHash, visitSecrets } from '../tokens.ts';
import { mutation, open, query, router, signedIn } from '../trpc.ts';

const provider = z.strictObject({ provider: userIdentityProviderSchema });
const toProvider = z.object({ url: z.url() });
/** What stands behind the ? of the address to which the provider sent the browser. */
const comingBack = z.strictObject({ provider: userIdentityProviderSchema, query: z.string().max(4000), location: z.string().max(255).optional() });

export const identities = router({
  /** Where people may sign in with an account elsewhere; empty where none is configured. */
  providers: open
    .input(z.strictObject({}).optional())
    .output(z.array(z.object({ provider: userIdentityProviderSchema, label: z.string(), simulated: z.boolean() })))
    .query(({ ctx }) => [...ctx.identityProviders.values()].map(({ key, label, simulated }) => ({ provider: key, label, simulated }))),

  /** Where to send the browser to sign in; binds what comes back to this browser. */
  begin: open.input(provider).output(toProvider).mutation(async ({ ctx, input }) => {
    const visit = await beginVisit(ctx, input.provider);
    await callOn(ctx.pool, beginOauthLogin, { ...visit.stored, provider: input.provider, ipAddress: ctx.ipAddress });
    return { url: visit.url };
  }),

  /** The same, to connect the account there to the signed-in person. */
  beginConnecting: signedIn.input(provider).output(toProvider).mutation(async ({ ctx, input }) => {
    const visit = await beginVisit(ctx, input.provider);
    await callAs(ctx.pool, ctx.token, beginOauthLink, { ...visit.stored, provider: input.provider, ipAddress: ctx.ipAddress });
    return { url: visit.url };
  }),

  /** Opens a session, or connects the account if that was begun. */
  finish: open.input(comingBack).output(z.object({ connected: z.boolean() })).mutation(async ({ ctx, input }) => {
    const state = new URLSearchParams(input.query).get('state') ?? '';
    const stored = { stateHash: sha256(state), browserHash: sha256(ctx.visit ?? '') };
    ctx.visitCookie.clear(ctx.reply);
    const connects = await callOn(ctx.pool, takeOauthLogin, { ...stored, provider: input.provider });
    const identity = await whoCameBack(ctx, providerOf(ctx, input.provider), input.query, visitSecrets(ctx.tokenKey, state, ctx.visit ?? ''));
    await (connects ? connect(ctx, stored, identity) : enter(ctx, stored, identity, input.location));
    return { connected: connects };
  }),

  list: query(listIdentities),
  hasPassword: query(hasPassword),
  disconnect: mutation(disconnectIdentity),
});

interface StoredVisit {
  stateHash: string;
  browserHash: string;
}

function providerOf(ctx: Context, key: UserIdentityProvider): IdentityProvider {
  const found = ctx.identityProviders.get(key);
  if (found === undefined) throw new Refusal(404, 'provider_not_configured', 'Nobody can sign in here with an account there.');
  return found;
}

async function beginVisit(ctx: Context, key: UserIdentityProvider): Promise<{ url: string; stored: StoredVisit }> {
  const state = randomBytes(32).toString('base64url');
  const browser = ctx.visitCookie.draw(ctx.reply);
  const url = await asked(ctx, key, providerOf(ctx, key).begin(visitSecrets(ctx.tokenKey, state, browser)));
  return { url: url.href, stored: { stateHash: sha256(state), browserHash: sha256(browser) } };
}

const whoCameBack = (ctx: Context, from: IdentityProvider, text: string, secrets: VisitSecrets): Promise<Identity> => asked(ctx, from.key, from.finish(text, secrets));

/** Why it was not confirmed is for the log: to whoever tries things out all failures look alike. */
async function asked<T>(ctx: Context, key: UserIdentityProvider, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof NotConfirmed)) throw error;
    const label = providerOf(ctx, key).label;
    if (error.declined) throw new Refusal(403, 'identity_declined', `You did not allow it at ${label}, so nothing has happened.`);
    ctx.log.warn({ provider: key, reason: error.message, cause: error.cause instanceof Error ? error.cause.message : undefined }, 'an identity was not confirmed');
    throw new Refusal(403, 'identity_not_confirmed', `${label} did not confirm who you are. Try again, or sign in another way.`);
  }
}

async function enter(ctx: Context, stored: StoredVisit, identity: Identity, location: string | undefined): Promise<void> {
  const { tokens, tokenHash: sessionTokenHash, refreshHash } = newSession();
  const { issuer, email, emailVerified, name } = identity;
  await callOn(ctx.pool, finishOauthLogin, {
    ...stored, issuer, subjectHash: subjectHash(ctx.pepper, identity), emailVerified, sessionTokenHash, refreshHash, ipAddress: ctx.ipAddress, userAgent: ctx.userAgent,
    ...(email !== null && { email }), ...(name !== null && { name }), ...(location !== undefined && { location }),
  });
  ctx.cookie.write(ctx.reply, tokens);
}

async function connect(ctx: Context, stored: StoredVisit, identity: Identity): Promise<void> {
  if (ctx.token === null) throw new Refusal(401, 'session_required', 'Sign in to go on.');
  const { issuer, email } = identity;
  await callAs(ctx.pool, ctx.token, finishOauthLink, { ...stored, issuer, subjectHash: subjectHash(ctx.pepper, identity), ...(email !== null && { email }) });
}
