// Functions of the API under another tenant's eyes: nothing of Bo comes back to Ada whatever she sends, an id of his
// is answered like an id of nobody, and nothing of his changes.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { withClient } from '../../support/server.ts';
import { apiFunctions, call, canary, isId, tellingIds, valuesFor } from './function-leaks.ts';
import { TABLES } from './tables.ts';
import { type Cast, begin, threeTenants } from './three-tenants.ts';

let database: TestDatabase;
let cast: Cast;

beforeAll(async () => {
  database = await testDatabase();
  cast = await withClient(database.definerUrl, threeTenants);
});

afterAll(() => database.drop());

const asApi = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => withClient(database.apiUrl, work);

/** Whoever is none is refused by each (tests/db/accounts/admin.test.ts). */
const OF_ADMINISTRATORS = [
  'api.add_phone_number', 'api.adjust_credits', 'api.check_consistency', 'api.check_isolation', 'api.create_analyst', 'api.delete_account', 'api.get_tenant', 'api.list_all_phone_numbers', 'api.list_analysts', 'api.list_audit_entries', 'api.list_failure_groups', 'api.list_failures', 'api.list_jobs', 'api.list_settings', 'api.list_stuck_emails', 'api.list_tenants',
  'api.move_phone_number', 'api.preview_lines_limit', 'api.remove_analyst', 'api.renew_analyst_password', 'api.resend_email', 'api.set_calling_rule', 'api.set_lines_limit', 'api.set_phone_number_active', 'api.set_setting', 'api.set_tenant_active', 'api.set_user_role', 'api.view_as',
];

it('shows Ada nothing of Bo, whatever arguments she sends', async () => {
  const { findings, answered } = await asApi((client) => canary(client, cast));
  expect(findings).toEqual([]);
  const all = await asApi((client) => apiFunctions(client, 'app_user'));
  // Each was got to answer, so none hides behind an early refusal; only no import of Ada's is uploading or waits, she is no administrator, does
  // not know her password's hash, and is being deleted already.
  expect(all.map((one) => one.name).filter((name) => !answered.includes(name))).toEqual([...OF_ADMINISTRATORS, 'api.cancel_contact_import', 'api.change_password', 'api.delete_my_account', 'api.finish_contact_import', 'api.start_contact_import'].sort());
});

it('answers an id of Bo exactly like an id of nobody', async () => {
  const { findings, compared } = await asApi((client) => tellingIds(client, cast));
  expect(findings).toEqual([]);
  expect(compared.length).toBeGreaterThan(20);
});

/** Everything of Bo's in all tables. */
const allOfBo = (): Promise<string> =>
  withClient(database.definerUrl, async (client) => {
    const parts = [...Object.keys(TABLES), 'public.tenant_dispatch'].map((table) => `select '${table}' as t, to_jsonb(x)::text as r from ${table} x where to_jsonb(x)::text ~ 'qzB|bbbbbbbb-'`);
    return (await client.query<{ d: string }>(`select md5(string_agg(t || r, '' order by t, r)) as d from (${parts.join(' union all ')}) a`)).rows[0]?.d ?? '';
  });

it('leaves everything of Bo as it is when Ada commits every call with his ids', async () => {
  const before = await allOfBo();
  await asApi(async (client) => {
    const all = (await apiFunctions(client, 'app_user')).filter((one) => one.writes && one.parameters.some(isId));
    expect(all.length).toBeGreaterThan(5);
    for (const one of all)
      for (const bos of [1, 2]) {
        await begin(client, cast.ada.token);
        const values = one.parameters.map((parameter) => valuesFor(parameter, cast)[isId(parameter) ? bos : 0]);
        await client.query(`select ${one.name}(${one.parameters.map((p, i) => `${p.name} => $${i + 1}`).join(', ')})`, values).then(
          () => client.query('commit'),
          () => client.query('rollback'),
        );
      }
  });
  expect(await allOfBo()).toBe(before);
});

it('has no function outside the API that a person may run, that runs as its owner, and that takes an id', async () => {
  const found = await withClient(database.ownerUrl, (client) => client.query(`
    select p.oid::regprocedure::text as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef and has_function_privilege('app_user', p.oid, 'execute')
      and p.proargtypes::oid[] && array['uuid'::regtype::oid, 'uuid[]'::regtype::oid, 'bigint'::regtype::oid]`));
  expect(found.rows).toEqual([]);
});

describe('somebody without a session', () => {
  it('is told to sign in by every function of the API, and nothing else', async () => {
    await asApi(async (client) => {
      await begin(client, '');
      for (const one of await apiFunctions(client, 'app_user')) {
        const outcome = await call(client, one, one.parameters.map((parameter) => valuesFor(parameter, cast)[0]));
        expect({ of: one.name, code: outcome.code, error: outcome.error.split(' | ')[0] }).toEqual({ of: one.name, code: 'VC401', error: 'not_signed_in' });
      }
      await client.query('rollback');
    });
  });

  it('can call, as the login of the API, only what comes before a session', async () => {
    const before = await asApi((client) => apiFunctions(client, 'app_api'));
    expect(before.map((one) => one.name)).toEqual([
      'api.begin_oauth_login', 'api.finish_oauth_login', 'api.finish_registration', 'api.get_health', 'api.get_link_owner', 'api.get_password_salt', 'api.note_calendar_push', 'api.receive_call_event', 'api.record_failures',
      'api.renew_session', 'api.request_password_reset', 'api.request_registration', 'api.reset_password', 'api.sign_in', 'api.take_oauth_login',
    ]);
  });

  it.each(['app_api', 'app_worker', 'app_user'])('is refused every other function as %s', async (role) => {
    const url = role === 'app_worker' ? database.workerUrl : database.apiUrl;
    await withClient(url, async (client) => {
      await client.query(`begin; set local role ${role}`);
      const others = await client.query<{ call: string }>(`
        select format('select %I.%I(%s)', n.nspname, p.proname, array_to_string(array_fill('null'::text, array[p.pronargs::int]), ', ')) as call
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'api') and p.prorettype <> 'trigger'::regtype and not has_function_privilege(p.oid, 'execute')`);
      expect(others.rows.length).toBeGreaterThan(30);
      for (const other of others.rows) {
        await client.query('savepoint s');
        await expect(client.query(other.call), other.call).rejects.toMatchObject({ code: '42501' });
        await client.query('rollback to s');
      }
      await client.query('rollback');
    });
  });
});

describe('the trial finds', () => {
  async function mutant(name: string, sql: string): Promise<{ canary: string[]; ids: string[] }> {
    await using broken = await testDatabase();
    const other = await withClient(broken.definerUrl, threeTenants);
    await withClient(broken.ownerUrl, (client) => client.query(`set role app_migrator; ${sql}`));
    return await withClient(broken.apiUrl, async (client) => ({
      canary: (await canary(client, other, name)).findings,
      ids: (await tellingIds(client, other, name)).findings,
    }));
  }

  it('a definer function that reads views of the invoker without naming the tenant', async () => {
    const found = await mutant('api.get_contact', 'alter function api.get_contact(uuid) security definer; alter function api.get_contact(uuid) owner to app_definer');
    expect(found).toEqual({ canary: ['api.get_contact'], ids: ['api.get_contact p_contact_id'] });
  });

  it('a list that runs as the definer', async () => {
    const found = await mutant('api.list_queue_items', "alter function api.list_queue_items(uuid, text, integer) security definer; alter function api.list_queue_items(uuid, text, integer) owner to app_definer");
    expect(found).toEqual({ canary: ['api.list_queue_items'], ids: ['api.list_queue_items p_campaign_id'] });
  });

  it('an error that tells a foreign id from one that does not exist', async () => {
    const found = await mutant('api.get_queue_position', `
      create or replace function api.get_queue_position(p_queue_id uuid) returns integer language plpgsql stable security definer
        set search_path = pg_catalog, pg_temp as $$
      begin
        if exists (select from public.call_queue q where q.id = p_queue_id and q.user_id <> public.require_user()) then
          raise sqlstate 'VC403' using message = 'not_yours';
        end if;
        return null;
      end $$;
      alter function api.get_queue_position(uuid) owner to app_definer`);
    expect(found).toEqual({ canary: [], ids: ['api.get_queue_position p_queue_id'] });
  });
});
