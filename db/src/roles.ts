// Creates the roles of the installation and what must exist before the first migration can run.
//
// Roles belong to the cluster, databases come and go: everything here is "if not exists", and what an
// administrator has set up by hand is left alone. No superuser is needed: the login must own the database and
// have CREATEROLE. Once all is there, any member of the owning roles (app_migrator) may run it too.
import { setTimeout as pause } from 'node:timers/promises';
import { scramVerifier } from '@callgres/shared/login';
import { PlainError } from '@callgres/shared/plain-error';
import type pg from 'pg';

export interface RolePasswords {
  /** Password that app_api gets; unchanged when absent. */
  apiPassword?: string | undefined;
  /** Password that app_worker gets; unchanged when absent. */
  workerPassword?: string | undefined;
}

const ROLES: Readonly<Record<string, string>> = {
  app_owner: 'nologin', // owns tables and api views; a member of nothing, so forced row security blinds it
  app_definer: 'nologin', // owns definer functions
  app_masker: 'nologin', // owns the analysts' views, and sees the tenants that the login behind a query may see
  app_analyst: 'nologin', // what every login of an analyst is a member of
  app_watchdog: 'nologin', // ends statements of analysts: a member of each of their logins
  app_login_maker: 'nologin createrole', // owns the functions that make and remove those logins, and nothing else
  app_user: 'nologin', // what the API becomes for a signed-in person
  app_migrator: 'login', // deploys; gets a password from the administrator, if at all
  app_api: 'login noinherit',
  app_worker: 'login', // owns the schema of graphile-worker
};

/** What the login that sets up must be able to become. */
const OWNING = ['app_owner', 'app_definer', 'app_masker', 'app_watchdog', 'app_login_maker', 'app_worker'];

/** Migrations run as app_migrator, which inherits them and so may replace what any of them owns. */
const BECOMES = [...OWNING, 'app_migrator'];

/** Limits of security: a runaway statement or a forgotten transaction ends by itself. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  app_api: { statement_timeout: '10s', lock_timeout: '1s', idle_in_transaction_session_timeout: '10s', jit: 'off' },
  app_worker: { statement_timeout: '30s', lock_timeout: '1s', idle_in_transaction_session_timeout: '5s', jit: 'off' },
};

// Two set-ups at once (two test runs, two starters) meet in the shared catalog; the loser simply goes again.
const COLLISIONS = new Set(['XX000', '23505', '42710', '40P01']);

interface Login {
  name: string;
  superuser: boolean;
  createrole: boolean;
  owns_database: boolean;
  database: string;
}

async function whoAmI(client: pg.ClientBase): Promise<Login> {
  const result = await client.query<Login>(`
    select r.rolname as name, r.rolsuper as superuser, r.rolcreaterole or r.rolsuper as createrole,
      pg_has_role(d.datdba, 'usage') as owns_database, d.datname as database
    from pg_roles r, pg_database d
    where r.rolname = session_user and d.datname = current_database()`);
  const login = result.rows[0];
  if (!login) throw new Error('the session has no role');
  return login;
}

/** True when there is nothing left to create: roles, memberships, the worker's schema, the owner of `public`. */
async function isComplete(client: pg.ClientBase): Promise<boolean> {
  const roles = Object.keys(ROLES);
  const found = await client.query<{ complete: boolean }>(
    `select (select count(*) from pg_roles where rolname = any ($1::text[])) = cardinality($1::text[])
        and not exists (
          select from pg_roles r where r.rolname = any ($2::text[]) and not pg_has_role(session_user, r.oid, 'member'))
        and exists (select from pg_namespace where nspname = 'graphile_worker')
        and exists (
          select from pg_namespace n join pg_roles o on o.oid = n.nspowner
          where n.nspname = 'public' and o.rolname = 'app_owner') as complete`,
    [roles, BECOMES],
  );
  return found.rows[0]?.complete === true;
}

async function createRoles(client: pg.ClientBase, login: Login): Promise<void> {
  const existing = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any ($1)', [Object.keys(ROLES)]);
  const there = new Set(existing.rows.map((row) => row.rolname));
  for (const [role, attributes] of Object.entries(ROLES)) if (!there.has(role)) await client.query(`create role ${role} ${attributes}`);
  await grantMembership(client, 'app_user', 'app_api');
  await grantMembership(client, 'app_analyst', 'app_login_maker', 'with admin option');
  for (const role of OWNING) await grantMembership(client, role, 'app_migrator');
  if (!login.superuser) for (const role of BECOMES) if (role !== login.name) await grantMembership(client, role, login.name);
}

/** Grants only what is missing: from 16 on, granting again would need the admin option over the role. */
async function grantMembership(client: pg.ClientBase, role: string, member: string, how: '' | 'with admin option' = ''): Promise<void> {
  const held = await client.query(
    `select from pg_auth_members m
     where m.roleid = $1::regrole and m.member = $2::regrole
       -- the creator's own entry of version 16 and later only administers; it lets nobody become the role
       and coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)`,
    [role, client.escapeIdentifier(member)],
  );
  if (held.rowCount === 0) await client.query(`grant ${role} to ${client.escapeIdentifier(member)} ${how}`);
}

async function applySettings(client: pg.ClientBase): Promise<void> {
  const mayHideParameters = await client.query<{ may: boolean }>(
    "select has_parameter_privilege(session_user, 'log_parameter_max_length', 'set') as may",
  );
  // Session tokens travel as parameters: they must not reach the log. Needs a right that managed servers may withhold.
  const hidden = mayHideParameters.rows[0]?.may ? { log_parameter_max_length: '0' } : {};
  for (const [role, settings] of Object.entries(SETTINGS)) {
    const current = await client.query<{ settings: string[] }>(
      "select coalesce((select setconfig from pg_db_role_setting where setrole = $1::regrole and setdatabase = 0), '{}') as settings",
      [role],
    );
    const set = new Set(current.rows[0]?.settings);
    for (const [name, value] of Object.entries({ ...settings, ...hidden }))
      if (!set.has(`${name}=${value}`)) await client.query(`alter role ${role} set ${name} = '${value}'`);
  }
}

async function setPassword(client: pg.ClientBase, role: string, password: string | undefined): Promise<void> {
  if (password !== undefined) await client.query(`alter role ${role} password ${client.escapeLiteral(scramVerifier(password))}`);
}

/**
 * Who may do what with a database of this cluster, by name: nobody connects who has no business there, only
 * the owning roles create. And how strict PL/pgSQL is in it: a value without a variable, a row too many, a variable
 * that hides another are errors, in tests and in service alike, so what was tested is what runs. Neither grants nor
 * settings are copied when a database serves as a template.
 */
export async function grantDatabase(client: pg.ClientBase, name: string): Promise<void> {
  const database = client.escapeIdentifier(name);
  await client.query(`
    revoke all on database ${database} from public;
    grant connect, create on database ${database} to app_owner, app_migrator;
    -- refreshing a materialized view concurrently makes a temporary table
    grant connect, temporary on database ${database} to app_definer;
    grant connect on database ${database} to app_api, app_worker, app_analyst`);
  // Only a session that has loaded PL/pgSQL knows its settings; a plain owner may not set what is unknown.
  await client.query(`do $$begin end$$; alter database ${database} set plpgsql.extra_errors = 'all'`);
}

/** The schemas that must be there before the first migration, in the connected database. */
async function prepareSchemas(client: pg.ClientBase): Promise<void> {
  await client.query(`
    -- so that migrations can comment on it and grant in it
    alter schema public owner to app_owner;
    create schema if not exists graphile_worker authorization app_worker;
    set local role app_owner;
    revoke all on schema public from public;
    grant usage, create on schema public to app_definer;
    grant usage on schema public to app_user, app_worker, app_login_maker;
    reset role`);
}

function refusal(login: Login): PlainError {
  const lacking = [login.createrole ? '' : 'CREATEROLE', login.owns_database ? '' : `ownership of the database ${login.database}`].filter(Boolean);
  return new PlainError(
    `The login ${login.name} cannot set up the roles of Callgres because it lacks ${lacking.join(' and ')}; ` +
      'grant that, or run the set-up once as a role that has it.',
  );
}

/**
 * Brings roles, memberships, settings and schema ownership of the connected database to the wanted state and
 * sets the passwords that are given. May be repeated and run by several programs at once.
 */
export async function ensureRoles(client: pg.ClientBase, passwords: RolePasswords = {}): Promise<void> {
  const login = await whoAmI(client);
  const able = login.createrole && login.owns_database;
  if (!able) {
    if (await isComplete(client)) return;
    throw refusal(login);
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('begin');
      await createRoles(client, login);
      await grantDatabase(client, login.database);
      await prepareSchemas(client);
      await applySettings(client);
      await setPassword(client, 'app_api', passwords.apiPassword);
      await setPassword(client, 'app_worker', passwords.workerPassword);
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback');
      const code = (error as { code?: string }).code ?? '';
      if (code === '42501') throw foreignRoles(login, error);
      if (!COLLISIONS.has(code) || attempt === 10) throw error;
      await pause(20 * attempt * Math.random());
    }
  }
}

/** From version 16 on CREATEROLE covers only roles that the login itself has created. */
const foreignRoles = (login: Login, cause: unknown): PlainError =>
  new PlainError(
    `The login ${login.name} may not change the app_ roles that exist on this server (${cause instanceof Error ? cause.message : String(cause)}); ` +
      'connect as the role that created them.',
    { cause },
  );
