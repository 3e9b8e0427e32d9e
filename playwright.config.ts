import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig } from '@playwright/test';

// The journeys run against an installation of their own: ports and data directory are not those of `npm start`.
const PORT = '4310';
const DATA_DIR = process.env['JOURNEY_DATA_DIR'] ?? '.data/journeys';

/** Debian's Chromium, found on PATH or named in CHROMIUM; browsers of Playwright's own are not used. */
function chromium(): string {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path)) ?? '/usr/bin/chromium';
}

export default defineConfig({
  testDir: 'tests/web',
  testMatch: '**/*.journey.ts',
  outputDir: 'test-results',
  reporter: [['list'], ['./tests/support/playwright-counts.ts']],
  workers: 1,
  timeout: 60_000,
  use: {
    baseURL: `http://localhost:${PORT}`,
    launchOptions: {
      executablePath: chromium(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'node scripts/start.ts --reset',
    url: `http://localhost:${PORT}/livez`,
    env: { PORT, SIMULATOR_PORT: '4311', PGPORT: '54339', DATA_DIR },
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  },
});
