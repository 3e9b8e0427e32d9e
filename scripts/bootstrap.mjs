// `npm start`, `npm test` and the other scripts on a fresh clone. Plain JavaScript without dependencies, for
// whatever Node is there (20.19 or later): it installs, and everything after that runs on the Node 24 that the
// install brought.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closingLine, sumOf } from './closing-line.mjs';
import { buildWeb } from './web-build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PNPM = 'pnpm@12.21.0';
const bin = join(root, 'node_modules', '.bin');
const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  npm_config_loglevel: 'error', // silences npx's own warnings; pnpm does not read it
};

/** Prints one sentence and ends. */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Installs the locked packages unless the last install was of this very lockfile. Warm runs never call npx. */
function install() {
  const stamp = join(root, 'node_modules', '.installed-from');
  const wanted = createHash('sha256').update(PNPM).update(readFileSync(join(root, 'pnpm-lock.yaml'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const done = spawnSync('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) fail(`The packages could not be installed (${done.error?.message ?? 'the reason stands above'}).`);
  writeFileSync(stamp, wanted);
}

/** On Linux Node 24 comes with the install; elsewhere the Node that runs this must be recent enough. */
function findNode() {
  const installed = join(bin, 'node');
  if (existsSync(installed)) return installed;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(`Node 24 or later is needed on this platform; this is ${process.versions.node}.`);
}

/** Runs a program to its end, hands signals on to it, and stops it when our own parent is gone. */
function run(command, args, extra = {}) {
  const child = spawn(command, args, { cwd: extra.cwd ?? root, stdio: 'inherit', env: { ...env, ...extra.env } });
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  // npm that is killed alone dies without passing the signal on: its death is the signal then.
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 250);
  return new Promise((done) => {
    const finish = (code) => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, forward);
      done(code);
    };
    child.on('error', (error) => { console.error(error.message); finish(1); });
    child.on('exit', (code, signal) => finish(code ?? (signal ? 1 : 0)));
  });
}

/** A TypeScript program of ours. */
const program = (file) => async (node, args) =>
  existsSync(join(root, file)) ? run(node, [file, ...args]) : fail(`${file} is not part of this checkout.`);

/**
 * One leg of tests: `work` gets the environment in which its reporter leaves the counts. A leg that fails without
 * a failed test (no server, an error at the end) counts as one failure, so that it cannot read as success.
 */
async function leg(name, directory, work) {
  const code = await work({ TEST_COUNTS_DIR: directory, TEST_LEG: name });
  const file = join(directory, `${name}.json`);
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
  if (code !== 0 && counts.failed === 0 && counts.passed + counts.skipped > 0) counts.failed = 1;
  writeFileSync(file, JSON.stringify(counts));
  return code;
}

/** Runs legs and prints the closing line, unless a caller (TEST_COUNTS_DIR) sums up more legs than these. */
async function summed(work) {
  const collected = process.env.TEST_COUNTS_DIR;
  const directory = collected ?? mkdtempSync(join(tmpdir(), 'callgres-counts-'));
  const codes = await work(directory);
  const failed = codes.some((code) => code !== 0);
  if (collected) return failed ? 1 : 0;
  const sum = sumOf(directory);
  rmSync(directory, { recursive: true, force: true });
  console.log(`\n${closingLine(sum)}`);
  return failed || sum.failed > 0 || sum.passed + sum.skipped === 0 ? 1 : 0;
}

const vitest = (node, args) => (env) => run(node, ['node_modules/vitest/vitest.mjs', 'run', ...args], { env });

/**
 * Everything, in one or two legs. A filter names test files of vitest; a leg of CI is a single one. Only tests that all
 * run can be asked whether they called every function of the database (tests/support/function-calls.ts).
 */
const test = (node, args) =>
  summed(async (directory) => {
    const name = process.env.TEST_LEG ?? 'tests';
    const whole = args.length === 0 ? { TEST_FUNCTIONS_DIR: join(directory, `${name}.functions`) } : {};
    const codes = [await leg(name, directory, (extra) => vitest(node, args)({ ...extra, ...whole }))];
    if (args.length === 0 && !process.env.TEST_LEG) codes.push(await leg('journeys', directory, browse(node, args)));
    return codes;
  });

const buildWebWith = (node) => buildWeb(root, (cwd, parts) => run(node, parts, { cwd }));

/** A program that shows the web pages: they are built before it runs. */
const withPages = (file) => async (node, args) => {
  if (!args.includes('--help')) {
    const code = await buildWebWith(node);
    if (code !== 0) return code;
  }
  return program(file)(node, args);
};

const start = withPages('scripts/start.ts');

const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';

/** The browser tests; without Chromium all of them are skipped, and counted. */
const browse = (node, args) => async (extra) => {
  const listed = spawnSync(node, [PLAYWRIGHT, 'test', '--list', '--reporter=list', ...args], { cwd: root, env, encoding: 'utf8' });
  const tests = Number(/^Total: (\d+) test/m.exec(listed.stdout)?.[1] ?? 0);
  if (tests === 0) return /No tests found/.test(listed.stdout + listed.stderr) ? 0 : (console.error(listed.stdout + listed.stderr), 1);
  const folders = (env.PATH ?? '').split(delimiter);
  if (!env.CHROMIUM && !folders.some((folder) => existsSync(join(folder, 'chromium')))) {
    console.log(`There is no Chromium (on PATH or named in CHROMIUM): ${tests} browser tests are skipped.`);
    writeFileSync(join(extra.TEST_COUNTS_DIR, `${extra.TEST_LEG}.json`), JSON.stringify({ passed: 0, failed: 0, skipped: tests }));
    return 0;
  }
  const built = await buildWebWith(node);
  return built === 0 ? run(node, [PLAYWRIGHT, 'test', ...args], { env: extra }) : built;
};

const journeys = (node, args) => summed(async (directory) => [await leg(process.env.TEST_LEG ?? 'journeys', directory, browse(node, args))]);

const COMMANDS = {
  start: { run: start },
  dev: { run: (node, args) => start(node, ['--dev', ...args]) },
  test: {
    run: test,
    help: `npm test [-- FILTER …]: installs what is missing and runs all tests against a throw-away PostgreSQL.

The last line is "N passed, N failed, N skipped". A filter is a part of a file name: npm test -- tests/db/platform
Without one the run also fails when the tests have never called some function of the database, and names it.

  TEST_DATABASE_URL    a login with CREATEDB and CREATEROLE on the server to use
  TEST_POSTGRES        url, container or embedded: forces one way of getting a server
  TEST_POSTGRES_IMAGE  image of the container (postgres:15)
  TEST_POSTGRES_BIN    directory with other binaries for the embedded way, e.g. /usr/lib/postgresql/15/bin
`,
  },
  journeys: {
    run: journeys,
    help: `npm run journeys [-- FILTER …]: drives the web pages in Chromium (on PATH, or named in CHROMIUM) against an
installation of its own, with its own ports and data directory.
`,
  },
  screenshots: { run: withPages('scripts/screenshots.ts') },
  lint: { run: program('scripts/lint.ts') },
  migrate: { run: program('db/src/migrate.ts') },
  generate: { run: program('db/src/generate/main.ts') },
  'db:commit': { run: (node, args) => program('scripts/db-commit.ts')(node, ['commit', ...args]) },
  'db:uncommit': { run: (node, args) => program('scripts/db-commit.ts')(node, ['uncommit', ...args]) },
  analysts: { run: program('db/src/analysts.ts') },
  bench: { run: program('tests/bench/main.ts') },
  soak: { run: program('tests/bench/soak.ts') },
};

const [what = '', ...rest] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, what) ? COMMANDS[what] : undefined;
if (!command) fail(`There is no script "${what}"; there are ${Object.keys(COMMANDS).join(', ')}.`);
if (rest.includes('--help') && command.help) {
  process.stdout.write(command.help);
} else {
  install();
  process.exitCode = await command.run(findNode(), rest);
}
