import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('the closing line', () => {
  let directory: string;
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'callgres-legs-')); });
  afterEach(() => { rmSync(directory, { recursive: true }); });

  const leg = (name: string, passed: number, failed: number, skipped: number): void =>
    writeFileSync(join(directory, `${name}.json`), JSON.stringify({ passed, failed, skipped }));
  const sum = (): { status: number | null; stdout: string } =>
    spawnSync(process.execPath, ['scripts/closing-line.mjs', directory], { encoding: 'utf8' });

  it('is the sum of all legs', () => {
    leg('one', 10, 0, 1);
    leg('two', 5, 0, 2);
    expect(sum()).toMatchObject({ status: 0, stdout: '15 passed, 0 failed, 3 skipped\n' });
  });

  it('fails when one leg failed', () => {
    leg('one', 10, 0, 0);
    leg('two', 5, 1, 0);
    expect(sum()).toMatchObject({ status: 1, stdout: '15 passed, 1 failed, 0 skipped\n' });
  });

  it('fails when nothing ran', () => {
    expect(sum()).toMatchObject({ status: 1, stdout: '0 passed, 0 failed, 0 skipped\n' });
  });
});
