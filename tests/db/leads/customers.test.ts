// References of customers: random, unique, and telling nothing.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aStage, type Stage } from '../../properties/stage.ts';
import { aTenant, contacts } from '../../support/cast.ts';

let stage: Stage;
beforeAll(async () => { stage = await aStage(20); });
afterAll(() => stage.end());

it('50 customers at once get 50 references, in no order', async () => {
  const ada = await aTenant(stage.sql);
  const people = await contacts(stage.sql, ada, 50);
  await Promise.all(people.map((person) => stage.sql.query('insert into public.customers (user_id, contact_id) values ($1, $2)', [ada.id, person])));
  const { rows } = await stage.sql.query<{ customer_reference: string }>('select customer_reference from public.customers order by created_at, id');
  const references = rows.map((row) => row.customer_reference);
  expect(new Set(references).size).toBe(50);
  expect(references.filter((reference) => !/^C(-[0-9A-F]{4}){3}$/.test(reference))).toEqual([]);
  expect(references).not.toEqual(references.toSorted());
});

it('a customer that brings a reference keeps it, and a taken one is refused', async () => {
  const bo = await aTenant(stage.sql);
  const [one, two] = await contacts(stage.sql, bo, 2);
  await stage.sql.query("insert into public.customers (user_id, contact_id, customer_reference) values ($1, $2, 'OLD-7')", [bo.id, one]);
  await expect(stage.sql.query("insert into public.customers (user_id, contact_id, customer_reference) values ($1, $2, 'OLD-7')", [bo.id, two])).rejects.toMatchObject({ constraint: 'customers_customer_reference_key' });
});

it('a session that changes has been used', async () => {
  const eve = await aTenant(stage.sql);
  await stage.sql.query("update public.user_sessions set last_used_at = now() - interval '1 day' where user_id = $1", [eve.id]); // itself a change: now
  const { rows } = await stage.sql.query<{ recent: boolean }>("select last_used_at > now() - interval '1 minute' as recent from public.user_sessions where user_id = $1", [eve.id]);
  expect(rows).toEqual([{ recent: true }]);
});
