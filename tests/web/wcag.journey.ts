// WCAG 2.2 AA is a gate: axe finds nothing on any page, in light and in dark, on a desk and on a telephone.
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Page, expect, test } from '@playwright/test';
import { colleague, overflowOf, signIn } from './visitor.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  rules: { 'page-has-heading-one': { enabled: true }, 'heading-order': { enabled: true } },
  resultTypes: ['violations'],
};

const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const SCHEMES = ['light', 'dark'] as const;

/** What axe finds, one line for each element: the rule, the element, and what would repair it. */
async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(
    (options) => (globalThis as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options),
    RULES,
  );
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
}

/** Looks at a page in both colours. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    const where = `${name}, ${scheme}, ${page.viewportSize()?.width ?? 0} px`;
    expect.soft(await violationsOf(page), where).toEqual([]);
    expect.soft(await overflowOf(page), `${where} is wider than the screen`).toBeLessThanOrEqual(0);
  }
}

interface Place {
  name: string;
  path: string;
  /** Words that stand there once it has loaded. */
  shows: string | RegExp;
  /** What to press first, for what no address opens. */
  press?: (page: Page) => Promise<void>;
}

const main = (page: Page) => page.getByRole('main');

/** Pages for people who are not signed in. */
const doors = (): Place[] => [
  { name: 'sign in', path: '/login', shows: 'Forgot the password?' },
  { name: 'register', path: '/register', shows: 'In which your days are counted' },
  { name: 'welcome', path: `/welcome#token=${'x'.repeat(43)}&email=somebody@example.test`, shows: 'somebody@example.test' },
  { name: 'a link that was cut off', path: '/welcome#token=x', shows: 'copy all of it' },
  { name: 'coming back with nothing', path: '/oauth/google', shows: 'Begin again' },
  { name: 'forgot', path: '/forgot', shows: 'We mail you a link' },
  { name: 'reset', path: `/reset#token=${'x'.repeat(43)}&email=somebody@example.test`, shows: 'length is what counts' },
];

/** Every page that this installation has, with ids of rows that exist. */
async function places(): Promise<Place[]> {
  const other = await colleague();
  const [agent] = await other.query<{ id: string }[]>('agents.list');
  const draft = await other.mutate<{ id: string }>('campaigns.create', {
    name: 'Journey: a draft', nextAction: 'Say hello', agentId: agent?.id, firstCallTime: '09:00', lastCallTime: '17:00', startDate: '2026-01-01',
  });
  const imported = await other.upload<{ id: string }>('mistakes.csv', new TextEncoder().encode('name,phone\r\nNo Number,\r\nSpoilt,9.19E+11\r\n'));
  await expect.poll(async () => (await other.query<{ status: string }>('imports.byId', { importId: imported.id })).status).toBe('done'); // one at a time
  const waiting = await other.upload<{ id: string }>('waiting.csv', new TextEncoder().encode('name,phone\r\nWaits,+12015550142\r\nNo Number,\r\n'), { review: 'true' });
  const campaign = (await other.query<{ id: string; status: string }[]>('campaigns.list')).find((one) => one.status === 'active' || one.status === 'completed');
  const talked = await conversation(() => other.query<{ id: string; has_transcript: boolean }[]>('calls.list', { status: 'completed' }));
  const [contact, next] = await other.query<{ id: string }[]>('contacts.list', { limit: 2 });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await other.mutate('followUps.create', { contactId: contact?.id, date: tomorrow, remark: 'From the journey' });
  const customer = await other.mutate<{ id: string; customer_reference: string }>('customers.convert', { contactId: next?.id });
  const meeting = await other.mutate<{ id: string }>('meetings.book', { contactId: contact?.id, date: tomorrow, time: '10:00', title: 'From the journey', despiteConflict: true });
  return [
    { name: 'meetings', path: '/meetings', shows: 'From the journey' },
    { name: 'meeting', path: `/meetings?peek=${meeting.id}`, shows: 'Begins' },
    { name: 'move dialog', path: `/meetings?peek=${meeting.id}`, shows: 'Begins', press: openMove },
    { name: 'notifications', path: '/notifications', shows: 'What happened while you were busy' },
    { name: 'notification settings', path: '/settings/notifications', shows: 'A summary of the day before' },
    { name: 'integrations', path: '/settings/integrations', shows: 'Google Calendar' },
    { name: 'coming back from a calendar with nothing', path: '/oauth/google_calendar', shows: 'Begin again' },
    { name: 'dashboard', path: '/', shows: 'By weekday and hour' },
    { name: 'agents', path: '/agents', shows: 'Demo agent' },
    { name: 'agent', path: `/agents/${agent?.id ?? ''}`, shows: 'What people asked for' },
    { name: 'campaigns', path: '/campaigns', shows: 'Demo campaign' },
    { name: 'new campaign', path: '/campaigns/new', shows: 'Save the draft and review' },
    { name: 'draft', path: `/campaigns/${draft.id}`, shows: 'Not launched yet.' },
    { name: 'campaign', path: `/campaigns/${campaign?.id ?? ''}`, shows: 'Outcomes of calls' },
    { name: 'cancel dialog', path: `/campaigns/${draft.id}`, shows: 'Not launched yet.', press: openCancel },
    { name: 'contacts', path: '/contacts', shows: 'Demo Contact' },
    { name: 'contacts with panel', path: `/contacts?peek=${contact?.id ?? ''}`, shows: 'Last contact' },
    { name: 'do not call', path: '/contacts/do-not-call', shows: 'Add numbers' },
    { name: 'leads', path: '/leads', shows: 'Negotiation' },
    { name: 'list of leads', path: '/leads?view=list', shows: 'Talked' },
    { name: 'review of leads', path: '/leads?view=review', shows: /Conversation|Nothing to review/ },
    { name: 'import that waits', path: `/contacts/import?show=${waiting.id}`, shows: 'Do not import' },
    { name: 'columns of a file', path: '/contacts/import', shows: 'Imports so far', press: chooseFile },
    { name: 'selected contacts', path: '/contacts', shows: 'Demo Contact', press: selectAll },
    { name: 'contact dialog', path: '/contacts', shows: 'Demo Contact', press: openContact },
    { name: 'import', path: `/contacts/import?show=${imported.id}`, shows: 'Rows that were not written' },
    { name: 'calls', path: '/calls', shows: 'Demo Contact' },
    { name: 'calls with panel', path: `/calls?peek=${talked}`, shows: 'Demo Contact' },
    { name: 'calls behind a number', path: '/calls?answered=true&weekday=4&hour=10', shows: 'Thursdays' },
    { name: 'call', path: `/calls/${talked}`, shows: 'Claimed' },
    { name: 'keys', path: '/contacts', shows: 'Demo Contact', press: openKeys },
    { name: 'account menu', path: '/contacts', shows: 'Demo Contact', press: openMenu },
    { name: 'security', path: '/settings/security', shows: 'This one' },
    { name: 'follow-ups', path: '/follow-ups', shows: 'From the journey' },
    { name: 'follow-up dialog', path: '/follow-ups', shows: 'From the journey', press: openPutOff },
    { name: 'customers', path: '/customers', shows: customer.customer_reference },
    { name: 'customer', path: `/customers/${customer.id}`, shows: 'Customer since' },
    { name: 'customer dialog', path: `/customers/${customer.id}`, shows: 'Customer since', press: openCustomer },
    { name: 'not found', path: '/calls/00000000-0000-0000-0000-000000000000', shows: 'Nothing is here' },
  ];
}

/** What only administrators see. */
async function administration(): Promise<Place[]> {
  const admin = await colleague('admin');
  const account = (await admin.query<{ id: string; email: string }[]>('admin.tenants')).find((one) => one.email.startsWith('operator@'));
  const path = `/admin/accounts/${account?.id ?? ''}`;
  return [
    { name: 'accounts', path: '/admin', shows: 'Demo company' },
    { name: 'account', path, shows: 'What administrators did' },
    { name: 'credits dialog', path, shows: 'What administrators did', press: openCredits },
    { name: 'delete dialog', path, shows: 'What administrators did', press: openDelete },
    { name: 'analysts', path: '/admin/analysts', shows: 'analyst_demo' },
    { name: 'analyst dialog', path: '/admin/analysts', shows: 'analyst_demo', press: openNewAnalyst },
    { name: 'numbers', path: '/admin/numbers', shows: 'From which accounts call' },
    { name: 'settings', path: '/admin/settings', shows: 'dial.system_max_concurrent' },
    { name: 'calling rules', path: '/admin/rules', shows: 'Everywhere else' },
    { name: 'audit', path: '/admin/audit', shows: 'nobody can change or remove an entry' },
    { name: 'failures', path: '/admin/failures', shows: 'what was typed is not kept' },
    { name: 'jobs', path: '/admin/jobs', shows: 'campaign__advance' },
    { name: 'integrity', path: '/admin/integrity', shows: 'all in order', press: checkIntegrity },
  ];
}

async function openMove(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page.getByRole('dialog', { name: /^Move: / }).getByLabel('Minutes')).toBeVisible();
}
async function openPutOff(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Put off/ }).first().click();
  await expect(page.getByRole('dialog').getByLabel('What for')).toBeVisible();
}

async function chooseFile(page: Page): Promise<void> {
  const content = `Number;Person;Plan\r\n+12025550143;Ada;Gold\r\n`;
  await page.locator('input[type="file"]').setInputFiles({ name: 'columns.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
  await expect(page.getByRole('button', { name: 'Check the file' })).toBeVisible();
}

async function selectAll(page: Page): Promise<void> {
  const box = page.getByRole('checkbox', { name: 'Select all shown' });
  if (await box.count() === 0) return; // on a phone contacts are cards, and acts on many are not offered
  await box.click();
  await expect(page.getByRole('group', { name: 'Selected contacts' })).toBeVisible();
}

async function openContact(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('dialog').getByLabel('Notes')).toBeVisible();
}

async function openCustomer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(page.getByRole('dialog').getByLabel('Notes')).toBeVisible();
}

async function openNewAnalyst(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New login' }).click();
  await expect(page.getByRole('dialog').getByLabel('Why')).toBeVisible();
}

async function openDelete(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('dialog').getByLabel('Why')).toBeVisible();
}

async function openCredits(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Adjust credits' }).click();
  await expect(page.getByRole('dialog', { name: 'Adjust credits' }).getByLabel('Why')).toBeVisible();
}

async function checkIntegrity(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('button', { name: 'Check now' })).toBeEnabled();
}

/** Waits until a conversation is written down. */
async function conversation(read: () => Promise<{ id: string; has_transcript: boolean }[]>): Promise<string> {
  let id: string | undefined;
  await expect.poll(async () => (id = (await read()).find((call) => call.has_transcript)?.id), { message: 'a call with a conversation' }).toBeDefined();
  return id ?? '';
}

async function openCancel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Cancel the campaign' }).click();
  await expect(page.getByRole('dialog', { name: 'Cancel the campaign' })).toBeVisible();
}

async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Keys' })).toBeVisible();
}

async function openKeys(page: Page): Promise<void> {
  await openMenu(page);
  await page.getByRole('menuitem', { name: 'Keys' }).click();
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
}

for (const size of SIZES) {
  test(`axe finds nothing on any page at ${size.width} px, in light and in dark`, async ({ page }) => {
    test.slow();
    await page.setViewportSize(size);
    await page.addInitScript({ path: AXE });
    await visit(page, doors());
    await signIn(page);
    await visit(page, await places());
  });

  test(`axe finds nothing on the pages of administrators at ${size.width} px, in light and in dark`, async ({ page }) => {
    test.slow();
    await page.setViewportSize(size);
    await page.addInitScript({ path: AXE });
    await signIn(page, 'admin');
    await visit(page, await administration());
  });
}

async function visit(page: Page, all: Place[]): Promise<void> {
  for (const { name, path, shows, press } of all) {
    await test.step(name, async () => {
      await page.goto(path);
      await expect(main(page).or(page.getByRole('dialog')).getByText(shows).first()).toBeVisible();
      await press?.(page);
      await expectAccessible(page, name);
    });
  }
}

test('axe does find something where something is wrong', async ({ page }) => {
  await page.addInitScript({ path: AXE });
  await page.goto('/login');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.evaluate(() => {
    document.querySelector('main')?.insertAdjacentHTML('beforeend', '<button style="color: #999; background: #fff"></button><p style="color: #bbb; background: #fff">too pale</p>');
  });
  const rules = (await violationsOf(page)).map((violation) => violation.split(':')[0]);
  expect(rules).toEqual(expect.arrayContaining(['button-name', 'color-contrast']));
});
