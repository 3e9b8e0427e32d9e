// Leads on their way: one is moved on the board and moved back, one is decided by a key, and all stand in the list.
import { expect, test } from '@playwright/test';
import { colleague, complaintsOf, overflowOf, signIn } from './visitor.ts';

test('an operator moves a lead, reviews one by keys, and finds them in the list', async ({ page }) => {
  const complaints = complaintsOf(page);
  const other = await colleague();
  await expect.poll(async () => (await other.query<unknown[]>('leads.list', { qualification: 'needs_review' })).length, { message: 'the demo has leads to review', timeout: 90_000 }).toBeGreaterThan(1);
  await signIn(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Leads' }).click();

  await test.step('a lead is moved to a stage that lies next, and back', async () => {
    const contacted = page.getByRole('region', { name: 'Contacted' });
    const card = contacted.getByRole('listitem').first();
    const name = (await card.getByRole('link').textContent()) ?? '';
    await card.getByRole('button', { name: `Move: ${name}` }).click();
    await expect(page.getByRole('menuitem', { name: 'Won' })).toHaveCount(0);
    await page.getByRole('menuitem', { name: 'Later' }).click();
    await expect(page.getByRole('region', { name: 'Later' }).getByRole('listitem').filter({ hasText: name }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(page.getByRole('region', { name: 'Later' }).getByRole('listitem').filter({ hasText: name })).toHaveCount(0);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  });

  await test.step('a key decides and the next one comes', async () => {
    await page.getByRole('link', { name: /^To be reviewed/ }).click();
    const who = page.getByRole('main').getByRole('link').and(page.locator('[href^="/calls/"]')).first();
    const first = await who.getAttribute('href');
    await expect(page.getByRole('heading', { name: 'Conversation' })).toBeVisible();
    await page.keyboard.press('3');
    await expect(who).not.toHaveAttribute('href', first ?? '');
    const second = await who.getAttribute('href');
    await page.keyboard.press('1');
    await expect(who).not.toHaveAttribute('href', second ?? '');
    await page.getByRole('button', { name: 'Undo' }).last().click();
  });

  await test.step('the list shows a stage, and its address restores it', async () => {
    await page.getByRole('link', { name: /^List/ }).click();
    await page.getByRole('combobox', { name: 'Stage' }).click();
    await page.getByRole('option', { name: 'Contacted' }).click();
    await expect(page).toHaveURL(/stage=contacted/);
    await page.reload();
    await expect(page.getByRole('table', { name: 'Leads' }).getByRole('row').nth(1)).toContainText('Contacted');
  });

  expect(complaints).toEqual([]);
});
