// A page of a list begins after the last row of the one before, also where many rows have nearly the same instant.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Browser, type Stage, type Tenant, aStage, aTenant, anAgent } from './cast.ts';

const CALLS = 7;
let stage: Stage;
let ada: Tenant;
beforeAll(async () => {
  stage = await aStage();
  ada = await aTenant(stage, { name: 'Ada' });
  const agent = await anAgent(stage, ada);
  await stage.sql.query(
    `insert into public.calls (user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, lead_type, next_confirm_at, created_at, local_date, local_hour)
     select $1, $2, 'e' || n, 'e' || n, '+1201555010' || n, 'outbound', now(), t.at + n / 3 * interval '1 microsecond', (t.at at time zone 'UTC')::date, extract(hour from t.at at time zone 'UTC')
     from generate_series(1, $3) n cross join (select timestamptz '2026-06-01 10:00:00.123450+00' as at) t`,
    [ada.id, agent.id, CALLS],
  );
});
afterAll(() => stage.end());

/** Ids of the calls, page after page of two; `instant` says what becomes of the place where a page ended. */
async function pages(instant: (at: string) => string): Promise<string[]> {
  const tab = await new Browser(stage.url).signIn(ada);
  const found: string[] = [];
  for (let last: { created_at: string; id: string } | undefined, page = 0; page < CALLS; page++) {
    const rows = await tab.api.calls.list.query({ limit: 2, ...(last && { beforeAt: instant(last.created_at), beforeId: last.id }) });
    if (rows.length === 0) break;
    found.push(...rows.map((row) => row.id));
    last = rows.at(-1);
  }
  return found;
}

it('shows every call once', async () => {
  const found = await pages((at) => at);
  expect(found).toHaveLength(CALLS);
  expect(new Set(found).size).toBe(CALLS);
});

it('control: an instant cut to milliseconds leaves calls out', async () => {
  expect((await pages((at) => new Date(at).toISOString())).length).toBeLessThan(CALLS);
});
