// Telephone numbers: entered, switched and moved by administrators, each act written down; named by their tenant; never of two.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aStage, type Stage } from '../../properties/stage.ts';
import { aTenant, signedIn, type Tenant } from '../../support/cast.ts';

let stage: Stage;
let api: pg.Client;
let [ada, bo, admin]: Tenant[] = [];
const who = (tenant: Tenant | undefined): Tenant => tenant ?? { id: '', email: '', token: '' };
type Row = Record<string, unknown>;
const as = (tenant: Tenant | undefined, text: string, values: unknown[] = []): Promise<Row[]> => signedIn(api, who(tenant), async (sql) => (await sql.query<Row>(text, values)).rows);
const add = async (tenant: Tenant | undefined, number: string, name: string | null = null): Promise<Row> =>
  (await as(admin, "select * from api.add_phone_number($1, $2, 'bought', $3)", [who(tenant).id, number, name]))[0] ?? {};

beforeAll(async () => {
  stage = await aStage();
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
  [ada, bo, admin] = [await aTenant(stage.sql, { name: 'Ada' }), await aTenant(stage.sql, { name: 'Bo' }), await aTenant(stage.sql)];
  await stage.sql.query("update public.users set role = 'admin' where id = $1", [admin.id]);
});
afterAll(async () => {
  await api.end();
  await stage.end();
});
beforeEach(() => stage.sql.query('delete from public.phone_numbers'));

describe('a number', () => {
  it('is entered in any notation, belongs to one account, and is shown to it with its country', async () => {
    expect(await add(ada, ' +44 (0) 20 7946 0958 ', 'Front desk')).toMatchObject({ phone_number: '+442079460958', friendly_name: 'Front desk', country_code: 'GB', is_active: true, can_call: true, is_synced: false, email: who(ada).email });
    expect((await add(ada, '+12015550101'))['country_code']).toBeNull(); // reserved for fiction, in no country
    expect((await as(ada, 'select phone_number from api.list_phone_numbers()')).map((row) => row['phone_number'])).toEqual(['+12015550101', '+442079460958']);
    expect(await as(bo, 'select * from api.list_phone_numbers()')).toEqual([]);
    await expect(add(bo, '+442079460958')).rejects.toMatchObject({ message: 'phone_number_taken', code: 'VC409' });
  });

  it.each([['12345', 'phone_number_invalid'], ['', 'phone_number_invalid'], ['9.19E+11', 'phone_number_invalid']])('is not entered as "%s"', async (number, message) => {
    await expect(add(ada, number)).rejects.toMatchObject({ message });
  });

  it('is switched off and on, moved only when it is off, and each act is written down', async () => {
    const { id } = await add(ada, '+12015550102', 'Old name');
    await expect(as(admin, "select api.move_phone_number($1, $2, 'sold')", [id, who(bo).id])).rejects.toMatchObject({ message: 'phone_number_in_use' });
    expect((await as(admin, "select is_active from api.set_phone_number_active($1, false, 'given up')", [id]))[0]).toEqual({ is_active: false });
    await as(admin, "select is_active from api.set_phone_number_active($1, false, 'again')", [id]);
    expect((await as(admin, "select email, friendly_name, is_active from api.move_phone_number($1, $2, 'sold')", [id, who(bo).id]))[0]).toEqual({ email: who(bo).email, friendly_name: null, is_active: true });
    await as(admin, "select api.move_phone_number($1, $2, 'sold twice')", [id, who(bo).id]);
    expect((await stage.sql.query<{ action: string }>('select a.action from public.admin_audit_log a where a.resource_id = $1 order by a.created_at, a.id', [id])).rows.map((row) => row.action).sort())
      .toEqual(['phone_number_added', 'phone_number_moved', 'phone_number_switched_off']);
    for (const call of ["select api.move_phone_number(gen_random_uuid(), $1, 'x')", "select api.set_phone_number_active(gen_random_uuid(), $1::uuid is null, 'x')"])
      await expect(as(admin, call, [who(bo).id])).rejects.toMatchObject({ message: 'phone_number_not_found' });
  });

  it('is named by its tenant and by nobody else', async () => {
    const { id } = await add(ada, '+12015550103');
    expect((await as(ada, "select friendly_name from api.rename_phone_number($1, '  Sales ')", [id]))[0]).toEqual({ friendly_name: 'Sales' });
    expect((await as(ada, "select friendly_name from api.rename_phone_number($1, ' ')", [id]))[0]).toEqual({ friendly_name: null });
    await expect(as(ada, 'select api.rename_phone_number($1, $2)', [id, 'x'.repeat(101)])).rejects.toMatchObject({ message: 'number_name_too_long' });
    await expect(as(bo, "select api.rename_phone_number($1, 'Mine')", [id])).rejects.toMatchObject({ message: 'phone_number_not_found' });
  });

  it('is found by a part in any notation, by name and by account, page by page', async () => {
    for (const [tenant, number, name] of [[ada, '+12015550104', 'Desk'], [ada, '+12025550105', null], [bo, '+442079460959', null]] as const) await add(tenant, number, name);
    const found = async (search: string | null, after: string | null = null, limit = 50): Promise<unknown[]> => (await as(admin, 'select phone_number from api.list_all_phone_numbers($1, $2, $3)', [search, after, limit])).map((row) => row['phone_number']);
    expect(await found('(201) 555-01')).toEqual(['+12015550104']);
    expect(await found('desk')).toEqual(['+12015550104']);
    expect(await found('bo')).toEqual(['+442079460959']);
    expect(await found(null, null, 2)).toEqual(['+12015550104', '+12025550105']);
    expect(await found(null, '+12025550105', 2)).toEqual(['+442079460959']);
    await expect(as(ada, 'select api.list_all_phone_numbers()')).rejects.toMatchObject({ message: 'admin_only' });
  });

  it('belongs to one account, also when two administrators enter it at once', async () => {
    const others = await Promise.all(Array.from({ length: 8 }, async () => {
      const client = new pg.Client({ connectionString: stage.db.apiUrl });
      await client.connect();
      return client;
    }));
    const outcomes = await Promise.allSettled(others.map((client, i) => signedIn(client, who(admin), (sql) => sql.query("select api.add_phone_number($1, '+12015550106', 'x')", [who(i % 2 === 0 ? ada : bo).id]))));
    await Promise.all(others.map((client) => client.end()));
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []))).toEqual(Array(7).fill('phone_number_taken'));
  });
});
