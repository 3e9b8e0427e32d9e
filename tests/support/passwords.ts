// Passwords of the logins on a test server. They follow from the server's own connection string, so two test
// runs on one server agree about them without talking to each other.
import { createHmac } from 'node:crypto';

/** The password of a login on the server that this administrator's connection string leads to. */
export function derivedPassword(login: string, adminUrl: string): string {
  const url = new URL(adminUrl);
  return createHmac('sha256', `${url.host} ${url.username} ${url.password}`).update(login).digest('base64url');
}
