// PgBouncer in transaction mode, when it is installed: what many installations have between the API and the server.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onServer, withClient } from './server.ts';

export const pgbouncerIsInstalled = (): boolean => {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });

export interface Pooler extends AsyncDisposable {
  /** The address of a database behind it, from its own address. */
  through: (url: string) => string;
}

/** Starts one in front of the server of these addresses, whose logins it knows; `connections` to the server for each of them. */
export async function startPooler(urls: readonly string[], connections: number): Promise<Pooler> {
  const [folder, port] = [await mkdtemp(join(tmpdir(), 'callgres-pooler-')), await freePort()];
  const server = new URL(urls[0] ?? '');
  const logins = urls.map((url) => new URL(url)).map(({ username, password }) => `"${username}" "${decodeURIComponent(password)}"`);
  await writeFile(join(folder, 'logins.txt'), `${logins.join('\n')}\n`);
  await writeFile(join(folder, 'pgbouncer.ini'), `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(port)}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'logins.txt')}
pool_mode = transaction
default_pool_size = ${String(connections)}
max_client_conn = 200
ignore_startup_parameters = extra_float_digits,options
`);
  await chmod(folder, 0o755);
  // It refuses to run as root.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child: ChildProcess = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], { stdio: 'ignore', ...nobody });
  const ended = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
  const through = (url: string): string => {
    const changed = new URL(onServer(url, {}));
    changed.port = String(port);
    return changed.href;
  };
  for (let attempt = 0; ; attempt++) {
    try {
      await withClient(through(urls[0] ?? ''), (client) => client.query('select 1'));
      break;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    through,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
