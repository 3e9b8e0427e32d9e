// Contacts by hand and by file: one is added and changed, many are tagged and removed and brought back; a file with columns of its own is
// looked at first, imported, and taken back.
import { expect, test } from '@playwright/test';
import { complaintsOf, overflowOf, signIn } from './visitor.ts';

test('an operator adds and changes contacts, acts on many, and imports a file with columns of its own', async ({ page }) => {
  const complaints = complaintsOf(page);
  const mark = `Journey ${Date.now()}`;
  const digits = String(Date.now()).slice(-7);
  await signIn(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Contacts' }).click();
  const table = page.getByRole('table', { name: 'Contacts' });
  const search = page.getByLabel('Name, number or company');

  await test.step('one is added by its number, and its panel opens', async () => {
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a contact' });
    await dialog.getByLabel(/^Telephone number/).fill('12');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect(dialog.getByRole('alert')).toContainText('begins with +');
    expect(complaints.splice(0), 'the browser tells of the refusal').toEqual([expect.stringContaining('400')]);
    await dialog.getByLabel(/^Telephone number/).fill(`+1 555 0${digits.slice(0, 6)}`);
    await dialog.getByLabel('Name').fill(mark);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByRole('complementary', { name: 'Contact' }).getByRole('heading', { name: mark })).toBeVisible();
  });

  await test.step('it is changed', async () => {
    const panel = page.getByRole('complementary', { name: 'Contact' });
    await panel.getByRole('button', { name: 'Change' }).click();
    const dialog = page.getByRole('dialog', { name: `Change ${mark}` });
    await dialog.getByLabel('Company').fill('Acorn');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await expect(panel.getByText('Acorn')).toBeVisible();
  });

  await test.step('all that a search finds are tagged, and that is undone', async () => {
    await search.fill('Demo Contact');
    await expect(page).toHaveURL(/q=Demo/);
    await expect(table.getByRole('row').nth(3)).toBeVisible();
    await page.getByRole('checkbox', { name: 'Select all shown' }).click();
    await page.getByRole('button', { name: /^Select all [\d,]+ matching$/ }).click();
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Tag').fill(mark);
    await dialog.getByRole('button', { name: /^Tag [\d,]+ contacts$/ }).click();
    await expect(page.getByText(new RegExp(`contacts tagged ${mark}`))).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByRole('combobox', { name: 'Tag' }).click();
    await expect(page.getByRole('option', { name: new RegExp(mark) })).toHaveCount(0);
    await page.keyboard.press('Escape');
  });

  await test.step('one is removed by keys, and brought back', async () => {
    await search.fill(mark);
    const row = table.getByRole('row').filter({ hasText: mark });
    await expect(page).toHaveURL(/q=Journey/);
    await expect(table.getByRole('row')).toHaveCount(2);
    await row.getByRole('link', { name: mark }).focus();
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Remove 1 contact' }).click();
    await expect(row).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(row).toHaveCount(1);
  });

  await test.step('a file says what it would do, does it, and is taken back', async () => {
    await page.getByRole('link', { name: 'Import a file' }).click();
    const file = `Rufnummer;Wer;Plan;Unsinn\r\n+1555${digits}1;${mark} A;Gold;x\r\n+1555${digits}2;${mark} B;;y\r\nkeine;${mark} C;;z\r\n`;
    await page.locator('input[type="file"]').setInputFiles({ name: 'eigene.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await expect(page.getByRole('combobox', { name: 'What Rufnummer is' })).toHaveValue('Telephone number'); // by its values
    const choose = async (column: string, word: string): Promise<void> => {
      await page.getByRole('combobox', { name: `What ${column} is` }).click();
      await page.getByRole('option', { name: word, exact: true }).click();
    };
    await choose('Rufnummer', 'Leave out');
    await expect(page.getByText('Say which column is the telephone number.')).toBeVisible();
    await choose('Rufnummer', 'Telephone number');
    await choose('Wer', 'Name');
    await choose('Unsinn', 'Leave out');
    await page.getByRole('button', { name: 'Check the file' }).click();
    await expect(page.getByRole('button', { name: 'Import 2 contacts' })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Rows that were not written' })).toContainText('keine');
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Import 2 contacts' }).click();
    await page.getByRole('link', { name: 'Show the contacts of this import' }).click();
    await expect(table.getByRole('row')).toHaveCount(3);
    await page.goBack();
    await page.getByRole('button', { name: 'Remove its new contacts again' }).click();
    await expect(page.getByText('2 contacts were removed again.')).toBeVisible();
  });

  expect(complaints).toEqual([]);
});
