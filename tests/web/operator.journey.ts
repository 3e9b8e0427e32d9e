// What an operator does on the first day, in a real browser on a real installation: look at a running campaign, read
// a conversation, import a file with mistakes in it, leave. Whatever the console complains of fails the journey.
import { type Page, expect, test } from '@playwright/test';
import { complaintsOf, overflowOf, signIn } from './visitor.ts';

const FILE_WITH_MISTAKES = [
  'name,phone,company',
  'Journey One,+12025550143,Acorn Dental',
  'Journey Two,+442079460958,Bluebird Logistics',
  'Journey One again,+1 (202) 555-0143,Acorn Dental',
  'Spoilt By A Spreadsheet,9.19E+11,Cobalt Interiors',
  'No Number,,Delta Fitness',
  '',
].join('\r\n');

/** The number in front of "lines read", "inserted", … in the accounting of an import. */
async function accounting(page: Page): Promise<Record<string, number>> {
  const words = await page.getByRole('group', { name: 'Accounting of the lines' }).innerText();
  return Object.fromEntries([...words.matchAll(/([\d,]+)\s+([a-z][a-z ]*)/g)].map(([, count, word]) => [word?.trim() ?? '', Number(count?.replaceAll(',', ''))]));
}

test('an operator watches a campaign, reads a conversation, imports a file and leaves', async ({ page }) => {
  const complaints = complaintsOf(page);
  await signIn(page);

  await test.step('the dashboard counts what happens, and a number leads to its calls', async () => {
    const calls = page.getByRole('heading', { level: 2, name: 'Calls', exact: true }).locator('..').getByRole('link');
    const before = await calls.innerText();
    await expect(calls).not.toHaveText(before);
    const today = page.getByRole('list', { name: 'Calls by day' }).getByRole('listitem').last().getByRole('link');
    await expect.poll(async () => (await today.boundingBox())?.height ?? 0, { message: 'the bar of today can be seen' }).toBeGreaterThan(100);
    await expect(today).toHaveAccessibleName(/ 0 on the day it is compared with/);
    await page.keyboard.press('[');
    await expect(page).toHaveURL(/back=1/);
    await expect(calls).toHaveText('0');
    await page.keyboard.press(']');
    await expect(page).not.toHaveURL(/back=1/);
    await page.getByRole('heading', { level: 2, name: 'Qualified leads' }).locator('..').getByRole('link').click();
    await expect(page).toHaveURL(/lead=qualified/);
    await expect(page.getByRole('heading', { level: 1, name: 'Calls' })).toBeVisible();
    await page.getByRole('button', { name: 'Without Qualified' }).click();
    await expect(page).not.toHaveURL(/lead=qualified/);
    await page.goBack();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Dashboard' }).click();
  });

  await test.step('the campaign says what it is doing and changes by itself', async () => {
    await page.getByRole('table', { name: 'Campaigns' }).getByRole('row').filter({ hasText: 'Active' }).getByRole('link').first().click();
    await expect(page.getByText('Outcomes of calls')).toBeVisible();
    await expect(page.getByRole('table', { name: 'On the line now' }).getByRole('row').nth(1)).toBeVisible();
    const people = page.getByRole('img', { name: /waiting|reached/ });
    const before = await people.getAttribute('aria-label');
    await expect(people).not.toHaveAttribute('aria-label', before ?? '');
    await expect(page.getByRole('progressbar', { name: /^Completed/ })).toBeVisible();
  });

  await test.step('a conversation is readable beside the list and on its own page', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await expect(page.getByRole('heading', { level: 1, name: 'Calls' })).toBeFocused();
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Completed' }).click();
    await expect(page).toHaveURL(/status=completed/);
    await page.getByRole('table', { name: 'Calls' }).getByRole('row').filter({ hasText: 'Talked' }).first().click({ position: { x: 6, y: 6 } });
    const peek = page.getByRole('complementary', { name: 'Call' });
    await expect(peek.getByLabel('Search the conversation')).toBeVisible();
    await peek.getByRole('link', { name: 'Open page' }).click();
    await expect(page.getByRole('heading', { name: 'Conversation' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Cost' })).toBeVisible();
    await expect(page.getByText('Claimed', { exact: true })).toBeVisible();
  });

  await test.step('somebody who knows better than the analysis decides, says why, and takes it back', async () => {
    const decide = page.getByRole('group', { name: 'Decide' });
    await decide.getByRole('button', { name: /^(Not qualified|Qualified)$/ }).first().click();
    await page.getByRole('dialog').getByLabel('Why').fill('I listened to the call.');
    await page.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
    await expect(page.getByText(/You decided this.*I listened to the call\./)).toBeVisible();
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect(page.getByText(/You decided this/)).toHaveCount(0);
  });

  await test.step('an import accounts for every line', async () => {
    await page.getByRole('link', { name: 'Contacts' }).first().click();
    await page.getByRole('link', { name: 'Import a file' }).click();
    // Each run brings another file: the same bytes would rightly change nothing.
    const file = `${FILE_WITH_MISTAKES}Run ${Date.now()},,\r\n`;
    await page.locator('input[type="file"]').setInputFiles({ name: 'journey.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('button', { name: /^Import \d+ contacts?$/ }).click();
    await expect(page.getByRole('button', { name: 'Remove its new contacts again' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Rows that were not written' })).toBeVisible();
    const { 'lines read': read, ...terms } = await accounting(page);
    expect(Object.values(terms).reduce((sum, count) => sum + count, 0)).toBe(read);
    expect(terms['rejected']).toBeGreaterThanOrEqual(2);
    expect(terms['duplicate']).toBe(1);
    const rejects = page.getByRole('table', { name: 'Rows that were not written' });
    await expect(rejects.getByRole('row').filter({ hasText: '9.19E+11' }).first()).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download errors.csv' }).click();
    expect((await download).suggestedFilename()).toBe('errors.csv');
  });

  await test.step('signing out ends the session', async () => {
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.goto('/calls');
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });

  expect(complaints).toEqual([]);
});

test('the pages fit a telephone', async ({ page }) => {
  const complaints = complaintsOf(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page);
  expect(await overflowOf(page), 'the dashboard is wider than the screen').toBeLessThanOrEqual(0);
  for (const place of ['Contacts', 'Calls', 'Campaigns', 'Agents']) {
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: place }).click();
    await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
    await expect(page.getByRole('list', { name: place })).toBeVisible();
    expect(await overflowOf(page), `${place} is wider than the screen`).toBeLessThanOrEqual(0);
  }
  expect(complaints).toEqual([]);
});
