import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountForPostgres } from '@callgres/db/account';
import { freePort, startPostgres } from '@callgres/db/embedded';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withClient } from '../../support/server.ts';

const PASSWORD = 'a:b/c@d'; // must survive its way through a connection string
const isRoot = process.getuid?.() === 0;

describe('a durable cluster', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'callgres-durable-'));
    chmodSync(directory, 0o711);
  });
  afterEach(() => { rmSync(directory, { recursive: true, force: true }); });
  const dataDir = (): string => join(directory, 'made', 'on', 'the', 'way', 'pg');

  it('keeps its data over a crash, wants its password, and is used when it runs already', async () => {
    const first = await startPostgres({ dataDir: dataDir(), password: PASSWORD });
    try {
      await withClient(first.url(), (client) => client.query('create table kept as select 1 as n'));
      const second = await startPostgres({ dataDir: dataDir(), password: PASSWORD });
      expect(second).toMatchObject({ reused: true, port: first.port, pid: first.pid });
      await expect(withClient(first.url('postgres', 'postgres', 'wrong'), () => Promise.resolve())).rejects.toMatchObject({ code: '28P01' });
    } finally {
      await first.stop('immediate');
    }
    await using again = await startPostgres({ dataDir: dataDir(), password: PASSWORD });
    const kept = await withClient(again.url(), (client) => client.query('select n from kept'));
    expect(kept.rows).toEqual([{ n: 1 }]);
    expect((await withClient(again.url(), (client) => client.query('show autovacuum'))).rows).toEqual([{ autovacuum: 'on' }]);
  });

  it('says which port is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    try {
      await expect(startPostgres({ dataDir: dataDir(), password: PASSWORD, port })).rejects.toThrow(`Port ${port}, meant for PostgreSQL, is taken`);
    } finally {
      other.close();
    }
  });

  it.runIf(isRoot)('says which directory its account may not enter', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'callgres-closed-')); // mode 700
    try {
      await expect(startPostgres({ dataDir: join(closed, 'pg'), password: PASSWORD })).rejects.toThrow(`may not enter ${closed} (mode 700)`);
    } finally {
      rmSync(closed, { recursive: true });
    }
  });
});

describe('the account', () => {
  it.runIf(isRoot)('is missing in one sentence', () => {
    expect(() => accountForPostgres(['nobody-of-that-name'])).toThrow(/^PostgreSQL refuses to run as root and there is no account nobody-of-that-name/);
  });

  it.runIf(isRoot)('is never root', () => {
    expect(accountForPostgres()?.uid).toBeGreaterThan(0);
  });
});
