// `npm start` after the install: PostgreSQL, migrations, the demo, the simulated provider, API and worker, from
// nothing to a page that shows calls. Whatever way it ends, nothing stays behind.
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeTraversable } from '@callgres/db/account';
import { loginAddress } from '@callgres/shared/login';
import { portIsFree } from '@callgres/db/embedded';
import { migrateInChild, passwordFor } from '@callgres/db/migrate';
import { ensureSecrets, readSecrets } from '@callgres/db/secrets';
import { configHelp, readConfig } from '@callgres/shared/config';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import { type Database, openDatabase } from './start/database.ts';
import { type Program, Supervised, logPath, runToEnd } from './start/processes.ts';
import { reset } from './start/reset.ts';
import { type Settings, VARIABLES, environmentOf, requireGivenSecrets, settingsFor, simulatesIdentities, simulatorDefaults } from './start/settings.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const API = 'packages/api/src/server.ts';
const WORKER = 'packages/api/src/worker.ts';
const SIMULATOR = 'packages/api/src/providers/bolna/simulator/main.ts';
const MAILBOX = 'packages/api/src/mail/mailbox-main.ts';
const IDENTITY = 'packages/api/src/providers/identity/simulator/main.ts';
const DEMO = 'scripts/start/demo.ts';

const HELP = `npm start [-- --reset]: runs Callgres with everything it needs and a demo campaign that dials by itself.

It starts an embedded PostgreSQL (unless DATABASE_URL names a server), migrates it, seeds a demo tenant once, starts
the simulated voice provider (unless BOLNA_BASE_URL names a real one), a mailbox that takes all mail (unless SMTP_URL
names a server), simulated Google, LinkedIn and GitHub to sign in with, the API with the web pages, and the worker, and
prints the addresses and logins. Ctrl-C ends everything; the data stays.

  --reset   begin anew: remove the embedded database, the generated secrets and the logs
  --dev     run what is being written in db/migrations/current too and again on each save, generate after it,
            restart API and worker and rebuild the pages when a file changes (npm run dev)
  --help    this text

Variables (an empty one counts as unset):
${configHelp()}
`;

const say = (line: string): void => { process.stdout.write(`${line}\n`); };

/** What runs, in the order of its start. It is stopped in the order in which work must drain. */
class Installation {
  private readonly programs = new Map<string, Supervised>();
  private opening: Promise<Database> | undefined;
  private stopped: Promise<void> | undefined;

  isStopping(): boolean {
    return this.stopped !== undefined;
  }

  async database(open: () => Promise<Database>): Promise<Database> {
    this.opening = open();
    return this.opening;
  }

  async run(key: string, program: Program): Promise<void> {
    if (this.isStopping()) return;
    const supervised = new Supervised(program, say);
    this.programs.set(key, supervised);
    await supervised.start();
  }

  /** First no new requests, then no new dials, then the provider they talk to and what else runs, at last the database. */
  stop(): Promise<void> {
    this.stopped ??= (async () => {
      for (const key of ['api', 'worker']) await this.programs.get(key)?.stop();
      await Promise.all([...this.programs.values()].map((program) => program.stop()));
      const database = await this.opening?.catch(() => undefined);
      await database?.cluster?.stop();
    })();
    return this.stopped;
  }
}

async function requireFreePorts(ports: readonly { port: number; host: string; name: string; purpose: string }[]): Promise<void> {
  for (const { port, host, name, purpose } of ports)
    if (!(await portIsFree(port, host))) throw new PlainError(`Port ${port}, meant for ${purpose}, is taken by another program; stop it or set ${name} to another port.`);
}

const answersOn = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => { socket.destroy(); done(true); });
    socket.once('error', () => { done(false); });
  });

const isLive = (port: number, host: string) => async (): Promise<boolean> => {
  try {
    return (await fetch(`http://${host}:${port}/livez`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
};

/** For a program that listens on nothing: it has started when it has not ended within a second. */
function survives(ms: number): () => Promise<boolean> {
  const from = Date.now();
  return () => Promise.resolve(Date.now() - from > ms);
}

interface Flags {
  reset: boolean;
  dev: boolean;
}

async function start(installation: Installation, flags: Flags): Promise<void> {
  const began = performance.now();
  const config = readConfig(process.env, ['PORT', 'HOST', 'SIMULATOR_PORT', 'MAILBOX_PORT', 'MAILBOX_SMTP_PORT', 'IDENTITY_PORT', 'PGPORT', 'DATA_DIR', 'LOG_LEVEL', 'NODE_ENV', 'ALLOW_PLAIN_HTTP']);
  const databaseUrl = process.env['DATABASE_URL'] || undefined;
  if (databaseUrl !== undefined) readConfig(process.env, ['DATABASE_URL']);
  const simulated = !process.env['BOLNA_BASE_URL'];
  const mailbox = !process.env['SMTP_URL'];
  const identities = simulatesIdentities();
  const dataDir = resolve(ROOT, config.DATA_DIR);
  requireGivenSecrets();
  await requireFreePorts([
    { port: config.PORT, host: config.HOST, name: 'PORT', purpose: 'the web pages' },
    ...(simulated ? [{ port: config.SIMULATOR_PORT, host: '127.0.0.1', name: 'SIMULATOR_PORT', purpose: 'the simulated voice provider' }] : []),
    ...(mailbox ? [
      { port: config.MAILBOX_PORT, host: '127.0.0.1', name: 'MAILBOX_PORT', purpose: 'the page of the demo mailbox' },
      { port: config.MAILBOX_SMTP_PORT, host: '127.0.0.1', name: 'MAILBOX_SMTP_PORT', purpose: 'the demo mailbox' },
    ] : []),
    ...(identities ? [{ port: config.IDENTITY_PORT, host: '127.0.0.1', name: 'IDENTITY_PORT', purpose: 'the simulated identity providers' }] : []),
  ]);
  if (flags.reset) reset(dataDir, databaseUrl);

  makeTraversable(dataDir);
  const logDir = join(dataDir, 'logs');
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  const secrets = ensureSecrets(dataDir);
  const { ownerUrl, cluster } = await installation.database(() => openDatabase({ databaseUrl, dataDir, logDir, port: config.PGPORT, secrets }));
  if (installation.isStopping()) return;
  if (cluster?.reused) say('A PostgreSQL was running in the data directory; it is used, and left running at the end.');
  void cluster?.ended.then(() => { if (!installation.isStopping()) void end(installation, 1, `PostgreSQL has ended, so everything stops; its log is ${logPath(logDir, 'postgres')}.`); });

  const settings = settingsFor(ownerUrl, dataDir, secrets);
  await migrateInChild(ownerUrl, {
    current: flags.dev,
    apiPassword: passwordFor('app_api', settings.API_DATABASE_URL),
    workerPassword: passwordFor('app_worker', settings.WORKER_DATABASE_URL),
  });
  if (installation.isStopping()) return;
  await startPrograms(installation, settings, {
    flags, logDir, simulated, host: config.HOST, port: config.PORT, simulatorPort: config.SIMULATOR_PORT, mailboxPort: mailbox ? config.MAILBOX_PORT : undefined,
    identityPort: identities ? config.IDENTITY_PORT : undefined,
  });
  if (installation.isStopping()) return;
  announce(settings, dataDir, { mailbox, identities }, Math.round(performance.now() - began));
}

interface Places {
  flags: Flags;
  logDir: string;
  simulated: boolean;
  host: string;
  port: number;
  simulatorPort: number;
  /** Undefined: mail goes to the server that SMTP_URL names. */
  mailboxPort: number | undefined;
  /** Undefined: people sign in with real accounts elsewhere, or with none. */
  identityPort: number | undefined;
}

async function startPrograms(installation: Installation, settings: Settings, places: Places): Promise<void> {
  const watch = places.flags.dev ? ['--watch', '--watch-preserve-output'] : [];
  const program = (name: string, file: string, variables: keyof typeof VARIABLES, logName: string, ready: Program['ready']): Program => ({
    name,
    args: [...watch, file],
    env: environmentOf(settings, VARIABLES[variables]),
    cwd: ROOT,
    ready,
    logFile: logPath(places.logDir, logName),
    echo: places.flags.dev, // a file that fails to load keeps `node --watch` waiting: its complaint must be seen
  });
  if (places.simulated) {
    const simulator = program('The simulated provider', SIMULATOR, 'simulator', 'simulator', () => answersOn(places.simulatorPort));
    await installation.run('simulator', { ...simulator, env: { ...simulatorDefaults(settings.DATA_DIR ?? ''), ...simulator.env } });
  }
  const { mailboxPort, identityPort } = places;
  if (mailboxPort !== undefined) await installation.run('mailbox', program('The demo mailbox', MAILBOX, 'mailbox', 'mailbox', () => answersOn(mailboxPort)));
  if (identityPort !== undefined) await installation.run('identity', program('The simulated identity providers', IDENTITY, 'identity', 'identity', () => answersOn(identityPort)));
  const probe = places.host === '0.0.0.0' || places.host === '::' ? '127.0.0.1' : places.host;
  await Promise.all([
    installation.run('api', program('The API', API, 'api', 'api', isLive(places.port, probe.includes(':') ? `[${probe}]` : probe))),
    installation.run('worker', program('The worker', WORKER, 'worker', 'worker', survives(1000))),
  ]);
  if (places.simulated) await runToEnd('The demo seed', [DEMO], environmentOf(settings, VARIABLES.seed), ROOT);
  if (places.flags.dev) await watchSources(installation, settings, places.logDir);
}

/** For development: migrations and web pages follow their sources. What these two say belongs on the terminal. */
async function watchSources(installation: Installation, settings: Settings, logDir: string): Promise<void> {
  const common = { env: environmentOf(settings, ['DATABASE_URL']), ready: survives(500), echo: true };
  await installation.run('migrations', { ...common, name: 'The watcher of migrations', args: ['db/src/watch.ts'], cwd: ROOT, logFile: logPath(logDir, 'migrations') });
  await installation.run('web', {
    ...common,
    name: 'The web build',
    args: ['node_modules/vite/bin/vite.js', 'build', '--watch', '--logLevel', 'warn'],
    cwd: join(ROOT, 'packages/web'),
    logFile: logPath(logDir, 'web'),
  });
}

function announce(settings: Settings, dataDir: string, { mailbox, identities }: { mailbox: boolean; identities: boolean }, tookMs: number): void {
  const logins = Object.entries(readSecrets(dataDir)?.demoPasswords ?? {});
  say('');
  say(`Callgres runs (ready after ${(tookMs / 1000).toFixed(1)} s).`);
  say(`  Web         ${settings.PUBLIC_URL ?? ''}`);
  for (const [login, password] of logins) say(login.includes('@') ? `  Login       ${login}  ${password}` : `  SQL         ${loginAddress(settings.ANALYTICS_DATABASE_URL || settings.DATABASE_URL || '', login, password)}`);
  if (mailbox) say(`  Mail        http://127.0.0.1:${settings.MAILBOX_PORT ?? ''}  what the platform sends to anybody`);
  if (identities) say('  Identities  Google, LinkedIn and GitHub are simulated: sign in as whoever you like');
  say(`  PostgreSQL  ${settings.DATABASE_URL ?? ''}`);
  say(`  Logs        ${join(dataDir, 'logs')}`);
  say('Ctrl-C ends everything and keeps the data; npm start -- --reset begins anew.');
}

let ending = false;

/** Ends the starter once, whatever comes first: a signal, the death of our parent, a failure. */
async function end(installation: Installation, exitCode: number, why?: string): Promise<void> {
  if (ending) return;
  ending = true;
  if (why !== undefined) process[exitCode === 0 ? 'stdout' : 'stderr'].write(`${why}\n`);
  await installation.stop().catch((error: unknown) => { process.stderr.write(`${describeError(error)}\n`); });
  process.exit(exitCode);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false }, dev: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const installation = new Installation();
  // Ctrl-C reaches us from the terminal and again from the bootstrap: only the first one counts.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { void end(installation, 0, 'Stopping.'); });
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) void end(installation, 0); }, 250).unref();
  try {
    await start(installation, { reset: values.reset, dev: values.dev });
  } catch (error) {
    await end(installation, 1, describeError(error));
  }
}

await main();
