// Opening an account, forgetting its password and coming back, through the mails that a person reads.
import { randomUUID } from 'node:crypto';
import { type Page, expect, test } from '@playwright/test';
import { MAILBOX_URL } from './installation.ts';
import { complaintsOf, signIn } from './visitor.ts';

/** Opens the link of the newest mail to an address, as a person does who looks again and again. */
async function openMail(page: Page, address: string, subject: string): Promise<void> {
  const mail = page.getByRole('article').filter({ hasText: address }).filter({ hasText: subject }).first();
  await expect(async () => {
    await page.goto(MAILBOX_URL);
    await expect(mail).toBeVisible({ timeout: 500 });
  }).toPass();
  await mail.getByRole('link').click();
}

test('somebody opens an account, forgets the password, and comes back', async ({ page }) => {
  const complaints = complaintsOf(page);
  const email = `${randomUUID()}@example.test`;

  await test.step('the form says what is missing', async () => {
    await page.goto('/login');
    await page.getByRole('link', { name: 'Open an account' }).click();
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(page.getByText('Write your name.')).toBeVisible();
    await expect(page.getByText('Write your e-mail address.')).toBeVisible();
  });

  await test.step('the link opens the account, in which there is nothing yet', async () => {
    await page.getByLabel('Name').fill('New Person');
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(page.getByRole('heading', { name: 'Look into your mailbox' })).toBeVisible();
    await openMail(page, email, 'Finish opening your Callgres account');
    await page.getByLabel('Password', { exact: true }).fill('a password of some length');
    await page.getByLabel('Password again').fill('another one');
    await page.getByRole('button', { name: 'Open the account' }).click();
    await expect(page.getByText('The two differ.')).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill('Password2026!');
    await page.getByLabel('Password again').fill('Password2026!');
    await page.getByRole('button', { name: 'Open the account' }).click();
    await expect(page.getByText('This is among the first that are tried.')).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill('a password of some length');
    await page.getByLabel('Password again').fill('a password of some length');
    await page.getByRole('button', { name: 'Open the account' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    expect(page.url()).not.toContain('token');
  });

  await test.step('a new password is chosen by another link, and everybody is signed out', async () => {
    await page.goto('/forgot');
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(page.getByText('a mail with a link is on its way')).toBeVisible();
    await openMail(page, email, 'Choose a new Callgres password');
    await page.getByLabel('Password', { exact: true }).fill('a second password of some length');
    await page.getByLabel('Password again').fill('a second password of some length');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByRole('heading', { name: 'The password is changed' })).toBeVisible();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('a second password of some length');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  });

  await test.step('a link works once', async () => {
    await openMail(page, email, 'Choose a new Callgres password');
    await page.getByLabel('Password', { exact: true }).fill('a third password of some length');
    await page.getByLabel('Password again').fill('a third password of some length');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByRole('alert')).toContainText('This link was used already');
  });
  await test.step('the account is deleted, and nobody signs in with it any more', async () => {
    await page.goto('/settings/security');
    await page.getByRole('button', { name: 'Delete the account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete the account for good' });
    await expect(dialog.getByRole('button', { name: 'Delete the account' })).toBeDisabled();
    await dialog.getByLabel(`Write ${email}`).fill(email);
    await dialog.getByRole('button', { name: 'Delete the account' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('a second password of some length');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('do not belong together');
  });
  // A refused password is answered 400, a refused sign-in 401 and a refused link 404, which the console tells by itself.
  expect(complaints.filter((line) => !/40[014]/.test(line))).toEqual([]);
});

test('a session is renewed unseen, in the middle of work and after a pause', async ({ page, context }) => {
  const complaints = complaintsOf(page);
  await signIn(page);
  await context.clearCookies({ name: 'session' });
  await page.getByRole('link', { name: 'Campaigns', exact: true }).click();
  await expect(page.getByRole('main').getByText('Demo campaign')).toBeVisible();
  await context.clearCookies({ name: 'session' });
  await page.reload();
  await expect(page.getByRole('main').getByText('Demo campaign')).toBeVisible();
  await context.clearCookies();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  // A request without a session is answered 401, which the console tells by itself.
  expect(complaints.filter((line) => !line.includes('401'))).toEqual([]);
});

/** From a page of ours to a simulated provider; its form looks like ours, so what follows waits until it is there. */
async function visit(page: Page, button: string, provider: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByRole('heading', { name: `Simulated ${provider}` })).toBeVisible();
}

test('somebody signs in with accounts elsewhere, connects another one and takes it away', async ({ page }) => {
  const complaints = complaintsOf(page);
  const email = `${randomUUID()}@example.test`;

  await test.step('an account is opened at the provider, and the page that was asked for follows', async () => {
    await page.goto('/settings/security');
    await visit(page, 'Continue with Google (simulated)', 'Google');
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await page.getByRole('textbox', { name: 'Name' }).fill('New Person');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible();
    expect(page.url()).not.toContain('code');
    await expect(page.getByText('The only way in')).toBeVisible();
    await expect(page.getByText(email).first()).toBeVisible();
  });

  await test.step('with the keyboard, on a telephone, another one is connected, and taken away', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await expect(page.getByText('The only way in')).toBeVisible();
    await page.getByRole('button', { name: 'Connect GitHub' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Simulated GitHub' })).toBeVisible();
    await page.getByRole('textbox', { name: 'E-mail' }).press('Enter');
    await expect(page.getByText('The account is connected')).toBeVisible();
    await page.getByRole('button', { name: 'Disconnect GitHub' }).click();
    await expect(page.getByText('The account is disconnected')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Connect GitHub' })).toBeVisible();
  });

  await test.step('a first password is chosen through the mailbox', async () => {
    await page.getByRole('button', { name: 'Choose a password' }).click();
    await expect(page.getByText('A mail with a link is on its way')).toBeVisible();
    await openMail(page, email, 'Choose a new Callgres password');
    await page.getByLabel('Password', { exact: true }).fill('a password of some length');
    await page.getByLabel('Password again').fill('a password of some length');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByRole('heading', { name: 'The password is changed' })).toBeVisible();
  });

  await test.step('the same person is back by the same button; who says no is told so', async () => {
    await page.goto('/login');
    await visit(page, 'Continue with Google (simulated)', 'Google');
    await page.getByRole('button', { name: 'Decline' }).click();
    await expect(page.getByText('You did not allow it at Google')).toBeVisible();
    await page.getByRole('link', { name: 'Sign in another way' }).click();
    await visit(page, 'Continue with Google (simulated)', 'Google');
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    await page.goto('/settings/security');
    await expect(page.getByRole('button', { name: 'Disconnect Google' })).toBeVisible();
    await expect(page.getByLabel('Present password')).toBeVisible();
  });
  // Who declines, and a session that the new password ended, are refused: the console tells by itself.
  expect(complaints.filter((line) => !/40[13]/.test(line))).toEqual([]);
});
