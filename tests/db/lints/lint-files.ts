// The lints of db/lints: one query each, which returns nothing when all is well.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

const FOLDER = fileURLToPath(new URL('../../../db/lints', import.meta.url));

export interface Finding {
  object: string;
  finding: string;
}

/** Names of the lints without `.sql`. */
export const lintNames = (): string[] =>
  readdirSync(FOLDER).filter((name) => name.endsWith('.sql')).map((name) => name.slice(0, -4)).sort();

export const lintText = (name: string): string => readFileSync(`${FOLDER}/${name}.sql`, 'utf8');

/** What a lint finds; the catalog prints every name with its schema, because nothing else is on the path. */
export async function runLint(client: pg.ClientBase, name: string): Promise<Finding[]> {
  await client.query('set search_path = pg_catalog');
  return (await client.query<Finding>(lintText(name))).rows;
}
