// Which pictures there are, and when a page is ready to be photographed.
import type { Page } from '@playwright/test';
import type { SeededIds } from './seed.ts';

export interface Shot {
  /** The file's name, without ".png". */
  name: string;
  path: (ids: SeededIds) => string;
  /** 1280 × 800 unless told. */
  size?: { width: number; height: number };
  /** Light unless told. */
  scheme?: 'dark';
  /** Resolves when everything that the picture is about stands on the page. */
  ready: (page: Page) => Promise<void>;
}

const isLive = (page: Page): Promise<void> => page.getByRole('status').filter({ hasText: /^Live/ }).waitFor();

async function campaignIsReady(page: Page): Promise<void> {
  await isLive(page);
  await page.getByRole('table', { name: 'On the line now' }).getByRole('row').nth(3).waitFor();
  await page.getByRole('progressbar', { name: /^Completed/ }).waitFor();
  await page.getByText('How it calls').waitFor();
}

export const SHOTS: readonly Shot[] = [
  {
    name: 'dashboard',
    path: () => '/',
    ready: async (page) => {
      await page.getByText('By weekday and hour').waitFor();
      await isLive(page);
    },
  },
  {
    name: 'campaigns',
    path: () => '/campaigns',
    ready: async (page) => {
      await page.getByText(/^Dialing/).waitFor();
      await page.getByText('You paused it.').waitFor();
      await isLive(page);
    },
  },
  { name: 'campaign', path: (ids) => `/campaigns/${ids.campaign}`, ready: campaignIsReady },
  { name: 'campaign-dark', path: (ids) => `/campaigns/${ids.campaign}`, scheme: 'dark', ready: campaignIsReady },
  {
    name: 'calls',
    path: (ids) => `/calls?peek=${ids.call}`,
    ready: async (page) => {
      await page.getByRole('complementary', { name: 'Call' }).getByLabel('Search the conversation').waitFor();
      await page.getByRole('table', { name: 'Calls' }).getByRole('row').nth(10).waitFor();
      await isLive(page);
    },
  },
  {
    name: 'call',
    path: (ids) => `/calls/${ids.call}`,
    ready: async (page) => {
      await page.getByText('Claimed', { exact: true }).waitFor();
      await isLive(page);
    },
  },
  {
    name: 'import',
    path: (ids) => `/contacts/import?show=${ids.imported}`,
    ready: async (page) => {
      await page.getByRole('table', { name: 'Rows that were not written' }).waitFor();
      // What a file did is the picture; the form above it is not.
      await page.getByRole('table', { name: 'Imports' }).getByRole('row').last().scrollIntoViewIfNeeded();
      await isLive(page);
    },
  },
  {
    name: 'calls-phone',
    path: () => '/calls?status=completed',
    size: { width: 360, height: 740 },
    ready: async (page) => {
      await page.getByRole('list', { name: 'Calls' }).getByRole('listitem').nth(6).waitFor();
      await isLive(page);
    },
  },
];
