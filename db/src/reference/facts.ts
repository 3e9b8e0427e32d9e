// What the reference document is printed from: the catalog, the tables that hold rules, and where each object's file is.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlainError } from '@callgres/shared/plain-error';
import type pg from 'pg';
import { printPrivileges } from './privileges.ts';

export interface Column { name: string; type: string; nullable: boolean; default: string | null; generated: boolean; identity: boolean; comment: string | null }
export interface Constraint {
  name: string;
  type: 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclude';
  columns: string[];
  definition: string;
  /** Of a foreign key: the table it refers to, `public.users`. */
  references: string | null;
  onDelete: string | null;
  comment: string | null;
}
export interface Index { name: string; unique: boolean; definition: string; ofConstraint: boolean }
export interface Trigger { name: string; timing: string; event: string; level: string; function: string; comment: string | null }
export interface Policy { name: string; command: string; roles: string[]; using: string | null; check: string | null; comment: string | null }
export interface Relation {
  schema: string; name: string; kind: 'table' | 'view' | 'materialized view'; comment: string | null; options: string[]; rowSecurity: 'off' | 'on' | 'forced';
  definition: string | null; columns: Column[]; constraints: Constraint[]; indexes: Index[]; triggers: Trigger[]; policies: Policy[];
}
export interface FunctionFacts { schema: string; name: string; arguments: string; result: string; volatility: string; security: string; owner: string; language: string; comment: string | null; source: string }
export interface Step { table: string; from: string; to: string; action: string | null; description: string }
export interface ProviderStatus { word: string; rank: number; isTerminal: boolean; callStatus: string; queueOutcome: string | null }

interface Catalog { schemas: { name: string; comment: string | null }[]; relations: Relation[]; functions: FunctionFacts[]; statusSteps: Step[]; providerStatuses: ProviderStatus[]; settings: Setting[] }

export interface Query { name: string; title: string; about: string; sql: string }
/** `schedule` as in the crontab; null for a job that only functions enqueue. */
export interface Job { task: string; schedule: string | null; runs: string }
export interface Setting { key: string; value: string; description: string | null }

export interface Facts extends Catalog {
  /** Area of an object by its qualified name. */
  areaOf: ReadonlyMap<string, string>;
  areas: readonly string[];
  privileges: readonly string[];
  queries: readonly Query[];
  jobs: readonly Job[];
}

export const qualified = (of: { schema: string; name: string }): string => `${of.schema}.${of.name}`;

const SQL = fileURLToPath(new URL('../../sql', import.meta.url));
const QUERIES = fileURLToPath(new URL('../../queries', import.meta.url));
const JOBS = fileURLToPath(new URL('../../../packages/api/src/jobs', import.meta.url));
const QUERY = readFileSync(new URL('facts.sql', import.meta.url), 'utf8');

/** Where the file of an object is says what it is about. */
function areasOfObjects(): Map<string, string> {
  const files = readdirSync(SQL, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'));
  return new Map(files.map((path) => [basename(path, '.sql'), dirname(path)]));
}

/** The common queries: each a file whose first remark line is the title and whose others say what it answers. */
export function readQueries(): Query[] {
  return readdirSync(QUERIES).filter((name) => name.endsWith('.sql')).sort().map((name) => {
    const lines = readFileSync(join(QUERIES, name), 'utf8').trimEnd().split('\n');
    const remarks = lines.filter((line) => line.startsWith('-- ')).map((line) => line.slice(3));
    return { name: basename(name, '.sql'), title: (remarks[0] ?? '').replace(/\.$/, ''), about: remarks.slice(1).join(' '), sql: lines.filter((line) => !line.startsWith('--')).join('\n').trim() };
  });
}

/** The jobs: a file each; what they call is in the file, when they run in the crontab. */
function readJobs(): Job[] {
  const crontab = readFileSync(join(JOBS, 'crontab.ts'), 'utf8');
  return readdirSync(JOBS).filter((name) => name.includes('__')).sort().map((name) => {
    const task = basename(name, '.ts');
    const text = readFileSync(join(JOBS, name), 'utf8');
    const schedule = new RegExp(String.raw`^(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+${task}\b`, 'm').exec(crontab)?.[1]?.replaceAll(/\s+/g, ' ');
    const runs = /\b(public\.\w+)/.exec(text)?.[1];
    if (runs === undefined) throw new PlainError(`The job ${task} calls no function of schema public by a constant name.`);
    return { task, schedule: schedule ?? null, runs };
  });
}

/** One consistent picture. The login must be able to read the tables that hold rules. */
export async function readFacts(client: pg.ClientBase): Promise<Facts> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query('set local search_path = pg_catalog');
    const result = await client.query<{ facts: Catalog }>(QUERY);
    const facts = result.rows[0]?.facts;
    if (!facts) throw new Error('the query of the facts gave no row');
    const areaOf = areasOfObjects();
    return {
      ...facts, areaOf, areas: [...new Set(areaOf.values())].sort(), queries: readQueries(), jobs: readJobs(),
      privileges: (await printPrivileges(client)).trimEnd().split('\n'),
    };
  } finally {
    await client.query('rollback');
  }
}
