// A meeting from the contact to the calendar, and the messages about it.
import { expect, test } from '@playwright/test';
import { complaintsOf, overflowOf, signIn } from './visitor.ts';

test('an operator connects a calendar, books, moves and cancels a meeting, and chooses how to be told', async ({ page }) => {
  const complaints = complaintsOf(page);
  await signIn(page);
  const pages = page.getByRole('navigation', { name: 'Pages' });

  await test.step('the simulated calendar is connected', async () => {
    await page.goto('/settings/integrations');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByLabel('Let Callgres see and change events').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    await expect(page.getByText('are told at once')).toBeVisible({ timeout: 90_000 });
  });

  await test.step('a meeting is booked at a contact; the same hour again is questioned', async () => {
    await pages.getByRole('link', { name: 'Contacts' }).click();
    const rows = page.getByRole('table', { name: 'Contacts' }).getByRole('row');
    for (const [row, time] of [[3, '09:10'], [4, '09:20']] as const) {
      await rows.nth(row).click();
      await page.getByRole('complementary', { name: 'Contact' }).getByRole('button', { name: 'Meet' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Title').fill(`Journey ${time}`);
      await dialog.getByLabel(/^At/).fill(time);
      await dialog.getByRole('button', { name: 'Book it' }).click();
      if (row === 4) {
        await expect(dialog.getByRole('alert')).toContainText('Something else is at that time');
        await dialog.getByLabel('Book it all the same').check();
        await dialog.getByRole('button', { name: 'Book it' }).click();
      }
      await expect(dialog).toBeHidden();
    }
  });

  await test.step('both stand under meetings, overlap, and are in the calendar', async () => {
    await pages.getByRole('link', { name: 'Meetings' }).click();
    const table = page.getByRole('table', { name: 'Meetings' });
    await expect(table.getByRole('row').filter({ hasText: 'Journey' })).toHaveCount(2);
    await expect(table.getByText('Overlaps').first()).toBeVisible();
    await table.getByRole('link', { name: 'Journey 09:10' }).click();
    const panel = page.getByRole('complementary', { name: 'Meeting' });
    await expect(panel.getByText('In the calendar')).toBeVisible({ timeout: 90_000 });
    await expect(panel.getByRole('link', { name: /^https:\/\/meet\.example/ })).toBeVisible();
  });

  await test.step('one is moved and cancelled, and the cancelling undone', async () => {
    const panel = page.getByRole('complementary', { name: 'Meeting' });
    await panel.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByRole('dialog').getByLabel(/^At/).fill('14:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Move it' }).click();
    await expect(panel.getByText('Moved', { exact: true })).toBeVisible();
    await panel.getByRole('button', { name: 'Cancel it' }).click();
    await expect(panel.getByRole('button', { name: 'Book it again' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect(panel.getByRole('button', { name: 'Cancel it' })).toBeVisible();
  });

  await test.step('switches keep what was chosen', async () => {
    await page.goto('/settings/notifications');
    await page.getByRole('switch', { name: 'Each completed call' }).click();
    await expect(page.getByText('Saved').first()).toBeVisible();
    await page.reload();
    await expect(page.getByRole('switch', { name: 'Each completed call' })).toBeChecked();
    await page.getByRole('button', { name: /^Notifications: / }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
  });

  await test.step('the pages fit a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ['/meetings', '/notifications', '/settings/notifications', '/settings/integrations']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    }
  });
  // The hour that was taken is answered 409, which the console tells by itself.
  expect(complaints.filter((line) => !line.includes('409'))).toEqual([]);
});
