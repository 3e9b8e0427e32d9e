// The one line a test log is read for, summed over legs. Each leg leaves a file of counts in a directory:
//   node scripts/closing-line.mjs DIRECTORY
// prints the sum and ends with 1 when a test failed or none ran.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The sum of the count files of a directory. */
export function sumOf(directory) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.json')) : [];
  for (const name of files) {
    const counts = JSON.parse(readFileSync(join(directory, name), 'utf8'));
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  return sum;
}

export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

if (process.argv[1]?.endsWith('closing-line.mjs')) {
  const sum = sumOf(process.argv[2] ?? '');
  console.log(closingLine(sum));
  process.exitCode = sum.failed > 0 || sum.passed + sum.skipped === 0 ? 1 : 0;
}
