import { defineConfig } from '@playwright/test';
import { LAUNCH_OPTIONS, OF_ITS_OWN } from './scripts/browser.ts';
import { BASE_URL, DATA_DIR, IDENTITY_PORT, MAILBOX_PORT, MAILBOX_SMTP_PORT, PGPORT, PORT, SIMULATOR_PORT } from './tests/web/installation.ts';

// Limits, not waits: a machine of two busy cores needs minutes for what takes seconds elsewhere.
const SECOND = 1000;
const MINUTE = 60 * SECOND;

export default defineConfig({
  testDir: 'tests/web',
  testMatch: '**/*.journey.ts',
  outputDir: 'test-results',
  reporter: [['list'], ['./tests/support/playwright-counts.ts']],
  workers: 1,
  timeout: 5 * MINUTE,
  expect: { timeout: MINUTE },
  use: {
    baseURL: BASE_URL,
    launchOptions: LAUNCH_OPTIONS,
    actionTimeout: MINUTE,
    navigationTimeout: MINUTE,
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'node scripts/start.ts --reset',
    // Its last word, when the demo is seeded: the API answers long before.
    wait: { stdout: /Callgres runs/ },
    env: { ...OF_ITS_OWN, PORT: String(PORT), SIMULATOR_PORT: String(SIMULATOR_PORT), MAILBOX_PORT: String(MAILBOX_PORT), MAILBOX_SMTP_PORT: String(MAILBOX_SMTP_PORT), IDENTITY_PORT: String(IDENTITY_PORT), PGPORT: String(PGPORT), DATA_DIR },
    timeout: 5 * MINUTE,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30 * SECOND },
  },
});
