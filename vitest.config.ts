import { defineConfig } from 'vitest/config';

// Folders whose tests need a database; each test file copies the migrated template (tests/support/database.ts).
const WITH_DATABASE = ['db', 'api', 'jobs', 'invariants', 'concurrency', 'properties', 'faults'];

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/vitest-counts.ts'],
    projects: [
      {
        test: {
          name: 'database',
          include: WITH_DATABASE.map((folder) => `tests/${folder}/**/*.test.ts`),
          globalSetup: ['tests/support/global-setup.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts', 'tests/web/**/*.test.ts'] } },
    ],
  },
});
