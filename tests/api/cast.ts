// The cast of the API's tests: a server on a database of its own, tenants, and a browser that keeps its cookie.
import { hashPassword } from '@callgres/api/passwords';
import type { AppRouter } from '@callgres/api';
import { buildServer, type ServerOptions } from '@callgres/api/server';
import { TRPCClientError, createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import type { FastifyInstance } from 'fastify';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../support/database.ts';

export const PEPPER = 'pepper of the tests, 32 characters';
export const TOKEN_KEY = 'token key of the tests, 32 characters';
export const ORIGIN = 'http://localhost';
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface Stage {
  db: TestDatabase;
  /** Sees and changes every row. */
  sql: pg.Pool;
  app: FastifyInstance;
  url: string;
  end(): Promise<void>;
}

/** A database, of its own unless one is given, and a server on it. */
export async function aStage(options: Partial<ServerOptions> = {}, given?: TestDatabase): Promise<Stage> {
  const db = given ?? (await testDatabase());
  const sql = new pg.Pool({ connectionString: db.definerUrl, max: 3 });
  sql.on('error', () => undefined);
  const app = await buildServer({ databaseUrl: db.apiUrl, publicUrl: ORIGIN, pepper: PEPPER, tokenKey: TOKEN_KEY, logLevel: 'silent', ...options });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    db, sql, app, url,
    end: async () => {
      await app.close();
      await sql.end();
      await db.drop();
    },
  };
}

export interface Tenant {
  id: string;
  email: string;
  password: string;
}

export async function aTenant({ sql }: Pick<Stage, 'sql'>, { credits = 1000, name = 'Tenant' } = {}): Promise<Tenant> {
  const email = `${randomUUID()}@example.test`;
  const password = randomBytes(9).toString('base64url');
  const { rows } = await sql.query<{ id: string }>(
    'insert into public.users (email, name, password_hash, credits) values ($1, $2, $3, $4) returning id',
    [email, name, await hashPassword(password, PEPPER), credits],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('no tenant was made');
  return { id, email, password };
}

export interface AnAgent {
  id: string;
  bolnaAgentId: string;
  secret: string;
}

export async function anAgent({ sql }: Pick<Stage, 'sql'>, tenant: Pick<Tenant, 'id'>, bolnaAgentId: string = randomUUID(), secret = randomBytes(16).toString('hex')): Promise<AnAgent> {
  const { rows } = await sql.query<{ id: string }>(
    'insert into public.agents (user_id, bolna_agent_id, name, webhook_secret_hash) values ($1, $2, $3, $4) returning id',
    [tenant.id, bolnaAgentId, 'Ava', sha256(secret)],
  );
  return { id: rows[0]?.id ?? '', bolnaAgentId, secret };
}

export async function contacts({ sql }: Pick<Stage, 'sql'>, tenant: Pick<Tenant, 'id'>, numbers: readonly string[], tags: readonly string[] = []): Promise<void> {
  await sql.query(
    `insert into public.contacts (user_id, name, phone_number, tags)
     select $1, 'Person ' || n.place, n.number, $3 from unnest($2::text[]) with ordinality as n (number, place)`,
    [tenant.id, numbers, tags],
  );
}

/** Number `index` of the American ranges kept for fiction. */
export const aNumber = (index: number): string => `+1${201 + Math.floor(index / 100)}55501${String(index % 100).padStart(2, '0')}`;

/** A browser: keeps the cookie and says where it comes from. */
export class Browser {
  readonly url: string;
  /** The session's cookie, and the one that renews it. */
  cookie = '';
  renewal = '';
  /** Of a visit to an identity provider. */
  visit = '';
  readonly api: TRPCClient<AppRouter>;

  constructor(url: string) {
    this.url = url;
    this.api = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, maxItems: 10, fetch: (input, init) => this.fetch(input as string | URL, init as RequestInit) })] });
  }

  readonly fetch = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('x-callgres', '1');
    headers.set('origin', ORIGIN);
    const cookies = [this.cookie, this.renewal, this.visit].filter((cookie) => cookie !== '');
    if (cookies.length > 0) headers.set('cookie', cookies.join('; '));
    const response = await fetch(new URL(input, this.url), { ...init, headers });
    for (const set of response.headers.getSetCookie()) {
      const cookie = set.split(';')[0] ?? '';
      if (/^(__Host-)?renewal=/.test(cookie)) this.renewal = cookie;
      else if (/^(__Host-)?visit=/.test(cookie)) this.visit = cookie;
      else this.cookie = cookie;
    }
    return response;
  };

  async signIn({ email, password }: Tenant): Promise<this> {
    await this.api.session.signIn.mutate({ email, password });
    return this;
  }

  upload(body: string | Uint8Array<ArrayBuffer>, query: Record<string, string> = {}): Promise<Response> {
    return this.fetch(`/upload/contacts?${new URLSearchParams({ fileName: 'people.csv', ...query }).toString()}`, {
      method: 'POST', headers: { 'content-type': 'text/csv' }, body,
    });
  }
}

export interface Told {
  code: string;
  httpStatus: number;
  key: string;
  hint: string;
  requestId: string | null;
  fieldErrors: Record<string, string[]> | null;
}

/** What a refused call was told; fails when it was not refused. */
export async function told(call: Promise<unknown>): Promise<Told> {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCClientError && error.data) return error.data as Told;
    throw error;
  }
  throw new Error('the call was not refused');
}
