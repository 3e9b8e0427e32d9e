// Requests that were answered with an error are written down, without what was typed in them.
import { redact } from '@callgres/api/redact';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Stage, type Tenant, aNumber, aStage, aTenant, anAgent, told } from './cast.ts';

let stage: Stage;
let ada: Tenant;
let admin: Tenant;
beforeAll(async () => {
  stage = await aStage();
  ada = await aTenant(stage, { name: 'Ada' });
  admin = await aTenant(stage, { name: 'Grace' });
  await stage.sql.query("update public.users set role = 'admin' where id = $1", [admin.id]);
});
afterAll(() => stage.end());
beforeEach(() => stage.sql.query('delete from public.failure_logs'));

interface Row {
  endpoint: string; method: string; status_code: number; error_message: string; error_stack: string | null; request_body: unknown;
  response_body: unknown; duration_ms: number; user_id: string | null; request_id: string;
}

/** The rows once there are `count` of them; fails when they do not come within five seconds. */
async function written(count: number): Promise<Row[]> {
  for (let tries = 0; tries < 50; tries++) {
    const { rows } = await stage.sql.query<Row>('select * from public.failure_logs order by created_at, endpoint');
    if (rows.length >= count) return rows;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${count} failures were not written`);
}

const everything = async (): Promise<string> =>
  (await stage.sql.query<{ all: string | null }>('select string_agg(to_jsonb(l)::text, chr(10)) as all from public.failure_logs l')).rows[0]?.all ?? '';

const SECRETS = ['canary-password', 'canary@example.test', aNumber(7), 'canary words of a person', '123456'];

describe('a failed procedure', () => {
  it('is written down with who, what and the id that the person was shown', async () => {
    const tab = await new Browser(stage.url).signIn(ada);
    const answer = await tab.fetch(`/trpc/calls.byId?input=${encodeURIComponent(JSON.stringify({ callId: '00000000-0000-4000-8000-000000000000' }))}`);
    const body = (await answer.json()) as { error: { data: { requestId: string } } };
    const [row] = await written(1);
    expect(row).toMatchObject({
      endpoint: 'calls.byId', method: 'GET', status_code: 404, error_message: 'call_not_found', error_stack: null, user_id: ada.id,
      request_body: { callId: '00000000-0000-4000-8000-000000000000' }, response_body: { key: 'call_not_found', fields: [] }, request_id: body.error.data.requestId,
    });
    expect(row?.duration_ms).toBeGreaterThanOrEqual(0);
  });

  it('keeps the shape of what was sent and nothing that was typed', async () => {
    const tab = new Browser(stage.url);
    await told(tab.api.session.signIn.mutate({ email: SECRETS[1] ?? '', password: SECRETS[0] ?? '' }));
    await tab.signIn(ada);
    await told(tab.api.contacts.list.query({ search: SECRETS[3], [SECRETS[2] ?? '']: SECRETS[4], limit: 123456, tags: [SECRETS[3]] } as never));
    const rows = await written(2);
    expect(rows.find((row) => row.endpoint === 'session.signIn')).toMatchObject({ status_code: 401, user_id: null, request_body: { email: '[text]', password: '[text]' } });
    expect(rows.find((row) => row.endpoint === 'contacts.list')).toMatchObject({ status_code: 400, user_id: ada.id });
    const text = await everything();
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(text).not.toContain(tab.cookie.split('=')[1]);
  });

  it('control: what is not taken out before it is written would be found', async () => {
    await stage.sql.query('select api.record_failures($1)', [JSON.stringify([
      { endpoint: 'x', method: 'GET', status_code: 400, duration_ms: 1, request_body: { email: SECRETS[1], password: SECRETS[0], search: SECRETS[3], to: SECRETS[2], code: SECRETS[4] } },
    ])]);
    const text = await everything();
    for (const secret of SECRETS) expect(text).toContain(secret);
  });

  it('that is our mistake says where it arose and not what the database quoted', async () => {
    const { rows: [found] } = await stage.sql.query<{ text: string }>("select pg_get_functiondef('api.list_jobs()'::regprocedure) as text");
    try {
      await stage.sql.query((found?.text ?? '').replace('perform public.require_admin();', `raise sqlstate 'XX000' using message = '${SECRETS[3]}', detail = 'Key (email)=(${SECRETS[1]})';`));
      const tab = await new Browser(stage.url).signIn(admin);
      expect(await told(tab.api.admin.jobs.query())).toMatchObject({ httpStatus: 500 });
    } finally {
      await stage.sql.query(found?.text ?? '');
    }
    const [row] = await written(1);
    expect(row).toMatchObject({ endpoint: 'admin.jobs', status_code: 500, error_message: 'internal_error', user_id: admin.id });
    expect(row?.error_stack).toMatch(/\(SQLSTATE XX000\)\n\s+at /);
    for (const secret of SECRETS) expect(row?.error_stack).not.toContain(secret);
  });
});

describe('a failed request that is no procedure', () => {
  it('is written down by its route, without the secret in its path', async () => {
    const { secret } = await anAgent(stage, ada);
    await new Browser(stage.url).fetch(`/webhooks/bolna/${secret}x`, { method: 'POST', body: '{}' });
    await new Browser(stage.url).fetch('/trpc/calls.byId', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{'.repeat(40) });
    const rows = await written(2);
    expect(rows.find((row) => row.endpoint.startsWith('/webhooks'))).toMatchObject({ endpoint: '/webhooks/bolna/:secret', method: 'POST', status_code: 404 });
    expect(await everything()).not.toContain(secret);
  });

  it('is counted, not written, when there are too many at once', async () => {
    const tab = new Browser(stage.url);
    for (let batch = 0; batch < 20; batch++) await Promise.all(Array.from({ length: 20 }, () => tab.fetch('/trpc/calls.list')));
    await written(1);
    await new Promise((resolve) => setTimeout(resolve, 2200)); // two intervals
    const { rows: [count] } = await stage.sql.query<{ n: number }>('select count(*)::integer as n from public.failure_logs');
    expect(count?.n).toBeGreaterThan(0);
    expect(count?.n).toBeLessThan(400);
  });
});

describe('the list of administrators', () => {
  it('groups by endpoint, status and error, ours first, and leads to the single ones', async () => {
    const failure = (endpoint: string, status: number, key: string) => ({ endpoint, method: 'GET', status_code: status, error_message: key, duration_ms: 3, request_id: `${endpoint} ${status}` });
    await stage.sql.query('select api.record_failures($1)', [JSON.stringify([
      failure('calls.byId', 404, 'call_not_found'), failure('calls.byId', 404, 'call_not_found'), failure('calls.byId', 400, 'input_invalid'), failure('calls.list', 500, 'internal_error'),
      failure('not an error', 200, 'x'),
    ])]);
    await stage.sql.query("select api.record_failures($1, now() - interval '8 days')", [JSON.stringify([failure('old', 500, 'internal_error')])]);
    const tab = await new Browser(stage.url).signIn(admin);
    const groups = await tab.api.admin.failureGroups.query({ days: 7 });
    expect(groups.map((group) => [group.endpoint, group.status_code, group.failures])).toEqual([['calls.list', 500, 1], ['calls.byId', 404, 2], ['calls.byId', 400, 1]]);
    const single = await tab.api.admin.failures.query({ endpoint: 'calls.byId', statusCode: 404, errorMessage: 'call_not_found' });
    expect(single).toHaveLength(2);
    expect(await tab.api.admin.failures.query({ requestId: 'calls.list 500' })).toMatchObject([{ endpoint: 'calls.list' }]);
    const first = await tab.api.admin.failures.query({ limit: 2 });
    const last = first.at(-1);
    const next = await tab.api.admin.failures.query({ limit: 10, beforeAt: last?.created_at, beforeFailure: last?.id });
    expect(new Set([...first, ...next].map((each) => each.id)).size).toBe(5);
  });

  it('is refused to everybody else', async () => {
    const tab = await new Browser(stage.url).signIn(ada);
    expect(await told(tab.api.admin.failureGroups.query({}))).toMatchObject({ httpStatus: 403, key: 'admin_only' });
    expect(await told(tab.api.admin.failures.query({}))).toMatchObject({ httpStatus: 403, key: 'admin_only' });
  });

  it('forgets after the days that the settings name', async () => {
    await stage.sql.query("insert into public.failure_logs (endpoint, method, status_code, duration_ms, created_at) values ('a', 'GET', 400, 1, now() - interval '31 days'), ('b', 'GET', 400, 1, now() - interval '29 days')");
    const { rows: [deleted] } = await stage.sql.query<{ n: number }>('select public.cleanup_old_failure_logs() as n');
    expect(deleted?.n).toBe(1);
    expect((await written(1)).map((row) => row.endpoint)).toEqual(['b']);
  });
});

describe('the redactor', () => {
  it.each([
    ['ids and times', { id: '3F2504E0-4F89-41D3-9A0C-0305E82C3301', at: '2026-01-02T03:04:05Z', day: '2026-01-02' }, { id: '3F2504E0-4F89-41D3-9A0C-0305E82C3301', at: '2026-01-02T03:04:05Z', day: '2026-01-02' }],
    ['small numbers, no codes', { limit: 50, code: 123456, phone: 12025550107 }, { limit: 50, code: '[number]', phone: '[number]' }],
    ['an id with more behind it', '3f2504e0-4f89-41d3-9a0c-0305e82c3301 and more', '[text]'],
    ['names of fields that are none', { 'secret words': true, __proto: 1 }, { '[field 1]': true, __proto: 1 }],
    ['what is nested too deeply', [[[[[[['x']]]]]]], [[[[[['[nested]']]]]]]],
    ['what JSON has not', { a: undefined, b: 5n }, { a: '[undefined]', b: '[bigint]' }],
  ])('keeps or replaces %s', (_what, value, kept) => {
    expect(redact(value)).toEqual(kept);
  });
});
