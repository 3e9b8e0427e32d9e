// How many tests passed, failed and were skipped: one file per leg when a caller sums legs up, else one line.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Reports the counts of a finished run. With TEST_COUNTS_DIR the counts go to a file there, named by TEST_LEG,
 * and scripts/closing-line.mjs prints the sum; else the closing line is printed at the very end. A run without
 * tests is a failure.
 */
export function reportCounts(counts: Counts): void {
  const directory = process.env['TEST_COUNTS_DIR'];
  if (directory) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `${process.env['TEST_LEG'] ?? 'tests'}.json`), JSON.stringify(counts));
    return;
  }
  process.on('exit', () => {
    if (counts.passed + counts.failed + counts.skipped === 0) process.exitCode = 1;
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  });
}
