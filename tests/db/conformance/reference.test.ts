// The schema against the reference data model, cell by cell. What differs is listed with its reason, nothing else
// differs, and the comparison itself is shown to notice each kind of change.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { readCatalog } from './catalog-facts.ts';
import { compareFacts } from './compare-facts.ts';
import { deliberateDifferences } from './deliberate-differences.ts';
import { referenceFacts, type ColumnFacts, type Facts, type TableFacts } from './reference-facts.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.appOwnerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** The differences of the database as it is now that nobody has listed. */
async function unlisted(facts: Facts = referenceFacts): Promise<string[]> {
  return compareFacts(facts, await readCatalog(client)).filter((line) => !(line in deliberateDifferences));
}

/** A copy of the facts in which one table, or one column of it, says something else. */
function altered(table: string, change: Partial<TableFacts>): Facts {
  const facts = referenceFacts[table];
  if (!facts) throw new Error(`the reference has no table ${table}`);
  return { ...referenceFacts, [table]: { ...facts, ...change } };
}

function alteredColumn(table: string, column: string, change: Partial<ColumnFacts>): Facts {
  const facts = referenceFacts[table]?.columns[column];
  if (!facts) throw new Error(`the reference has no column ${table}.${column}`);
  return altered(table, { columns: { ...referenceFacts[table]?.columns, [column]: { ...facts, ...change } } });
}

test('the facts are those of the whole reference', () => {
  const columns = Object.values(referenceFacts).flatMap((facts) => Object.keys(facts.columns));
  const triggers = Object.values(referenceFacts).filter((facts) => facts.updatedAtTrigger !== undefined);
  expect([Object.keys(referenceFacts).length, columns.length, triggers.length]).toEqual([25, 325, 10]);
});

test('nothing differs from the reference but what is listed', async () => {
  expect(await unlisted()).toEqual([]);
});

test('every listed difference exists', async () => {
  const found = new Set(compareFacts(referenceFacts, await readCatalog(client)));
  expect(Object.keys(deliberateDifferences).filter((line) => !found.has(line))).toEqual([]);
});

test('every listed difference has a reason in a sentence', () => {
  expect(Object.entries(deliberateDifferences).filter(([, reason]) => !/^[A-Z][^]{10,}\.$/.test(reason))).toEqual([]);
});

describe('the comparison notices facts that the schema does not keep:', () => {
  const cases: [kind: string, facts: Facts, line: string][] = [
    ['a table', { ...referenceFacts, invoices: { columns: {} } }, 'invoices: missing'],
    ['a column', altered('users', { columns: { ...referenceFacts['users']?.columns, fax: { type: 'text' } } }), 'users.fax: missing'],
    ['a type', alteredColumn('users', 'email', { type: 'varchar(254)' }), 'users.email type: varchar(254) → varchar(255)'],
    ['nullability', alteredColumn('users', 'name', { nullable: true }), 'users.name nullable: true → false'],
    ['a default', alteredColumn('users', 'credits', { default: '0' }), 'users.credits default: 0 → 15'],
    ['a primary key', alteredColumn('system_config', 'value', { primaryKey: true }), 'system_config.value primary key: true → false'],
    ['a single unique column', alteredColumn('users', 'phone', { unique: true }), 'users unique (phone): missing'],
    ['a word', alteredColumn('agents', 'agent_type', { words: 'call' }), 'agents.agent_type words: call → call/chat'],
    ['bounds', alteredColumn('call_campaigns', 'max_retries', { range: '0..9' }), 'call_campaigns.max_retries range: 0..9 → 0..5'],
    ['the action of a foreign key', alteredColumn('calls', 'agent_id', { references: 'agents RESTRICT' }), 'calls.agent_id references: agents RESTRICT → agents CASCADE'],
    ['the target of a foreign key', alteredColumn('agent_analytics', 'agent_id', { references: 'users' }), 'agent_analytics.agent_id references: users → agents CASCADE'],
    ['a unique set', altered('users', { unique: ['email, name'] }), 'users unique (email, name): missing'],
    ['an index', altered('users', { indexes: { idx_users_bio: '' } }), 'users index idx_users_bio: missing'],
    ['the columns of an index', altered('contacts', { indexes: { idx_contacts_user_phone: 'phone_number, user_id' } }), 'contacts index idx_contacts_user_phone: phone_number, user_id → user_id, phone_number'],
    ['an indexed column', altered('users', { indexed: ['bio'] }), 'users.bio index: missing'],
    ['a trigger', altered('users', { updatedAtTrigger: 'touch_users' }), 'users trigger touch_users: missing'],
    ['a check', altered('users', { checks: ['users_are_kind'] }), 'users check users_are_kind: missing'],
  ];
  test.each(cases)('%s', async (_kind, facts, line) => {
    expect(await unlisted(facts)).toContain(line);
  });
});

describe('the comparison notices a schema that has changed:', () => {
  const cases: [kind: string, sql: string, line: string][] = [
    ['a dropped word list', 'alter table public.calls drop constraint calls_sentiment_check', 'calls.sentiment words: mixed/negative/neutral/positive → none'],
    ['a shorter word list', "alter table public.agents drop constraint agents_agent_type_check, add check (agent_type in ('call'))", 'agents.agent_type words: call/chat → call'],
    ['wider bounds', 'alter table public.call_campaigns drop constraint call_campaigns_max_retries_check, add check (max_retries >= 0)', 'call_campaigns.max_retries range: 0..5 → 0..'],
    ['a dropped index', 'drop index public.idx_contacts_tags', 'contacts index idx_contacts_tags: missing'],
    ['a dropped default', 'alter table public.users alter credits drop default', 'users.credits default: 15 → none'],
    ['a column made nullable', 'alter table public.contacts alter name drop not null', 'contacts.name nullable: false → true'],
    ['a narrower type', 'alter table public.user_email_settings alter smtp_host type varchar(40)', 'user_email_settings.smtp_host type: varchar(255) → varchar(40)'],
    ['an added column', 'alter table public.follow_ups add colour text', 'follow_ups.colour: added'],
    ['a plain unique set', 'alter table public.agent_analytics drop constraint agent_analytics_agent_date_hour_key', 'agent_analytics unique (agent_id, date, hour): missing'],
    ['a new unique set', 'create unique index on public.contacts (user_id, email)', 'contacts unique (email, user_id): added'],
    ['a dropped foreign key', 'alter table public.customers drop constraint customers_contact_id_fkey', 'customers.contact_id references: contacts CASCADE → none'],
    ['a trigger that is off', 'alter table public.agents disable trigger update_agents_updated_at', 'agents trigger update_agents_updated_at: missing'],
    ['a new rule', 'alter table public.agents add constraint agents_are_named check (length(name) > 2)', 'agents check agents_are_named: added'],
  ];
  test.each(cases)('%s', async (_kind, sql, line) => {
    await client.query('begin');
    try {
      await client.query(sql);
      expect(await unlisted()).toContain(line);
    } finally {
      await client.query('rollback');
    }
  });
});

test('a difference that has gone is noticed in the list', async () => {
  await client.query('begin');
  try {
    await client.query('drop index public.idx_calls_attempt');
    expect(compareFacts(referenceFacts, await readCatalog(client))).not.toContain('calls unique (attempt_id) in part: added');
  } finally {
    await client.query('rollback');
  }
});
