// The server a test run uses. Three ways, one of which TEST_POSTGRES forces:
//   url        the server of TEST_DATABASE_URL, a login with CREATEDB and CREATEROLE
//   container  PostgreSQL in a container, when an engine answers (TEST_POSTGRES_IMAGE, else postgres:15)
//   embedded   a throw-away cluster from npm's binaries, or those in the directory TEST_POSTGRES_BIN
// Left to itself: the URL if there is one, else a container if there is an engine, else embedded. A forced way
// that cannot be had is a failure. DATABASE_URL is never read: an installation is not a test bench.
import { startPostgres } from '@callgres/db/embedded';
import { PlainError } from '@callgres/shared/plain-error';
import pg from 'pg';
import { containerImage, engineAnswers, startContainer } from './engine.ts';
import { derivedPassword } from './passwords.ts';
import { LOG_SETTINGS, noteProvoked } from './provoked-errors.ts';

export interface TestServer {
  /** Login with CREATEDB and CREATEROLE that owns the test databases; never a superuser of our making. */
  adminUrl: string;
  /** A superuser, or '' on a server that was given. */
  superuserUrl: string;
  version: string;
  /** For the first line of the run, e.g. "embedded". */
  choice: string;
  stop: () => Promise<void>;
}

/** Opens a connection for one piece of work. */
export async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The address of the same server for another login or database. */
export function onServer(url: string, { user, password, database }: { user?: string; password?: string; database?: string }): string {
  const changed = new URL(url);
  if (user !== undefined) changed.username = user;
  if (password !== undefined) changed.password = encodeURIComponent(password);
  if (database !== undefined) changed.pathname = `/${database}`;
  return changed.href;
}

const versionOf = (url: string): Promise<string> =>
  withClient(url, async (client) => {
    const shown = await client.query<{ server_version: string }>('show server_version');
    return shown.rows[0]?.server_version.split(' ')[0] ?? 'unknown';
  });

/**
 * Even on a server of our own the tests work as a plain owner, so none of them can come to need a superuser. What
 * only a superuser may set is set here: that calls of functions are counted (function-calls.ts).
 */
async function asPlainOwner(superuserUrl: string): Promise<string> {
  const password = derivedPassword('test_owner', superuserUrl);
  await withClient(superuserUrl, (client) =>
    client.query(`alter role all set track_functions = 'all'; create role test_owner login createdb createrole password ${client.escapeLiteral(password)}`),
  );
  return onServer(superuserUrl, { user: 'test_owner', password });
}

async function given(): Promise<TestServer> {
  const adminUrl = process.env['TEST_DATABASE_URL'];
  if (!adminUrl) throw new PlainError('TEST_POSTGRES=url needs TEST_DATABASE_URL, a login with CREATEDB and CREATEROLE.');
  return { adminUrl, superuserUrl: '', version: await versionOf(adminUrl), choice: 'given by TEST_DATABASE_URL', stop: () => Promise.resolve() };
}

async function embedded(): Promise<TestServer> {
  const binDir = process.env['TEST_POSTGRES_BIN'];
  const directory = process.env['TEST_FUNCTIONS_DIR'];
  const cluster = await startPostgres({ ...(binDir ? { binDir } : {}), ...(directory ? { settings: LOG_SETTINGS, log: noteProvoked(directory) } : {}) });
  const superuserUrl = cluster.url();
  return {
    adminUrl: await asPlainOwner(superuserUrl),
    superuserUrl,
    version: cluster.version,
    choice: binDir ? `embedded, binaries of ${binDir}` : 'embedded',
    stop: () => cluster.stop(),
  };
}

async function container(): Promise<TestServer> {
  const { superuserUrl, stop } = await startContainer();
  return { adminUrl: await asPlainOwner(superuserUrl), superuserUrl, version: await versionOf(superuserUrl), choice: `container of ${containerImage()}`, stop };
}

/** Starts or finds the server of this run. */
export async function chooseServer(): Promise<TestServer> {
  const forced = process.env['TEST_POSTGRES'];
  if (forced === 'url') return given();
  if (forced === 'embedded') return embedded();
  if (forced === 'container') {
    if (await engineAnswers()) return container();
    throw new PlainError('TEST_POSTGRES=container, but no container engine answers.');
  }
  if (forced) throw new PlainError(`TEST_POSTGRES must be url, container or embedded, but is "${forced}".`);
  if (process.env['TEST_DATABASE_URL']) return given();
  if (process.env['TEST_POSTGRES_BIN'] || !(await engineAnswers())) return embedded();
  try {
    return await container();
  } catch (error) {
    process.stdout.write(`No container of ${containerImage()} (${error instanceof Error ? error.message : String(error)}): the embedded server it is.\n`);
    return embedded();
  }
}
