// A vitest reporter beside the usual one: it only counts. A file that does not load and an error outside any
// test count as failed, else a broken file would look like no tests at all. In a whole run two more are counted:
// that the tests called every function of the database, and provoked every error.
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule } from 'vitest/node';
import { type Counts, reportCounts } from './counts.ts';
import { neverCalledIn } from './function-calls.ts';
import { neverProvokedIn } from './provoked-errors.ts';

const TESTS = fileURLToPath(new URL('..', import.meta.url));

/** What nobody touched, as the result of one test; undefined when it could not be counted. */
function coverage(missed: readonly string[] | undefined, [one, many, done]: readonly [one: string, many: string, done: string]): keyof Counts {
  if (missed === undefined) process.stdout.write(`\nThat tests have ${done} all ${many} is not checked: the server is not ours to count on.\n`);
  else if (missed.length === 0) process.stdout.write(`\nTests have ${done} all ${many} of the database.\n`);
  else process.stdout.write(`\nFAILED: no test has ${done} ${missed.length === 1 ? `the ${one}` : `these ${String(missed.length)} ${many}`}:\n${missed.map((name) => `  ${name}\n`).join('')}`);
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
    if (directory) {
      counts[coverage(neverCalledIn(directory, TESTS), ['function', 'functions', 'called'])]++;
      counts[coverage(neverProvokedIn(directory), ['error', 'errors', 'provoked'])]++;
    }
    if (counts.failed > 0) process.exitCode = 1;
    reportCounts(counts);
  }
}
