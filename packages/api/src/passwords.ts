// Argon2id, computed here because the database has no such function; whether the result is right, SQL decides.
import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';

/** The library's algorithm is argon2id; these are what OWASP advises for it: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/**
 * The encoded hash of a password: `$argon2id$v=19$…`. `salt` is base64 of 16 bytes, as stored in an encoded hash;
 * without one a fresh one is drawn. The pepper is a secret of the installation, never stored in the database.
 */
export function hashPassword(password: string, pepper: string, salt: string = randomBytes(16).toString('base64')): Promise<string> {
  return hash(password, { ...PARAMETERS, salt: Buffer.from(salt, 'base64'), secret: Buffer.from(pepper) });
}
