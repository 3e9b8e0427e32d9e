// Logins of PostgreSQL: their passwords, and the addresses under which they reach a database.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const ITERATIONS = 4096;

/** A password that nobody will guess; ASCII, and safe within an address. */
export const newLoginPassword = (): string => randomBytes(18).toString('base64url');

/** The address under which a login reaches the database of another address. */
export function loginAddress(databaseUrl: string, login: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = login;
  url.password = password;
  return url.href;
}

/**
 * The SCRAM-SHA-256 verifier of an ASCII password (RFC 5802, RFC 7677), as `alter role … password` accepts it: the password itself then
 * never travels in a statement and cannot end in a server's log.
 */
export function scramVerifier(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const keyed = (label: string): Buffer => createHmac('sha256', salted).update(label).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}
