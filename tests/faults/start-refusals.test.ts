import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@callgres/db/embedded';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('npm start', () => {
  let dataDir: string;
  let env: NodeJS.ProcessEnv;
  const servers: Server[] = [];
  beforeEach(async () => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'callgres-start-')), 'data');
    const [port, simulator, postgres] = [await freePort(), await freePort(), await freePort()];
    env = { PATH: process.env['PATH'], PORT: String(port), SIMULATOR_PORT: String(simulator), PGPORT: String(postgres), DATA_DIR: dataDir };
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    rmSync(join(dataDir, '..'), { recursive: true, force: true });
  });

  const occupy = (port: string | undefined): Promise<void> =>
    new Promise((done) => { servers.push(createServer().listen(Number(port), '127.0.0.1', done)); });
  const start = (changes: NodeJS.ProcessEnv, ...args: string[]): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, ['scripts/start.ts', ...args], { env: { ...env, ...changes }, encoding: 'utf8' });

  it.each([
    ['PORT', 'the web pages'],
    ['SIMULATOR_PORT', 'the simulated voice provider'],
    ['PGPORT', 'PostgreSQL'],
  ])('says that %s is taken, in one sentence', async (name, purpose) => {
    await occupy(env[name]);
    expect(start({})).toMatchObject({
      status: 1,
      stderr: `Port ${env[name] ?? ''}, meant for ${purpose}, is taken by another program; stop it or set ${name} to another port.\n`,
    });
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });

  it('refuses a bad value before it makes anything', () => {
    expect(start({ PORT: 'abc' })).toMatchObject({ status: 1, stderr: 'PORT must be a whole number from 1 to 65535, but is "abc".\n' });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('generates no secret in production', () => {
    expect(start({ NODE_ENV: 'production' }).stderr).toBe('With NODE_ENV=production nothing is generated: set SEALING_KEYS, PASSWORD_PEPPER, TOKEN_KEY.\n');
    expect(existsSync(dataDir)).toBe(false);
  });

  it('does not reset a database that it did not make', () => {
    const refused = start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/theirs' }, '--reset');
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/^--reset removes only an embedded database/) as string });
  });

  it('says that a given server does not answer', () => {
    expect(start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/theirs' })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^The database server does not answer .*\n$/) as string,
    });
  });
});
