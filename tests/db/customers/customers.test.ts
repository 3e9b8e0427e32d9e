// Customers: fifty at once get fifty references, one contact is one customer, and what was removed comes back as it was.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aStage, mutate, type Stage } from '../../properties/stage.ts';
import { aTenant, contacts, signedIn, type Sql, type Tenant } from '../../support/cast.ts';
import { expectInvariants } from '../../support/invariants.ts';

const AT_ONCE = 50;

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
let people: string[];
type Row = Record<string, unknown>;
const as = (tenant: Tenant, text: string, values: unknown[] = [], client: Sql = api): Promise<Row[]> => signedIn(client, tenant, async (sql) => (await sql.query<Row>(text, values)).rows);
const row = async (text: string, values: unknown[] = [], tenant = ada): Promise<Row> => (await as(tenant, text, values))[0] ?? {};
const isCustomer = async (contactId: string | undefined): Promise<unknown> => (await stage.sql.query<{ is_customer: boolean }>('select is_customer from public.contacts where id = $1', [contactId])).rows[0]?.is_customer;

beforeAll(async () => {
  stage = await aStage();
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
});
afterAll(async () => {
  await expectInvariants(stage.sql);
  await api.end();
  await stage.end();
});
beforeEach(async () => {
  ada = await aTenant(stage.sql, { name: 'Ada' });
  people = await contacts(stage.sql, ada, AT_ONCE);
});

/** Converts each of the ids on a connection of its own, all at the same moment. */
async function convertAtOnce(ids: readonly string[]): Promise<PromiseSettledResult<Row[]>[]> {
  const clients = await Promise.all(ids.map(async () => {
    const client = new pg.Client({ connectionString: stage.db.apiUrl });
    await client.connect();
    return client;
  }));
  const outcomes = await Promise.allSettled(ids.map((id, i) => as(ada, 'select k.id, k.customer_reference from api.convert_contact($1) k', [id], clients[i])));
  await Promise.all(clients.map((client) => client.end()));
  return outcomes;
}
const referencesOf = (outcomes: readonly PromiseSettledResult<Row[]>[]): unknown[] => outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value[0]?.['customer_reference']] : []));

describe('becoming a customer', () => {
  it(`${String(AT_ONCE)} contacts at once get ${String(AT_ONCE)} references, which tell nobody how many there are`, async () => {
    const references = referencesOf(await convertAtOnce(people));
    expect(references).toHaveLength(AT_ONCE);
    expect(new Set(references).size).toBe(AT_ONCE);
    expect(references.filter((one) => !/^C-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$/.test(String(one)))).toEqual([]);
  });

  it('one contact, twenty times at once, is one customer', async () => {
    const references = referencesOf(await convertAtOnce(Array<string>(20).fill(people[0] ?? '')));
    expect(references).toHaveLength(20);
    expect(new Set(references).size).toBe(1);
    expect(await isCustomer(people[0])).toBe(true);
  });

  it('control: references that are counted, without a lock, collide', async () => {
    const definition = await stage.sql.query<{ text: string }>("select pg_get_functiondef('public.generate_customer_reference'::regproc) as text");
    const owner = new pg.Client({ connectionString: stage.db.ownerUrl });
    await owner.connect();
    await owner.query('set role app_migrator');
    await mutate(owner, 'public.generate_customer_reference', [["from (select upper(replace(gen_random_uuid()::text, '-', '')) as digits) r", "from (select lpad((select count(*) from public.customers)::text, 12, '0') as digits) r"]]);
    try {
      const outcomes = await convertAtOnce(people);
      expect(outcomes.filter((one) => one.status === 'rejected').length).toBeGreaterThan(0);
    } finally {
      await owner.query(definition.rows[0]?.text ?? '');
      await owner.end();
    }
  });

  it('takes the contact\'s company and the tenant\'s day, unless something else is said', async () => {
    await stage.sql.query("update public.contacts set company = 'Engines' where user_id = $1", [ada.id]);
    await stage.sql.query("update public.users set location = 'Pacific/Auckland' where id = $1", [ada.id]);
    const convert = (id: string | undefined, more: unknown[]): Promise<Row> =>
      row('select k.company_name, k.deal_value, k.deal_closed_date::text as day from api.convert_contact($1, $2, $3, $4, $5) k', [id, ...more]);
    expect(await convert(people[0], [null, null, null, '2026-06-30 13:00Z'])).toEqual({ company_name: 'Engines', deal_value: null, day: '2026-07-01' });
    expect(await convert(people[1], ['Looms', '1200.50', '2026-06-01', '2026-06-30 13:00Z'])).toEqual({ company_name: 'Looms', deal_value: '1200.50', day: '2026-06-01' });
  });

  it.each([['-1', 'deal_value_invalid'], ['10000000000', 'deal_value_invalid']])('refuses a deal of %s', async (value, message) => {
    await expect(row('select api.convert_contact($1, null, $2)', [people[0], value])).rejects.toMatchObject({ message });
    expect(await isCustomer(people[0])).toBe(false);
  });

  it('is of one\'s own contacts', async () => {
    const bo = await aTenant(stage.sql);
    for (const id of [people[0], '00000000-0000-4000-8000-000000000001']) await expect(row('select api.convert_contact($1)', [id], bo)).rejects.toMatchObject({ message: 'contact_not_found' });
  });
});

describe('a customer', () => {
  it('is changed as a whole form, and refuses a contract that ends before it begins', async () => {
    const { id } = await row('select id from api.convert_contact($1)', [people[0]]);
    const change = (value: string | null, start: string | null, end: string | null): Promise<Row> =>
      row(`select k.company_name, k.industry, k.deal_value, k.contract_end_date::text as ends, k.payment_terms, k.account_manager, k.notes
           from api.change_customer($1, ' Looms ', 'textiles', $2, null, $3, $4, '30 days', '  ', 'likes tea') k`, [id, value, start, end]);
    expect(await change('99.5', '2026-01-01', '2026-12-31')).toEqual({ company_name: 'Looms', industry: 'textiles', deal_value: '99.50', ends: '2026-12-31', payment_terms: '30 days', account_manager: null, notes: 'likes tea' });
    await expect(change('1', '2026-02-01', '2026-01-31')).rejects.toMatchObject({ message: 'contract_ends_before_it_begins' });
    await expect(change('-1', null, null)).rejects.toMatchObject({ message: 'deal_value_invalid' });
    expect(await row('select k.company_name, k.deal_value from api.get_customer($1) k', [id])).toEqual({ company_name: 'Looms', deal_value: '99.50' });
  });

  it('is removed and comes back under the same reference, by undo or by converting again', async () => {
    const made = await row('select k.id, k.customer_reference from api.convert_contact($1, null, 500) k', [people[0]]);
    await as(ada, 'select api.remove_customer($1)', [made['id']]);
    expect([await isCustomer(people[0]), await as(ada, 'select id from api.list_customers()')]).toEqual([false, []]);
    expect(await row('select customer_reference, is_removed from api.remove_customer($1, false)', [made['id']])).toEqual({ customer_reference: made['customer_reference'], is_removed: false });
    await as(ada, 'select api.remove_customer($1)', [made['id']]);
    expect(await row('select k.id, k.customer_reference, k.deal_value from api.convert_contact($1) k', [people[0]])).toEqual({ ...made, deal_value: '500.00' });
    expect(await isCustomer(people[0])).toBe(true);
  });

  it('is found by name, company, reference and number, page by page, and summed up', async () => {
    for (const [i, id] of people.slice(0, 3).entries()) await as(ada, "select api.convert_contact($1, $2, $3, null, now() + $4 * interval '1 minute')", [id, `Company ${String(i)}`, 100 * (i + 1), i]);
    const found = async (search: string | null, before: Row | null = null, limit = 50): Promise<Row[]> =>
      as(ada, 'select id, name, company_name, customer_reference, created_at::text from api.list_customers($1, $2, $3, $4)', [search, before?.['created_at'] ?? null, before?.['id'] ?? null, limit]);
    const all = await found(null);
    expect(all.map((one) => one['company_name'])).toEqual(['Company 2', 'Company 1', 'Company 0']);
    expect((await found('company 1')).length).toBe(1);
    expect(await found(String(all[0]?.['customer_reference']).toLowerCase())).toEqual([all[0]]);
    expect((await found('555-0000002')).length).toBe(1);
    expect(await found(null, all[0] ?? null, 1)).toEqual([all[1]]);
    await as(ada, "select api.change_customer($1, p_deal_value => 7, p_contract_end_date => (now() at time zone 'UTC')::date + 10)", [all[0]?.['id']]);
    expect(await row('select * from api.sum_customers()')).toEqual({ customers: 3, deal_value: '307.00', ending_soon: 1 });
  });

  it('of another tenant is answered as one that does not exist', async () => {
    const { id } = await row('select id from api.convert_contact($1)', [people[0]]);
    const bo = await aTenant(stage.sql);
    for (const call of ['select api.get_customer($1)', 'select api.change_customer($1)', 'select api.remove_customer($1)'])
      for (const which of [id, '00000000-0000-4000-8000-000000000001']) await expect(as(bo, call, [which])).rejects.toMatchObject({ message: 'customer_not_found' });
  });
});
