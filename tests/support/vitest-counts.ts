// A vitest reporter beside the usual one: it only counts. A file that does not load and an error outside any
// test count as failed, else a broken file would look like no tests at all.
import type { Reporter, TestModule } from 'vitest/node';
import { type Counts, reportCounts } from './counts.ts';

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
    reportCounts(counts);
  }
}
