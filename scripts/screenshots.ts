// npm run screenshots: the pictures of the documentation, taken from a running installation with demo data. Nothing
// in them is drawn: what a picture shows, the pages showed.
import { spawn } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, type Page, chromium } from '@playwright/test';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import { LAUNCH_OPTIONS, type Login, OF_ITS_OWN, demoLogin } from './browser.ts';
import { seedForPictures } from './screenshots/seed.ts';
import { SHOTS, type Shot } from './screenshots/shots.ts';
import { Operator } from './start/operator.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, 'docs/images');
const PORTS = { PORT: '4320', SIMULATOR_PORT: '4321', PGPORT: '54349' };
const BASE_URL = `http://localhost:${PORTS.PORT}`;
const DATA_DIR = join(ROOT, '.data/screenshots');
const LIMIT_BYTES = 200_000;
const LIMIT_MS = 300_000;

const HELP = `npm run screenshots [-- NAME …]: takes the pictures in docs/images from an installation of its own.

It starts Callgres anew on ports and a data directory of its own, waits until the demo campaign has held some
conversations, and photographs ${SHOTS.map((shot) => shot.name).join(', ')} in Chromium (on PATH, or named in CHROMIUM).
With names it takes only those. A picture above ${LIMIT_BYTES / 1000} kB is an error.
`;

/** Starts everything and returns, once the demo is seeded, what stops it. */
async function startInstallation(): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['scripts/start.ts', '--reset'], { cwd: ROOT, env: { ...process.env, ...OF_ITS_OWN, ...PORTS, DATA_DIR }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((done) => { child.once('exit', () => { done(); }); });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const runs = new Promise<boolean>((done) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (words: string) => {
      said += words;
      if (said.includes('Callgres runs')) done(true);
    });
    void ended.then(() => { done(false); });
  });
  if (await runs) return stop;
  throw new PlainError('Callgres did not start; its words stand above.');
}

/** Asks until the answer is something, at most five minutes. */
async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(500);
  }
  throw new PlainError(`Waited in vain for ${what}.`);
}

async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.goto(BASE_URL);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
}

async function photograph(browser: Browser, login: Login, shot: Shot, path: string): Promise<void> {
  const context = await browser.newContext({ viewport: shot.size ?? { width: 1280, height: 800 }, colorScheme: shot.scheme ?? 'light', reducedMotion: 'reduce' });
  context.setDefaultTimeout(LIMIT_MS);
  const page = await context.newPage();
  await signIn(page, login);
  await page.goto(`${BASE_URL}${path}`);
  await shot.ready(page);
  const file = join(FOLDER, `${shot.name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  await context.close();
  const { size } = statSync(file);
  process.stdout.write(`docs/images/${shot.name}.png  ${Math.ceil(size / 1000)} kB\n`);
  if (size > LIMIT_BYTES) throw new PlainError(`${shot.name}.png has ${size} bytes, more than ${LIMIT_BYTES}.`);
}

async function takeAll(shots: readonly Shot[]): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const stop = await startInstallation();
  try {
    const login = demoLogin(DATA_DIR);
    const operator = await Operator.signIn(BASE_URL, login.email, login.password);
    const ids = await seedForPictures(operator, until);
    const browser = await chromium.launch(LAUNCH_OPTIONS);
    try {
      for (const shot of shots) await photograph(browser, login, shot, shot.path(ids));
    } finally {
      await browser.close();
    }
  } finally {
    await stop();
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { help: { type: 'boolean', default: false } }, allowPositionals: true });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const unknown = positionals.find((name) => !SHOTS.some((shot) => shot.name === name));
  if (unknown !== undefined) throw new PlainError(`There is no picture "${unknown}"; there are ${SHOTS.map((shot) => shot.name).join(', ')}.`);
  await takeAll(positionals.length === 0 ? SHOTS : SHOTS.filter((shot) => positionals.includes(shot.name)));
}

await main().catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
});
