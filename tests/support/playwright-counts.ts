// The same for the browser journeys: a Playwright reporter that counts.
import type { Reporter, TestCase } from '@playwright/test/reporter';
import { type Counts, reportCounts } from './counts.ts';

export default class PlaywrightCounts implements Reporter {
  private readonly tests = new Set<TestCase>();
  private errors = 0;

  onTestEnd(test: TestCase): void {
    this.tests.add(test);
  }

  onError(): void {
    this.errors++;
  }

  onEnd(): void {
    const counts: Counts = { passed: 0, failed: this.errors, skipped: 0 };
    for (const test of this.tests) {
      const outcome = test.outcome();
      if (outcome === 'skipped') counts.skipped++;
      else if (outcome === 'unexpected') counts.failed++;
      else counts.passed++;
    }
    reportCounts(counts);
  }
}
