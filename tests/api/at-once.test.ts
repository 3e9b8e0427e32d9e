// Every mutation, twenty times at the same moment: as often done as it may be, no answer that blames us, no deadlock, and nothing out of
// joint afterwards. A mutation without a scene here fails.
import { procedures } from '@callgres/api/openapi';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { expectInvariants } from '../support/invariants.ts';
import { withClient } from '../support/server.ts';
import { type AnAgent, Browser, type Tenant, aNumber, aTenant, anAgent, contacts } from './cast.ts';
import { type Scene as Installation, aScene, answerAt, enter, goTo } from './identity-scene.ts';

const TIMES = 20;
const PEOPLE = 12;
const FOR_NOBODY_YET = 'a new password of some length';

let all: Installation;
let chief: Tenant;
beforeAll(async () => {
  all = await aScene();
  chief = await aTenant(all.stage);
  await all.stage.sql.query("update public.users set role = 'super_admin' where id = $1", [chief.id]);
  await all.stage.sql.query("update public.system_config set value = '0' where key = 'dial.rate_per_second'");
}, 60_000);
afterAll(() => all.end());
beforeEach(() => all.stage.sql.query('delete from public.login_limits'));

interface Life { ada: Tenant; agent: AnAgent; tab: Browser }
async function aLife(): Promise<Life> {
  const ada = await aTenant(all.stage, { credits: 1000 });
  const agent = await anAgent(all.stage, ada);
  await contacts(all.stage, ada, Array.from({ length: PEOPLE }, (_, i) => aNumber(i)), ['crowd']);
  return { ada, agent, tab: await new Browser(all.stage.url).signIn(ada) };
}

interface Scenario {
  tab: Browser;
  input: unknown;
  /** How many of the twenty are done; the others are refused. */
  done?: number | ((count: number) => boolean);
  /** What all answers to those that were done are together, for numbers. */
  sum?: number;
  /** Rows afterwards: a count by SQL, and what it must be. */
  then?: readonly [sql: string, values: unknown[], count: number];
}

const byHand = (tab: Browser): Browser => Object.assign(new Browser(all.stage.url), { cookie: tab.cookie, renewal: tab.renewal, visit: tab.visit });
const atLeastOne = (count: number): boolean => count >= 1;
const today = new Date().toISOString().slice(0, 10);
const campaignOf = async ({ tab, agent }: Life, { people = true, steps = [] as ('launch' | 'pause')[] } = {}): Promise<string> => {
  const { id: campaignId } = await tab.api.campaigns.create.mutate({ name: 'Crowd', agentId: agent.id, nextAction: 'Talk', firstCallTime: '00:00', lastCallTime: '24:00', startDate: today });
  if (people) await tab.api.campaigns.addContacts.mutate({ campaignId });
  for (const step of steps) await tab.api.campaigns[step].mutate({ campaignId });
  return campaignId;
};
const stepped = (input: { steps: ('launch' | 'pause')[] }) => async (life: Life): Promise<Scenario> => ({ tab: life.tab, input: { campaignId: await campaignOf(life, input) }, done: TIMES }); // asked again, it is as it was

async function aLead({ ada, agent }: Life): Promise<string> {
  const call = randomUUID();
  await all.stage.sql.query(
    "insert into public.calls (id, user_id, agent_id, bolna_conversation_id, bolna_execution_id, phone_number, local_date, local_hour) values ($1, $2, $3, $4, $4, '+12015550100', (now() at time zone 'UTC')::date, extract(hour from now() at time zone 'UTC'))", [call, ada.id, agent.id, call]);
  const { rows } = await all.stage.sql.query<{ id: string }>(
    'insert into public.lead_analytics (user_id, call_id, agent_id, local_date, local_hour) select c.user_id, c.id, c.agent_id, c.local_date, c.local_hour from public.calls c where c.id = $1 returning id', [call]);
  return rows[0]?.id ?? '';
}
const asChief = (input: (life: Life) => unknown, more: Omit<Scenario, 'tab' | 'input'> = {}) => async (life: Life): Promise<Scenario> =>
  ({ tab: await new Browser(all.stage.url).signIn(chief), input: await input(life), ...more });
let number = 0;
const aLogin = (): string => `analyst_${all.stage.db.name.slice(-20).replaceAll(/[^a-z0-9]/g, '')}_once_${String(++number)}`;

/** A file that was checked and waits. */
async function anImport(tab: Browser): Promise<string> {
  const { id } = (await (await tab.upload('name,phone\nImported,+12015550188\n', { review: 'true' })).json()) as { id: string };
  await all.stage.sql.query('select public.check_contact_import($1)', [id]);
  return id;
}

const SCENES: Readonly<Record<string, (life: Life) => Promise<Scenario>>> = {
  'session.signIn': ({ ada }) => Promise.resolve({ tab: new Browser(all.stage.url), input: { email: ada.email, password: ada.password }, done: atLeastOne }),
  'session.register': () => {
    const email = `${randomUUID()}@example.test`;
    return Promise.resolve({ tab: new Browser(all.stage.url), input: { email, name: 'Ada' }, done: TIMES, then: ['from public.email_outbox where to_email = $1', [email], 3] });
  },
  'session.finishRegistration': async () => {
    const email = `${randomUUID()}@example.test`;
    await new Browser(all.stage.url).api.session.register.mutate({ email, name: 'Ada' });
    return { tab: new Browser(all.stage.url), input: { token: await all.post.tokenTo(email), password: FOR_NOBODY_YET }, done: 1, then: ['from public.users where email = $1', [email], 1] };
  },
  'session.forgotPassword': ({ ada }) => Promise.resolve({ tab: new Browser(all.stage.url), input: { email: ada.email }, done: TIMES, then: ['from public.email_outbox where to_email = $1', [ada.email], 3] }),
  'session.resetPassword': async ({ ada }) => {
    await new Browser(all.stage.url).api.session.forgotPassword.mutate({ email: ada.email });
    return { tab: new Browser(all.stage.url), input: { token: await all.post.tokenTo(ada.email), password: FOR_NOBODY_YET }, done: 1, then: ['from public.user_sessions where user_id = $1', [ada.id], 0] };
  },
  'session.renew': ({ tab, ada }) => Promise.resolve({ tab, input: {}, done: TIMES, then: ['from public.user_sessions where user_id = $1', [ada.id], 1] }),
  'session.provePassword': ({ tab, ada }) => Promise.resolve({ tab, input: { password: ada.password }, done: atLeastOne }),
  'session.changePassword': ({ tab, ada }) => Promise.resolve({ tab, input: { oldPassword: ada.password, newPassword: FOR_NOBODY_YET }, done: 1 }),
  'session.endView': ({ tab }) => Promise.resolve({ tab, input: {}, done: TIMES }),
  'session.revoke': async ({ tab, ada }) => {
    await new Browser(all.stage.url).signIn(ada);
    const other = (await tab.api.session.list.query()).find((one) => !one.is_current);
    return { tab, input: { sessionId: other?.id }, then: ['from public.user_sessions where user_id = $1', [ada.id], 1] };
  },
  'session.revokeOthers': async ({ tab, ada }) => {
    for (let i = 0; i < 3; i++) await new Browser(all.stage.url).signIn(ada);
    return { tab, input: {}, done: TIMES, sum: 3, then: ['from public.user_sessions where user_id = $1', [ada.id], 1] };
  },
  'session.deleteAccount': ({ tab, ada }) => Promise.resolve({ tab, input: { email: ada.email }, done: 1, then: ['from public.account_deletions where user_id = $1', [ada.id], 1] }),
  'session.signOut': ({ tab, ada }) => Promise.resolve({ tab, input: {}, done: atLeastOne, then: ['from public.user_sessions where user_id = $1', [ada.id], 0] }),
  'identities.begin': () => Promise.resolve({ tab: new Browser(all.stage.url), input: { provider: 'google' }, done: TIMES }),
  'identities.beginConnecting': ({ tab }) => Promise.resolve({ tab, input: { provider: 'github' }, done: TIMES }),
  'identities.finish': async () => {
    const [tab, email] = [new Browser(all.stage.url), `${randomUUID()}@example.test`];
    const query = await answerAt(await goTo(tab, 'google'), { email });
    return { tab, input: { provider: 'google', query }, done: 1, then: ['from public.users where email = $1', [email], 1] };
  },
  'identities.disconnect': async ({ tab, ada }) => {
    await enter(tab, 'google', { email: `${randomUUID()}@example.test` }, true);
    const [identity] = await tab.api.identities.list.query();
    return { tab, input: { identityId: identity?.id }, done: 1, then: ['from public.user_identities where user_id = $1', [ada.id], 0] };
  },
  'contacts.recordConsents': ({ tab, ada }) => Promise.resolve({
    tab, input: { kind: 'express', proof: 'form 12', tag: 'crowd' }, done: TIMES, sum: PEOPLE, then: ['from public.contact_consents where user_id = $1', [ada.id], PEOPLE] }),
  'contacts.withdrawConsent': async ({ tab, ada }) => {
    await tab.api.contacts.recordConsents.mutate({ kind: 'express', proof: 'form 12', tag: 'crowd' });
    const [contact] = await tab.api.contacts.list.query({});
    return { tab, input: { contactId: contact?.id }, then: ['from public.contact_consents where user_id = $1 and withdrawn_at is not null', [ada.id], 1] };
  },
  'contacts.addOptOuts': ({ tab, ada }) => Promise.resolve({
    tab, input: { numbers: Array.from({ length: PEOPLE }, (_, i) => aNumber(i)) }, done: TIMES, then: ['from public.do_not_call where user_id = $1', [ada.id], PEOPLE] }),
  'contacts.removeOptOut': async ({ tab, ada }) => {
    await tab.api.contacts.addOptOuts.mutate({ numbers: [aNumber(1)] });
    const [optOut] = await tab.api.contacts.optOuts.query({});
    return { tab, input: { optOutId: optOut?.id, reason: 'asked' }, done: 1, then: ['from public.do_not_call where user_id = $1', [ada.id], 0] };
  },
  'campaigns.create': ({ tab, agent, ada }) => Promise.resolve({
    tab, input: { name: 'Crowd', agentId: agent.id, nextAction: 'Talk', firstCallTime: '00:00', lastCallTime: '24:00', startDate: today }, done: TIMES, then: ['from public.call_campaigns where user_id = $1', [ada.id], TIMES] }),
  'campaigns.addContacts': async (life) => ({
    tab: life.tab, input: { campaignId: await campaignOf(life, { people: false }) }, done: TIMES, sum: PEOPLE, then: ['from public.call_queue where user_id = $1', [life.ada.id], PEOPLE] }),
  'campaigns.launch': stepped({ steps: [] }),
  'campaigns.pause': stepped({ steps: ['launch'] }),
  'campaigns.resume': stepped({ steps: ['launch', 'pause'] }),
  'campaigns.cancel': stepped({ steps: ['launch'] }),
  'calls.requestDirect': async ({ tab, agent, ada }) => {
    const [contact] = await tab.api.contacts.list.query({});
    return { tab, input: { contactId: contact?.id, agentId: agent.id }, done: TIMES, then: ['from public.call_queue where user_id = $1', [ada.id], 1] };
  },
  'leads.override': async (life) => ({
    tab: life.tab, input: { leadId: await aLead(life), field: 'notes', value: 'x', reason: 'heard it' }, done: TIMES, then: ['from public.lead_overrides where user_id = $1', [life.ada.id], 1] }),
  'leads.withdrawOverride': async (life) => {
    const leadId = await aLead(life);
    await life.tab.api.leads.override.mutate({ leadId, field: 'notes', value: 'x', reason: 'heard it' });
    return { tab: life.tab, input: { leadId, field: 'notes' }, done: atLeastOne, then: ['from public.lead_overrides where user_id = $1', [life.ada.id], 0] };
  },
  'admin.setActive': (life) => asChief(({ ada }) => ({ userId: ada.id, isActive: false, reason: 'x' }), { done: TIMES, then: ["from public.admin_audit_log where target_user_id = $1", [life.ada.id], 1] })(life),
  'admin.setRole': (life) => asChief(({ ada }) => ({ userId: ada.id, role: 'admin', reason: 'x' }), { done: TIMES, then: ["from public.admin_audit_log where target_user_id = $1", [life.ada.id], 1] })(life),
  'admin.adjustCredits': (life) => asChief(({ ada }) => ({ userId: ada.id, amount: 3, reason: 'x' }), { done: TIMES, then: ['from public.users where id = $1 and credits = 1060', [life.ada.id], 1] })(life),
  'admin.deleteAccount': (life) => asChief(({ ada }) => ({ userId: ada.id, email: ada.email, reason: 'x' }), { done: 1, then: ["from public.admin_audit_log where target_user_id = $1", [life.ada.id], 1] })(life),
  'admin.viewAs': (life) => asChief(({ ada }) => ({ userId: ada.id, reason: 'x' }), { done: TIMES, then: ['from public.user_sessions where user_id = $1 and acting_admin_id is not null', [life.ada.id], TIMES] })(life),
  'admin.setLines': (life) => asChief(({ ada }) => ({ userId: ada.id, lines: 7, reason: 'x' }), { done: TIMES, then: ['from public.tenant_dispatch where user_id = $1 and max_concurrent_calls = 7', [life.ada.id], 1] })(life),
  'admin.setSetting': (life) => asChief(() => ({ key: 'dial.quantum', value: '5', reason: 'x' }), { done: TIMES, then: ["from public.system_config where key = 'dial.quantum' and value = '5'", [], 1] })(life),
  'admin.setCallingRule': (life) => asChief(() => ({ jurisdiction: 'IN', weekdays: [1, 2], localStart: '10:00', localEnd: '11:00', consent: 'written', source: 'a source', reason: 'x' }), { done: TIMES })(life),
  'admin.resendEmail': (life) => asChief(async () => {
    const emailId = randomUUID();
    await all.stage.sql.query("select public.queue_email($1, 'password_changed', $2, $3, $4, 'Ada', now())", [emailId, emailId, life.ada.id, life.ada.email]);
    await all.stage.sql.query("update public.email_outbox set state = 'failed' where id = $1", [emailId]);
    return { emailId };
  }, { done: 1, then: ["from public.admin_audit_log where action = 'email_resent'", [], 1] })(life),
  'followUps.create': async ({ tab, ada }) => ({
    tab, input: { contactId: await oneContact(tab), date: today, remark: 'call back' }, done: TIMES, then: ['from public.follow_ups where user_id = $1', [ada.id], 1] }),
  'followUps.change': async ({ tab, ada }) => ({
    tab, input: { followUpId: await aFollowUp(tab), date: today, remark: 'later' }, done: TIMES, then: ["from public.follow_ups where user_id = $1 and remark = 'later'", [ada.id], 1] }),
  'followUps.complete': async ({ tab, ada }) => ({
    tab, input: { followUpId: await aFollowUp(tab) }, done: TIMES, then: ['from public.follow_ups where user_id = $1 and is_completed and completed_at is not null', [ada.id], 1] }),
  'followUps.remove': async ({ tab, ada }) => ({
    tab, input: { followUpId: await aFollowUp(tab) }, done: TIMES, then: ['from public.follow_ups where user_id = $1 and deleted_at is not null', [ada.id], 1] }),
  'customers.convert': async ({ tab, ada }) => ({ tab, input: { contactId: await oneContact(tab) }, done: TIMES, then: ['from public.customers where user_id = $1', [ada.id], 1] }),
  'customers.change': async ({ tab, ada }) => ({
    tab, input: { customerId: (await tab.api.customers.convert.mutate({ contactId: await oneContact(tab) })).id, companyName: 'Looms' }, done: TIMES, then: ["from public.customers where user_id = $1 and company_name = 'Looms'", [ada.id], 1] }),
  'customers.remove': async ({ tab, ada }) => ({
    tab, input: { customerId: (await tab.api.customers.convert.mutate({ contactId: await oneContact(tab) })).id }, done: TIMES, then: ['from public.contacts where user_id = $1 and is_customer', [ada.id], 0] }),
  'numbers.rename': async ({ tab, ada }) => {
    const phoneNumberId = await aPhoneNumber(ada);
    return { tab, input: { phoneNumberId, name: 'Front desk' }, done: TIMES, then: ["from public.phone_numbers where id = $1 and friendly_name = 'Front desk'", [phoneNumberId], 1] };
  },
  'numbers.add': (life) => {
    const phoneNumber = aNumber(500 + ++number);
    return asChief(({ ada }) => ({ userId: ada.id, phoneNumber, reason: 'x' }), { done: 1, then: ['from public.phone_numbers where phone_number = $1', [phoneNumber], 1] })(life);
  },
  'numbers.setActive': (life) => asChief(async ({ ada }) => ({ phoneNumberId: await aPhoneNumber(ada), isActive: false, reason: 'x' }), {
    done: TIMES, then: ["from public.admin_audit_log where action = 'phone_number_switched_off' and target_user_id = $1", [life.ada.id], 1] })(life),
  'numbers.move': async (life) => {
    const heir = await aTenant(all.stage);
    return asChief(async ({ ada }) => ({ phoneNumberId: await aPhoneNumber(ada, false), userId: heir.id, reason: 'x' }), {
      done: TIMES, then: ["from public.admin_audit_log where action = 'phone_number_moved' and target_user_id = $1", [heir.id], 1] })(life);
  },
  'contacts.add': ({ tab, ada }) => Promise.resolve({
    tab, input: { phoneNumber: '+12015550199', name: 'New' }, done: 1, then: ["from public.contacts where user_id = $1 and name = 'New'", [ada.id], 1] }),
  'contacts.change': async ({ tab, ada }) => ({
    tab, input: { contactId: await oneContact(tab), notes: 'tall' }, done: TIMES, then: ["from public.contacts where user_id = $1 and notes = 'tall'", [ada.id], 1] }),
  'contacts.act': ({ tab, ada }) => Promise.resolve({
    tab, input: { act: 'add_tag', tag: 'vip' }, done: TIMES, then: ["from public.contacts where user_id = $1 and tags = array['crowd', 'vip']", [ada.id], PEOPLE] }),
  'contacts.undo': async ({ tab, ada }) => ({
    tab, input: { actionId: (await tab.api.contacts.act.mutate({ act: 'remove' })).id }, done: TIMES, then: ['from public.contacts where user_id = $1 and deleted_at is null', [ada.id], PEOPLE] }),
  'leads.move': async (life) => ({
    tab: life.tab, input: { leadId: await aLead(life), newStage: 'qualified' }, done: TIMES, then: ["from public.lead_overrides where user_id = $1 and field = 'lifecycle_status'", [life.ada.id], 1] }),
  'imports.start': async ({ tab, ada }) => ({
    tab, input: { importId: await anImport(tab) }, done: 1, then: ["from public.contacts where user_id = $1 and name = 'Imported'", [ada.id], 0] }), // merged by a job, later
  'imports.cancel': async ({ tab, ada }) => ({
    tab, input: { importId: await anImport(tab) }, done: TIMES, then: ["from public.contact_imports where user_id = $1 and status = 'cancelled'", [ada.id], 1] }),
  'imports.undo': async ({ tab, ada }) => {
    const importId = await anImport(tab);
    await tab.api.imports.cancel.mutate({ importId });
    return { tab, input: { importId }, done: 1, then: ["from public.contact_imports where user_id = $1 and status = 'undoing'", [ada.id], 1] };
  },
  'meetings.book': async ({ tab, ada }) => ({
    tab, input: { contactId: await oneContact(tab), date: soon, time: '10:00' }, done: TIMES, then: ['from public.calendar_meetings where user_id = $1', [ada.id], 1] }),
  'meetings.move': async ({ tab, ada }) => ({
    tab, input: { meetingId: await aMeeting(tab), date: soon, time: '12:00' }, done: TIMES, then: ["from public.calendar_meetings where user_id = $1 and status = 'rescheduled'", [ada.id], 1] }),
  'meetings.change': async ({ tab, ada }) => ({
    tab, input: { meetingId: await aMeeting(tab), title: 'Visit' }, done: TIMES, then: ["from public.calendar_meetings where user_id = $1 and title = 'Visit'", [ada.id], 1] }),
  'meetings.setStatus': async ({ tab, ada }) => ({
    tab, input: { meetingId: await aMeeting(tab), newStatus: 'cancelled' }, done: TIMES, then: ["from public.calendar_meetings where user_id = $1 and status = 'cancelled'", [ada.id], 1] }),
  'notifications.read': async ({ tab, ada }) => ({
    tab, input: { notificationId: await aMessage(ada) }, done: TIMES, then: ['from public.notifications where user_id = $1 and is_read', [ada.id], 1] }),
  'notifications.readAll': async ({ tab, ada }) => {
    await aMessage(ada);
    return { tab, input: {}, done: TIMES, sum: 1 };
  },
  'notifications.setPreferences': ({ tab, ada }) => Promise.resolve({
    tab, input: { emailEnabled: false }, done: TIMES, then: ['from public.notification_preferences where user_id = $1 and not email_enabled', [ada.id], 1] }),
  'calendar.begin': ({ tab, ada }) => Promise.resolve({ tab, input: {}, done: TIMES, then: ['from public.oauth_logins where user_id = $1', [ada.id], TIMES] }),
  'calendar.finish': async ({ tab, ada }) => {
    const { url } = await tab.api.calendar.begin.mutate({});
    return { tab, input: { query: await answerAt(url, { email: ada.email, calendar: true }) }, done: 1, then: ['from public.provider_accounts where user_id = $1', [ada.id], 1] };
  },
  'calendar.disconnect': async ({ tab, ada }) => {
    await aCalendar(ada);
    return { tab, input: {}, done: 1, then: ["from public.provider_accounts where user_id = $1 and status = 'leaving'", [ada.id], 1] };
  },
  'calendar.retry': async ({ tab, ada }) => {
    await aCalendar(ada);
    return { tab, input: {}, done: TIMES };
  },
  'calendar.pushUpcoming': async ({ tab, ada }) => {
    await aMeeting(tab);
    await aCalendar(ada);
    return { tab, input: {}, done: TIMES, then: ['from public.calendar_meeting_sync where user_id = $1', [ada.id], 1] };
  },
  'analysts.create': (life) => asChief(({ ada }) => ({ login: aLogin(), userIds: [ada.id], seesAll: false, seesPersonal: false, reason: 'x' }), { done: 1, then: ['from analytics.analyst_grant where user_id = $1', [life.ada.id], 1] })(life),
  'analysts.renewPassword': (life) => asChief(async ({ ada }) => ({ login: await anAnalyst(ada), reason: 'x' }), { done: atLeastOne })(life),
  'analysts.remove': (life) => asChief(async ({ ada }) => ({ login: await anAnalyst(ada), reason: 'x' }), { done: 1, then: ['from analytics.analyst_grant where user_id = $1', [life.ada.id], 0] })(life),
};
const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const aMeeting = async (tab: Browser): Promise<string> => (await tab.api.meetings.book.mutate({ contactId: await oneContact(tab), date: soon, time: '10:00' })).id;
async function aMessage(ada: Tenant): Promise<string> {
  const { rows } = await all.stage.sql.query<{ id: string }>("insert into public.notifications (user_id, type, title, message) values ($1, 'meeting_booked', 'Meeting', 'At noon') returning id", [ada.id]);
  return rows[0]?.id ?? '';
}
async function aCalendar(ada: Tenant): Promise<void> {
  const { rows } = await all.stage.sql.query<{ id: string }>(
    "insert into public.provider_accounts (user_id, provider, external_id, secret_sealed, status, created_at, updated_at) values ($1, 'google', 'x', 'v1.k.AAAA.AAAA', 'connected', now(), now()) returning id", [ada.id]);
  await all.stage.sql.query('insert into public.calendar_sync (account_id, user_id, next_pull_at, next_watch_at, not_before) values ($1, $2, now(), now(), now())', [rows[0]?.id, ada.id]);
}
const oneContact = async (tab: Browser): Promise<string> => (await tab.api.contacts.list.query({}))[0]?.id ?? '';
const aFollowUp = async (tab: Browser): Promise<string> => (await tab.api.followUps.create.mutate({ contactId: await oneContact(tab), date: today, remark: 'call back' })).id;
async function aPhoneNumber(ada: Tenant, isActive = true): Promise<string> {
  const { rows } = await all.stage.sql.query<{ id: string }>('insert into public.phone_numbers (user_id, phone_number, is_active) values ($1, $2, $3) returning id', [ada.id, aNumber(900 + ++number), isActive]);
  return rows[0]?.id ?? '';
}
async function anAnalyst(ada: Tenant): Promise<string> {
  const login = aLogin();
  await (await new Browser(all.stage.url).signIn(chief)).api.analysts.create.mutate({ login, userIds: [ada.id], seesAll: false, seesPersonal: false, reason: 'x' });
  return login;
}

async function fire(name: string, { tab, input }: Scenario): Promise<{ status: number; result: unknown; key: string }[]> {
  // Each from a browser of its own, which has the same cookies: an answer that sets them changes no other request.
  return Promise.all(Array.from({ length: TIMES }, async () => {
    const answer = await byHand(tab).fetch(`/trpc/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) });
    const body = (await answer.json()) as { result?: { data: unknown }; error?: { data: { key: string } } };
    return { status: answer.status, result: body.result?.data, key: body.error?.data.key ?? '' };
  }));
}

it('each mutation has a scene', () => {
  expect(Object.keys(SCENES).sort()).toEqual(procedures().filter(({ type }) => type === 'mutation').map(({ name }) => name).sort());
});

it.each(Object.keys(SCENES))('%s', { timeout: 60_000 }, async (name) => {
  const scenario = await SCENES[name]?.(await aLife());
  if (scenario === undefined) throw new Error('no scene');
  const answers = await fire(name, scenario);
  const done = answers.filter(({ status }) => status === 200);
  const told = JSON.stringify(answers);
  expect(answers.filter(({ status }) => status >= 500), told).toEqual([]);
  if (typeof scenario.done === 'number') expect(done, told).toHaveLength(scenario.done);
  if (typeof scenario.done === 'function') expect(scenario.done(done.length), told).toBe(true);
  if (scenario.sum !== undefined) expect(done.reduce((sum, { result }) => sum + Number(result), 0), told).toBe(scenario.sum);
  if (scenario.then !== undefined) expect(await all.count(scenario.then[0], scenario.then[1])).toBe(scenario.then[2]);
  await expectInvariants(all.stage.sql);
});

it('control: without its key a consent is written down more than once', { timeout: 60_000 }, async () => {
  await withClient(all.stage.db.ownerUrl, (owner) => owner.query('set role app_migrator; drop index public.idx_contact_consents_one_of_a_kind'));
  let most = 0;
  for (let round = 0; round < 10 && most <= PEOPLE; round++) {
    const scenario = await SCENES['contacts.recordConsents']?.(await aLife());
    if (scenario) most = (await fire('contacts.recordConsents', scenario)).reduce((sum, { result }) => sum + Number(result), 0);
  }
  expect(most).toBeGreaterThan(PEOPLE);
});
