// What every program of ours that drives a browser shares: the journeys (playwright.config.ts) and the pictures of the
// documentation (screenshots.ts).
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readSecrets } from '@callgres/db/secrets';

/** Debian's Chromium, found on PATH or named in CHROMIUM; browsers of Playwright's own are not used. */
function chromium(): string {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path)) ?? '/usr/bin/chromium';
}

/** For `launch()` of Playwright: no sandbox (containers have none), no graphics card, no words with the outside. */
export const LAUNCH_OPTIONS = {
  executablePath: chromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};

/** Makes an installation one of its own, whatever the environment names: its database, the simulated provider, this machine. */
export const OF_ITS_OWN = { DATABASE_URL: '', BOLNA_BASE_URL: '', PUBLIC_URL: '', HOST: '' };

export interface Login {
  email: string;
  password: string;
}

/** A login that the demo seed has made; its password is random and kept beside the data. */
export function demoLogin(dataDir: string, who: 'operator' | 'admin' = 'operator'): Login {
  const email = `${who}@demo.example`;
  const password = readSecrets(dataDir)?.demoPasswords[email];
  if (password === undefined) throw new Error(`No login of ${email} is kept in ${dataDir}.`);
  return { email, password };
}
