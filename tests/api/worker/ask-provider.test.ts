// A question to the provider about one call, against the simulator: only an answer about the call counts as one.
import { askAbout, type Asker } from '@callgres/api/dialing/ask-provider';
import { Budget } from '@callgres/api/dialing/budget';
import { openWorkerPool } from '@callgres/api/dialing/database';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aCall, aClient, aNumber, aSimulator, anAgent } from '../bolna/cast.ts';

let database: TestDatabase;
let pool: ReturnType<typeof openWorkerPool>;
let definer: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  pool = openWorkerPool(database.workerUrl, 2, () => undefined);
  definer = new pg.Client({ connectionString: database.definerUrl });
  await definer.connect();
});
afterAll(async () => {
  await pool.end();
  await definer.end();
  await database.drop();
});

const stored = async (execution: string): Promise<number> => (await definer.query<{ n: number }>("select count(*)::integer as n from public.webhook_events where execution_id = $1 and source = 'pull'", [execution])).rows[0]?.n ?? 0;

it('an error of the provider says nothing of the call, so a listing with such a gap may write nothing off', async () => {
  const simulator = await aSimulator();
  const client = aClient(simulator);
  const execution = await aCall(client, await anAgent(client), aNumber(1));
  let answers = 0;
  const asker: Asker = { pool, client, budget: new Budget(1000), ending: new AbortController().signal };
  const ask = (id: string): Promise<boolean> => askAbout(asker, id, 'rest', () => { answers++; });

  expect(await ask(execution)).toBe(true);
  expect(await stored(execution)).toBe(1);
  expect(await ask('00000000-0000-4000-8000-000000000000')).toBe(true); // 404: there is no such call

  simulator.setFaults({ getError: 1 });
  expect(await ask(execution)).toBe(false);
  simulator.setFaults({});
  await simulator.stop();
  expect(await ask(execution)).toBe(false); // no connection at all
  expect(answers).toBe(4);
});

it('nothing is asked any more when the process ends', async () => {
  const client = aClient(await aSimulator());
  const ending = AbortSignal.abort();
  expect(await askAbout({ pool, client, budget: new Budget(1000), ending }, 'any', 'rest', () => { throw new Error('it was asked'); })).toBe(false);
});
