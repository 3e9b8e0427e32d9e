// Live updates, and what happens when their stream is cut. The events themselves may be lost with it; the page must
// show what is so when it is back, and nobody reloads it.
import { expect, test } from '@playwright/test';
import { colleague, complaintsOf, signIn } from './visitor.ts';

const DAY_MS = 86_400_000;

/** A draft whose first day is the day after tomorrow, so that nothing but a person changes it. */
async function draftForLater(name: string): Promise<{ id: string; pause: () => Promise<unknown>; resume: () => Promise<unknown> }> {
  const other = await colleague();
  const [agent] = await other.query<{ id: string }[]>('agents.list');
  const { id } = await other.mutate<{ id: string }>('campaigns.create', {
    name,
    nextAction: 'Say hello',
    agentId: agent?.id,
    firstCallTime: '09:00',
    lastCallTime: '17:00',
    startDate: new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10),
    campaignTimezone: 'Europe/London',
  });
  await other.mutate('campaigns.addContacts', { campaignId: id, search: 'Demo Contact 000' });
  const step = (procedure: string) => () => other.mutate(`campaigns.${procedure}`, { campaignId: id });
  return { id, pause: step('pause'), resume: step('resume') };
}

test('a page that was cut off shows the present state when it is back, without a reload', async ({ page, context }) => {
  const complaints = complaintsOf(page);
  const campaign = await draftForLater('Journey: a cut stream');
  await signIn(page);
  await page.goto(`/campaigns/${campaign.id}`);
  await page.evaluate(() => {
    document.body.dataset['sameDocument'] = 'yes';
  });
  const line = page.getByRole('status').filter({ hasText: /^(Live|Connecting)/ });
  const state = page.getByRole('main').getByText(/^(Draft|Scheduled|Paused)$/);

  await test.step('launching says when the first calls go out, and is shown by what it did', async () => {
    await page.getByRole('button', { name: /^Launch: 9 people, first calls \d+ \w+, 09:00 (GMT|BST)$/ }).click();
    await expect(state).toHaveText('Scheduled');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect(line).toHaveText(/^Live/);
  });

  await test.step('while the line is cut, the page says so and keeps what it knew', async () => {
    await context.setOffline(true);
    await expect(line).toHaveText(/^Connecting/);
    await campaign.pause();
    await expect(state).toHaveText('Scheduled');
  });

  await test.step('back on the line it shows what happened meanwhile', async () => {
    await context.setOffline(false);
    await expect(state).toHaveText('Paused');
    await expect(page.getByText('You paused it.')).toBeVisible();
    await expect(line).toHaveText(/^Live/);
  });

  await test.step('and the stream brings what happens from now on', async () => {
    await campaign.resume();
    await expect(state).toHaveText('Scheduled');
  });

  await expect(page.locator('body')).toHaveAttribute('data-same-document', 'yes');
  // A browser complains of every request that finds no line; that is no fault of the page.
  expect(complaints.filter((complaint) => !complaint.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});
