// Who may be called: consent, opt-outs, what pages are told before a launch and about a person, and the fence.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mutate, type Tenant, valueOf } from '../../properties/stage.ts';
import { aLawStage, type LawStage } from './cast.ts';

let stage: LawStage;
let ada: Tenant;
let bo: Tenant;
let as: LawStage['as'];
beforeAll(async () => {
  stage = await aLawStage();
  ({ ada, bo, as } = stage);
});
afterAll(() => stage.end());

const WORKER = '00000000-0000-4000-8000-0000000000aa';

/** A contact of Ada's, and noon on a weekday where it lives, in the rules' sense. */
const NOON_IN_NEW_YORK = '2026-12-02T17:00:00Z';
let serial = 0;
async function aPerson(phone = `+1201234${String(1000 + serial++)}`, who = ada): Promise<{ id: string; phone: string }> {
  const id = await valueOf<string>(stage.sql, "insert into public.contacts (user_id, name, phone_number, tags) values ($1, 'Person', $2, '{people}') returning id", [who.id, phone]);
  return { id, phone };
}
const agree = (contactId: string): Promise<unknown> => as(ada, "select api.record_consents('express', 'web form, box 2', p_contact_id => $1)", [contactId]);
const callNow = (contactId: string, at = NOON_IN_NEW_YORK): Promise<unknown> => as(ada, 'select id from api.request_direct_call($1, $2, $3)', [contactId, ada.agentId, at]);

describe('a call that somebody asks for', () => {
  it('is refused in words until the person has agreed', async () => {
    const { id } = await aPerson();
    await expect(callNow(id)).rejects.toMatchObject({ code: 'VC409', message: 'contact_has_not_agreed' });
    await agree(id);
    await callNow(id);
  });

  it('is refused outside the hours where they live', async () => {
    const { id } = await aPerson();
    await agree(id);
    await expect(callNow(id, '2026-12-02T12:00:00Z')).rejects.toMatchObject({ code: 'VC409', message: 'outside_calling_hours' });
  });

  it('is refused where nobody knows the place', async () => {
    const { id } = await aPerson('+88216123456');
    await expect(callNow(id)).rejects.toMatchObject({ code: 'VC409', message: 'no_calling_rule' });
  });

  it('is refused a fourth time within a day in Florida', async () => {
    const { id, phone } = await aPerson('+13052345678');
    await agree(id);
    for (let n = 0; n < 3; n++)
      await stage.sql.query(
        `insert into public.calls (user_id, agent_id, contact_id, bolna_conversation_id, bolna_execution_id, phone_number, status, created_at, local_date, local_hour)
         values ($1, $2, $3, $4, $4, $5, 'no-answer', $6::timestamptz - interval '1 hour', '2026-12-02', 11)`,
        [ada.id, ada.agentId, id, `florida-${n}`, phone, NOON_IN_NEW_YORK],
      );
    await expect(callNow(id)).rejects.toMatchObject({ code: 'VC409', message: 'called_too_often' });
    await callNow(id, '2026-12-03T17:00:00Z');
  });
});

describe('consent', () => {
  it('is recorded for the people of a tag, an import, a campaign or one, once, with its proof', async () => {
    const [one, two] = [await aPerson(), await aPerson()];
    await stage.sql.query("update public.contacts set tags = '{agreed}' where id = any ($1)", [[one.id, two.id]]);
    expect(await as(ada, "select api.record_consents('express', 'web form', p_tag => 'agreed') as n")).toEqual([{ n: 2 }]);
    expect(await as(ada, "select api.record_consents('express', 'web form', p_tag => 'agreed') as n")).toEqual([{ n: 0 }]);
    expect(await as(bo, "select api.record_consents('express', 'web form', p_contact_id => $1) as n", [one.id])).toEqual([{ n: 0 }]);
  });

  it.each([
    ["'express', 'web form'", 'people_not_named'],
    ["'express', 'web form', p_tag => 'a', p_contact_id => public.uuid_generate_v4()", 'people_not_named'],
    ["'maybe', 'web form', p_tag => 'a'", 'consent_kind_unknown'],
    ["'express', ' ', p_tag => 'a'", 'consent_proof_missing'],
    ["'express', 'web form', p_tag => 'a', p_obtained_at => now() + interval '1 day'", 'consent_in_the_future'],
  ])('(%s) is refused: %s', async (values, message) => {
    await expect(as(ada, `select api.record_consents(${values})`)).rejects.toMatchObject({ code: 'VC400', message });
  });

  it('that is withdrawn stops the next call', async () => {
    const { id } = await aPerson();
    await agree(id);
    expect(await as(ada, 'select api.withdraw_consent($1) as n', [id])).toEqual([{ n: 1 }]);
    await expect(callNow(id)).rejects.toMatchObject({ message: 'contact_has_not_agreed' });
    expect(await as(bo, 'select api.withdraw_consent($1) as n', [id])).toEqual([{ n: 0 }]);
  });
});

describe('the do-not-call list', () => {
  it('takes numbers in any notation, says which were none, and cancels who waits', async () => {
    const { id, phone } = await aPerson();
    await agree(id);
    await callNow(id);
    const [added] = await as(ada, "select * from api.add_opt_outs($1, 'by letter')", [[phone.replace('+1201', '+1 (201) '), phone, 'hello', '+447911123456']]);
    expect(added).toEqual({ added: 2, already_listed: 0, not_numbers: ['hello'], cancelled: 1 });
    expect(await valueOf(stage.sql, "select q.status || ' ' || q.error_message from public.call_queue q where q.contact_id = $1", [id])).toBe('cancelled opted_out');
    await expect(callNow(id)).rejects.toMatchObject({ message: 'contact_opted_out' });
    expect(await as(ada, "select * from api.add_opt_outs($1)", [[phone]])).toMatchObject([{ added: 0, already_listed: 1 }]);
    expect((await as<{ phone_number: string }>(ada, 'select phone_number from api.list_opt_outs($1)', [phone.slice(-4)])).map((row) => row.phone_number)).toEqual([phone]);
    expect(await as(bo, 'select * from api.list_opt_outs()')).toEqual([]);
  });

  it('refuses an empty list', async () => {
    await expect(as(ada, "select * from api.add_opt_outs('{}')")).rejects.toMatchObject({ message: 'numbers_missing' });
  });

  it('is left with a reason only, which is written down, and by its own tenant', async () => {
    const { phone } = await aPerson();
    await as(ada, 'select * from api.add_opt_outs($1)', [[phone]]);
    const id = await valueOf<string>(stage.sql, 'select d.id from public.do_not_call d where d.phone_number = $1', [phone]);
    await expect(as(ada, "select api.remove_opt_out($1, ' ')", [id])).rejects.toMatchObject({ message: 'reason_missing' });
    await expect(as(bo, "select api.remove_opt_out($1, 'mine')", [id])).rejects.toMatchObject({ message: 'opt_out_not_found' });
    await as(ada, "select api.remove_opt_out($1, 'asked to be called again, by letter')", [id]);
    expect(await valueOf(stage.sql, "select count(*)::int from public.admin_audit_log a where a.action = 'opt_out_removed' and a.admin_user_id = $1", [ada.id])).toBe(1);
    await expect(as(ada, "select api.remove_opt_out($1, 'again')", [id])).rejects.toMatchObject({ message: 'opt_out_not_found' });
  });

  const talked = async (said: string, extracted: object = {}): Promise<string> => {
    const { id, phone } = await aPerson();
    const execution = `talk-${phone}`;
    await stage.sql.query(
      `insert into public.calls (user_id, agent_id, contact_id, bolna_conversation_id, bolna_execution_id, phone_number, status, confirmed_at, provider_status, status_rank, transcript, metadata, created_at, local_date, local_hour)
       values ($1, $2, $3, $4, $4, $5, 'completed', now(), 'completed', 7, $6, $7, now(), current_date, 1)`,
      [ada.id, ada.agentId, id, execution, phone, `assistant: Shall we stop calling you?\nuser: ${said}`, JSON.stringify({ extracted_data: extracted })],
    );
    await stage.sql.query('select public.analyse_calls()');
    return valueOf(stage.sql, "select coalesce((select d.source from public.do_not_call d where d.phone_number = $1 and d.user_id = $2), 'may be called')", [phone, ada.id]);
  };
  it.each([
    ['Please do not call me again', 'call'], ['take me off your list', 'call'], ["Don't ever... never call me again!", 'call'], ['put me on the do-not-call list', 'call'],
    ['Stop calling here', 'call'], ['call me tomorrow', 'may be called'], ['I do not mind', 'may be called'],
  ])('hears "%s" in a call: %s', async (said, expected) => {
    expect(await talked(said)).toBe(expected);
  });
  it('obeys what the analysis of the provider says, and not what the agent said', async () => {
    expect(await talked('Hm', { Callgres: { do_not_call: { objective: 'true' } } })).toBe('call');
    expect(await talked('Hm', { Callgres: { do_not_call: { objective: 'false' } } })).toBe('may be called');
  });
});

/** All that can be claimed at an instant: a tenant has its turn more than once. */
async function claimed(at: string): Promise<string[]> {
  const attempts: string[] = [];
  for (let round = 0; round < 5; round++) attempts.push(...(await stage.sql.query<{ attempt_id: string }>('select attempt_id from public.claim_calls($1, 50, $2)', [WORKER, at])).rows.map((row) => row.attempt_id));
  return attempts;
}

describe('before a launch', () => {
  let campaign: string;
  beforeEach(async () => {
    campaign = (await as<{ id: string }>(ada, "select id from api.create_campaign('Preview', $1, 'book', '00:00', '00:00', '2026-01-01', p_campaign_timezone => 'UTC')", [ada.agentId]))[0]?.id ?? '';
    const people = { agreed: await aPerson(), silent: await aPerson(), out: await aPerson(), west: await aPerson(`+1415234${1000 + serial++}`), nowhere: await aPerson(`+8821612${1000 + serial++}`) };
    await stage.sql.query('update public.contacts set tags = $2 where id = any ($1)', [Object.values(people).map(({ id }) => id), [campaign]]);
    for (const { id } of [people.agreed, people.out, people.west]) await agree(id);
    await as(ada, 'select * from api.add_opt_outs($1)', [[people.out.phone]]);
    expect(await as(ada, 'select api.add_campaign_contacts($1, p_tag => $2) as n', [campaign, campaign])).toEqual([{ n: 5 }]);
  });

  it('is told how many will be called, and why not the others', async () => {
    // 8:30 in New York is 5:30 in California.
    const rows = await as<{ key: string; people: number; until: Date | null }>(ada, 'select key, people, until from api.preview_launch($1, $2)', [campaign, '2026-12-02T13:30:00Z']);
    expect(rows).toEqual([
      { key: 'callable', people: 1, until: null }, { key: 'later', people: 1, until: new Date('2026-12-02T16:00:00Z') }, { key: 'no_consent', people: 1, until: null },
      { key: 'opted_out', people: 1, until: null }, { key: 'no_calling_rule', people: 1, until: null },
    ]);
    await expect(as(bo, 'select * from api.preview_launch($1)', [campaign])).rejects.toMatchObject({ message: 'campaign_not_found' });
  });

  it('and then the claim does what the preview said', async () => {
    await as(ada, 'select api.launch_campaign($1, $2)', [campaign, '2026-12-02T13:30:00Z']);
    const claim = async (at: string): Promise<number> => {
      const attempts = await claimed(at);
      return valueOf(stage.sql, 'select count(*)::int from public.call_attempts a join public.call_queue q on q.id = a.queue_id where a.id = any ($1) and q.campaign_id = $2', [attempts, campaign]);
    };
    expect(await claim('2026-12-02T13:30:00Z')).toBe(1);
    expect(await valueOf(stage.sql, "select jsonb_object_agg(q.error_message, q.status) from public.call_queue q where q.campaign_id = $1 and q.error_message is not null", [campaign])).toEqual({ no_consent: 'cancelled', opted_out: 'cancelled', no_calling_rule: 'cancelled' });
    expect(await claim('2026-12-02T16:01:00Z')).toBe(1);
  });
});

describe('why a person was called, or not', () => {
  it('is told newest first, and what is so now', async () => {
    const { id, phone } = await aPerson();
    expect(await as(ada, 'select key, sentence from api.explain_contact($1, $2)', [id, NOON_IN_NEW_YORK])).toEqual([{ key: 'no_consent', sentence: 'Is not called: consent is asked for in US-NJ, and none is recorded.' }]);
    await agree(id);
    const keys = async (at = NOON_IN_NEW_YORK): Promise<string[]> => (await as<{ key: string }>(ada, 'select key from api.explain_contact($1, $2)', [id, at])).map((row) => row.key);
    expect(await keys()).toEqual(['may_be_called', 'agreed']);
    expect(await keys('2026-12-02T08:00:00Z')).toEqual(['outside_hours', 'agreed']);
    await callNow(id);
    await as(ada, 'select * from api.add_opt_outs($1)', [[phone]]);
    expect((await keys()).slice(0, 1)).toEqual(['opted_out']);
    expect(new Set(await keys())).toEqual(new Set(['opted_out', 'not_called', 'agreed']));
    await expect(as(bo, 'select * from api.explain_contact($1)', [id])).rejects.toMatchObject({ message: 'contact_not_found' });
  });
});

describe('the fence', () => {
  it('stops a call whose consent was withdrawn after the claim, and the control does not', async () => {
    const outcome = async (): Promise<string> => {
      const { id } = await aPerson();
      await agree(id);
      await callNow(id);
      await stage.sql.query('select public.turn_lanes(200, $1)', [NOON_IN_NEW_YORK]);
      const attempt = await valueOf<string>(stage.sql, 'select a.id from public.call_attempts a join public.call_queue q on q.id = a.queue_id where a.id = any ($1) and q.contact_id = $2', [await claimed(NOON_IN_NEW_YORK), id]);
      await as(ada, 'select api.withdraw_consent($1)', [id]);
      await stage.sql.query('select * from public.fence_attempt($1, $2, $3)', [attempt, WORKER, NOON_IN_NEW_YORK]);
      return valueOf(stage.sql, "select a.state || ' ' || coalesce(a.error_message, '') from public.call_attempts a where a.id = $1", [attempt]);
    };
    expect(await outcome()).toBe('void no_consent');
    await mutate(stage.sql, 'public.fence_refusal', [["then 'no_consent'", 'then null']]);
    expect(await outcome()).toBe('sending ');
    await mutate(stage.sql, 'public.fence_refusal', [['n.withdrawn_at is null\n      ) then null', "n.withdrawn_at is null\n      ) then 'no_consent'"]]);
  });
});
