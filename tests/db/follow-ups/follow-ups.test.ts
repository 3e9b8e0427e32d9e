// Follow-ups: made once, due by the day of the tenant's zone, done, postponed, removed, and all of it taken back.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aStage, type Stage } from '../../properties/stage.ts';
import { aTenant, contacts, signedIn, type Tenant } from '../../support/cast.ts';
import { expectInvariants } from '../../support/invariants.ts';

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
let contactId: string;
type Row = Record<string, unknown>;
const as = (tenant: Tenant, text: string, values: unknown[] = []): Promise<Row[]> => signedIn(api, tenant, async (sql) => (await sql.query<Row>(text, values)).rows);
const row = async (text: string, values: unknown[] = [], tenant = ada): Promise<Row> => (await as(tenant, text, values))[0] ?? {};
/** At noon UTC of a day: 23:00 in Auckland in winter, the same day. */
const NOON = '2026-07-01 12:00Z';
const make = (date: string, remark: string | null = 'call back', now = NOON): Promise<Row> => row('select f.*, f.follow_up_date::text as day from api.create_follow_up($1, $2, $3, $4) f', [contactId, date, remark, now]);

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
  [contactId = ''] = await contacts(stage.sql, ada, 1);
});

describe('a follow-up', () => {
  it('keeps number and name, is one however often it is made, and stands when the contact is gone', async () => {
    const made = await make('2026-07-03');
    expect(made).toMatchObject({ lead_phone: '+15550000000', lead_name: 'Person 0', contact_id: contactId, day: '2026-07-03', remark: 'call back', is_completed: false });
    expect((await make('2026-07-03', ' call back '))['id']).toBe(made['id']);
    expect((await make('2026-07-03', 'another thing'))['id']).not.toBe(made['id']);
    await stage.sql.query('update public.contacts set deleted_at = now() where id = $1', [contactId]);
    expect((await row('select lead_name, contact_id from api.list_follow_ups() where id = $1', [made['id']]))).toEqual({ lead_name: 'Person 0', contact_id: null });
    await expect(make('2026-07-04')).rejects.toMatchObject({ message: 'contact_not_found' });
  });

  it.each([['2026-06-30', 'follow_up_date_invalid'], [null, 'follow_up_date_invalid'], ['2031-08-01', 'follow_up_date_invalid']])('is not made for %s', async (date, message) => {
    await expect(make(date as string)).rejects.toMatchObject({ message });
  });

  it('is made for today by the clock of the tenant, not of the server', async () => {
    await stage.sql.query("update public.users set location = 'Pacific/Auckland' where id = $1", [ada.id]);
    await expect(make('2026-06-30', null, '2026-06-30 13:00Z')).rejects.toMatchObject({ message: 'follow_up_date_invalid' }); // it is July there
    expect((await make('2026-07-01', null, '2026-06-30 13:00Z'))['day']).toBe('2026-07-01');
  });

  it('has a remark that fits', async () => {
    await expect(make('2026-07-03', 'x'.repeat(2001))).rejects.toMatchObject({ message: 'remark_too_long' });
    expect((await make('2026-07-03', '  '))['remark']).toBeNull();
  });

  it('is overdue, due today, later or done, by the tenant\'s day, and counted so', async () => {
    const { today } = await row("select (now() at time zone 'UTC')::date as today");
    const at = async (days: number): Promise<unknown> =>
      (await stage.sql.query<{ id: string }>("insert into public.follow_ups (user_id, lead_phone, follow_up_date) values ($1, '+15550000000', $2::date + $3::integer) returning id", [ada.id, today, days])).rows[0]?.id;
    const [late, now, soon, done] = [await at(-3), await at(0), await at(9), await at(-1)];
    await as(ada, 'select api.complete_follow_up($1)', [done]);
    const due = async (word: string | null): Promise<unknown[]> => (await as(ada, 'select id from api.list_follow_ups($1)', [word])).map(({ id }) => id);
    expect([await due('overdue'), await due('today'), await due('later'), await due('done'), await due(null), await due('all')]).toEqual([[late], [now], [soon], [done], [late, now, soon], [late, done, now, soon]]);
    expect(await row('select * from api.count_follow_ups()')).toEqual({ overdue: 1, today: 1, later: 1, done: 1 });
    expect((await as(ada, 'select id from api.list_follow_ups(null, null, $1::date - 3, $2, 1)', [today, late])).map(({ id }) => id)).toEqual([now]);
  });

  it('is done once, keeps when, and is opened again', async () => {
    const { id } = await make('2026-07-03');
    const first = await row('select is_completed, completed_at from api.complete_follow_up($1, true, $2)', [id, '2026-07-02 09:00Z']);
    expect(await row('select is_completed, completed_at from api.complete_follow_up($1, true, $2)', [id, '2026-07-02 10:00Z'])).toEqual(first);
    expect(await row('select is_completed, completed_at from api.complete_follow_up($1, false)', [id])).toEqual({ is_completed: false, completed_at: null });
  });

  it('is postponed, removed and brought back', async () => {
    const { id } = await make('2026-07-03');
    expect(await row('select follow_up_date::text as day, remark from api.change_follow_up($1, $2, $3, $4)', [id, '2026-07-09', 'in writing', NOON])).toEqual({ day: '2026-07-09', remark: 'in writing' });
    await as(ada, 'select api.delete_follow_up($1)', [id]);
    expect(await as(ada, "select id from api.list_follow_ups('all')")).toEqual([]);
    await as(ada, 'select api.delete_follow_up($1, false)', [id]);
    expect(await as(ada, "select id from api.list_follow_ups('all')")).toEqual([{ id }]);
  });

  it('is gone for good a month after it was removed, like a customer, and not before', async () => {
    const [kept, gone] = [await make('2026-07-03', 'kept'), await make('2026-07-03', 'gone')];
    await as(ada, "select api.delete_follow_up($1, true, now() - interval '29 days'), api.delete_follow_up($2, true, now() - interval '31 days')", [kept['id'], gone['id']]);
    const { id } = await row('select id from api.convert_contact($1)', [contactId]);
    await stage.sql.query("update public.customers set deleted_at = now() - interval '31 days' where id = $1", [id]);
    expect((await stage.sql.query('select public.purge_removed() as n')).rows).toEqual([{ n: 2 }]);
    expect((await stage.sql.query('select remark from public.follow_ups where user_id = $1', [ada.id])).rows).toEqual([{ remark: 'kept' }]);
  });

  it('of another tenant is answered as one that does not exist', async () => {
    const { id } = await make('2026-07-03');
    const bo = await aTenant(stage.sql, { name: 'Bo' });
    for (const call of ["select api.complete_follow_up($1)", "select api.delete_follow_up($1)", "select api.change_follow_up($1, current_date)"])
      for (const which of [id, '00000000-0000-4000-8000-000000000001']) await expect(as(bo, call, [which])).rejects.toMatchObject({ message: 'follow_up_not_found' });
    await expect(as(bo, 'select api.create_follow_up($1, current_date)', [contactId])).rejects.toMatchObject({ message: 'contact_not_found' });
  });
});
