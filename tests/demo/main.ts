// The demo as a newcomer sees it: `npm start` with an empty data directory, until the first call has ended and then
// until the campaign is finished. Prints the two times; fails when a contact is unaccounted for. For .ci/run.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Operator } from '../../scripts/start/operator.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PORT = 3900;
const PEOPLE = 1000;
const MINUTES = 15;

interface Campaign {
  id: string; status: string; total_contacts: number; completed_calls: number; successful_calls: number; failed_calls: number;
  people_waiting: number; people_retrying: number; people_on_line: number; people_closing: number; people_unresolved: number;
  people_reached: number; people_not_reached: number; people_cancelled: number;
}

function startDemo(dataDir: string): { child: ChildProcess; password: Promise<string> } {
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    // A simulated minute takes a second; the create rate of eight calls a second is the product's own.
    env: { ...process.env, PORT: String(PORT), SIMULATOR_PORT: String(PORT + 1), PGPORT: String(PORT + 2), DATA_DIR: dataDir, SIMULATOR_SPEED: '60' },
  });
  const password = new Promise<string>((found, failed) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const login = /Login\s+operator@demo\.example\s+(\S+)/.exec(output)?.[1];
      if (login) found(login);
    });
    child.once('exit', (code) => { failed(new Error(`npm start ended with ${code ?? 'a signal'}:\n${output}`)); });
  });
  return { child, password };
}

/** What adds up when everybody is accounted for; a sentence for each sum that does not. */
function faults(campaign: Campaign): string[] {
  const people = campaign.people_reached + campaign.people_not_reached + campaign.people_cancelled;
  const open = campaign.people_waiting + campaign.people_retrying + campaign.people_on_line + campaign.people_closing + campaign.people_unresolved;
  return [
    campaign.total_contacts === PEOPLE ? '' : `${campaign.total_contacts} people instead of ${PEOPLE}`,
    people === PEOPLE ? '' : `${people} people are accounted for`,
    open === 0 ? '' : `${open} people are still open in a finished campaign`,
    campaign.completed_calls === campaign.successful_calls + campaign.failed_calls ? '' : 'the counters of calls do not add up',
  ].filter(Boolean);
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + MINUTES * 60_000; Date.now() < deadline; ) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(250);
  }
  throw new Error(`${what} did not happen within ${MINUTES} minutes`);
}

async function run(): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callgres-demo-'));
  await chmod(dataDir, 0o711);
  const began = performance.now();
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1);
  const demo = startDemo(dataDir);
  const ended = new Promise((done) => demo.child.once('exit', done));
  try {
    const operator = await Operator.signIn(`http://localhost:${PORT}`, 'operator@demo.example', await demo.password);
    process.stdout.write(`ready after ${seconds()} s\n`);
    await until('a completed call', async () => (await operator.query<unknown[]>('calls.list', { status: 'completed', limit: 1 }))[0]);
    process.stdout.write(`first completed call after ${seconds()} s\n`);
    const campaign = await until('the end of the campaign', async () =>
      (await operator.query<Campaign[]>('campaigns.list', {})).find((one) => one.status === 'completed'));
    process.stdout.write(
      `campaign finished after ${seconds()} s: ${campaign.people_reached} reached, ${campaign.people_not_reached} not reached, ` +
        `${campaign.people_cancelled} cancelled, ${campaign.completed_calls} calls\n`,
    );
    for (const fault of faults(campaign)) process.stdout.write(`FAULT: ${fault}\n`);
    return faults(campaign).length === 0;
  } finally {
    demo.child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  }
}

process.exitCode = (await run()) ? 0 : 1;
