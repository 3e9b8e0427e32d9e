// An administrator looks at the pages of an account: everything can be read as the account reads it, nothing can be written, and all of it
// is written down. And the password again, before what weighs most.
import { procedures } from '@callgres/api/openapi';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mutate } from '../properties/stage.ts';
import { Browser, type Stage, type Tenant, aStage, aTenant, told } from './cast.ts';

let stage: Stage;
let admin: Tenant;
let ada: Tenant;
let tab: Browser;
beforeAll(async () => {
  stage = await aStage();
  admin = await aTenant(stage, { name: 'Root' });
  await stage.sql.query("update public.users set role = 'super_admin' where id = $1", [admin.id]);
});
afterAll(() => stage.end());
beforeEach(async () => {
  ada = await aTenant(stage, { name: 'Ada' });
  tab = await new Browser(stage.url).signIn(admin);
});

const look = (browser = tab): Promise<unknown> => browser.api.admin.viewAs.mutate({ userId: ada.id, reason: 'asked for help' });
const audited = async (): Promise<string[]> =>
  (await stage.sql.query<{ action: string }>('select a.action from public.admin_audit_log a where a.target_user_id = $1 and a.admin_user_id = $2 order by a.created_at', [ada.id, admin.id])).rows.map((row) => row.action);
const views = async (): Promise<number> => (await stage.sql.query('select from public.user_sessions where user_id = $1 and acting_admin_id is not null', [ada.id])).rowCount ?? -1;

describe('a view', () => {
  it('shows the pages of the account, says who looks, and is written down from begin to end', async () => {
    await look();
    expect(await tab.api.session.me.query()).toMatchObject({ id: ada.id, viewed_by: 'Root' });
    expect(await tab.api.session.list.query()).toMatchObject([{ is_view: true, is_current: true }]);
    await tab.api.session.endView.mutate();
    await tab.api.session.renew.mutate();
    expect(await tab.api.session.me.query()).toMatchObject({ id: admin.id, viewed_by: null });
    expect(await audited()).toEqual(['view_began', 'view_ended']);
    expect(await views()).toBe(0);
  });

  it('is left by whoever is in one, and by nobody else: their own session goes on', async () => {
    await tab.api.session.endView.mutate();
    expect(await tab.api.session.me.query()).toMatchObject({ id: admin.id });
  });

  it('is seen by the person in their sessions, who may end it', async () => {
    await look();
    const own = await new Browser(stage.url).signIn(ada);
    const [view] = (await own.api.session.list.query()).filter((session) => session.is_view);
    await own.api.session.revoke.mutate({ sessionId: view?.id ?? '' });
    expect(await told(tab.api.session.me.query())).toMatchObject({ httpStatus: 401 });
  });

  it('ends by itself, and with the role, the account and the session of the administrator', async () => {
    for (const end of [
      "update public.user_sessions set expires_at = now() where acting_admin_id is not null",
      `update public.users set role = 'user' where id = '${admin.id}'`,
      `update public.users set is_active = false where id = '${admin.id}'`,
      `delete from public.user_sessions where user_id = '${admin.id}'`,
    ]) {
      tab = await new Browser(stage.url).signIn(admin);
      await look();
      await stage.sql.query(end);
      expect(await told(tab.api.session.me.query()), end).toMatchObject({ httpStatus: 401 });
      await stage.sql.query("update public.users set role = 'super_admin', is_active = true where id = $1", [admin.id]);
    }
  });

  it('is not of administrators, of accounts that are off or do not exist, and not without a reason', async () => {
    const other = await aTenant(stage);
    await stage.sql.query("update public.users set role = 'admin' where id = $1", [other.id]);
    expect(await told(tab.api.admin.viewAs.mutate({ userId: other.id, reason: 'why' }))).toMatchObject({ key: 'account_not_viewable' });
    await stage.sql.query('update public.users set is_active = false where id = $1', [ada.id]);
    expect(await told(look())).toMatchObject({ key: 'account_not_viewable' });
    expect(await told(tab.api.admin.viewAs.mutate({ userId: crypto.randomUUID(), reason: 'why' }))).toMatchObject({ key: 'user_not_found' });
    expect(await told(tab.api.admin.viewAs.mutate({ userId: ada.id, reason: ' ' }))).toMatchObject({ key: 'reason_missing' });
    const bo = await new Browser(stage.url).signIn(await aTenant(stage));
    expect(await told(look(bo))).toMatchObject({ key: 'admin_only' });
    expect(await views()).toBe(0);
  });

  /** Mutations that are answered otherwise than "you can change nothing" while somebody looks. */
  async function writable(): Promise<string[]> {
    await look();
    const found: string[] = [];
    for (const { name, kind } of procedures().map((one) => ({ name: one.name, kind: one.type }))) {
      if (kind !== 'mutation' || OF_NOBODY.has(name)) continue;
      const answer = await tab.fetch(`/trpc/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(INPUTS[name] ?? {}) });
      const text = await answer.text();
      if (!text.includes('view_reads_only')) found.push(`${name}: ${text.slice(0, 200)}`);
    }
    return found;
  }
  /** Ways to sign in and out, which need no session or end this one. */
  const OF_NOBODY = new Set([
    'session.signIn', 'session.register', 'session.finishRegistration', 'session.forgotPassword', 'session.resetPassword', 'session.renew', 'session.endView', 'identities.begin', 'identities.finish',
    'identities.beginConnecting', // asks for the provider's settings first, which this server has none of
  ]);
  const ID = '00000000-0000-4000-8000-000000000001';
  const INPUTS: Readonly<Record<string, unknown>> = {
    'admin.deleteAccount': { userId: ID, email: 'a@b.example', reason: 'x' }, 'session.deleteAccount': { email: 'a@b.example' },
    'analysts.create': { login: 'analyst_x', userIds: [], seesAll: true, seesPersonal: false, reason: 'x' }, 'analysts.renewPassword': { login: 'analyst_x', reason: 'x' }, 'analysts.remove': { login: 'analyst_x', reason: 'x' },
    'followUps.create': { contactId: ID, date: '2026-01-01' }, 'followUps.change': { followUpId: ID, date: '2026-01-01' }, 'followUps.complete': { followUpId: ID }, 'followUps.remove': { followUpId: ID },
    'customers.convert': { contactId: ID }, 'customers.change': { customerId: ID }, 'customers.remove': { customerId: ID },
    'numbers.rename': { phoneNumberId: ID }, 'numbers.add': { userId: ID, phoneNumber: '+12015550100', reason: 'x' }, 'numbers.setActive': { phoneNumberId: ID, isActive: true, reason: 'x' }, 'numbers.move': { phoneNumberId: ID, userId: ID, reason: 'x' },
    'admin.resendEmail': { emailId: ID },
    'meetings.book': { contactId: ID, date: '2031-01-01', time: '10:00' }, 'meetings.move': { meetingId: ID, date: '2031-01-01', time: '10:00' }, 'meetings.change': { meetingId: ID }, 'meetings.setStatus': { meetingId: ID, newStatus: 'cancelled' },
    'notifications.read': { notificationId: ID }, 'calendar.finish': { query: '' },
    'admin.adjustCredits': { userId: ID, amount: 1, reason: 'x' }, 'admin.setActive': { userId: ID, isActive: true, reason: 'x' }, 'admin.setLines': { userId: ID, reason: 'x' },
    'admin.setRole': { userId: ID, role: 'user', reason: 'x' }, 'admin.setSetting': { key: 'a', value: '1', reason: 'x' }, 'admin.viewAs': { userId: ID, reason: 'x' },
    'admin.setCallingRule': { jurisdiction: 'GB', weekdays: [1], localStart: '09:00', localEnd: '10:00', consent: 'none', source: 'src', reason: 'x' },
    'calls.requestDirect': { contactId: ID, agentId: ID }, 'campaigns.addContacts': { campaignId: ID }, 'campaigns.cancel': { campaignId: ID }, 'campaigns.launch': { campaignId: ID },
    'identities.disconnect': { identityId: ID }, 'campaigns.pause': { campaignId: ID }, 'campaigns.resume': { campaignId: ID },
    'campaigns.create': { name: 'a', agentId: ID, nextAction: 'b', firstCallTime: '09:00', lastCallTime: '10:00', startDate: '2026-01-01' },
    'contacts.add': { phoneNumber: '+12015550100' }, 'contacts.change': { contactId: ID }, 'contacts.act': { act: 'remove' }, 'contacts.undo': { actionId: ID },
    'imports.start': { importId: ID }, 'imports.cancel': { importId: ID }, 'imports.undo': { importId: ID },
    'contacts.addOptOuts': { numbers: ['+12015550100'] }, 'contacts.recordConsents': { kind: 'express', proof: 'abc', contactId: ID }, 'contacts.removeOptOut': { optOutId: ID, reason: 'x' },
    'contacts.withdrawConsent': { contactId: ID }, 'leads.move': { leadId: ID, newStage: 'contacted' }, 'leads.override': { leadId: ID, field: 'notes', value: 'x', reason: 'x' }, 'leads.withdrawOverride': { leadId: ID, field: 'notes' },
    'session.changePassword': { oldPassword: 'x', newPassword: 'a new password of some length' }, 'session.provePassword': { password: 'x' }, 'session.revoke': { sessionId: ID },
  };

  it('lets nothing be changed, by whichever procedure', async () => {
    expect(await writable()).toEqual([]);
  });

  it('lets no file be uploaded', async () => {
    await look();
    expect(await (await tab.upload('name,phone\nA,+12015550100\n')).text()).toContain('view_reads_only');
  });

  it('control: without the look at the session things can be changed', async () => {
    await mutate(stage.sql, 'public.refuse_view_session', [['  if exists (', '  if false and exists (']]);
    try {
      expect((await writable()).length).toBeGreaterThan(10);
    } finally {
      await mutate(stage.sql, 'public.refuse_view_session', [['  if false and exists (', '  if exists (']]);
    }
  });
});

describe('the password again', () => {
  const longAgo = (): Promise<unknown> => stage.sql.query("update public.user_sessions set proved_at = now() - interval '11 minutes' where user_id = $1", [admin.id]);

  it('is needed for credits, roles and views ten minutes after it was typed, and for nothing else', async () => {
    await longAgo();
    const acts = [
      () => tab.api.admin.adjustCredits.mutate({ userId: ada.id, amount: 1, reason: 'test' }), () => tab.api.admin.setRole.mutate({ userId: ada.id, role: 'user', reason: 'test' }), () => look(),
    ];
    for (const act of acts) expect(await told(act())).toMatchObject({ httpStatus: 403, key: 'password_needed' });
    await tab.api.admin.setLines.mutate({ userId: ada.id, lines: 3, reason: 'test' });
    expect(await told(tab.api.session.provePassword.mutate({ password: 'wrong' }))).toMatchObject({ key: 'password_wrong' });
    expect(await told(look())).toMatchObject({ key: 'password_needed' });
    await tab.api.session.provePassword.mutate({ password: admin.password });
    for (const act of acts) await act();
  });

  it('counts as a try, so it cannot be guessed on', async () => {
    await longAgo();
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => tab.api.session.provePassword.mutate({ password: 'guess' }).then(() => 'right', (error: unknown) => (error as { data?: { key?: string } }).data?.key)));
    expect(new Set(outcomes)).toEqual(new Set(['password_wrong', 'too_many_tries']));
    await stage.sql.query('delete from public.login_limits');
  });
});
