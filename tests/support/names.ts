// Names of test databases. They carry the hour they were made in, so what a killed run left on somebody's
// server can be told from what a living one uses.
import { randomBytes } from 'node:crypto';

export const PREFIX = 'callgres_test_';

/** Hours since 1970. */
export const hourNow = (): number => Math.floor(Date.now() / 3_600_000);

export const newDatabaseName = (): string => `${PREFIX}${hourNow()}_${randomBytes(6).toString('hex')}`;
