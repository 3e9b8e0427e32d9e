// What the law where a person lives says: numbers, rules and hours.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Tenant, valueOf } from '../../properties/stage.ts';
import { aLawStage, type LawStage } from './cast.ts';

let stage: LawStage;
let ada: Tenant;
let as: LawStage['as'];
beforeAll(async () => {
  stage = await aLawStage();
  ({ ada, as } = stage);
});
afterAll(() => stage.end());

const key = (phone: string): Promise<string | null> => valueOf(stage.sql, 'select public.rule_key_of($1)', [phone]);

describe('a number', () => {
  it.each([
    ['+12015550123', 'XF UTC'], // reserved for fiction
    ['+447700900123', 'XF UTC'],
    ['+12012345678', 'US-NJ America/New_York'],
    ['+18502345678', 'US-FL America/New_York,America/Chicago'],
    ['+19074445555', 'US-AK America/Anchorage,America/Adak'],
    ['+14165551234', 'CA America/Toronto'],
    ['+442071234567', 'GB Europe/London'],
    ['+34911234567', 'ES Europe/Madrid,Atlantic/Canary'],
    ['+918012345678', 'IN Asia/Kolkata'],
    ['+19002345678', null], // premium
    ['+18002345678', null], // of no place
    ['+88216123456', null], // satellite
    ['+12642345678', null],
    ['not a number', null],
  ])('%s is under %s', async (phone, expected) => {
    expect(await key(phone)).toBe(expected);
  });

  it('lies in zones that the server knows, all of them', async () => {
    expect(await valueOf(stage.sql, 'select array_agg(distinct z.zone) from public.number_plan p cross join unnest(p.zones) as z (zone) where not exists (select from public.time_zones t where t.name = z.zone)')).toBeNull();
  });

  it('of each state of the United States is in the plan', async () => {
    expect(await valueOf(stage.sql, "select count(distinct p.jurisdiction)::int from public.number_plan p where p.jurisdiction like 'US-%'")).toBe(52); // 50, DC and PR
  });
});

describe('a rule', () => {
  const hours = async (ruleKey: string, at: string): Promise<[string | undefined, string | undefined]> => {
    const { rows } = await stage.sql.query<{ opens_at: Date | null; closes_at: Date | null }>('select * from public.legal_window(null, $1, $2)', [ruleKey, at]);
    return [rows[0]?.opens_at?.toISOString(), rows[0]?.closes_at?.toISOString()];
  };

  it('of a state goes before that of its country, and the default serves the others', async () => {
    const of = (ruleKey: string): Promise<string> => valueOf(stage.sql, 'select (public.rule_of($1, now())).jurisdiction', [ruleKey]);
    expect([await of('US-FL America/New_York'), await of('US-NJ America/New_York'), await of('GB Europe/London'), await of('')]).toEqual(['US-FL', 'US', '*', null]);
  });

  it('is read on the clock of the person', async () => {
    expect(await hours('US-NJ America/New_York', '2026-07-01T11:00:00Z')).toEqual(['2026-07-01T12:00:00.000Z', '2026-07-02T01:00:00.000Z']);
    expect(await hours('US-FL America/New_York', '2026-07-01T11:00:00Z')).toEqual(['2026-07-01T12:00:00.000Z', '2026-07-02T00:00:00.000Z']);
  });

  it('holds in all zones that a number may be in', async () => {
    expect(await hours('US-FL America/New_York,America/Chicago', '2026-07-01T11:00:00Z')).toEqual(['2026-07-01T13:00:00.000Z', '2026-07-02T00:00:00.000Z']);
  });

  it('does not know hours where no rule is', async () => {
    expect(await hours('', '2026-07-01T11:00:00Z')).toEqual([undefined, undefined]);
  });

  it('follows the clocks when they change', async () => {
    expect(await hours('US-NJ America/New_York', '2026-03-08T10:00:00Z')).toEqual(['2026-03-08T12:00:00.000Z', '2026-03-09T01:00:00.000Z']);
    expect(await hours('US-NJ America/New_York', '2026-11-01T10:00:00Z')).toEqual(['2026-11-01T13:00:00.000Z', '2026-11-02T02:00:00.000Z']);
  });

  it('leaves a campaign whose hours it never allows without any', async () => {
    const { rows } = await stage.sql.query(
      `select w.opens_at from public.call_campaigns c cross join lateral public.legal_window(c, 'US-NJ America/New_York', now()) w where c.id = $1`,
      [(await as<{ id: string }>(ada, "select id from api.create_campaign('Night', $1, 'book', '02:00', '04:00', current_date, p_campaign_timezone => 'America/New_York')", [ada.agentId]))[0]?.id],
    );
    expect(rows).toEqual([{ opens_at: null }]);
  });

  describe('is changed', () => {
    const change = (who: Tenant, values: unknown[]): Promise<unknown> => as(who, 'select * from api.set_calling_rule($1, $2, $3, $4, $5, $6, $7)', values);
    const SUNDAYS_FREE = ['GB', [1, 2, 3, 4, 5, 6], '09:00', '19:00', 'none', 'a page that says so', 'checked today'];

    it('by a super administrator only, with a source and a reason, audited, and binds the next claim', async () => {
      await expect(change(ada, SUNDAYS_FREE)).rejects.toMatchObject({ message: 'super_admin_only' });
      await stage.sql.query("update public.users set role = 'super_admin' where id = $1", [ada.id]);
      try {
        for (const bad of [['g', [1], '09:00', '10:00', 'none', 'source', 'why'], ['GB', [], '09:00', '10:00', 'none', 'source', 'why'], ['GB', [8], '09:00', '10:00', 'none', 'source', 'why'], ['GB', [1], '09:00', '10:00', 'none', '', 'why']])
          await expect(change(ada, bad)).rejects.toMatchObject({ message: 'calling_rule_invalid' });
        await expect(change(ada, [...SUNDAYS_FREE.slice(0, 6), ''])).rejects.toMatchObject({ message: 'reason_missing' });
        await stage.sql.query("insert into public.dispatch_lanes (user_id, call_type, zone_key, open, opens_at, closes_at) values ($1, 'direct', 'GB Europe/London', true, now() - interval '1 hour', 'infinity')", [ada.id]);
        await change(ada, SUNDAYS_FREE);
        const lane = (): Promise<unknown> => valueOf(stage.sql, "select to_jsonb(l) - 'id' from (select l.id, l.open, l.closes_at <= now() as shut, l.needs_consent from public.dispatch_lanes l where l.user_id = $1 and l.zone_key = 'GB Europe/London') l", [ada.id]);
        expect(await lane()).toMatchObject({ open: false, shut: true });
        await stage.sql.query('select public.turn_lanes()');
        expect(await lane()).toMatchObject({ needs_consent: false, shut: false });
        expect(await hours('GB Europe/London', '2026-12-05T20:00:00Z')).toEqual(['2026-12-07T09:00:00.000Z', '2026-12-07T19:00:00.000Z']); // Saturday evening to Monday
        expect(await valueOf(stage.sql, "select count(*)::int from public.admin_audit_log a where a.action = 'calling_rule_changed'")).toBe(1);
        expect((await as(ada, "select consent from api.list_calling_rules() where jurisdiction = 'GB'"))[0]).toEqual({ consent: 'none' });
      } finally {
        await stage.sql.query("update public.users set role = 'user' where id = $1", [ada.id]);
        await stage.sql.query("delete from public.calling_rules where jurisdiction = 'GB'");
      }
    });
  });
});
