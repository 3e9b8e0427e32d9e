// The installation that the journeys start (playwright.config.ts) and drive: its ports and its data directory are not
// those of `npm start`, so both may run at once.
import { resolve } from 'node:path';

/** The first of six ports; another one where two of them run at once. */
export const PORT = Number(process.env['JOURNEY_PORT'] ?? 4310);
export const SIMULATOR_PORT = PORT + 1;
export const MAILBOX_PORT = PORT + 2;
export const MAILBOX_SMTP_PORT = PORT + 3;
export const IDENTITY_PORT = PORT + 4;
export const PGPORT = PORT + 5;
export const BASE_URL = `http://localhost:${PORT}`;
export const MAILBOX_URL = `http://127.0.0.1:${MAILBOX_PORT}`;
export const DATA_DIR = resolve(import.meta.dirname, '../..', process.env['JOURNEY_DATA_DIR'] ?? '.data/journeys');
