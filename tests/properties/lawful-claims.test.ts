// Random people in many places, random campaigns and hours, opt-outs and consents that come and go, and claims at random instants of years
// with all changes of clocks: nobody is dialed whom an oracle of its own, which knows hours from Intl and opt-outs from its own list,
// would not dial. CLAIMS=100000 is the figure of .ci/run.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../support/server.ts';
import { aStage, draws, mutate, seedOf, type Stage, valueOf } from './stage.ts';

const CLAIMS = Number(process.env['CLAIMS'] ?? 4000);
const WORKER = '00000000-0000-4000-8000-0000000000ab';
const DAY = 86_400_000;

/** Numbers by their beginning; where they may ring, as this test knows it. */
const PLACES: readonly { begin: string; digits: number; zones: readonly string[]; from: number; to: number; consent: boolean; most: number | null }[] = [
  { begin: '+1201', digits: 7, zones: ['America/New_York'], from: 8, to: 21, consent: true, most: null },
  { begin: '+1305', digits: 7, zones: ['America/New_York'], from: 8, to: 20, consent: true, most: 3 },
  { begin: '+1850', digits: 7, zones: ['America/New_York', 'America/Chicago'], from: 8, to: 20, consent: true, most: 3 },
  { begin: '+1480', digits: 7, zones: ['America/Phoenix'], from: 8, to: 21, consent: true, most: null },
  { begin: '+1907', digits: 7, zones: ['America/Anchorage', 'America/Adak'], from: 8, to: 21, consent: true, most: null },
  { begin: '+4420', digits: 8, zones: ['Europe/London'], from: 9, to: 20, consent: true, most: null },
  { begin: '+3491', digits: 7, zones: ['Europe/Madrid', 'Atlantic/Canary'], from: 9, to: 20, consent: true, most: null },
  { begin: '+9180', digits: 8, zones: ['Asia/Kolkata'], from: 9, to: 21, consent: true, most: null },
  { begin: '+6129', digits: 7, zones: ['Australia/Perth', 'Australia/Darwin', 'Australia/Adelaide', 'Australia/Brisbane', 'Australia/Sydney'], from: 9, to: 20, consent: true, most: null },
  { begin: '+1201555010', digits: 1, zones: ['UTC'], from: 0, to: 24, consent: false, most: null },
];

/** Reserved for fiction wherever they are: they ring nobody, at no hour. */
const FICTIONAL = /^\+1\d{3}55501\d\d$/;

const formats = new Map<string, Intl.DateTimeFormat>();
/** Hour of the day with its fraction, in a zone, from the tables of this engine. */
function localHour(zone: string, at: Date): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  formats.set(zone, format);
  const [hour = 0, minute = 0, second = 0] = format.format(at).split(':').map(Number);
  return hour + minute / 60 + second / 3600;
}

interface Person { phone: string; contactId: string; place: (typeof PLACES)[number]; agreed: boolean; out: boolean; dialed: number[] }

let stage: Stage;
let worker: pg.Pool;
beforeAll(async () => {
  stage = await aStage();
  worker = new pg.Pool({ connectionString: stage.db.workerUrl, max: 1 });
  await stage.sql.query("update public.system_config set value = '0' where key = 'dial.rate_per_second'");
  await stage.sql.query("update public.system_config set value = '100000' where key in ('dial.system_max_concurrent', 'dial.tenant_max_concurrent')");
  await stage.sql.query("update public.system_config set value = '100' where key = 'dial.quantum'"); // the one tenant's turn is half a claim
});
afterAll(async () => {
  await worker.end();
  await stage.end();
});

interface Found { dialed: number; optedOut: number; outsideHours: number; withoutConsent: number; tooOften: number }

async function play(seed: number, claims: number): Promise<Found> {
  const draw = draws(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(draw() * all.length)] as T;
  const people = new Map<string, Person>();
  const campaigns: { id: string; at: number }[] = [];
  const found: Found = { dialed: 0, optedOut: 0, outsideHours: 0, withoutConsent: 0, tooOften: 0 };
  const tenant = await valueOf<string>(stage.sql, "insert into public.users (email, name, credits) values ($1, 'T', 2000000000) returning id", [`${seed}-${draw()}@example.test`]);
  const agent = await valueOf<string>(stage.sql, "insert into public.agents (user_id, bolna_agent_id, name, webhook_secret_hash) values ($1, $2::text, 'Ava', md5($2::text) || md5($2::text)) returning id", [tenant, `agent ${seed} ${draw()}`]);
  await stage.sql.query("update public.call_queue set status = 'cancelled', completed_at = now() where status = 'pending'");
  let at = Date.parse('2026-01-01T00:00:00Z');
  let rounds = 0;
  while (found.dialed < claims) {
    at += Math.floor(draw() * 4 * 3_600_000) + 60_000;
    const now = new Date(at);
    // New people in a new campaign with hours of its own; some have agreed, some are opted out.
    const many = Array.from({ length: 300 }, () => {
      const place = pick(PLACES);
      return { phone: `${place.begin}${String(Math.floor(draw() * 10 ** place.digits)).padStart(place.digits, '0')}`, place };
    }).filter(({ phone, place }, index, all) => !people.has(phone) && (!place.consent || !FICTIONAL.test(phone)) && all.findIndex((other) => other.phone === phone) === index);
    const [first, last] = [Math.floor(draw() * 24), Math.floor(draw() * 24)];
    const zone = pick(['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney']);
    const campaign = await valueOf<string>(
      stage.sql,
      `insert into public.call_campaigns (user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date, campaign_timezone, use_custom_timezone, total_contacts)
       values ($1, $2, 'C', 'book', 'active', make_time($3, 0, 0), make_time($4, 0, 0), '2025-01-01', $5, true, 0) returning id`,
      [tenant, agent, first, last, zone],
    );
    const stored = await stage.sql.query<{ id: string; phone_number: string }>("insert into public.contacts (user_id, name, phone_number) select $1, 'P', p from unnest($2::text[]) p returning id, phone_number", [tenant, many.map(({ phone }) => phone)]);
    const ids = new Map(stored.rows.map(({ id, phone_number }) => [phone_number, id]));
    for (const { phone, place } of many) people.set(phone, { phone, place, contactId: ids.get(phone) ?? '', agreed: draw() < 0.8, out: draw() < 0.1, dialed: [] });
    const fresh = many.map(({ phone }) => people.get(phone) as Person);
    await stage.sql.query("insert into public.contact_consents (user_id, contact_id, kind, proof, obtained_at, recorded_at) select $1, c, 'express', 'test', $3, $3 from unnest($2::uuid[]) c", [tenant, fresh.filter((one) => one.agreed).map((one) => one.contactId), now]);
    await stage.sql.query("insert into public.do_not_call (user_id, phone_number) select $1, p from unnest($2::text[]) p", [tenant, fresh.filter((one) => one.out).map((one) => one.phone)]);
    // Everybody known may be in it again; opt-outs and consents change under their feet.
    const again = [...people.values()].filter((one) => draw() < (one.place.most === null ? 0.2 : 0.8) * Math.min(1, 3000 / people.size) && !fresh.includes(one));
    for (const one of again.slice(0, 8)) {
      if (draw() < 0.5) {
        one.out = !one.out;
        await stage.sql.query(one.out ? 'insert into public.do_not_call (user_id, phone_number) values ($1, $2) on conflict do nothing' : 'delete from public.do_not_call where user_id = $1 and phone_number = $2', [tenant, one.phone]);
      } else if (one.agreed) {
        one.agreed = false;
        await stage.sql.query('update public.contact_consents set withdrawn_at = $2 where contact_id = $1', [one.contactId, now]);
      }
    }
    await stage.sql.query(
      `with p as materialized (select p.*, public.rule_key_of(p.phone) as rule_key from unnest($3::uuid[], $4::text[]) as p (contact_id, phone)),
       lanes as materialized (select k.rule_key, public.ensure_lane($1, 'campaign', $2, k.rule_key) as id from (select distinct p.rule_key from p) k)
       insert into public.call_queue (user_id, campaign_id, contact_id, agent_id, phone_number, contact_name, lane_id, created_at)
       select $1, $2, p.contact_id, $5, p.phone, 'P', l.id, $6 from p join lanes l using (rule_key)`,
      [tenant, campaign, [...fresh, ...again].map((one) => one.contactId), [...fresh, ...again].map((one) => one.phone), agent, now],
    );
    await stage.sql.query('select public.set_lane_windows(array(select l.id from public.dispatch_lanes l where l.campaign_id = $1), $2)', [campaign, now]);
    await claimAll(now, people, found);
    // Campaigns of the day before yesterday are over, so that neither the queue nor the lanes grow without end.
    campaigns.push({ id: campaign, at });
    for (const old of campaigns.splice(0, campaigns.findIndex((one) => one.at > at - 2 * DAY))) {
      await stage.sql.query("update public.call_queue set status = 'cancelled', completed_at = $2 where campaign_id = $1 and status = 'pending'", [old.id, now]);
      // One whose people were all called has ended by itself: there is no step from there.
      await stage.sql.query("select public.set_campaign_status(c.id, 'cancelled', $2) from public.call_campaigns c where c.id = $1 and c.status = 'active'", [old.id, now]);
    }
    // In service autovacuum does it; without it the keys are checked by plans that were made when the tables were empty.
    if (++rounds % 5 === 1) await withClient(stage.db.ownerUrl, (owner) => owner.query('set role app_migrator; analyze'));
    at += draw() < 0.1 ? 9 * DAY * draw() : 0;
  }
  return found;
}

/** Claims and fences until nobody is left at this instant; what is handed out to be sent is a dial. */
async function claimAll(now: Date, people: ReadonlyMap<string, Person>, found: Found): Promise<void> {
  for (;;) {
    const { rows } = await worker.query<{ attempt_id: string }>('select attempt_id from public.claim_calls($1, 200, $2)', [WORKER, now]);
    if (rows.length === 0) return;
    const sent = await worker.query<{ recipient_phone_number: string }>('select f.recipient_phone_number from unnest($1::uuid[]) a cross join lateral public.fence_attempt(a, $2, $3) f', [rows.map((row) => row.attempt_id), WORKER, now]);
    for (const { recipient_phone_number } of sent.rows) judge(people.get(recipient_phone_number) as Person, now, found);
    await endCalls(now);
  }
}

function judge(person: Person, now: Date, found: Found): void {
  const { place } = person;
  found.dialed++;
  if (person.out) found.optedOut++;
  if (place.consent && !person.agreed) found.withoutConsent++;
  if (place.zones.some((zone) => localHour(zone, now) < place.from || localHour(zone, now) >= place.to)) found.outsideHours++;
  person.dialed = [...person.dialed.filter((at) => at > now.getTime() - DAY), now.getTime()];
  if (place.most !== null && person.dialed.length > place.most) found.tooOften++;
}

/** The calls that were sent were answered by nobody and are over: what counts within 24 hours are calls. */
async function endCalls(now: Date): Promise<void> {
  await stage.sql.query(
    `with ended as (
       update public.call_attempts a set state = 'accepted', execution_id = a.id::text, answered_at = $1, closed_at = $1 where a.state = 'sending' returning a.id, a.queue_id, a.user_id, a.phone_number
     ),
     items as (
       update public.call_queue q set status = 'no_answer', completed_at = $1 from ended e where q.id = e.queue_id returning q.id, q.contact_id, q.agent_id
     ),
     slots as (delete from public.active_calls s using ended e where s.id = e.queue_id),
     holds as (delete from public.credit_holds h using ended e where h.attempt_id = e.id)
     insert into public.calls (user_id, agent_id, contact_id, attempt_id, bolna_conversation_id, bolna_execution_id, phone_number, status, created_at, confirmed_at, local_date, local_hour)
     select e.user_id, i.agent_id, i.contact_id, e.id, e.id::text, e.id::text, e.phone_number, 'no-answer', $1, $1, $1::timestamptz::date, 1 from ended e join items i on i.id = e.queue_id`,
    [now],
  );
  await stage.sql.query("delete from public.active_calls; delete from public.credit_holds");
}

test(`nobody is dialed against the law in ${CLAIMS} claims`, { timeout: 3_600_000 }, async () => {
  const seed = seedOf('lawful claims');
  const found = await play(seed, CLAIMS);
  console.log(`lawful claims: ${JSON.stringify(found)}`);
  expect(found, `SEED=${seed}`).toEqual({ dialed: found.dialed, optedOut: 0, outsideHours: 0, withoutConsent: 0, tooOften: 0 });
});

test('control: each rule, switched off, is broken', { timeout: 300_000 }, async () => {
  await mutate(stage.sql, 'public.legal_window', [['      from unnest(v_zones) as z (zone)', '      from unnest(v_zones[1:1]) as z (zone)']]); // the first zone only
  await mutate(stage.sql, 'public.pick_queue_items', ["then 'opted_out'", "then 'no_consent'", "then 'called_too_often'"].map((then) => [then, `and false ${then}`]));
  await mutate(stage.sql, 'public.fence_refusal', ["then 'opted_out'", "then 'no_consent'"].map((then) => [then, `and false ${then}`]));
  const found = await play(3, 3000);
  console.log(`lawful claims, rules off: ${JSON.stringify(found)}`);
  for (const count of Object.values(found)) expect(count).toBeGreaterThan(0);
});
