// Tries every verb on every relation of our schemas and says what should not have worked.
import type pg from 'pg';
import { attempt } from './three-tenants.ts';

export interface Actor {
  /** Begins a transaction as this actor. */
  begin: (client: pg.ClientBase) => Promise<void>;
  /** What must not show up in anything it reads. */
  foreign: RegExp;
  /** The tenant whose id it tries to write. */
  victim: string;
  /** Writes it is granted, as `insert api.contact_import_rows`. */
  may?: readonly string[];
}

interface Relation {
  name: string;
  is_table: boolean;
  has_user_id: boolean;
  columns: string[];
  first: string;
}

const RELATIONS = `
  select format('%I.%I', n.nspname, c.relname) as name, c.relkind in ('r', 'p') as is_table,
    exists (select from pg_attribute x where x.attrelid = c.oid and x.attname = 'user_id') as has_user_id,
    array(
      select quote_ident(a.attname) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and has_schema_privilege(n.oid, 'usage') and has_column_privilege(c.oid, a.attnum, 'select')
      order by a.attnum
    ) as columns,
    (select quote_ident(a.attname) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = ''
      order by a.attname = 'id', a.attnum limit 1) as first
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'api', 'analytics') and c.relkind in ('r', 'p', 'v', 'm')
  order by 1`;

const NO_RIGHT = '42501';
/** What a view answers that nobody could write to. */
const NO_TABLE = new Set(['55000', '0A000', '42809']);

function writesOf({ name, first, has_user_id, is_table }: Relation, victim: string): Record<string, string> {
  const tenant = has_user_id ? 'user_id' : first;
  return {
    insert: `insert into ${name} (${tenant}) values (${has_user_id ? `'${victim}'` : 'null'})`,
    upsert: `insert into ${name} (${tenant}) values (${has_user_id ? `'${victim}'` : 'null'}) on conflict do nothing`,
    update: `update ${name} set ${first} = ${first}`,
    ...(has_user_id && { move: `update ${name} set user_id = '${victim}'` }),
    delete: `delete from ${name}`,
    'delete in a query': `with gone as (delete from ${name} returning 1) select * from gone`,
    ...(is_table && {
      merge: `merge into ${name} t using (select 1) s on true when matched then delete`,
      truncate: `truncate ${name}`,
      lock: `lock table ${name} in exclusive mode`,
      'select for update': `select 1 from ${name} for update`,
    }),
  };
}

export interface Tried {
  /** What worked and should not have. */
  findings: string[];
  /** Relations of which the actor read at least one row, to show that it is not blind. */
  read: string[];
}

/** Tries all verbs on all relations, or on the one that is named. */
export async function tryEverything(client: pg.ClientBase, actor: Actor, only?: string): Promise<Tried> {
  const findings: string[] = [];
  const read: string[] = [];
  await actor.begin(client);
  try {
    const relations = (await client.query<Relation>(RELATIONS)).rows;
    for (const relation of relations.filter(({ name }) => only === undefined || name === only)) {
      const { name, columns } = relation;
      const seen = await attempt(client, `select ${columns.length === 0 ? '1' : columns.join(', ')} from ${name}`);
      if (actor.foreign.test(seen.rows)) findings.push(`select ${name}: shows rows of others`);
      if (columns.length === 0 ? seen.code !== NO_RIGHT : seen.code !== '') findings.push(`select ${name}: ${seen.code === '' ? 'works without a grant' : seen.error}`);
      if (seen.count > 0) read.push(name);

      for (const [verb, sql] of Object.entries(writesOf(relation, actor.victim))) {
        if (actor.may?.includes(`${verb} ${name}`)) continue;
        const { code, count } = await attempt(client, sql);
        if (code !== NO_RIGHT && !(!relation.is_table && NO_TABLE.has(code))) findings.push(`${verb} ${name}: ${code === '' ? `works, ${count} rows` : code}`);
      }
    }
  } finally {
    await client.query('rollback');
  }
  return { findings, read };
}
