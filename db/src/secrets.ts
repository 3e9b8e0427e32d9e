// The secrets of an installation that nobody has configured: generated once, kept in one file that only its
// owner can read. The environment wins over the file, so production need not have one.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '@callgres/shared/plain-error';
import { makeTraversable } from './account.ts';

export interface Secrets {
  /** Superuser of the embedded PostgreSQL. */
  postgresPassword: string;
  apiPassword: string;
  workerPassword: string;
  /** Value of SEALING_KEYS. */
  sealingKeys: string;
  passwordPepper: string;
  tokenKey: string;
  /** What the simulated provider accepts. */
  bolnaApiKey: string;
  /** Passwords of the demo logins by e-mail address. */
  demoPasswords: Record<string, string>;
}

const random = (): string => randomBytes(32).toString('base64url');

const generated = (): Secrets => ({
  postgresPassword: random(),
  apiPassword: random(),
  workerPassword: random(),
  sealingKeys: `k1:${randomBytes(32).toString('base64')}`,
  passwordPepper: random(),
  tokenKey: random(),
  bolnaApiKey: random(),
  demoPasswords: {},
});

export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json');

function write(dataDir: string, secrets: Secrets): void {
  const file = secretsFile(dataDir);
  // By a rename: a full disk or a crash leaves the old file, never half of the new one.
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

/** The secrets of a data directory, or undefined when there are none yet. */
export function readSecrets(dataDir: string): Secrets | undefined {
  const file = secretsFile(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    return { ...generated(), ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) };
  } catch (error) {
    if (error instanceof SyntaxError) throw new PlainError(`${file} is damaged; restore it from a backup or start with --reset.`);
    throw error;
  }
}

const storedNames = (dataDir: string): Set<string> => new Set(Object.keys(JSON.parse(readFileSync(secretsFile(dataDir), 'utf8')) as object));

/** The secrets of a data directory; generated and stored at the first call. */
export function ensureSecrets(dataDir: string): Secrets {
  const there = readSecrets(dataDir);
  makeTraversable(dataDir);
  const secrets = there ?? generated();
  // Written again even when it is there: a secret that came with a newer version must stay what it is now.
  if (!there || Object.keys(secrets).some((name) => !storedNames(dataDir).has(name))) write(dataDir, secrets);
  return secrets;
}

/** The password of a demo login: random at the first call, the same ever after. */
export function demoPassword(dataDir: string, email: string): string {
  const secrets = ensureSecrets(dataDir);
  const known = secrets.demoPasswords[email];
  if (known !== undefined) return known;
  const password = randomBytes(9).toString('base64url');
  write(dataDir, { ...secrets, demoPasswords: { ...secrets.demoPasswords, [email]: password } });
  return password;
}
