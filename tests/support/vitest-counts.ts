// A vitest reporter beside the usual one: it only counts. A file that does not load and an error outside any
// test count as failed, else a broken file would look like no tests at all. In a whole run one more test is counted:
// that the tests called every function of the database.
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule } from 'vitest/node';
import { type Counts, reportCounts } from './counts.ts';
import { neverCalledIn } from './function-calls.ts';

const TESTS = fileURLToPath(new URL('..', import.meta.url));

/** Whether each function was called, as the result of one test. */
function functionCoverage(directory: string): keyof Counts {
  const missed = neverCalledIn(directory, TESTS);
  if (missed === undefined) process.stdout.write('\nFunction coverage is skipped: the server does not count calls.\n');
  else if (missed.length === 0) process.stdout.write('\nEvery function of the database was called by a test.\n');
  else process.stdout.write(`\nFAILED: no test has called ${missed.length === 1 ? 'the function' : `these ${missed.length} functions`}:\n${missed.map((name) => `  ${name}\n`).join('')}`);
  if (missed === undefined) return 'skipped';
  return missed.length === 0 ? 'passed' : 'failed';
}

export default class VitestCounts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts: Counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'skipped' : state]++;
        if (state === 'failed') failedHere++;
      }
      if (module.state() === 'failed' && failedHere === 0) counts.failed++; // it did not load, or a hook failed
    }
    const directory = process.env['TEST_FUNCTIONS_DIR'];
    if (directory) counts[functionCoverage(directory)]++;
    if (counts.failed > 0) process.exitCode = 1;
    reportCounts(counts);
  }
}
