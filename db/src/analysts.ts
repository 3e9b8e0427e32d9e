// npm run analysts: logins for people who ask in SQL. A login is a role of PostgreSQL that is a member of app_analyst; what it sees are its
// rows in analytics.analyst_grant. The functions that make them are those of the administrators' page (db/sql/analysts).
import { parseArgs } from 'node:util';
import { loginAddress, newLoginPassword, scramVerifier } from '@callgres/shared/login';
import { PlainError, describeError } from '@callgres/shared/plain-error';
import pg from 'pg';

const HELP = `npm run analysts -- COMMAND: logins of people who query schema analytics (docs/analysts.md)

  create NAME --tenant EMAIL [--tenant EMAIL …]   a login that sees these tenants; prints its address with the password, once
  create NAME --all                               one that sees all tenants, also future ones
      --personal                                  with personal data: names, whole numbers, addresses, transcripts
  password NAME                                   a new password; open sessions stay
  remove NAME                                     ends its sessions and removes it
  list                                            who there is, and what they see

NAME is analyst_ followed by small letters, digits and _. Limits of a login: two sessions, reads only, and the times of the settings analysts.max_statement_seconds
and analysts.max_idle_seconds. The times a login may set otherwise for itself; the worker's job analyst__watchdog ends what exceeds them.

  DATABASE_URL            login that owns the database
  ANALYTICS_DATABASE_URL  the server in the address, when analysts have one of their own
`;


export interface NewAnalyst {
  name: string;
  /** E-mail addresses of the tenants, or all of them. */
  tenants: readonly string[] | 'all';
  personal: boolean;
  /** A new one unless given. */
  password?: string;
}

const newVerified = (password = newLoginPassword()): { password: string; verifier: string } => ({ password, verifier: scramVerifier(password) });

/** One statement as app_definer, which owns the functions that make logins; what they refuse is told in their words. */
async function asDefiner<R extends pg.QueryResultRow>(client: pg.ClientBase, text: string, values: unknown[]): Promise<R[]> {
  await client.query('begin');
  try {
    await client.query('set local role app_definer');
    const { rows } = await client.query<R>(text, values);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback');
    const { code = '', hint = '', detail = '' } = error as { code?: string; hint?: string; detail?: string };
    throw code.startsWith('VC') ? new PlainError(detail ? `${hint} (${detail})` : hint, { cause: error }) : error;
  }
}

export async function isAnalyst(client: pg.ClientBase, name: string): Promise<boolean> {
  return (await asDefiner(client, 'select from api.analysts where login = $1', [name])).length === 1;
}

/** Creates the login with its grants, all or nothing; returns its password. */
export async function createAnalyst(client: pg.ClientBase, { name, tenants, personal, ...given }: NewAnalyst): Promise<string> {
  const { password, verifier } = newVerified(given.password);
  const emails = tenants === 'all' ? [] : tenants;
  const known = await asDefiner<{ email: string; id: string | null }>(
    client, 'select e.email, u.id from unnest($1::text[]) as e (email) left join public.users u on lower(u.email) = lower(e.email)', [emails]);
  const unknown = known.find(({ id }) => id === null);
  if (unknown) throw new PlainError(`There is no tenant ${unknown.email}.`);
  await asDefiner(client, 'select public.create_analyst($1, $2, $3, $4, $5)', [name, known.map(({ id }) => id), tenants === 'all', personal, verifier]);
  return password;
}

export async function renewPassword(client: pg.ClientBase, name: string, given?: string): Promise<string> {
  const { password, verifier } = newVerified(given);
  await asDefiner(client, 'select public.set_analyst_password($1, $2)', [name, verifier]);
  return password;
}

/** Ends the sessions of a login and removes it with its grants. */
export async function removeAnalyst(client: pg.ClientBase, name: string): Promise<void> {
  await asDefiner(client, 'select public.remove_analyst($1)', [name]);
}

export interface AnalystFacts {
  login: string;
  sees_all: boolean;
  accounts: string[];
  sees_personal: boolean;
  sessions: number;
}

export const listAnalysts = (client: pg.ClientBase): Promise<AnalystFacts[]> =>
  asDefiner(client, 'select login, sees_all, accounts, sees_personal, sessions from api.analysts order by login', []);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { tenant: { type: 'string', multiple: true, default: [] }, all: { type: 'boolean', default: false }, personal: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const [command, name = ''] = positionals;
  if (values.help || command === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const databaseUrl = process.env['DATABASE_URL'];
  if (!databaseUrl) throw new PlainError('DATABASE_URL is not set: it names the database; npm start prints the address of its own.');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const say = (line: string): void => { process.stdout.write(`${line}\n`); };
  const address = (login: string, password: string): string => loginAddress(process.env['ANALYTICS_DATABASE_URL'] || databaseUrl, login, password);
  try {
    if (command === 'create') {
      say(address(name, await createAnalyst(client, { name, tenants: values.all ? 'all' : values.tenant, personal: values.personal })));
    } else if (command === 'password') say(address(name, await renewPassword(client, name)));
    else if (command === 'remove') {
      await removeAnalyst(client, name);
      say(`${name} is gone.`);
    } else if (command === 'list') {
      const all = await listAnalysts(client);
      for (const one of all) say(`${one.login}  sees ${one.sees_all ? 'all' : one.accounts.join(', ') || 'none'}${one.sees_personal ? ', with personal data' : ''}  (${String(one.sessions)} sessions open)`);
      if (all.length === 0) say('There are no analysts.');
    } else throw new PlainError(`There is no command "${command}"; see --help.`);
  } finally {
    await client.end();
  }
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exit(1);
  });
