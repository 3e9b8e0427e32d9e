// What every journey does: listen for complaints, sign in, and now and then be somebody else at the same account.
import { type Page, expect } from '@playwright/test';
import { demoLogin } from '../../scripts/browser.ts';
import { Operator } from '../../scripts/start/operator.ts';
import { BASE_URL, DATA_DIR } from './installation.ts';

/** Whatever the console complains of fails a journey; the list fills while the page lives. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => {
    complaints.push(String(error));
  });
  return complaints;
}

export async function signIn(page: Page, who?: 'operator' | 'admin'): Promise<void> {
  const { email, password } = demoLogin(DATA_DIR, who);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
}

/** Somebody who works with the same account elsewhere, without a browser. */
export function colleague(who?: 'operator' | 'admin'): Promise<Operator> {
  const { email, password } = demoLogin(DATA_DIR, who);
  return Operator.signIn(BASE_URL, email, password);
}

/** How many pixels the page is wider than the screen; negative or 0 when it fits. */
export const overflowOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
