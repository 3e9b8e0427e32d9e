// Calls every function of schema api that a signed-in person may call, with all kinds of arguments, and says what of
// the other tenant came back. Functions and parameters come from the catalog; a parameter of a kind that nothing is
// known about here is an error, so a new one cannot slip through.
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Cast, OF_OTHERS, type Outcome, attempt, begin } from './three-tenants.ts';

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

/** An id that was drawn just now: those of the cast begin with their letter. */
const OF_NOBODY_YET = /(?!([abc])\1{7}-0000)[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Which table an id leads to. */
const ID_OF: Readonly<Record<string, string>> = {
  p_agent_id: 'public.agents',
  p_call_id: 'public.calls',
  p_before_id: 'public.calls',
  p_lead_id: 'public.lead_analytics',
  p_session_id: 'public.user_sessions',
  p_identity_id: 'public.user_identities',
  p_user_id: 'public.users',
  p_before_entry: 'public.admin_audit_log',
  p_before_failure: 'public.failure_logs',
  p_campaign_id: 'public.call_campaigns',
  p_opt_out_id: 'public.do_not_call',
  p_contact_id: 'public.contacts',
  p_after_id: 'public.contacts',
  p_import_id: 'public.contact_imports',
  p_queue_id: 'public.call_queue',
  p_follow_up_id: 'public.follow_ups',
  p_customer_id: 'public.customers',
  p_phone_number_id: 'public.phone_numbers',
  p_email_id: 'public.email_outbox',
  p_account_id: 'public.provider_accounts',
  p_notification_id: 'public.notifications',
  p_after_meeting: 'public.calendar_meetings',
  p_meeting_id: 'public.calendar_meetings',
  p_action_id: 'public.contact_actions',
  p_after_lead: 'public.lead_analytics',
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
  'integer[]': [[1], null, [], [8]],
  'uuid[]': [[], null],
  integer: [1, null, 0, -1, 2147483647],
  numeric: ['12.5', null, '-1', '1e20'],
  bigint: [0, null, -1, '9223372036854775807'],
  boolean: [true, false, null],
  inet: ['192.0.2.1', null],
  date: ['2031-05-05', null, '-infinity'],
  'time without time zone': ['00:00', null, '23:59:59'],
  'timestamp with time zone': ['2031-05-05 12:00Z', null, 'infinity'],
};

const NAMED: Readonly<Record<string, readonly unknown[]>> = {
  p_field: ['notes', null, 'qzB'],
  p_policy: ['fill', null, 'qzB'],
  p_user_ids: [['bbbbbbbb-0000-4000-8000-000000010001'], null, []],
  p_kind: ['express', null, 'qzB'],
  p_new_stage: ['contacted', null, 'qzB'],
  p_act: ['add_tag', 'remove_tag', null, 'qzB'],
  p_contact_ids: [null, []],
  p_email: ['guest@example.test', null, ''],
  p_phone_number: ['+12015550199', null, 'qzB'],
  p_attendee_email: ['guest@example.test', null, ''],
  p_timezone: ['UTC', null, 'qzB'],
  p_duration_minutes: [30, null, 0, 2147483647],
  p_secret_sealed: ['v1.k.AAAA.AAAA', null],
  p_which: ['all', null, 'qzB'],
  p_new_status: ['completed', null],
  p_limit: [500, null, 0, -1, 2147483647],
  p_provider: ['google', null, 'qzB'],
  p_subject_hash: ['0'.repeat(64), null, 'qzB'],
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Visits to identity providers, as tables.ts has them; one that is new comes last. */
const VISITS: Readonly<Record<string, string>> = { p_state_hash: 'state', p_browser_hash: 'browser' };

/** Values for a parameter: the usual one of Ada first, then others; Bo's among them. */
export function valuesFor(parameter: Parameter, { ada, bo, cy }: Cast): readonly unknown[] {
  if (isId(parameter)) {
    const table = tableOf(parameter);
    return [ada.id(table), bo.id(table), bo.id(table, 2), cy.id(table), bo.userId, null];
  }
  const visit = VISITS[parameter.name];
  if (visit !== undefined) return [sha256(`${visit} ${ada.letter} 1`), sha256(`${visit} ${ada.letter} 2`), sha256(`${visit} ${bo.letter} 1`), null, '0'.repeat(64)];
  const values = NAMED[parameter.name] ?? PLAIN[parameter.type];
  if (values === undefined) throw new Error(`function-leaks.ts has no values of type ${parameter.type} (${parameter.name})`);
  return values;
}

export function call(client: pg.ClientBase, { name, parameters }: ApiFunction, values: readonly unknown[]): Promise<Outcome> {
  const named = parameters.map((parameter, i) => `${parameter.name} => $${i + 1}`);
  return attempt(client, `select to_jsonb(f) as row from ${name}(${named.join(', ')}) f`, [...values]);
}

/** A text without the values that were sent in: an error may repeat those. */
export const withoutValues = (text: string, values: readonly unknown[]): string =>
  values.flat().filter((value) => typeof value === 'string' && value.length > 1).reduce<string>((rest, value) => rest.replaceAll(value as string, '<sent>'), text);

export const withoutArguments = (outcome: Outcome, values: readonly unknown[]): string =>
  withoutValues(`${outcome.count} ${outcome.code} ${outcome.error} ${outcome.rows}`, values);

/** Functions that answer only when some of their parameters are left out: those that are not. */
const ONLY_WITH: Readonly<Record<string, readonly string[]>> = { 'api.record_consents': ['p_kind', 'p_proof', 'p_contact_id', 'p_now'] };

/** Ways to call from which the others differ: everything said as usual, every filter left open, and what the function insists on. */
function ordinary({ name, parameters }: ApiFunction, cast: Cast): unknown[][] {
  const usual = parameters.map((parameter) => valuesFor(parameter, cast)[0]);
  const only = (names: readonly string[]): unknown[] => usual.map((value, i) => (names.includes(parameters[i]?.name ?? '') ? value : null));
  return [usual, only(['p_limit']), ...(ONLY_WITH[name] ? [only(ONLY_WITH[name])] : [])];
}

/** The ordinary ones, each other value alone in either, all of Bo's together, all null. */
export function* argumentLists(one: ApiFunction, cast: Cast): Generator<unknown[]> {
  const { parameters } = one;
  for (const base of ordinary(one, cast)) {
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
    for (const values of argumentLists(one, cast)) {
      const outcome = await call(client, one, values);
      if (OF_OTHERS.test(withoutArguments(outcome, values))) findings.add(one.name);
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
      for (const base of ordinary(one, cast)) {
        const answers = new Set<string>();
        for (const id of ids) {
          const outcome = await call(client, one, base.with(i, id));
          answers.add(`${outcome.count} ${outcome.code} ${outcome.error} ${outcome.rows}`.replaceAll(id, '<id>').replaceAll(OF_NOBODY_YET, '<new>'));
        }
        if (answers.size > 1) findings.add(`${one.name} ${parameter.name}`);
      }
      compared.push(`${one.name} ${parameter.name}`);
    }
  }
  await client.query('rollback');
  return { findings: [...findings], compared };
}
