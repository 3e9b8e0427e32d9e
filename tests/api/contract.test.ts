// The catalog, the procedures and the document of the API say the same.
import { procedures } from '@callgres/api/openapi';
import * as shared from '@callgres/shared';
import { type FunctionDescriptor } from '@callgres/shared';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AnAgent, Browser, ORIGIN, type Stage, type Tenant, aNumber, aStage, aTenant, anAgent, contacts } from './cast.ts';

let stage: Stage;
let ada: Tenant;
let agent: AnAgent;
let tab: Browser;
let owner: pg.Client; // may describe every function
beforeAll(async () => {
  stage = await aStage();
  ada = await aTenant(stage, { name: 'Ada' });
  agent = await anAgent(stage, ada);
  await contacts(stage, ada, [1, 2, 3].map(aNumber));
  tab = await new Browser(stage.url).signIn(ada);
  owner = new pg.Client({ connectionString: stage.db.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await stage.end();
});

const descriptors = Object.values(shared).filter((value) => typeof value === 'object' && 'sqlName' in value) as unknown as FunctionDescriptor[];

/** Functions that no procedure of their own calls, and what does. */
const CALLED_OTHERWISE: Readonly<Record<string, string>> = {
  'api.begin_contact_import': 'the upload of a file', 'api.finish_contact_import': 'the upload of a file', 'api.recall_import_columns': 'the upload of a file\'s beginning', 'api.receive_call_event': 'the provider\'s webhook',
  'api.record_failures': 'the log of failed requests, once a second',
  'api.get_health': '/readyz', 'api.get_password_salt': 'session.signIn', 'api.sign_in': 'session.signIn', 'api.sign_out': 'session.signOut', 'api.list_ui_events': 'live.events',
  'api.get_link_owner': 'session.finishRegistration and resetPassword', 'api.request_registration': 'session.register', 'api.finish_registration': 'session.finishRegistration',
  'api.request_password_reset': 'session.forgotPassword', 'api.reset_password': 'session.resetPassword', 'api.renew_session': 'session.renew', 'api.prove_password': 'session.provePassword', 'api.end_view': 'session.endView', 'api.view_as': 'admin.viewAs',
  'api.begin_oauth_login': 'identities.begin', 'api.begin_oauth_link': 'identities.beginConnecting',
  'api.take_oauth_login': 'identities.finish', 'api.finish_oauth_login': 'identities.finish', 'api.finish_oauth_link': 'identities.finish',
  'api.begin_calendar_connection': 'calendar.begin', 'api.take_calendar_connection': 'calendar.finish', 'api.connect_calendar': 'calendar.finish', 'api.note_calendar_push': 'the webhook of channels',
  'api.change_password': 'session.changePassword', 'api.delete_my_account': 'session.deleteAccount', 'api.create_analyst': 'analysts.create', 'api.renew_analyst_password': 'analysts.renewPassword', 'api.touch_session': 'every procedure with a session, once a minute',
};
/** Procedures that are more than one call of one function. */
const MORE_THAN_A_CALL = [
  'calendar.provider', 'calendar.begin', 'calendar.finish', 'admin.viewAs', 'analysts.create', 'analysts.renewPassword', 'session.deleteAccount', 'identities.begin', 'identities.beginConnecting', 'identities.finish', 'identities.providers', 'live.events', 'session.changePassword', 'session.endView', 'session.finishRegistration', 'session.forgotPassword', 'session.provePassword', 'session.register', 'session.renew', 'session.resetPassword', 'session.signIn', 'session.signOut',
];

function gaps(functions: readonly string[], called: readonly { name: string; descriptor: { sqlName: string } | undefined }[]): string[] {
  const counts = Map.groupBy(called.flatMap((each) => (each.descriptor === undefined ? [] : [each.descriptor.sqlName])), (name) => name);
  return [
    ...functions.filter((name) => !counts.has(name) && !(name in CALLED_OTHERWISE)).map((name) => `${name} has no procedure`),
    ...functions.filter((name) => (counts.get(name)?.length ?? 0) > 1 || (counts.has(name) && name in CALLED_OTHERWISE)).map((name) => `${name} is called twice`),
    ...called.filter((each) => each.descriptor === undefined && !MORE_THAN_A_CALL.includes(each.name)).map((each) => `${each.name} calls no function`),
    ...called.filter((each) => each.descriptor !== undefined && !functions.includes(each.descriptor.sqlName)).map((each) => `${each.name} calls what does not exist`),
    ...Object.keys(CALLED_OTHERWISE).filter((name) => !functions.includes(name)).map((name) => `${name} is listed and does not exist`),
  ];
}

interface Catalogued { name: string; volatility: string }
const functionsOfApi = async (): Promise<Catalogued[]> =>
  (await stage.sql.query<Catalogued>("select 'api.' || proname as name, provolatile as volatility from pg_proc where pronamespace = 'api'::regnamespace order by 1")).rows;

describe('functions of schema api and procedures', () => {
  it('are one to one', async () => {
    const functions = (await functionsOfApi()).map((each) => each.name);
    expect(gaps(functions, procedures())).toEqual([]);
    expect(gaps([...functions, 'api.forgotten'], procedures())).toEqual(['api.forgotten has no procedure']);
    expect(gaps(functions.filter((name) => name !== 'api.get_me'), procedures())).toEqual(['session.me calls what does not exist']);
    expect(gaps(functions, [...procedures(), { name: 'agents.all', descriptor: { sqlName: 'api.list_agents' } }])).toEqual(['api.list_agents is called twice']);
  });

  it('agree on who may write: a query is stable, a mutation volatile', async () => {
    const volatility = new Map((await functionsOfApi()).map((each) => [each.name, each.volatility]));
    const wrong = procedures().filter((each) => each.descriptor && volatility.get(each.descriptor.sqlName) !== (each.type === 'query' ? 's' : 'v'));
    expect(wrong.map((each) => each.name)).toEqual([]);
    expect(procedures().filter((each) => each.type === 'query').length).toBeGreaterThan(10);
  });
});

// How a value of a PostgreSQL type may look in a result schema: by the name of the type, without length.
const FORMS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(uuid|text|character varying|date|timestamp with time zone|time without time zone|inet|interval)$/, /^string$/], [/^(smallint|integer|bigint)$/, /^integer$/],
  [/^(numeric|double precision|real)$/, /^(string|number)$/], [/^boolean$/, /^boolean$/], [/\[\]$/, /^array$/], [/^jsonb?$/, /^any$/],
];
function typeOf(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as { type?: string | string[]; anyOf?: { type?: string | string[] }[]; enum?: unknown[]; const?: unknown };
  const alternatives = json.anyOf?.filter((each) => each.type !== 'null') ?? [json];
  if (alternatives.length !== 1) return 'any'; // any JSON
  const [one = json] = alternatives;
  const word = Array.isArray(one.type) ? one.type.find((each) => each !== 'null') : one.type;
  return word ?? ('enum' in json || 'const' in json ? 'string' : 'any');
}

/** What a call returns, as the server describes it before it runs: names and types of the columns. */
async function described(descriptor: FunctionDescriptor): Promise<{ name: string; type: string }[]> {
  const call = `${descriptor.sqlName}(${descriptor.arguments.map((argument) => `${argument.parameter} => null::${argument.type}`).join(', ')})`;
  const { fields } = await owner.query(`select * from ${call} as called limit 0`);
  return Promise.all(fields.map(async ({ name, dataTypeID }) => ({ name, type: (await owner.query<{ type: string }>('select format_type($1, null) as type', [dataTypeID])).rows[0]?.type ?? '' })));
}

/** Differences between the columns of a call and the schema by which its rows are checked. */
function disagreements(descriptor: FunctionDescriptor, columns: readonly { name: string; type: string }[]): string[] {
  if (descriptor.returns === 'void') return [];
  const shape = descriptor.returns === 'scalar' ? { value: descriptor.row } : (descriptor.row as z.ZodObject).shape;
  const named = descriptor.returns === 'scalar' ? columns.map((column) => ({ ...column, name: 'value' })) : columns;
  const names = named.map((column) => column.name);
  return [
    ...Object.keys(shape).filter((key) => !names.includes(key)).map((key) => `${descriptor.sqlName} does not return ${key}`),
    ...named.flatMap(({ name, type }) => {
      const schema = shape[name] as z.ZodType | undefined;
      if (schema === undefined) return [`${descriptor.sqlName} returns ${name}, which nobody expects`];
      const [, form] = FORMS.find(([pattern]) => pattern.test(type)) ?? [/^$/, /^$/];
      return form.test(typeOf(schema)) ? [] : [`${descriptor.sqlName} returns ${name} as ${type}, expected is ${typeOf(schema)}`];
    }),
  ];
}

describe('the schema of each result', () => {
  it('is that of the columns which the server announces', async () => {
    const all = (await Promise.all(descriptors.map(async (descriptor) => disagreements(descriptor, await described(descriptor))))).flat();
    expect(descriptors.length).toBeGreaterThan(30);
    expect(all).toEqual([]);
  });

  it('is found out when a column is missing, new or of another type', async () => {
    const columns = await described(shared.listAgents);
    expect(disagreements(shared.listAgents, columns.slice(1))).toEqual(['api.list_agents does not return id']);
    expect(disagreements(shared.listAgents, [...columns, { name: 'extra', type: 'text' }])).toEqual(['api.list_agents returns extra, which nobody expects']);
    expect(disagreements(shared.listAgents, columns.map((column) => (column.name === 'is_active' ? { ...column, type: 'integer' } : column)))).toEqual(['api.list_agents returns is_active as integer, expected is boolean']);
  });
});

interface Operation { parameters?: { content: Record<string, { schema: object }> }[]; responses: Record<string, { content: Record<string, { schema: object }> }> }
interface Document { openapi: string; paths: Record<string, Record<'get' | 'post', Operation | undefined>>; components: { schemas: { Error: object } } }

describe('the document of the API', () => {
  const document = JSON.parse(readFileSync(fileURLToPath(new URL('../../docs/generated/openapi.json', import.meta.url)), 'utf8')) as Document;
  const inline = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('{"$ref":"#/components/schemas/Error"}', JSON.stringify(document.components.schemas.Error))) as object;
  /** Whether an answer has the form that the document gives for its status. */
  const fits = (operation: Operation, status: number, body: unknown): boolean => {
    const schema = (operation.responses[String(status)] ?? operation.responses['default'])?.content['application/json']?.schema;
    if (!schema) throw new Error(`the document has no answer of status ${String(status)}`);
    return z.fromJSONSchema(inline(schema) as never).safeParse(body).success;
  };

  it('is served, and has every procedure that is asked by HTTP', async () => {
    const answer = await fetch(`${stage.url}/openapi.json`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toEqual(document);
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(procedures().filter((each) => each.type !== 'subscription').map((each) => `/trpc/${each.name}`).toSorted());
  });

  it('says what really comes back', async () => {
    const { id: campaignId } = await tab.api.campaigns.create.mutate({ name: 'Spring', agentId: agent.id, nextAction: 'Book', firstCallTime: '00:00', lastCallTime: '24:00', startDate: '2031-01-01', campaignTimezone: 'Europe/London' });
    const asked: [method: 'get' | 'post', name: string, input: unknown, status: number][] = [
      ['get', 'session.me', undefined, 200], ['get', 'agents.list', undefined, 200], ['get', 'contacts.list', { limit: 2 }, 200], ['get', 'campaigns.list', {}, 200],
      ['get', 'campaigns.byId', { campaignId }, 200], ['get', 'campaigns.reasons', { campaignId }, 200], ['get', 'queue.list', { campaignId }, 200], ['get', 'lines.list', {}, 200], ['get', 'calls.list', {}, 200],
      ['post', 'campaigns.addContacts', { campaignId }, 200], ['post', 'campaigns.launch', { campaignId }, 200], ['post', 'campaigns.cancel', { campaignId }, 200],
      ['get', 'campaigns.byId', { campaignId: crypto.randomUUID() }, 404], ['post', 'campaigns.resume', { campaignId }, 409], ['get', 'calls.byId', {}, 400],
    ];
    for (const [method, name, input, status] of asked) {
      const json = JSON.stringify(input) as string | undefined;
      const answer = await tab.fetch(`/trpc/${name}${method === 'get' && json !== undefined ? `?input=${encodeURIComponent(json)}` : ''}`, method === 'get' ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: json ?? '' });
      const operation = document.paths[`/trpc/${name}`]?.[method];
      const body: unknown = await answer.json();
      expect(answer.status, `${name}: ${JSON.stringify(body)}`).toBe(status);
      expect(operation, name).toBeDefined();
      if (operation) expect(fits(operation, status, body), `${name}: ${JSON.stringify(body)}`).toBe(true);
    }
  });

  it('would not fit another answer', () => {
    const operation = document.paths['/trpc/agents.list']?.get;
    if (!operation) throw new Error('the document has no agents.list');
    expect(fits(operation, 200, { result: { data: [] } })).toBe(true);
    expect(fits(operation, 200, { result: { data: [{ id: 'x' }] } })).toBe(false);
    expect(fits(operation, 404, { error: { message: 'x' } })).toBe(false);
  });
});

describe('the example of a typed client', () => {
  it('signs in, reads, and tells an error by its key', async () => {
    const script = fileURLToPath(new URL('../examples/typed-client.ts', import.meta.url));
    const child = spawn(process.execPath, [script], { env: { ...process.env, CALLGRES_URL: stage.url, CALLGRES_ORIGIN: ORIGIN, CALLGRES_EMAIL: ada.email, CALLGRES_PASSWORD: ada.password } });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => { printed += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { printed += chunk.toString(); });
    const code = await new Promise((done) => child.once('exit', done));
    const [first = '', second = ''] = printed.trim().split('\n');
    expect(code, printed).toBe(0);
    expect(JSON.parse(first)).toMatchObject({ name: 'Ada' });
    expect(JSON.parse(second)).toEqual({ key: 'campaign_not_found', hint: 'This campaign no longer exists.' });
  });
});
