// Ada asks every procedure of the API for everything, with her own arguments and with those of others, over HTTP: no answer, header, line of
// the log or mail to her holds a mark, an id or a number of others, and no row of others is another one afterwards.
import { procedures } from '@callgres/api/openapi';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiFunction, apiFunctions, argumentLists, withoutValues } from '../db/isolation/function-leaks.ts';
import { type Cast, OF_OTHERS, neitherLeaves, threeTenants } from '../db/isolation/three-tenants.ts';
import { withClient } from '../support/server.ts';
import { Browser, type Stage, aStage, sha256 } from './cast.ts';
import { type Post, aPost } from './post.ts';

let stage: Stage;
let post: Post;
let cast: Cast;
let functions: Map<string, ApiFunction>;
const log: string[] = [];

beforeAll(async () => {
  stage = await aStage({ logLevel: 'trace', logTo: { write: (line) => { log.push(line); } }, rateLimits: { query: 1e6, mutation: 1e6, address: 1e6 } });
  post = await aPost(stage);
  cast = await withClient(stage.db.definerUrl, threeTenants);
  await withClient(stage.db.ownerUrl, neitherLeaves);
  functions = new Map((await withClient(stage.db.ownerUrl, (client) => apiFunctions(client, 'app_user'))).map((one) => [one.name, one]));
});
afterAll(async () => {
  await post[Symbol.asyncDispose]();
  await stage.end();
});

const camel = (parameter: string): string => parameter.replace(/^p_/, '').replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** What procedures are sent that are more than a call of one function. */
const BY_HAND = (): Readonly<Record<string, unknown>> => {
  const [email, id] = [`${cast.bo.mark}@test.example`, cast.bo.userId];
  const [token, state] = ['t'.repeat(43), 's'.repeat(43)];
  return {
    'session.signIn': { email, password: 'x' }, 'session.register': { email, name: 'Ada' }, 'session.forgotPassword': { email }, 'session.renew': {}, 'session.endView': {},
    'session.finishRegistration': { token, password: 'a password of some length' }, 'session.resetPassword': { token, password: 'a password of some length' },
    'session.provePassword': { password: 'x' }, 'session.changePassword': { oldPassword: 'x', newPassword: 'a password of some length' }, 'session.deleteAccount': { email }, 'session.signOut': {},
    'admin.viewAs': { userId: id, reason: 'x' }, 'analysts.create': { login: 'analyst_of_ada', userIds: [id], seesAll: false, seesPersonal: true, reason: 'x' }, 'analysts.renewPassword': { login: `analyst_${cast.bo.letter}`, reason: 'x' },
    'identities.providers': undefined, 'identities.begin': { provider: 'google' }, 'identities.beginConnecting': { provider: 'google' }, 'identities.finish': { provider: 'google', query: `?code=x&state=${state}` },
    'calendar.provider': undefined, 'calendar.begin': { loginHint: 'x' }, 'calendar.finish': { query: `?code=x&state=${state}` },
    'live.events': { lastEventId: '0' },
  };
};

function inputsOf({ name, descriptor }: ReturnType<typeof procedures>[number]): { input: unknown; values: readonly unknown[] }[] {
  if (descriptor === undefined) {
    const byHand = BY_HAND();
    if (!(name in byHand)) throw new Error(`canary.test.ts does not say what ${name} is sent`);
    return [{ input: byHand[name], values: Object.values(byHand[name] ?? {}) }];
  }
  const one = functions.get(descriptor.sqlName);
  if (one === undefined) throw new Error(`nobody may call ${descriptor.sqlName}`);
  return [...argumentLists(one, cast)].map((values) => ({
    values, input: Object.fromEntries(one.parameters.flatMap(({ name: parameter }, i) => (values[i] === null ? [] : [[camel(parameter), values[i]]]))),
  }));
}

/** A session of Ada's whose token is hers alone; made anew, because some procedures end it. */
async function adasTab(): Promise<Browser> {
  const token = randomBytes(32).toString('base64url');
  await stage.sql.query("insert into public.user_sessions (user_id, token, expires_at) values ($1, $2, '2099-01-01')", [cast.ada.userId, sha256(token)]);
  const tab = new Browser(stage.url);
  tab.cookie = `session=${token}`;
  return tab;
}

async function answerOf(tab: Browser, name: string, type: string, input: unknown): Promise<{ status: number; text: string }> {
  const json = JSON.stringify(input) as string | undefined;
  const address = `/trpc/${name}`;
  if (type === 'subscription') {
    const stream = await tab.fetch(`${address}?input=${encodeURIComponent(json ?? '')}`, { headers: { accept: 'text/event-stream' }, signal: AbortSignal.timeout(1500) });
    let text = '';
    try {
      for await (const chunk of stream.body ?? []) text += Buffer.from(chunk).toString();
    } catch { /* it would go on for ever; what came until now is looked at */ }
    return { status: text.includes('"topic"') ? stream.status : 0, text };
  }
  const answer = type === 'mutation'
    ? await tab.fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: json ?? '' })
    : await tab.fetch(json === undefined ? address : `${address}?input=${encodeURIComponent(json)}`);
  return { status: answer.status, text: `${JSON.stringify([...answer.headers])} ${await answer.text()}` };
}

/** Asks all, or one; who showed something of others, and who answered at all. */
async function everything(only?: string): Promise<{ shown: string[]; answered: Set<string>; asked: number }> {
  const [shown, answered] = [new Set<string>(), new Set<string>()];
  let asked = 0;
  const all = procedures().filter(({ name }) => only === undefined || name === only);
  // What ends sessions or the account comes last.
  for (const one of all.toSorted((a, b) => Number(a.type === 'mutation') - Number(b.type === 'mutation'))) {
    const tab = await adasTab();
    const [session, renewal] = [tab.cookie, tab.renewal];
    for (const { input, values } of inputsOf(one)) {
      [tab.cookie, tab.renewal] = [session, renewal];
      const { status, text } = await answerOf(tab, one.name, one.type, input).catch((error: unknown) => ({ status: 0, text: String(error) }));
      asked++;
      if (status === 200) answered.add(one.name);
      if (OF_OTHERS.test(withoutValues(text, values))) shown.add(one.name);
    }
  }
  return { shown: [...shown], answered, asked };
}

/** Each table's rows of others, as a digest; whatever Ada wrote into her own is hers. What anybody may have written under an address is left out. */
const BY_ADDRESS = new Set(['public.account_links', 'public.email_outbox', 'public.login_attempts', 'public.login_limits', 'public.failure_logs', 'public.users']);
const rowsOfOthers = (): Promise<Record<string, string>> =>
  withClient(stage.db.definerUrl, async (client) => {
    const tables = await client.query<{ name: string }>("select c.oid::regclass::text as name from pg_class c where c.relnamespace in ('public'::regnamespace, 'api'::regnamespace, 'analytics'::regnamespace) and c.relkind = 'r' order by 1");
    const parts = tables.rows.filter(({ name }) => !BY_ADDRESS.has(name.includes('.') ? name : `public.${name}`)).map(({ name }) =>
      `select '${name}' as name, count(*) || md5(coalesce(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text)), '')) as digest from ${name} t where to_jsonb(t)::text ~ $1 and to_jsonb(t) ->> 'user_id' is distinct from $2`);
    const { rows } = await client.query<{ name: string; digest: string }>(parts.join(' union all '), [OF_OTHERS.source, cast.ada.userId]);
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  });

/** Campaigns that were cancelled before it are not resumed, and a calendar that was given up does no more. */
const TOO_LATE = ['imports.start', 'imports.cancel', 'campaigns.resume', 'calendar.retry', 'calendar.pushUpcoming'];
/** Those that a person without rights, without the password and without a visit under way is refused by, whatever they send. */
const REFUSED = /^(admin|analysts)\.|^numbers\.(all|add|setActive|move)$|^session\.(signIn|finishRegistration|resetPassword|renew|provePassword|changePassword|deleteAccount)$|^identities\.(begin|beginConnecting|finish)$|^calendar\.(begin|finish)$/;

it('shows Ada nothing of others by any procedure, header, line of the log or mail, and changes nothing of theirs', { timeout: 300_000 }, async () => {
  const before = await rowsOfOthers();
  const { shown, answered, asked } = await everything();
  const names = procedures().map(({ name }) => name);
  process.stdout.write(`canary: ${String(asked)} requests to ${String(names.length)} procedures, ${String(log.length)} lines of the log\n`);
  expect(shown).toEqual([]);
  // Each was got to answer, so none hides behind an early refusal.
  expect(names.filter((name) => !answered.has(name) && !REFUSED.test(name) && !TOO_LATE.includes(name))).toEqual([]);
  expect(log.length).toBeGreaterThan(asked / 2);
  expect(log.filter((line) => OF_OTHERS.test(line))).toEqual([]);
  const mails = await post.mailTo(`${cast.ada.mark}@test.example`);
  expect(mails.filter((mail) => OF_OTHERS.test(JSON.stringify(mail)))).toEqual([]);
  expect(await rowsOfOthers()).toEqual(before);
});

it('control: a policy that shows all is found in the answers, a careless line in the log', { timeout: 60_000 }, async () => {
  const owner = new pg.Client({ connectionString: stage.db.ownerUrl });
  await owner.connect();
  await owner.query('set role app_migrator; alter policy agents_select_own on public.agents using (true)');
  await owner.end();
  expect((await everything('agents.list')).shown).toEqual(['agents.list']);
  expect((await everything('calls.list')).shown).toEqual([]);
  stage.app.log.info({ contact: `${cast.bo.mark} of somebody` }, 'careless');
  expect(log.filter((line) => OF_OTHERS.test(line))).toHaveLength(1);
});
