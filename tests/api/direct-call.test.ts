// A direct call from a page: what is asked for, and each way in which it is refused.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AnAgent, Browser, type Stage, type Tenant, aNumber, aStage, aTenant, anAgent, contacts, told } from './cast.ts';

let stage: Stage;
let ada: Tenant;
let agent: AnAgent;
let tab: Browser;
let contactId: string;
beforeAll(async () => {
  stage = await aStage();
  ada = await aTenant(stage, { name: 'Ada' });
  agent = await anAgent(stage, ada);
  await contacts(stage, ada, [aNumber(1)]);
  tab = await new Browser(stage.url).signIn(ada);
  contactId = (await stage.sql.query<{ id: string }>('select id from public.contacts')).rows[0]?.id ?? '';
});
afterAll(() => stage.end());
beforeEach(async () => {
  await stage.sql.query('delete from public.call_queue; delete from public.do_not_call; update public.agents set is_active = true');
});

const ask = (): Promise<{ id: string }> => tab.api.calls.requestDirect.mutate({ contactId, agentId: agent.id });

describe('a direct call', () => {
  it('is queued once, however often it is asked for', async () => {
    const [first, second] = [await ask(), await ask()];
    expect(second.id).toBe(first.id);
  });

  it('is refused by an agent that is switched off', async () => {
    await stage.sql.query('update public.agents set is_active = false');
    expect(await told(ask())).toMatchObject({ key: 'agent_off', httpStatus: 409 });
  });

  it('is refused to a person who has asked not to be called', async () => {
    await stage.sql.query("insert into public.do_not_call (user_id, phone_number, reason, source) values ($1, $2, 'asked', 'manual')", [ada.id, aNumber(1)]);
    expect(await told(ask())).toMatchObject({ key: 'contact_opted_out', httpStatus: 409 });
  });

  it('is refused without the credits of its longest possible talk', async () => {
    const { rows: [was] } = await stage.sql.query<{ credits: number }>('select credits from public.users where id = $1', [ada.id]);
    await stage.sql.query('update public.users set credits = 0 where id = $1', [ada.id]);
    expect(await told(ask())).toMatchObject({ key: 'not_enough_credits', httpStatus: 402 });
    await stage.sql.query('update public.users set credits = $2 where id = $1', [ada.id, was?.credits]);
    expect((await ask()).id).toBeTruthy();
  });
});
