// Calls every function of schema api that a signed-in person may call, with all kinds of arguments, and says what of
// the other tenant came back. Functions and parameters come from the catalog; a parameter of a kind that nothing is
// known about here is an error, so a new one cannot slip through.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Cast, OF_BO, type Outcome, attempt, begin } from './two-tenants.ts';

export interface Parameter {
  name: string;
  type: string;
}

export interface ApiFunction {
  name: string;
  writes: boolean;
  parameters: Parameter[];
}

/** Functions of schema api that the role may execute, or one of them; p_now stays at its default, as in the product. */
export async function apiFunctions(client: pg.ClientBase, role: string, only?: string): Promise<ApiFunction[]> {
  const found = await client.query<ApiFunction>(
    `select 'api.' || p.proname as name, p.provolatile = 'v' as writes,
       coalesce((
         select json_agg(json_build_object('name', n.name, 'type', format_type(t.oid, null)) order by n.place)
         from unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes) with ordinality as n (name, type, mode, place)
         join pg_type t on t.oid = n.type
         where coalesce(n.mode, 'i') = 'i' and n.name <> 'p_now'
       ), '[]') as parameters
     from pg_proc p
     where p.pronamespace = 'api'::regnamespace and has_function_privilege($1, p.oid, 'execute')
       and ('api.' || p.proname = $2 or $2 is null)
     order by 1`,
    [role, only],
  );
  return found.rows;
}

/** Which table an id leads to. */
const ID_OF: Readonly<Record<string, string>> = {
  p_agent_id: 'public.agents',
  p_call_id: 'public.calls',
  p_before_id: 'public.calls',
  p_campaign_id: 'public.call_campaigns',
  p_contact_id: 'public.contacts',
  p_after_id: 'public.contacts',
  p_import_id: 'public.contact_imports',
  p_queue_id: 'public.call_queue',
};

export const isId = (parameter: Parameter): boolean => parameter.type === 'uuid';

export function tableOf(parameter: Parameter): string {
  const table = ID_OF[parameter.name];
  if (table === undefined) throw new Error(`function-leaks.ts does not know which table ${parameter.name} leads to`);
  return table;
}

const PLAIN: Readonly<Record<string, readonly unknown[]>> = {
  text: ['active', null, '', 'qzB', '%', "'; select 1; --"],
  'text[]': [['qzA'], null, [], ['qzB']],
  integer: [1, null, 0, -1, 2147483647],
  bigint: [0, null, -1, '9223372036854775807'],
  boolean: [true, false, null],
  date: ['2031-05-05', null, '-infinity'],
  'time without time zone': ['00:00', null, '23:59:59'],
  'timestamp with time zone': ['2031-05-05 12:00Z', null, 'infinity'],
};

const NAMED: Readonly<Record<string, readonly unknown[]>> = {
  p_policy: ['fill', null, 'qzB'],
  p_limit: [500, null, 0, -1, 2147483647],
};

/** Values for a parameter: the usual one of Ada first, then others; Bo's among them. */
export function valuesFor(parameter: Parameter, { ada, bo }: Cast): readonly unknown[] {
  if (isId(parameter)) {
    const table = tableOf(parameter);
    return [ada.id(table), bo.id(table), bo.id(table, 2), bo.userId, null];
  }
  const values = NAMED[parameter.name] ?? PLAIN[parameter.type];
  if (values === undefined) throw new Error(`function-leaks.ts has no values of type ${parameter.type} (${parameter.name})`);
  return values;
}

export function call(client: pg.ClientBase, { name, parameters }: ApiFunction, values: readonly unknown[]): Promise<Outcome> {
  const named = parameters.map((parameter, i) => `${parameter.name} => $${i + 1}`);
  return attempt(client, `select to_jsonb(f) as row from ${name}(${named.join(', ')}) f`, [...values]);
}

/** An outcome as text without the values that were sent in: an error may repeat those. */
export function withoutArguments(outcome: Outcome, values: readonly unknown[]): string {
  return values.flat().filter((value) => typeof value === 'string' && value.length > 1).reduce<string>(
    (text, value) => text.replaceAll(value as string, '<sent>'),
    `${outcome.count} ${outcome.code} ${outcome.error} ${outcome.rows}`,
  );
}

/** Two ways to call from which the others differ: everything said as usual, and every filter left open. */
function ordinary(parameters: readonly Parameter[], cast: Cast): unknown[][] {
  const usual = parameters.map((parameter) => valuesFor(parameter, cast)[0]);
  return [usual, usual.map((value, i) => (parameters[i]?.name === 'p_limit' ? value : null))];
}

/** The ordinary ones, each other value alone in either, all of Bo's together, all null. */
function* argumentLists(parameters: readonly Parameter[], cast: Cast): Generator<unknown[]> {
  for (const base of ordinary(parameters, cast)) {
    yield base;
    for (const [i, parameter] of parameters.entries())
      for (const value of valuesFor(parameter, cast).slice(1)) yield base.with(i, value);
    yield parameters.map((parameter, i) => (isId(parameter) ? valuesFor(parameter, cast)[1] : base[i]));
  }
  yield parameters.map(() => null);
}

/** Functions that showed Ada anything of Bo's. `answered` are those that gave her rows of her own or a value. */
export async function canary(client: pg.ClientBase, cast: Cast, only?: string): Promise<{ findings: string[]; answered: string[] }> {
  const findings = new Set<string>();
  const answered = new Set<string>();
  await begin(client, cast.ada.token);
  for (const one of await apiFunctions(client, 'app_user', only))
    for (const values of argumentLists(one.parameters, cast)) {
      const outcome = await call(client, one, values);
      if (OF_BO.test(withoutArguments(outcome, values))) findings.add(one.name);
      if (outcome.code === '') answered.add(one.name);
    }
  await client.query('rollback');
  return { findings: [...findings], answered: [...answered] };
}

/** Parameters at which the id of a row of Bo's is answered otherwise than an id that nobody has. */
export async function tellingIds(client: pg.ClientBase, cast: Cast, only?: string): Promise<{ findings: string[]; compared: string[] }> {
  const findings = new Set<string>();
  const compared: string[] = [];
  await begin(client, cast.ada.token);
  for (const one of await apiFunctions(client, 'app_user', only)) {
    for (const [i, parameter] of one.parameters.entries()) {
      if (!isId(parameter)) continue;
      const ids = [randomUUID(), cast.bo.id(tableOf(parameter)), cast.bo.id(tableOf(parameter), 2)];
      for (const base of ordinary(one.parameters, cast)) {
        const answers = new Set<string>();
        for (const id of ids) {
          const outcome = await call(client, one, base.with(i, id));
          answers.add(`${outcome.count} ${outcome.code} ${outcome.error} ${outcome.rows}`.replaceAll(id, '<id>'));
        }
        if (answers.size > 1) findings.add(`${one.name} ${parameter.name}`);
      }
      compared.push(`${one.name} ${parameter.name}`);
    }
  }
  await client.query('rollback');
  return { findings: [...findings], compared };
}
