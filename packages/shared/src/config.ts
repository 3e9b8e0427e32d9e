// Every environment variable that a program of Callgres reads, as one schema. Programs take what they need by
// name (readConfig), `--help` and docs/operations.md print the same table.
import { z } from 'zod';
import { PlainError } from './plain-error.ts';

interface About {
  description: string;
  /** Programs that read it. */
  readBy: string;
  /** How a valid value looks, completing "NAME must …". */
  must: string;
  /** What `npm start` sets when the environment does not. */
  start: string;
  /** True: never printed, not even in an error about it. */
  secret?: boolean;
}

const variable = <T extends z.ZodType>(schema: T, about: About): T => schema.meta({ ...about });

const wholeNumber = (least: number, most: number) => z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(least).max(most));
const port = (byDefault: number) => wholeNumber(1, 65_535).default(byDefault);
const PORT_MUST = 'be a whole number from 1 to 65535';

const postgres = z.url({ protocol: /^postgres(ql)?$/ });
const POSTGRES_MUST = 'be a connection string such as postgres://login:password@host:5432/database';

const web = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const WEB_MUST = 'be an address that begins with http:// or https://';

const secret = z.string().min(32);
const SECRET_MUST = 'be a random text of at least 32 characters';

const smtp = z.url({ protocol: /^smtps?$/ });
const SMTP_MUST = 'be an address such as smtp://login:password@host:587 or smtps://…:465';

const registration = z.string().min(1).optional();
const REGISTRATION_MUST = 'be what the provider gave out';

const yesOrNo = z.enum(['yes', 'no']).transform((word) => word === 'yes').default(false);

const sealingKeys = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.split(':')))
  .pipe(z.array(z.tuple([z.string().regex(/^[a-z0-9]{1,16}$/), z.base64().transform((key) => Buffer.from(key, 'base64')).refine((key) => key.length === 32)])).min(1))
  .transform((entries) => entries.map(([id, key]) => ({ id, key })));

/** The schema of the whole environment. */
export const configSchema = z.object({
  DATABASE_URL: variable(postgres, {
    description: 'Login that owns the database and has CREATEROLE; after the first set-up app_migrator does as well.',
    readBy: 'migrate, start', must: POSTGRES_MUST, start: 'an embedded PostgreSQL', secret: true,
  }),
  API_DATABASE_URL: variable(postgres, {
    description: 'The same database as app_api.', readBy: 'API', must: POSTGRES_MUST, start: 'same server, generated password', secret: true,
  }),
  WORKER_DATABASE_URL: variable(postgres, {
    description: 'The same database as app_worker.', readBy: 'worker', must: POSTGRES_MUST, start: 'same server, generated password', secret: true,
  }),
  DIRECT_DATABASE_URL: variable(postgres.optional(), {
    description: 'Behind a pooler: the same database and login without it, for LISTEN and for graphile-worker.',
    readBy: 'API, worker', must: POSTGRES_MUST, start: 'unset: the URL above', secret: true,
  }),
  ANALYTICS_DATABASE_URL: variable(postgres.optional(), {
    description: 'Server shown to analysts in their connection strings, e.g. a read replica.',
    readBy: 'API', must: POSTGRES_MUST, start: 'unset: the same server', secret: true,
  }),
  BOLNA_BASE_URL: variable(web, { description: 'Base address of the voice provider.', readBy: 'API, worker', must: WEB_MUST, start: 'the simulator' }),
  BOLNA_API_KEY: variable(z.string().min(1), {
    description: 'Key of the one provider account of this installation.', readBy: 'API, worker', must: 'not be empty', start: "the simulator's", secret: true,
  }),
  PUBLIC_URL: variable(web, {
    description: 'Address under which browsers and the provider reach the API.', readBy: 'all', must: WEB_MUST, start: 'http://localhost:PORT',
  }),
  HOST: variable(z.string().min(1).default('127.0.0.1'), {
    description: 'Address the API listens on.', readBy: 'API', must: 'be an address of this machine', start: '127.0.0.1',
  }),
  PORT: variable(port(3000), { description: 'Port of the API and the web pages.', readBy: 'API, start', must: PORT_MUST, start: '3000' }),
  SIMULATOR_PORT: variable(port(3001), { description: 'Port of the simulated voice provider.', readBy: 'simulator, start', must: PORT_MUST, start: '3001' }),
  PGPORT: variable(port(54_329), { description: 'Port of the embedded PostgreSQL.', readBy: 'start', must: PORT_MUST, start: '54329' }),
  DATA_DIR: variable(z.string().min(1).default('.data'), {
    description: 'Directory for the embedded database, generated secrets and logs.', readBy: 'start, API', must: 'be a path', start: '.data',
  }),
  SEALING_KEYS: variable(sealingKeys, {
    description: 'Keys that seal stored secrets, as id:base64 of 32 bytes, separated by commas; the first one seals, all of them open.',
    readBy: 'API, worker', must: 'list keys as id:base64 of 32 bytes, separated by commas', start: 'generated once', secret: true,
  }),
  PASSWORD_PEPPER: variable(secret, { description: 'Mixed into every password hash.', readBy: 'API', must: SECRET_MUST, start: 'generated once', secret: true }),
  TOKEN_KEY: variable(secret, {
    description: 'Derives the tokens of links in mails and of renewed sessions.', readBy: 'API, worker', must: SECRET_MUST, start: 'generated once', secret: true,
  }),
  SMTP_URL: variable(smtp.optional(), {
    description: 'Mail server for what the platform itself sends; without it mail waits. TLS is required but on loopback.',
    readBy: 'worker', must: SMTP_MUST, start: 'a mailbox of its own', secret: true,
  }),
  MAIL_FROM: variable(z.string().regex(/^[^<>\r\n]{1,100} <[^<>\s@]+@[^<>\s@]+>$/).default('Callgres <no-reply@callgres.example>'), {
    description: 'Sender of that mail.', readBy: 'worker', must: 'look like Name <address@host>', start: 'Callgres <no-reply@callgres.example>',
  }),
  MAILBOX_PORT: variable(port(3002), { description: 'Port of the page that shows the mail of the demo.', readBy: 'mailbox, start', must: PORT_MUST, start: '3002' }),
  MAILBOX_SMTP_PORT: variable(port(3003), { description: 'Port on which that mailbox takes mail.', readBy: 'mailbox, start', must: PORT_MUST, start: '3003' }),
  GOOGLE_CLIENT_ID: variable(registration, {
    description: 'Registration at Google, to sign in with an account there and to connect calendars; the redirect addresses are PUBLIC_URL/oauth/google and PUBLIC_URL/oauth/google_calendar.', readBy: 'API, worker', must: REGISTRATION_MUST, start: 'unset: simulated',
  }),
  GOOGLE_CLIENT_SECRET: variable(registration, { description: 'Its secret.', readBy: 'API', must: REGISTRATION_MUST, start: 'unset', secret: true }),
  LINKEDIN_CLIENT_ID: variable(registration, {
    description: 'The same at LinkedIn, PUBLIC_URL/oauth/linkedin.', readBy: 'API', must: REGISTRATION_MUST, start: 'unset: simulated',
  }),
  LINKEDIN_CLIENT_SECRET: variable(registration, { description: 'Its secret.', readBy: 'API', must: REGISTRATION_MUST, start: 'unset', secret: true }),
  GITHUB_CLIENT_ID: variable(registration, {
    description: 'The same at GitHub, PUBLIC_URL/oauth/github.', readBy: 'API', must: REGISTRATION_MUST, start: 'unset: simulated',
  }),
  GITHUB_CLIENT_SECRET: variable(registration, { description: 'Its secret.', readBy: 'API', must: REGISTRATION_MUST, start: 'unset', secret: true }),
  IDENTITY_SIMULATOR_URL: variable(web.optional(), {
    description: 'Stands in for those of the three that have no registration: anybody is whoever they say. On this machine only, never in production.',
    readBy: 'API', must: WEB_MUST, start: 'the simulated providers, when PUBLIC_URL is on this machine',
  }),
  IDENTITY_PORT: variable(port(3004), { description: 'Port of the simulated identity providers.', readBy: 'identity simulator, start', must: PORT_MUST, start: '3004' }),
  ALLOW_PLAIN_HTTP: variable(yesOrNo, {
    description: 'Serve plain http outside loopback; without it the API refuses to start there.', readBy: 'API', must: 'be yes or no', start: 'no',
  }),
  LOG_LEVEL: variable(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'), {
    description: 'How much the programs log.', readBy: 'API, worker, simulator', must: 'be trace, debug, info, warn, error or silent', start: 'warn',
  }),
  NODE_ENV: variable(z.enum(['production', 'development', 'test']).default('development'), {
    description: 'In production no secret is generated: all must be given.', readBy: 'all', must: 'be production, development or test', start: 'development',
  }),
});

export type Config = z.infer<typeof configSchema>;
export type ConfigName = keyof Config;
export type Environment = Readonly<Record<string, string | undefined>>;

/** What each program reads, and so all that it is given by `npm start`. */
export const API_VARIABLES = [
  'API_DATABASE_URL', 'DIRECT_DATABASE_URL', 'ANALYTICS_DATABASE_URL', 'BOLNA_BASE_URL', 'BOLNA_API_KEY', 'PUBLIC_URL', 'HOST', 'PORT', 'DATA_DIR',
  'SEALING_KEYS', 'PASSWORD_PEPPER', 'TOKEN_KEY', 'ALLOW_PLAIN_HTTP', 'LOG_LEVEL', 'NODE_ENV',
  'GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'LINKEDIN_CLIENT_ID', 'LINKEDIN_CLIENT_SECRET', 'GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET', 'IDENTITY_SIMULATOR_URL',
] as const satisfies readonly ConfigName[];
export const WORKER_VARIABLES = [
  'WORKER_DATABASE_URL', 'DIRECT_DATABASE_URL', 'BOLNA_BASE_URL', 'BOLNA_API_KEY', 'PUBLIC_URL', 'SEALING_KEYS', 'TOKEN_KEY',
  'SMTP_URL', 'MAIL_FROM', 'LOG_LEVEL', 'NODE_ENV',
  'GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'IDENTITY_SIMULATOR_URL',
] as const satisfies readonly ConfigName[];
export const MAILBOX_VARIABLES = ['MAILBOX_PORT', 'MAILBOX_SMTP_PORT', 'DATA_DIR', 'LOG_LEVEL', 'NODE_ENV'] as const satisfies readonly ConfigName[];
export const IDENTITY_SIMULATOR_VARIABLES = ['IDENTITY_PORT', 'LOG_LEVEL', 'NODE_ENV'] as const satisfies readonly ConfigName[];
export const SIMULATOR_VARIABLES = ['SIMULATOR_PORT', 'BOLNA_API_KEY', 'LOG_LEVEL', 'NODE_ENV'] as const satisfies readonly ConfigName[];

export const CONFIG_NAMES = Object.keys(configSchema.shape) as ConfigName[];

const aboutOf = (name: ConfigName): About => configSchema.shape[name].meta() as unknown as About;

/** An empty variable counts as absent, and the public address follows the port. */
function valueOf(name: ConfigName, env: Environment): string | undefined {
  const value = env[name] === '' ? undefined : env[name];
  if (name === 'PUBLIC_URL') return value ?? `http://localhost:${env['PORT'] ?? '3000'}`;
  return value;
}

/** The named variables of an environment, checked and converted. A bad or missing one is a PlainError. */
export function readConfig<const K extends ConfigName>(env: Environment, names: readonly K[]): Pick<Config, K> {
  const config: Partial<Record<ConfigName, unknown>> = {};
  for (const name of names) {
    const value = valueOf(name, env);
    const parsed = configSchema.shape[name].safeParse(value);
    if (!parsed.success) throw new PlainError(complaint(name, value));
    config[name] = parsed.data;
  }
  return config as Pick<Config, K>;
}

function complaint(name: ConfigName, value: string | undefined): string {
  const { must, description, secret: hidden } = aboutOf(name);
  if (value === undefined) return `${name} is not set: it must ${must}. (${description})`;
  return `${name} must ${must}${hidden ? '' : `, but is "${value}"`}.`;
}

/** One line per variable, for `--help`. */
export function configHelp(names: readonly ConfigName[] = CONFIG_NAMES): string {
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${aboutOf(name).description} Default: ${aboutOf(name).start}.`).join('\n');
}

/** The table of docs/operations.md. */
export function configMarkdown(): string {
  const rows = CONFIG_NAMES.map((name) => {
    const about = aboutOf(name);
    return `| \`${name}\` | ${about.readBy} | ${about.description} | ${about.start} |`;
  });
  return ['| variable | read by | what it is | in `npm start` |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}
