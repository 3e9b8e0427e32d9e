// The files of db/sql: their text, the statements in them, and the order in which the migrations include them.
import { type Fields, asKind, asList, dottedName, statementsOf } from '@callgres/db/generate/parse-tree';
import { MIGRATIONS } from '@callgres/db/migration-folder';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(MIGRATIONS, '..', 'sql');

export interface SqlFile {
  /** Within db/sql: `accounts/public.users.sql`. */
  path: string;
  text: string;
}

/** Every file of db/sql, sorted by path. */
export const sqlFiles = (): SqlFile[] =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));

/** Paths in the order in which the migrations, committed and current, first include them. */
export function includeOrder(): string[] {
  const migrations = ['committed', 'current'].flatMap((folder) =>
    readdirSync(join(MIGRATIONS, folder)).filter((name) => name.endsWith('.sql')).sort().map((name) => readFileSync(join(MIGRATIONS, folder, name), 'utf8')),
  );
  // as it is written in current, and as graphile-migrate leaves it in committed
  return [...new Set(migrations.flatMap((text) => [...text.matchAll(/^--!\s*(?:include|Included)\s+(\S+\.sql)\s*$/gm)].map((match) => match[1] ?? '')))];
}

/** What a statement defines: `function public.f`, `trigger t on public.x`; undefined for other statements. */
export function definedBy(statement: { kind: string; fields: Fields }): string | undefined {
  const { kind, fields } = statement;
  const named = (range: unknown): string => {
    const of = (range ?? {}) as Fields;
    return `${String(of['schemaname'])}.${String(of['relname'])}`;
  };
  if (kind === 'CreateFunctionStmt') return `function ${dottedName(fields['funcname'])}`;
  if (kind === 'ViewStmt') return `view ${named(fields['view'])}`;
  if (kind === 'CreateTrigStmt') return `trigger ${String(fields['trigname'])} on ${named(fields['relation'])}`;
  if (kind === 'CreatePolicyStmt') return `policy ${String(fields['policy_name'])} on ${named(fields['table'])}`;
  if (kind === 'CommentStmt' && ['OBJECT_TABLE', 'OBJECT_MATVIEW'].includes(String(fields['objtype'])))
    return `table ${dottedName(asKind(fields['object'], 'List')?.['items'])}`;
  return undefined;
}

const isOn = (option: unknown): boolean => option === true;

/** Why a statement cannot be run twice, or undefined when it can. */
function whyNotAgain({ kind, fields }: { kind: string; fields: Fields }): string | undefined {
  switch (kind) {
    case 'CreateFunctionStmt':
    case 'ViewStmt':
    case 'CreateTrigStmt':
      return isOn(fields['replace']) ? undefined : 'create without "or replace"';
    case 'DropStmt':
      return fields['removeType'] === 'OBJECT_POLICY' && isOn(fields['missing_ok']) ? undefined : 'a drop other than "drop policy if exists"';
    case 'AlterTableStmt': {
      const commands = asList(fields['cmds']).map((command) => String(asKind(command, 'AlterTableCmd')?.['subtype']));
      const other = commands.find((command) => !['AT_EnableRowSecurity', 'AT_ForceRowSecurity', 'AT_ChangeOwner'].includes(command));
      return other === undefined ? undefined : `alter table with ${other}`;
    }
    case 'CreatePolicyStmt':
    case 'CommentStmt':
    case 'GrantStmt':
    case 'AlterOwnerStmt':
      return undefined;
    default:
      return kind;
  }
}

/** Statements of a file that must not stand in db/sql, because running them again fails or changes something. */
export function notRerunnable(text: string): string[] {
  const dropped = new Set<string>();
  return statementsOf(text).flatMap((statement) => {
    const reason = whyNotAgain(statement);
    if (reason !== undefined) return [reason];
    if (statement.kind === 'DropStmt')
      for (const object of asList(statement.fields['objects'])) {
        const [schema, table, policy] = dottedName(asKind(object, 'List')?.['items']).split('.');
        dropped.add(`policy ${policy} on ${schema}.${table}`);
      }
    const defined = definedBy(statement);
    return statement.kind === 'CreatePolicyStmt' && defined !== undefined && !dropped.has(defined) ? [`${defined} without "drop policy if exists" before it`] : [];
  });
}
