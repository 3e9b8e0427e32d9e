// The three reports of the reference: they say that all is well when it is, and name what is not.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLife } from '../../invariants/a-life.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { invariantNames } from '../../support/invariants.ts';

let database: TestDatabase;
let definer: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  definer = new pg.Client({ connectionString: database.definerUrl });
  await definer.connect();
});
afterAll(async () => {
  await definer.end();
  await database.drop();
});

interface Consistency { invariant: string; meaning: string; violations: string; examples: { object: string; key: string; detail: string }[] }
interface Isolation { relation: string; check_name: string; is_ok: boolean; detail: string }
const consistency = async (): Promise<Consistency[]> => (await definer.query<Consistency>('select * from public.validate_user_data_consistency()')).rows;
const isolation = async (client = definer): Promise<Isolation[]> => (await client.query<Isolation>('select * from public.audit_data_isolation()')).rows;

describe('show_db_tree', () => {
  it('shows each table once, below the one it is deleted with', async () => {
    const { rows: [row] } = await definer.query<{ tree: string }>('select public.show_db_tree() as tree');
    const lines = row?.tree.split('\n') ?? [];
    const { rows: tables } = await definer.query<{ name: string }>("select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'");
    const shown = lines.map((line) => /^[ └─]*(\w+)/.exec(line)?.[1] ?? '');
    expect(shown.toSorted()).toEqual(tables.map((table) => table.name).toSorted());
    expect(lines).toContain('users');
    expect(lines).toContain('   └─ agents (user_id: cascade)');
    expect(lines.find((line) => line.includes('└─ calls ('))).toMatch(/^ {6}└─ calls \(agent_id: cascade\) {2}also .*contacts \(contact_id: set null\)/);
  });
});

describe('validate_user_data_consistency', () => {
  it('asks every invariant, and finds nothing in a tenant\'s ordinary life', async () => {
    await definer.query('begin');
    await aLife(definer);
    const report = await consistency();
    expect(report.map((row) => row.invariant)).toEqual(await invariantNames(definer));
    expect(report.filter((row) => row.violations !== '0' || row.examples.length > 0)).toEqual([]);
    expect(report.filter((row) => !row.meaning.includes('Must be empty'))).toEqual([]);
    await definer.query('rollback');
  });

  it('names what is broken, five of many', async () => {
    await definer.query('begin');
    await aLife(definer);
    await definer.query('update public.users set credits = credits + 1');
    await definer.query('update public.agent_analytics set total_calls = total_calls + 1, cta_calls = cta_calls + 1, answered_calls = answered_calls + 1');
    const broken = (await consistency()).filter((row) => row.violations !== '0');
    expect(broken.map((row) => [row.invariant, Number(row.violations), row.examples.length])).toEqual([['invariant_11_balance_is_ledger', 2, 2], ['invariant_16_rollups_match', 6, 5]]);
    await definer.query('rollback');
  });
});

describe('audit_data_isolation', () => {
  it('finds every check in order on every table of tenants', async () => {
    const report = await isolation();
    expect(new Set(report.map((row) => row.relation)).size).toBeGreaterThan(25);
    expect(new Set(report.map((row) => row.check_name)).size).toBe(5);
    expect(report.filter((row) => !row.is_ok)).toEqual([]);
  });

  it.each([
    ['row_security', 'contacts', 'alter table public.contacts no force row level security'],
    ['policies_of_tenants', 'contacts', 'alter policy contacts_select_own on public.contacts using (true)'],
    ['rights_of_public', 'contacts', 'grant select on public.contacts to public'],
    ['keys_carry_tenant', 'transcripts', 'alter table public.transcripts add constraint probe foreign key (call_id) references public.calls (id) on delete cascade'],
  ])('finds a fault in %s of %s', async (check, relation, sql) => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`begin; set local role app_migrator; ${sql}; set local role app_definer`);
    const faults = (await isolation(owner)).filter((row) => !row.is_ok).map((row) => `${row.check_name} of ${row.relation}`);
    await owner.end();
    expect(faults).toEqual([`${check} of ${relation}`]);
  });

  it('finds a stored row that leads to another tenant', async () => {
    await definer.query('begin');
    await aLife(definer);
    await definer.query("update public.call_attempts set user_id = (select id from public.users where name = 'Bo') where state = 'intent'");
    const faults = (await isolation()).filter((row) => !row.is_ok).map((row) => `${row.check_name} of ${row.relation}`);
    expect(faults).toEqual(['stored_references of call_attempts', 'stored_references of credit_holds']); // the item it leads to, and the hold that leads to it
    await definer.query('rollback');
  });
});

it('no tenant may call them', async () => {
  const api = new pg.Client({ connectionString: database.apiUrl });
  await api.connect();
  for (const name of ['show_db_tree', 'validate_user_data_consistency', 'audit_data_isolation'])
    await expect(api.query(`select public.${name}()`)).rejects.toMatchObject({ code: '42501' });
  await api.end();
});
