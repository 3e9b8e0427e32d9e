// npm run lint: what can be known without running anything.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from '@callgres/db/embedded';
import { migrateInChild } from '@callgres/db/migrate';
import { describeError } from '@callgres/shared/plain-error';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HELP = `npm run lint [-- --no-sql] [-- PATH …]: checks types, then style and SQL.

  1  tsc (TypeScript 7) on the server side, on packages/web and on tests/web
  2  eslint (TypeScript 6, strict type-checked rules, our own rules), by default on everything
  3  in the same run safeql: each SQL text in packages/api is planned by a throw-away, migrated PostgreSQL

  --no-sql  leave out the third: no database is started
  --fix     let eslint repair what it can
  --help    this text

  LINT_DATABASE_URL  a migrated database to check SQL against, instead of a throw-away one
`;

/** Runs a program; returns whether it succeeded. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit' });
    child.once('error', failed);
    child.once('exit', (code) => { done(code === 0); });
  });
}

async function checkTypes(): Promise<boolean> {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const projects = ['tsconfig.json', 'packages/web/tsconfig.json', 'tests/web/tsconfig.json'].filter((path) => existsSync(join(ROOT, path)));
  let allGood = true;
  for (const project of projects) allGood = (await run(tsc, ['-p', project])) && allGood;
  return allGood;
}

function eslint(paths: readonly string[], fix: boolean, databaseUrl: string | undefined): Promise<boolean> {
  const args = [
    'tools/lint/node_modules/eslint/bin/eslint.js',
    '--config', 'tools/lint/eslint.config.js',
    '--max-warnings', '0',
    ...(fix ? ['--fix'] : []),
    ...(paths.length > 0 ? paths : ['.']),
  ];
  return run(process.execPath, args, { ...process.env, ...(databaseUrl === undefined ? {} : { LINT_DATABASE_URL: databaseUrl }) });
}

async function lint(paths: readonly string[], fix: boolean, withSql: boolean): Promise<boolean> {
  const given = process.env['LINT_DATABASE_URL'] || undefined;
  if (!withSql || given !== undefined) return eslint(paths, fix, withSql ? given : undefined);
  await using cluster = await startPostgres();
  await migrateInChild(cluster.url(), { current: true });
  return await eslint(paths, fix, cluster.url());
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    options: { 'no-sql': { type: 'boolean', default: false }, fix: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(HELP);
    return true;
  }
  const began = performance.now();
  // Both are bound by one core each; a machine with a single one gains nothing from starting both.
  const linting = (): Promise<boolean> => lint(positionals, values.fix, !values['no-sql']);
  const results = availableParallelism() > 1 ? await Promise.all([checkTypes(), linting()]) : [await checkTypes(), await linting()];
  const good = results.every(Boolean);
  process.stdout.write(`${good ? 'No complaints' : 'See the complaints above'} (${((performance.now() - began) / 1000).toFixed(1)} s).\n`);
  return good;
}

await main().then(
  (good) => { process.exitCode = good ? 0 : 1; },
  (error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 1;
  },
);
