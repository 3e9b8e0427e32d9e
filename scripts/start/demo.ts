// The demo tenant of `npm start`: an operator whose campaign dials by itself. What a person would do is done as a
// person, through the API: sign in, import db/seeds/contacts.csv, make a campaign, launch it. Only what no page
// offers yet is written directly: the account, its credits and its agent.
//
// Each step looks whether it was done before, so an interrupted seed is finished by the next start. It runs only
// beside the simulated provider: demo numbers belong to nobody, and no real provider ever hears of them.
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashPassword } from '@callgres/api/passwords';
import { createBolnaClient } from '@callgres/api/providers/bolna';
import { createAnalyst, isAnalyst, renewPassword } from '@callgres/db/analysts';
import { demoPassword } from '@callgres/db/secrets';
import { readConfig } from '@callgres/shared/config';
import pg from 'pg';
import { Operator } from './operator.ts';

const EMAIL = 'operator@demo.example';
const ADMIN = 'admin@demo.example';
const ZONE = 'America/New_York';
const CREDITS = 5000;
const CONTACTS = new URL('../../db/seeds/contacts.csv', import.meta.url);
const DEMO_ANALYST = 'analyst_demo';
const AGENT = 'Demo agent';
const CAMPAIGN = 'Demo campaign';

async function ensureAccount(database: pg.Client, password: string, pepper: string): Promise<string> {
  const known = await database.query<{ id: string }>('select id from public.users where email = $1', [EMAIL]);
  if (known.rows[0]) return known.rows[0].id;
  const made = await database.query<{ id: string }>(
    `insert into public.users (email, name, company, location, email_verified, password_hash)
     values ($1, 'Demo operator', 'Demo company', $2, true, $3) returning id`,
    [EMAIL, ZONE, await hashPassword(password, pepper)],
  );
  const id = made.rows[0]?.id;
  if (id === undefined) throw new Error('the demo account was not made');
  await database.query(`select public.add_credits($1, $2, 'purchase', 'Demo credits')`, [id, CREDITS]);
  return id;
}

/** Somebody who sees all tenants and may change what the installation is configured with. */
async function ensureAdministrator(database: pg.Client, password: string, pepper: string): Promise<void> {
  if ((await database.query('select from public.users where email = $1', [ADMIN])).rowCount === 1) return;
  await database.query(
    `insert into public.users (email, name, location, email_verified, role, credits, password_hash) values ($1, 'Demo administrator', $2, true, 'super_admin', 0, $3)`,
    [ADMIN, ZONE, await hashPassword(password, pepper)],
  );
}

/** An agent at the provider whose webhooks come to an address that only it knows. */
async function ensureAgent(database: pg.Client, userId: string, config: { baseUrl: string; apiKey: string; publicUrl: string }): Promise<string> {
  const known = await database.query<{ id: string }>('select id from public.agents where user_id = $1 and name = $2', [userId, AGENT]);
  if (known.rows[0]) return known.rows[0].id;
  const secret = randomBytes(16).toString('hex');
  const webhookUrl = `${config.publicUrl}/webhooks/bolna/${secret}`;
  const provider = createBolnaClient({ baseUrl: config.baseUrl, apiKey: config.apiKey, timeoutMs: 10_000 });
  const answer = await provider.createAgent({
    agent_config: { agent_name: AGENT, agent_type: 'other', agent_welcome_message: 'Hello, this is a demonstration.', webhook_url: webhookUrl, tasks: [] },
    agent_prompts: {},
  });
  if (answer.value === null) throw new Error(`the simulated provider refused the demo agent: ${answer.message ?? answer.transportError ?? ''}`);
  const made = await database.query<{ id: string }>(
    `insert into public.agents (user_id, bolna_agent_id, name, description, bolna_webhook_url, webhook_secret_hash, bolna_task_config)
     values ($1, $2, $3, 'Talks to people who exist in this demo only', $4, $5, '{"task_config": {"call_terminate": 300}}') returning id`,
    [userId, answer.value.agentId, AGENT, webhookUrl, createHash('sha256').update(secret).digest('hex')],
  );
  return made.rows[0]?.id ?? '';
}

/** A login for whoever wants to ask in SQL what the demo does; npm start prints its address. */
async function ensureAnalyst(owner: pg.Client, password: string): Promise<void> {
  if (await isAnalyst(owner, DEMO_ANALYST)) await renewPassword(owner, DEMO_ANALYST, password);
  else await createAnalyst(owner, { name: DEMO_ANALYST, tenants: [EMAIL], personal: false, password });
}

async function importContacts(operator: Operator): Promise<string> {
  const imports = await operator.query<{ id: string; status: string }[]>('imports.list');
  let id = imports.find((one) => one.status === 'done' || one.status === 'merging')?.id;
  id ??= (await operator.upload<{ id: string }>('contacts.csv', await readFile(CONTACTS))).id;
  for (;;) {
    const { status, failure_reason } = await operator.query<{ status: string; failure_reason: string | null }>('imports.byId', { importId: id });
    if (status === 'done') return id;
    if (status === 'failed') throw new Error(`the import of the demo contacts failed: ${failure_reason ?? ''}`);
    await sleep(100);
  }
}

async function launchCampaign(operator: Operator, agentId: string, importId: string): Promise<void> {
  const campaigns = await operator.query<{ id: string; name: string; status: string }[]>('campaigns.list');
  const known = campaigns.find((one) => one.name === CAMPAIGN);
  if (known && known.status !== 'draft') return;
  const id = known?.id ?? (await operator.mutate<{ id: string }>('campaigns.create', {
    name: CAMPAIGN,
    description: 'Calls a thousand contacts that do not exist, through a simulated provider.',
    nextAction: 'Book a demonstration',
    agentId,
    firstCallTime: '00:00',
    lastCallTime: '00:00',
    startDate: new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date()),
    maxRetries: 1,
    retryIntervalMinutes: 1,
  })).id;
  await operator.mutate('campaigns.addContacts', { campaignId: id, importId });
  await operator.mutate('campaigns.launch', { campaignId: id });
}

async function seed(): Promise<void> {
  const config = readConfig(process.env, ['DATABASE_URL', 'BOLNA_BASE_URL', 'BOLNA_API_KEY', 'PUBLIC_URL', 'DATA_DIR', 'PASSWORD_PEPPER']);
  const password = demoPassword(config.DATA_DIR, EMAIL);
  const database = new pg.Client({ connectionString: config.DATABASE_URL });
  await database.connect();
  await database.query('set role app_definer');
  try {
    const userId = await ensureAccount(database, password, config.PASSWORD_PEPPER);
    await ensureAdministrator(database, demoPassword(config.DATA_DIR, ADMIN), config.PASSWORD_PEPPER);
    const agentId = await ensureAgent(database, userId, { baseUrl: config.BOLNA_BASE_URL, apiKey: config.BOLNA_API_KEY, publicUrl: config.PUBLIC_URL });
    await database.query('reset role');
    await ensureAnalyst(database, demoPassword(config.DATA_DIR, DEMO_ANALYST));
    const operator = await Operator.signIn(config.PUBLIC_URL, EMAIL, password);
    await launchCampaign(operator, agentId, await importContacts(operator));
  } finally {
    await database.end();
  }
}

await seed();
