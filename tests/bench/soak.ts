// npm run soak: the random suites again and again, each time with a new seed and larger numbers.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `npm run soak: runs the random suites round robin with new seeds and larger numbers until the time is over.

It stops at the first violation and prints the seed, with which the suite fails again: SEED=… npm test -- FILE.

  SOAK_MIN=60   minutes to go on (default 60)
  SUITE=races   only one suite: races, faults or properties
  --help        this text
`;

// Folder of each suite and the numbers by which it grows; what a variable means stands in the test that reads it.
const SUITES: Readonly<Record<string, { folder: string; env: Readonly<Record<string, string>> }>> = {
  races: { folder: 'tests/concurrency', env: { CLAIMS: '50000' } },
  faults: { folder: 'tests/faults', env: { KILLS: '500', ITEMS: '2000' } },
  properties: { folder: 'tests/properties', env: {} },
};

const root = fileURLToPath(new URL('../../', import.meta.url));

function runSuite(name: string, seed: number): boolean {
  const suite = SUITES[name];
  if (!suite) throw new Error(`there is no suite ${name}; there are ${Object.keys(SUITES).join(', ')}`);
  const result = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', suite.folder, '--testTimeout', '3600000'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...suite.env, SEED: String(seed) },
  });
  return result.status === 0;
}

function soak(): number {
  const until = Date.now() + Number(process.env['SOAK_MIN'] ?? '60') * 60_000;
  const names = process.env['SUITE'] ? [process.env['SUITE']] : Object.keys(SUITES);
  let rounds = 0;
  for (; Date.now() < until; rounds++)
    for (const name of names) {
      const seed = randomInt(2 ** 31);
      process.stdout.write(`\n=== ${name}, seed ${seed}, round ${rounds + 1}\n`);
      if (!runSuite(name, seed)) {
        process.stdout.write(`\nA violation: SEED=${seed} SUITE=${name}, after ${rounds} whole rounds.\n`);
        return 1;
      }
    }
  process.stdout.write(`\n${rounds} rounds without a violation.\n`);
  return 0;
}

const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
if (values.help) process.stdout.write(HELP);
else process.exitCode = soak();
