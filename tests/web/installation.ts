// The installation that the journeys start (playwright.config.ts) and drive: its ports and its data directory are not
// those of `npm start`, so both may run at once.
import { resolve } from 'node:path';

export const PORT = 4310;
export const SIMULATOR_PORT = 4311;
export const PGPORT = 54339;
export const BASE_URL = `http://localhost:${PORT}`;
export const DATA_DIR = resolve(import.meta.dirname, '../..', process.env['JOURNEY_DATA_DIR'] ?? '.data/journeys');
