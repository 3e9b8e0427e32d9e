// Stands in for Google, LinkedIn and GitHub on this machine, each with its own manners: LinkedIn refuses a code_verifier,
// echoes no nonce and has keys without `use`; GitHub has no id token and answers a wrong code with status 200. Google has calendars, too.
import { createHash, randomBytes } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CALENDAR_SCOPE } from '../../google-calendar/connect.ts';
import { CalendarRoutes } from '../../google-calendar/simulator/routes.ts';
import { SIMULATED_CLIENT } from '../index.ts';
import { askPage } from './pages.ts';
import { type Claims, type SigningKey, aSigningKey, signed } from './tokens.ts';

export type Manner = 'google' | 'linkedin' | 'github';
const LABELS: Readonly<Record<Manner, string>> = { google: 'Google', linkedin: 'LinkedIn', github: 'GitHub' };

export interface Visitor {
  email: string;
  name: string;
  verified: boolean;
}

/** What a test has it do wrong. */
export interface Faults {
  /** Changes what the id token claims. */
  claims?: (claims: Claims) => Claims;
  /** Signs it otherwise. */
  sign?: (claims: Claims, key: SigningKey) => string;
  /** Changes the address that the browser is sent back to. */
  back?: (url: URL) => URL;
}

interface Grant {
  manner: Manner;
  visitor: Visitor;
  clientId: string;
  redirectUri: string;
  challenge: string | null;
  nonce: string | null;
  /** What the person has allowed. */
  scope: string;
}

export interface IdentitySimulator {
  url: string;
  faults: Faults;
  /** Codes that were exchanged or refused, in the order in which they came. */
  asked: { manner: Manner; granted: boolean }[];
  /** Google's calendars, of everybody who has let somebody in. */
  calendars: CalendarRoutes;
  stop: () => Promise<void>;
}

interface Request {
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  body: string;
  bearer: string | null;
  ifMatch: string | null;
  method: string;
}
interface Answer {
  status?: number;
  json?: unknown;
  html?: string;
  redirect?: URL;
  retryAfter?: number;
  /** The connection breaks instead. */
  drop?: boolean;
}

const NOT_THERE: Answer = { status: 404, json: { error: 'not_found' } };
const LIMIT = 64 * 1024;
const CODE_LIFE_MS = 60_000;

export async function startIdentitySimulator({ port = 0 }: { port?: number } = {}): Promise<IdentitySimulator> {
  const key = aSigningKey('simulated');
  const grants = new Map<string, Grant>();
  const visitors = new Map<string, Visitor>();
  const server = createServer((request, response) => {
    void read(request).then((asked) => answer(asked)).catch(() => ({ status: 500 }) satisfies Answer).then((said) => { send(response, said); });
  });
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const simulator: IdentitySimulator = {
    url, faults: {}, asked: [], calendars: new CalendarRoutes(),
    stop: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(() => { done(); });
    }),
  };

  function answer(request: Request): Answer {
    const [, name = '', ...rest] = request.path.split('/');
    // The API of calendars is at the root of its host.
    if (name === 'calendar' && rest[0] === 'v3') return simulator.calendars.answer({ ...request, path: rest.slice(1).join('/') });
    if (!Object.hasOwn(LABELS, name)) return NOT_THERE;
    const manner = name as Manner;
    const issuer = `${url}/${manner}`;
    const is = (method: string, path: string): boolean => request.method === method && rest.join('/') === path;
    if (is('GET', 'authorize')) return { html: askPage(LABELS[manner], { email: `demo@${manner}.example`, name: 'Demo Person' }, request.query.get('scope')?.includes(CALENDAR_SCOPE) ?? false) };
    if (is('POST', 'authorize')) return authorize(manner, issuer, request);
    if (manner === 'github') {
      if (is('POST', 'access_token')) return tokenOf(manner, issuer, request);
      if (is('GET', 'api/user')) return profile(request, (visitor) => ({ id: numberOf(visitor), login: visitor.email.split('@')[0] ?? '', name: visitor.name }));
      if (is('GET', 'api/user/emails')) return profile(request, ({ email, verified }) => [{ email: 'other@github.example', primary: false, verified: true }, { email, primary: true, verified }]);
      return NOT_THERE;
    }
    if (is('GET', '.well-known/openid-configuration')) return { json: metadata(manner, issuer) };
    if (is('GET', 'jwks')) return { json: { keys: [manner === 'linkedin' ? { ...key.jwk, use: undefined } : key.jwk] } };
    if (manner === 'google' && is('POST', 'revoke')) return simulator.calendars.world.revoke(request.query.get('token') ?? request.form.get('token') ?? '') ? { json: {} } : { status: 400, json: { error: 'invalid_token' } };
    if (is('POST', 'token')) return request.form.get('grant_type') === 'refresh_token' ? renewed(request) : tokenOf(manner, issuer, request);
    if (is('GET', 'userinfo')) return profile(request, (visitor) => ({ sub: subjectOf(visitor), ...claimsOf(visitor) }));
    return NOT_THERE;
  }

  function authorize(manner: Manner, issuer: string, { query, form }: Request): Answer {
    const redirectUri = query.get('redirect_uri');
    if (query.get('client_id') !== SIMULATED_CLIENT.clientId || redirectUri === null || query.get('response_type') !== 'code') return { status: 400, json: { error: 'invalid_request' } };
    const back = new URL(redirectUri);
    back.searchParams.set('state', query.get('state') ?? '');
    if (manner === 'google') back.searchParams.set('iss', issuer);
    if (form.get('answer') === 'no') back.searchParams.set('error', 'access_denied');
    else {
      const code = randomBytes(24).toString('base64url');
      const visitor = { email: form.get('email') ?? '', name: form.get('name') ?? '', verified: form.has('verified') };
      grants.set(code, { manner, visitor, clientId: SIMULATED_CLIENT.clientId, redirectUri, challenge: query.get('code_challenge'), nonce: query.get('nonce'),
        scope: (query.get('scope') ?? '').split(' ').filter((one) => one !== CALENDAR_SCOPE || form.has('calendar')).join(' '),
      });
      setTimeout(() => grants.delete(code), CODE_LIFE_MS).unref();
      back.searchParams.set('code', code);
    }
    return { redirect: simulator.faults.back?.(back) ?? back };
  }

  function tokenOf(manner: Manner, issuer: string, { form }: Request): Answer {
    const refused = (error: string): Answer => {
      simulator.asked.push({ manner, granted: false });
      return { status: manner === 'github' ? 200 : error === 'invalid_client' ? 401 : 400, json: { error } };
    };
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const verifier = form.get('code_verifier');
    if (form.get('client_id') !== SIMULATED_CLIENT.clientId || form.get('client_secret') !== SIMULATED_CLIENT.clientSecret || (manner === 'linkedin' && verifier !== null)) return refused('invalid_client');
    if (grant?.manner !== manner || grant.redirectUri !== form.get('redirect_uri')) return refused('invalid_grant');
    if (grant.challenge !== (verifier === null ? null : createHash('sha256').update(verifier).digest('base64url'))) return refused('invalid_grant');
    simulator.asked.push({ manner, granted: true });
    const accessToken = randomBytes(24).toString('base64url');
    visitors.set(accessToken, grant.visitor);
    setTimeout(() => visitors.delete(accessToken), CODE_LIFE_MS).unref();
    const tokens = { access_token: accessToken, token_type: 'bearer', expires_in: 60 };
    const calendar = grant.scope.includes(CALENDAR_SCOPE) ? { refresh_token: simulator.calendars.world.letIn(grant.visitor.email) } : {};
    return { json: manner === 'github' ? tokens : { ...tokens, ...calendar, scope: grant.scope, id_token: idToken(issuer, grant) } };
  }

  function renewed({ form }: Request): Answer {
    if (form.get('client_id') !== SIMULATED_CLIENT.clientId || form.get('client_secret') !== SIMULATED_CLIENT.clientSecret) return { status: 401, json: { error: 'invalid_client' } };
    const token = simulator.calendars.world.accessTokenFor(form.get('refresh_token') ?? '');
    return token === null ? { status: 400, json: { error: 'invalid_grant' } } : { json: { access_token: token, token_type: 'Bearer', expires_in: 3599 } };
  }

  function idToken(issuer: string, { manner, visitor, clientId, nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: clientId, sub: subjectOf(visitor), iat: now, exp: now + 60, ...claimsOf(visitor), ...(manner === 'google' && nonce !== null && { nonce }) };
    const { faults } = simulator;
    return (faults.sign ?? signed)(faults.claims?.(claims) ?? claims, key);
  }

  const profile = ({ bearer }: Request, tell: (visitor: Visitor) => unknown): Answer => {
    const visitor = visitors.get(bearer ?? '');
    return visitor === undefined ? { status: 401, json: { message: 'Bad credentials' } } : { json: tell(visitor) };
  };
  return simulator;
}

const metadata = (manner: Manner, issuer: string): object => ({
  issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, userinfo_endpoint: `${issuer}/userinfo`,
  response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
  ...(manner === 'google' && { code_challenge_methods_supported: ['S256'], authorization_response_iss_parameter_supported: true }),
});

const digest = (text: string): Buffer => createHash('sha256').update(text.toLowerCase()).digest();
const subjectOf = ({ email }: Visitor): string => digest(email).toString('hex').slice(0, 21);
const numberOf = ({ email }: Visitor): number => digest(email).readUInt32BE(0);
const claimsOf = ({ email, name, verified }: Visitor): Claims => ({ email, email_verified: verified, name });

async function read(request: IncomingMessage): Promise<Request> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > LIMIT) throw new Error('too large');
  }
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
  return { path: pathname, query: searchParams, form: new URLSearchParams(body), body, bearer, ifMatch: request.headers['if-match'] ?? null, method: request.method ?? 'GET' };
}

function send(response: ServerResponse, { status = 200, json, html, redirect, retryAfter, drop }: Answer): void {
  if (drop === true) response.destroy();
  else if (redirect !== undefined) response.writeHead(302, { location: redirect.href }).end();
  else if (html !== undefined) response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" }).end(html);
  else if (status === 204) response.writeHead(204).end();
  else response.writeHead(status, { 'content-type': 'application/json', ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) }).end(JSON.stringify(json ?? {}));
}
