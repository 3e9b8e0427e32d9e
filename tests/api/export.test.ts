import { runJobs } from './run-jobs.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Stage, type Tenant, aNumber, aStage, aTenant, anAgent } from './cast.ts';

let stage: Stage;
beforeAll(async () => { stage = await aStage(); });
afterAll(() => stage.end());

async function aTab(): Promise<{ ada: Tenant; tab: Browser }> {
  const ada = await aTenant(stage);
  return { ada, tab: await new Browser(stage.url).signIn(ada) };
}
const exported = (tab: Browser, list: string, input: object = {}, more = ''): Promise<Response> => tab.fetch(`/export/${list}.csv?input=${encodeURIComponent(JSON.stringify(input))}${more}`);
const people = async ({ id }: Tenant, count: number, mark = 'Person'): Promise<void> => {
  await stage.sql.query("insert into public.contacts (user_id, name, phone_number, tags) select $1, $2 || ' ' || g, '+1555' || lpad(g::text, 7, '0'), case when g % 2 = 0 then array['even'] else '{}' end from generate_series(1, $3::integer) g", [id, mark, count]);
};

describe('a list as a file', () => {
  it('holds each row once, over all pages, and nothing of others', async () => {
    const { ada, tab } = await aTab();
    await people(ada, 1203);
    await people((await aTab()).ada, 3, 'Stranger');
    const answer = await exported(tab, 'contacts');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition'), answer.headers.get('cache-control')]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="contacts.csv"', 'no-store']);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).trim().split('\r\n');
    expect(lines).toHaveLength(1204);
    expect(new Set(lines).size).toBe(1204);
    expect(lines.filter((line) => line.includes('Stranger'))).toEqual([]);
    expect((await (await exported(tab, 'contacts', { tag: 'even' })).text()).trim().split('\r\n')).toHaveLength(602);
  });

  it('runs nothing in a spreadsheet, and comes back by import as it was', async () => {
    const { ada, tab } = await aTab();
    const names = ['=HYPERLINK("http://x")', '  +1+1', '@cmd', 'plain, "quoted"', 'two\nlines'];
    for (const [i, name] of names.entries()) await stage.sql.query('insert into public.contacts (user_id, name, phone_number, notes) values ($1, $2, $3, $4)', [ada.id, name, aNumber(i), '-1']);
    const text = await (await exported(tab, 'contacts')).text();
    for (const cell of ["\"'=HYPERLINK(", "'  +1+1", "'@cmd", "'+1", "'-1"]) expect(text).toContain(cell);
    expect(await (await exported(tab, 'contacts', {}, '&raw=true')).text()).toMatch(/^name,.*\r\n/);
    const other = (await aTab()).tab;
    expect((await other.upload(text)).status).toBe(200);
    await runJobs(stage.db.workerUrl);
    expect((await other.api.contacts.list.query({})).map(({ name, notes }) => [name, notes]).sort()).toEqual(names.map((name) => [name, '-1']).sort());
  });

  it('exists for calls and leads', async () => {
    const { ada, tab } = await aTab();
    const agent = await anAgent(stage, ada);
    const call = randomUUID();
    await stage.sql.query("insert into public.calls (id, user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, summary, local_date, local_hour) values ($1, $2, $3, $4, $4, '+12015550100', 'Said hello', current_date, 1)", [call, ada.id, agent.id, call]);
    await stage.sql.query("insert into public.lead_analytics (user_id, call_id, agent_id, key_topics, local_date, local_hour) select c.user_id, c.id, c.agent_id, array['a', 'b'], c.local_date, c.local_hour from public.calls c where c.id = $1", [call]);
    expect(await (await exported(tab, 'calls', {}, '&raw=true')).text()).toMatch(/^created_at,contact_name.*\r\n.*\+12015550100.*Said hello\r\n$/);
    expect(await (await exported(tab, 'calls', { status: 'failed' }, '&raw=true')).text()).toMatch(/^[^\n]*\r\n$/);
    expect(await (await exported(tab, 'leads', {}, '&raw=true')).text()).toContain('a; b');
  });

  it.each([['contacts', { status: 'x' }, 400], ['calls', { status: 'nonsense' }, 400], ['users', {}, 400]])('is refused: %s with %j', async (list, input, status) => {
    expect((await exported((await aTab()).tab, list, input)).status).toBe(status);
  });

  it('is refused without JSON and without a session', async () => {
    const { tab } = await aTab();
    expect((await tab.fetch('/export/contacts.csv?input=%7B')).status).toBe(400);
    expect((await new Browser(stage.url).fetch('/export/contacts.csv')).status).toBe(401);
  });
});
