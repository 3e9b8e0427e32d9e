// Who may do what: the lines of the privilege matrix as data, and as a page.
import { asList, asKind, findAll, statementsOf, textOf } from '../generate/parse-tree.ts';
import { namesIn } from './effects.ts';
import { type Facts, qualified } from './facts.ts';
import { HEAD, table } from './markdown.ts';

/** What each role may do with an object, as the matrix words it: `select (id, name) update`. */
export interface Rights {
  /** `table public.calls`, `function public.claim_calls(uuid,integer,…)` */
  object: string;
  may: ReadonlyMap<string, string>;
}

export const rightsOf = (facts: Facts): Rights[] =>
  facts.privileges.map((line) => {
    const [object = '', rights = ''] = line.split(/: (.*)/s);
    return { object, may: new Map(rights.split('; ').filter(Boolean).map((right): [string, string] => [right.split(' ')[0] ?? '', right.split(' ').slice(1).join(' ')])) };
  });

/** Name of a relation or function without its kind and arguments. */
const nameOf = (rights: Rights): string => rights.object.replace(/^(?:materialized )?\w+ /, '').replace(/\(.*$/s, '');

const WHO: Readonly<Record<string, string>> = {
  public: 'everybody',
  app_api: 'the login of the API, before somebody has signed in',
  app_user: 'the API with a session: row policies show it the rows of its tenant',
  app_worker: 'the login of the worker',
  app_analyst: 'every login of an analyst is a member of it',
  app_masker: 'owns the views of schema analytics, and logs in nowhere: policies show it the tenants that the login behind a query may see',
  app_watchdog: 'ends statements of analysts that run too long, and logs in nowhere',
  app_definer: 'owns the functions that act for others, and logs in nowhere',
};

/** The roles of which a test exists that they can, or cannot, run a query. */
export const ASKING = ['app_user', 'app_worker', 'app_api', 'app_definer'] as const;

/** The roles that may run a query: they may read every column it names and call every function. */
export function rolesFor(facts: Facts, sql: string): string[] {
  const tree = statementsOf(sql).map((each) => ({ [each.kind]: each.fields }));
  const { relations, functions } = namesIn(tree);
  const all = rightsOf(facts);
  const find = (name: string): Rights | undefined => all.find((rights) => nameOf(rights) === name);
  const columns = (relation: string): string[] => {
    const aliases = findAll(tree, 'RangeVar').filter((range) => `${String(range['schemaname'])}.${String(range['relname'])}` === relation).map((range) => (range['alias'] as { aliasname?: string } | undefined)?.aliasname ?? range['relname']);
    return findAll(tree, 'ColumnRef').map((reference) => asList(reference['fields']).map((field) => textOf(asKind(field, 'String')?.['sval'], '*'))).filter(([alias]) => aliases.includes(alias)).map((fields) => textOf(fields[1]));
  };
  const reads = (role: string, relation: string): boolean => {
    const right = find(relation)?.may.get(role) ?? '';
    const listed = /select \(([^)]*)\)/.exec(right)?.[1]?.split(', ');
    return listed ? columns(relation).every((column) => listed.includes(column)) : /\bselect\b/.test(right);
  };
  const ours = functions.filter((name) => facts.functions.some((each) => qualified(each) === name));
  const calls = (role: string, name: string): boolean => role === 'app_definer' || find(name)?.may.has(role) === true;
  return ASKING.filter((role) => relations.every((relation) => reads(role, relation)) && ours.every((name) => calls(role, name)));
}

/** Roles that may write a table. */
export const writersOf = (facts: Facts, name: string): string[] => {
  const rights = rightsOf(facts).find((each) => each.object === `table ${name}`);
  return [...(rights?.may ?? [])].filter(([, may]) => /\b(insert|update|delete)\b/.test(may)).map(([role]) => role);
};

export function printPrivilegePage(facts: Facts): string {
  const all = rightsOf(facts);
  const there = new Set(all.flatMap((rights) => [...rights.may.keys()]));
  const roles = [...Object.keys(WHO).filter((role) => there.has(role)), ...[...there].filter((role) => !(role in WHO)).sort()];
  const page = (title: string, kind: RegExp, remark: string, ...left: string[]): string => {
    const shown = roles.filter((role) => !left.includes(role));
    const rows = all.filter((rights) => kind.test(rights.object)).map((rights) => [rights.object.replace(/^function /, ''), ...shown.map((role) => rights.may.get(role) ?? '')]);
    return `## ${title}\n\n${remark}${table(['Object', ...shown], rows)}`;
  };
  return [
    HEAD, '# Privileges\n\nWhat a role may do with an object, whatever row security then shows of it.\n\n',
    table(['Role', 'Who that is'], roles.map((role) => [role, WHO[role] ?? ''])),
    there.has('public') ? '' : 'PUBLIC, which is everybody, has no right to anything of ours.\n\n',
    page('Schemas', /^schema /, ''), page('Relations', /^(table|view|materialized view|sequence) /, ''),
    page('Functions', /^function /, 'Whose rights a function runs with is on the page of its area. app_definer, the owner of most, is left out.\n\n', 'app_definer'),
  ].join('');
}
