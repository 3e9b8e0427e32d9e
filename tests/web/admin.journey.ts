// What an administrator does: find an account, give it credits, switch it off and on again, read afterwards who did
// what and why; and what an operator is kept from.
import { expect, test } from '@playwright/test';
import { colleague, complaintsOf, signIn } from './visitor.ts';

test('an administrator adjusts credits, changes a setting, and all of it is written down', async ({ page }) => {
  const complaints = complaintsOf(page);
  await signIn(page, 'admin');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Administration' }).click();

  await test.step('an account is found by its e-mail and its balance grows by what was given', async () => {
    await page.getByRole('searchbox', { name: 'Name, e-mail, number or call id' }).fill('operator@');
    await expect(page.getByRole('table', { name: 'Accounts' }).getByRole('row')).toHaveCount(2);
    await page.getByRole('table', { name: 'Accounts' }).getByRole('link', { name: 'Demo company' }).click();
    await page.getByRole('button', { name: 'Adjust credits' }).click();
    const dialog = page.getByRole('dialog', { name: 'Adjust credits' });
    await dialog.getByLabel('Amount').fill('25');
    await expect(dialog.getByRole('button', { name: 'Add 25 credits' })).toBeDisabled();
    await dialog.getByLabel('Why').fill('A journey gave these.');
    await dialog.getByRole('button', { name: 'Add 25 credits' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('A journey gave these.').first()).toBeVisible();
  });

  await test.step('a setting outside its bounds is refused in words, within them it is changed and changed back', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: 'ui_events.keep_minutes' });
    for (const [value, becomes] of [['1', null], ['20', '20 minutes'], ['15', '15 minutes']] as const) {
      await row.getByRole('button', { name: 'Change' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').first().fill(value);
      await dialog.getByLabel('Why').fill('A journey changed it.');
      await dialog.getByRole('button', { name: /Change/ }).click();
      if (becomes === null) {
        await expect(page.getByRole('alert').filter({ hasText: 'Nothing was changed' })).toContainText(/not within the bounds/);
        await dialog.getByRole('button', { name: 'Leave it' }).click();
      } else {
        await expect(row).toContainText(becomes);
      }
    }
  });

  await test.step('the audit log shows all three entries', async () => {
    await page.getByRole('link', { name: 'Audit', exact: true }).click();
    await expect(page.getByRole('table', { name: 'What administrators did' }).getByRole('row').filter({ hasText: 'A journey changed it.' })).toHaveCount(2);
  });

  await test.step('an operator is refused by the database, not by a hidden button', async () => {
    const operator = await colleague();
    await expect(operator.query('admin.tenants')).rejects.toThrow(/administrator/i);
  });
  // A refused change is answered 400, which the console tells by itself.
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([]);
});

test('an administrator makes a login for an analyst, whose address is shown once, and removes it; adds and switches a number', async ({ page }) => {
  const complaints = complaintsOf(page);
  await signIn(page, 'admin');
  const name = `journey_${String(Date.now())}`;

  await test.step('the login sees the account that was chosen, and its address has the password', async () => {
    await page.goto('/admin/analysts');
    await page.getByRole('button', { name: 'New login' }).click();
    const dialog = page.getByRole('dialog', { name: 'A login for an analyst' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('combobox', { name: 'Accounts' }).fill('operator@');
    await page.getByRole('option', { name: /operator@/ }).click();
    await dialog.getByLabel('Why').fill('A journey asks in SQL.');
    await dialog.getByRole('button', { name: 'Make the login' }).click();
    await expect(page.getByRole('dialog', { name: 'The address, with the password' }).getByText(new RegExp(`^postgres://analyst_${name}:.+@`))).toBeVisible();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await expect(page.getByRole('row').filter({ hasText: `analyst_${name}` })).toContainText('operator@');
  });

  await test.step('and is gone when it is removed', async () => {
    await page.getByRole('button', { name: `Remove analyst_${name}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('The journey is over.');
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByRole('row').filter({ hasText: `analyst_${name}` })).toHaveCount(0);
  });

  await test.step('a number that is none is refused in words, another is added and switched off', async () => {
    await page.goto('/admin/numbers');
    await page.getByRole('button', { name: 'Add a number' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a number' });
    await dialog.getByLabel('Number').fill('12345');
    await dialog.getByRole('combobox', { name: 'Account' }).fill('operator@');
    await page.getByRole('option', { name: /operator@/ }).click();
    await dialog.getByLabel('Why').fill('A journey bought it.');
    await dialog.getByRole('button', { name: 'Add the number' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was changed' })).toContainText('no telephone number');
    await dialog.getByLabel('Number').fill('+1 (201) 555-0177');
    await dialog.getByRole('button', { name: 'Add the number' }).click();
    const row = page.getByRole('row').filter({ hasText: '+12015550177' });
    await expect(row).toContainText('On');
    await page.getByRole('button', { name: 'Switch off: +12015550177' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('The journey is over.');
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
    await expect(row).toContainText('Off');
  });
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([]);
});

test('somebody signs out another browser of theirs, which is then asked to sign in', async ({ page, browser }) => {
  await signIn(page);
  const elsewhere = await browser.newContext({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0' });
  const other = await elsewhere.newPage();
  await signIn(other);
  await page.goto('/settings/security');
  await page.getByRole('row').filter({ hasText: 'Firefox on macOS' }).first().getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Firefox on macOS' })).toHaveCount(0);
  await other.goto('/contacts');
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await elsewhere.close();
});

test('an administrator looks at an account, can change nothing there, and comes back', async ({ page }) => {
  await signIn(page, 'admin');
  const admin = await colleague('admin');
  const account = (await admin.query<{ id: string; email: string }[]>('admin.tenants')).find((one) => one.email.startsWith('operator@'));
  await page.goto(`/admin/accounts/${account?.id ?? ''}`);
  await page.getByRole('button', { name: 'View as' }).click();
  await page.getByLabel('Why').fill('Asked how their campaign goes');
  await page.getByRole('button', { name: 'Look' }).click();
  await expect(page.getByText('seen by Demo administrator')).toBeVisible();
  await page.goto('/campaigns');
  await page.getByRole('main').getByText('Demo campaign').first().click();
  await expect(page.getByText('Nothing can be changed')).toBeVisible();
  await page.goto('/contacts/do-not-call');
  await page.getByLabel('Numbers', { exact: true }).fill('+1 201 555 0199');
  await page.getByRole('button', { name: 'Never call 1 number' }).click();
  await expect(page.getByText('nothing can be changed here')).toBeVisible();
  await page.getByRole('button', { name: 'Leave the view' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible();
  await page.goto('/admin/audit');
  await expect(page.getByText('Asked how their campaign goes').first()).toBeVisible();
});
