// Contacts that people add, change, tag and remove, one or many at once, and all of it taken back.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aStage, mutate, type Stage, valueOf } from '../../properties/stage.ts';
import { aDirectCall, aTenant, anAgent, contacts, signedIn, type Tenant } from '../../support/cast.ts';
import { expectInvariants } from '../../support/invariants.ts';

let stage: Stage;
let api: pg.Client;
let ada: Tenant;
type Row = Record<string, unknown>;
const as = (tenant: Tenant, text: string, values: unknown[] = []): Promise<Row[]> => signedIn(api, tenant, async (sql) => (await sql.query<Row>(text, values)).rows);
const row = async (text: string, values: unknown[] = [], tenant = ada): Promise<Row> => (await as(tenant, text, values))[0] ?? {};
const number = <T>(text: string, values: unknown[] = []): Promise<T> => valueOf<T>(stage.sql, text, values);

beforeAll(async () => {
  stage = await aStage();
  api = new pg.Client({ connectionString: stage.db.apiUrl });
  await api.connect();
  await stage.sql.query("update public.system_config set value = '10' where key = 'bulk.chunk_people'");
});
afterAll(async () => {
  await expectInvariants(stage.sql);
  await api.end();
  await stage.end();
});
beforeEach(async () => {
  ada = await aTenant(stage.sql, { name: 'Ada' });
});

describe('one contact', () => {
  const add = (phone: string, more: Row = {}): Promise<Row> =>
    row('select * from api.add_contact(p_phone_number => $1, p_name => $2, p_email => $3, p_tags => $4, p_notes => $5)', [phone, more['name'] ?? null, more['email'] ?? null, more['tags'] ?? [], more['notes'] ?? null]);

  it('is added by its number in any notation, once', async () => {
    expect(await add('+44 (7700) 900-123', { tags: ['vip', 'vip', 'a'] })).toMatchObject({ name: '+447700900123', phone_number: '+447700900123', tags: ['a', 'vip'], email: null });
    await expect(add('+447700900123')).rejects.toMatchObject({ message: 'contact_exists' });
    expect(await valueOf(stage.sql, 'select auto_creation_source from public.contacts where user_id = $1', [ada.id])).toBe('manual');
  });

  it.each([
    ['12', {}, 'phone_number_invalid'], ['+447700900124', { name: 'x'.repeat(256) }, 'contact_text_invalid'], ['+447700900124', { name: 'two\nlines' }, 'contact_text_invalid'],
    ['+447700900124', { notes: 'x'.repeat(10_001) }, 'contact_text_invalid'], ['+447700900124', { email: 'nobody' }, 'contact_email_invalid'], ['+447700900124', { tags: [' '] }, 'tag_invalid'],
  ])('is refused as %s with %o', async (phone, more, message) => {
    await expect(add(phone, more)).rejects.toMatchObject({ message });
  });

  it('is changed field by field; an empty text empties, and the number stays', async () => {
    const { id } = await add('+447700900125', { name: 'Bob', email: 'bob@example.test', notes: 'tall' });
    expect(await row('select * from api.change_contact(p_contact_id => $1, p_email => $2, p_city => $3)', [id, '', ' Leeds '])).toMatchObject({ name: 'Bob', email: null, city: 'Leeds', notes: 'tall' });
    expect(await row("select * from api.change_contact(p_contact_id => $1, p_name => '', p_tags => $2)", [id, ['b', 'a']])).toMatchObject({ name: '+447700900125', tags: ['a', 'b'], city: 'Leeds' });
    const eve = await aTenant(stage.sql, { name: 'Eve' });
    await expect(row("select * from api.change_contact(p_contact_id => $1, p_name => 'Eve')", [id], eve)).rejects.toMatchObject({ message: 'contact_not_found' });
  });

  it('comes back with its history when it was removed and is added again', async () => {
    const { id } = await add('+447700900126', { name: 'Before', notes: 'old' });
    await row("select * from api.act_on_contacts('remove', p_contact_ids => $1)", [[id]]);
    await expect(row("select * from api.change_contact(p_contact_id => $1, p_name => 'x')", [id])).rejects.toMatchObject({ message: 'contact_not_found' });
    expect(await add('+447700900126', { name: 'After' })).toMatchObject({ id, name: 'After', notes: null });
  });
});

describe('an act on many', () => {
  const tagged = (tag: string): Promise<number> => number("select count(*)::integer from public.contacts where user_id = $1 and tags @> array[$2]", [ada.id, tag]);
  const living = (): Promise<number> => number('select count(*)::integer from public.contacts where user_id = $1 and deleted_at is null', [ada.id]);
  const work = async (id: unknown): Promise<number> => {
    let portions = 0;
    for (; await number<boolean>('select public.work_on_contact_action($1)', [id]); portions++);
    return portions;
  };

  it('does the first at once and the others in portions, and is taken back for those that it changed', async () => {
    const ids = await contacts(stage.sql, ada, 35);
    await stage.sql.query("update public.contacts set tags = array['vip'] where id = any ($1)", [ids.slice(0, 5)]);
    const act = await row("select * from api.act_on_contacts('add_tag', p_tag => ' vip ')");
    expect(act).toMatchObject({ status: 'running', people: 30, people_done: 10, tag: 'vip' });
    expect(await tagged('vip')).toBe(15);
    expect(await work(act['id'])).toBe(1);
    expect(await tagged('vip')).toBe(35);
    expect(await row('select * from api.get_contact_action($1)', [act['id']])).toMatchObject({ status: 'done', people_done: 30 });
    expect(await row('select * from api.undo_contact_action($1)', [act['id']])).toMatchObject({ status: 'undoing', people_done: 10 });
    await work(act['id']);
    expect(await tagged('vip')).toBe(5);
    expect(await row('select * from api.undo_contact_action($1)', [act['id']])).toMatchObject({ status: 'undone' });
  });

  it('is taken back while it is under way', async () => {
    await contacts(stage.sql, ada, 35);
    const act = await row("select * from api.act_on_contacts('add_tag', p_tag => 'soon')");
    await row('select * from api.undo_contact_action($1)', [act['id']]);
    await work(act['id']);
    expect(await tagged('soon')).toBe(0);
    expect(await row('select status from api.get_contact_action($1)', [act['id']])).toEqual({ status: 'undone' });
  });

  it('reaches whom the filter finds and nobody else', async () => {
    const ids = await contacts(stage.sql, ada, 9);
    const eve = await aTenant(stage.sql, { name: 'Eve' });
    const others = await contacts(stage.sql, eve, 9);
    expect(await row("select people from api.act_on_contacts('remove', p_search => 'Person 3')")).toEqual({ people: 1 });
    expect(await row("select people from api.act_on_contacts('add_tag', 'mine', $1)", [[...ids.slice(4, 6), ...others]])).toEqual({ people: 2 });
    expect(await row("select people from api.act_on_contacts('remove_tag', 'mine')")).toEqual({ people: 2 });
    expect(await living()).toBe(8);
    expect(await number('select count(*)::integer from public.contacts where user_id = $1 and deleted_at is null and tags = $2', [eve.id, []])).toBe(9);
  });

  it('finds nobody and is done', async () => {
    expect(await row("select * from api.act_on_contacts('remove_tag', 'nobody has it')")).toMatchObject({ status: 'done', people: 0 });
  });

  it.each([['explode', 'x', 'contact_act_unknown'], ['add_tag', null, 'tag_invalid'], ['remove_tag', 'x'.repeat(51), 'tag_invalid']])('is refused as %s of %s', async (kind, tag, message) => {
    await expect(row('select * from api.act_on_contacts($1, $2)', [kind, tag])).rejects.toMatchObject({ message });
  });

  it('belongs to its tenant', async () => {
    const act = await row("select * from api.act_on_contacts('add_tag', 'x')");
    const eve = await aTenant(stage.sql, { name: 'Eve' });
    for (const name of ['get_contact_action', 'undo_contact_action']) await expect(row(`select * from api.${name}($1)`, [act['id']], eve)).rejects.toMatchObject({ message: 'contact_action_not_found' });
  });

  it('removes nobody who is a customer, stops the calls to the others, and brings them back without', async () => {
    const [first, second] = await contacts(stage.sql, ada, 2);
    await stage.sql.query('update public.contacts set is_customer = true where id = $1', [first]);
    await stage.sql.query(
      `insert into public.call_queue (user_id, contact_id, agent_id, phone_number, call_type, lane_id)
       select $1, t.id, $2, t.phone_number, 'direct', public.ensure_lane($1, 'direct', null, 'XF UTC') from public.contacts t where t.user_id = $1`, [ada.id, (await anAgent(stage.sql, ada)).id]);
    const act = await row("select * from api.act_on_contacts('remove')");
    expect(act).toMatchObject({ status: 'done', people: 1 });
    expect((await stage.sql.query('select status, error_message from public.call_queue where user_id = $1 order by contact_id = $2', [ada.id, second])).rows).toEqual([
      { status: 'pending', error_message: null }, { status: 'cancelled', error_message: 'contact_removed' }]);
    await row('select * from api.undo_contact_action($1)', [act['id']]);
    expect(await living()).toBe(2);
  });

  /** What the fence lets through for a person who is removed while the call to them is being prepared. */
  async function sentToRemoved(): Promise<number> {
    const [id = ''] = await contacts(stage.sql, ada, 1);
    await stage.sql.query('delete from public.call_queue');
    await aDirectCall({ api }, ada, await anAgent(stage.sql, ada), id);
    let attempt: string | undefined;
    for (let turn = 0; attempt === undefined && turn < 10; turn++) attempt = await number("select attempt_id from public.claim_calls('00000000-0000-4000-8000-000000000001', 1)"); // tenants of before have their turn too
    expect(await number('select state from public.call_attempts where id = $1', [attempt])).toBe('intent');
    await row("select * from api.act_on_contacts('remove')");
    return (await stage.sql.query("select * from public.fence_attempt($1, '00000000-0000-4000-8000-000000000001')", [attempt])).rows.length;
  }

  it('leaves no call to a person who was removed while the call was being prepared', async () => {
    expect(await sentToRemoved()).toBe(0);
    expect(await number('select status || error_message from public.call_queue where user_id = $1', [ada.id])).toBe('cancelledcontact_removed');
  });

  it('control: a fence that does not look at the contact lets that call go', async () => {
    const removed = "when t.deleted_at is not null then 'contact_removed'";
    await mutate(stage.sql, 'public.fence_refusal', [[removed, removed.replace('is not null', 'is not null and false')]]);
    expect(await sentToRemoved()).toBe(1);
    await mutate(stage.sql, 'public.fence_refusal', [[removed.replace('is not null', 'is not null and false'), removed]]);
  });
});
