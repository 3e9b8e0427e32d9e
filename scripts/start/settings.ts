// What each program of `npm start` is told: exactly the variables it reads. The owner's connection string goes
// to the set-up only; the API and the worker never see it.
import { join } from 'node:path';
import type { Secrets } from '@callgres/db/secrets';
import { withLogin } from '@callgres/db/migrate';
import { API_VARIABLES, CONFIG_NAMES, type ConfigName, IDENTITY_SIMULATOR_VARIABLES, MAILBOX_VARIABLES, SIMULATOR_VARIABLES, WORKER_VARIABLES, readConfig } from '@callgres/shared/config';
import { PlainError } from '@callgres/shared/plain-error';

export const SIMULATOR_JOURNAL = 'simulator.journal';

export type Settings = Partial<Record<ConfigName, string>>;

/** Values of the environment win; an empty one counts as absent. */
const given = (name: ConfigName): string | undefined => process.env[name] || undefined;

const MUST_BE_GIVEN: readonly ConfigName[] = ['SEALING_KEYS', 'PASSWORD_PEPPER', 'TOKEN_KEY'];

/** In production nothing is generated behind the operator's back. */
export function requireGivenSecrets(): void {
  if (process.env['NODE_ENV'] !== 'production') return;
  const missing = MUST_BE_GIVEN.filter((name) => given(name) === undefined);
  if (missing.length > 0) throw new PlainError(`With NODE_ENV=production nothing is generated: set ${missing.join(', ')}.`);
}

/** Whoever reaches the simulated identity providers is anybody: they are for a browser on this machine, and for a demo. */
export function simulatesIdentities(): boolean {
  const { PUBLIC_URL, NODE_ENV } = readConfig(process.env, ['PUBLIC_URL', 'NODE_ENV']);
  return given('IDENTITY_SIMULATOR_URL') === undefined && NODE_ENV !== 'production' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(PUBLIC_URL).hostname);
}

/** Settings of all programs, once the database is there. */
export function settingsFor(ownerUrl: string, dataDir: string, secrets: Secrets): Settings {
  const { PORT, SIMULATOR_PORT, MAILBOX_PORT, MAILBOX_SMTP_PORT, IDENTITY_PORT, PUBLIC_URL } = readConfig(process.env, [
    'PORT', 'SIMULATOR_PORT', 'MAILBOX_PORT', 'MAILBOX_SMTP_PORT', 'IDENTITY_PORT', 'PUBLIC_URL',
  ]);
  const own: Settings = {
    DATABASE_URL: ownerUrl,
    API_DATABASE_URL: withLogin(ownerUrl, 'app_api', secrets.apiPassword),
    WORKER_DATABASE_URL: withLogin(ownerUrl, 'app_worker', secrets.workerPassword),
    BOLNA_BASE_URL: `http://127.0.0.1:${SIMULATOR_PORT}`,
    BOLNA_API_KEY: secrets.bolnaApiKey,
    PUBLIC_URL,
    PORT: String(PORT),
    SIMULATOR_PORT: String(SIMULATOR_PORT),
    DATA_DIR: dataDir,
    SEALING_KEYS: secrets.sealingKeys,
    PASSWORD_PEPPER: secrets.passwordPepper,
    TOKEN_KEY: secrets.tokenKey,
    SMTP_URL: `smtp://127.0.0.1:${MAILBOX_SMTP_PORT}`,
    MAILBOX_PORT: String(MAILBOX_PORT),
    MAILBOX_SMTP_PORT: String(MAILBOX_SMTP_PORT),
    IDENTITY_PORT: String(IDENTITY_PORT),
    ...(simulatesIdentities() && { IDENTITY_SIMULATOR_URL: `http://127.0.0.1:${IDENTITY_PORT}` }),
    LOG_LEVEL: 'warn',
  };
  const settings: Settings = { ...own };
  for (const name of CONFIG_NAMES) {
    const value = given(name);
    if (value !== undefined && name !== 'DATA_DIR') settings[name] = value;
  }
  readConfig(settings, [...API_VARIABLES, ...WORKER_VARIABLES]); // a bad value is named here, before anything starts
  return settings;
}

/**
 * How the simulated provider behaves in the demo; whoever sets these variables is obeyed. Its journal stays with
 * the data, so it remembers the calls in flight across restarts as a real provider would. Twenty simulated
 * seconds a second: a call of a minute takes three.
 */
export const simulatorDefaults = (dataDir: string): NodeJS.ProcessEnv => ({
  SIMULATOR_STATE: join(dataDir, SIMULATOR_JOURNAL),
  SIMULATOR_SPEED: '20',
});

/** The environment of a program: what every process needs, and of our variables those it reads. */
export function environmentOf(settings: Settings, names: readonly ConfigName[]): NodeJS.ProcessEnv {
  const ours = new Set<string>(CONFIG_NAMES);
  const inherited = Object.entries(process.env).filter(([name]) => !ours.has(name));
  const told = names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]] as const]));
  return Object.fromEntries([...inherited, ...told]);
}

export const VARIABLES = {
  api: API_VARIABLES,
  worker: WORKER_VARIABLES,
  simulator: SIMULATOR_VARIABLES,
  mailbox: MAILBOX_VARIABLES,
  identity: IDENTITY_SIMULATOR_VARIABLES,
  seed: ['DATABASE_URL', 'BOLNA_BASE_URL', 'BOLNA_API_KEY', 'PUBLIC_URL', 'DATA_DIR', 'PASSWORD_PEPPER', 'SEALING_KEYS', 'NODE_ENV'],
} as const satisfies Record<string, readonly ConfigName[]>;
