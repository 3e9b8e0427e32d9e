// What must hold whenever nothing is in the middle of a transaction: the views invariant_* of schema public, each
// empty when all is well. The list comes from the catalog, so a new view is asked from the moment it exists.
import type pg from 'pg';
import { expect } from 'vitest';

export interface Violation {
  invariant: string;
  object: string;
  key: string;
  detail: string;
}

type Queryable = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;

/** Names of all invariants, sorted. Fails when there are none: an empty list would prove everything. */
export async function invariantNames(client: Queryable): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    String.raw`select viewname as name from pg_views where schemaname = 'public' and viewname like 'invariant\_%' order by viewname`,
  );
  if (found.rows.length === 0) throw new Error('this database has no invariants');
  return found.rows.map((row) => row.name);
}

/**
 * Every violated invariant with its rows. Needs a connection that sees all rows (definerUrl or a superuser). Those
 * that look at a clock judge by `now` when it is given (the instant a test pretends it is), else by the server's.
 */
export async function violations(client: Queryable, now?: Date | string): Promise<Violation[]> {
  const names = await invariantNames(client);
  const clocked = await client.query<{ name: string }>(
    "select proname as name from pg_proc where pronamespace = 'public'::regnamespace and proname = any ($1)",
    [names.map((name) => `${name}_at`)],
  );
  const atAnInstant = new Set(clocked.rows.map((row) => row.name));
  const parts = names.map((name) => {
    const from = now !== undefined && atAnInstant.has(`${name}_at`) ? `public.${name}_at($1)` : `public.${name}`;
    return `select '${name}' as invariant, v.object, v.key, v.detail from ${from} v`;
  });
  const asked = await client.query<Violation>(parts.join('\nunion all\n'), now === undefined ? [] : [now]);
  return asked.rows;
}

/** Fails with the rows of every violated invariant. For the end of a suite, and for wherever it stands still. */
export async function expectInvariants(client: Queryable, now?: Date | string): Promise<void> {
  const found = await violations(client, now);
  expect(found, found.map((row) => `${row.invariant}: ${row.object} ${row.key}: ${row.detail}`).join('\n')).toEqual([]);
}
