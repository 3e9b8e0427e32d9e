// The worker of the product in a process of its own, with shorter pauses and without the pace at which a real provider
// may be asked. It begins when a line comes in: a process that has loaded everything and waits is there at once when
// another one has been killed.
import { startWorker } from '@callgres/api/worker';
import { once } from 'node:events';
import { pino } from 'pino';

const given = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

await once(process.stdin, 'data');
const worker = await startWorker({
  databaseUrl: given('WORKER_DATABASE_URL'),
  bolnaBaseUrl: given('BOLNA_BASE_URL'),
  bolnaApiKey: given('BOLNA_API_KEY'),
  log: pino({ level: 'error' }),
  pace: { getsPerSecond: 200, listsPerSecond: 50, applyMs: 50, claimMs: 100, confirmMs: 50, promoteMs: 100, expireMs: 100, sweepMs: 2000 },
});
process.stdout.write('ready\n');
process.once('SIGTERM', () => void worker.stop());
