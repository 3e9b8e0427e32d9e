// What happens after a call: somebody is to be called again on a day, and somebody has bought.
import { expect, test } from '@playwright/test';
import { complaintsOf, overflowOf, signIn } from './visitor.ts';

test('an operator notes a follow-up, does it, takes it back, and makes a customer of a contact', async ({ page }) => {
  const complaints = complaintsOf(page);
  await signIn(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Contacts' }).click();
  await page.getByRole('table', { name: 'Contacts' }).getByRole('row').nth(1).click();
  const panel = page.getByRole('complementary', { name: 'Contact' });
  const name = (await panel.getByRole('heading', { level: 2 }).textContent()) ?? '';

  await test.step('a day and what for, from the contact', async () => {
    await panel.getByRole('button', { name: 'Follow up' }).click();
    const dialog = page.getByRole('dialog', { name: `Follow up with ${name}` });
    await dialog.getByRole('button', { name: 'Today' }).click();
    await dialog.getByLabel('What for').fill('Send the journey\'s offer');
    await dialog.getByRole('button', { name: 'Note it' }).click();
    await expect(dialog).toBeHidden();
  });

  const row = page.getByRole('row').filter({ hasText: 'Send the journey\'s offer' });
  await test.step('it stands under follow-ups, is done, and undone by the button in the message', async () => {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Follow-ups' }).click();
    await expect(row).toContainText('Today');
    await row.getByRole('button', { name: `Done: ${name}` }).click();
    await expect(row).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect(row).toHaveCount(1);
  });

  await test.step('it is put off, and then stands under later', async () => {
    await row.getByRole('button', { name: `Put off: ${name}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'In a week' }).click();
    await dialog.getByRole('button', { name: 'Change it' }).click();
    await page.getByRole('navigation', { name: 'Which' }).getByRole('link', { name: /Later/ }).click();
    await expect(row).toHaveCount(1);
  });

  await test.step('the contact becomes a customer with a reference, whose deal is written down', async () => {
    await row.getByRole('link', { name }).click();
    await page.getByRole('complementary', { name: 'Contact' }).getByRole('button', { name: 'Make a customer' }).click();
    await expect(page.getByText(/^C-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}/).first()).toBeVisible();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Value of the deal').fill('1204.5');
    await dialog.getByLabel('Contract from').fill('2026-02-01');
    await dialog.getByLabel('Contract to').fill('2026-01-01');
    await dialog.getByRole('button', { name: 'Change it' }).click();
    await expect(dialog.getByRole('alert')).toContainText('ends before it begins');
    await dialog.getByLabel('Contract to').fill('2027-01-31');
    await dialog.getByRole('button', { name: 'Change it' }).click();
    await expect(page.getByText('1,204.50')).toBeVisible();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Customers' }).click();
    await expect(page.getByRole('table', { name: 'Customers' })).toContainText('1,204.50');
  });

  await test.step('both pages fit a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ['/follow-ups?due=later', '/customers']) {
      await page.goto(path);
      await expect(page.getByRole('main').getByText(path === '/customers' ? '1,204.50' : 'Send the journey\'s offer').first()).toBeVisible();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    }
  });
  // A refused contract is answered 400, which the console tells by itself.
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([]);
});
