// Broken records: calls, money, counters, references, imports, secrets.
import { type Case, THE_CAMPAIGN, X, ada, attempt, bo, forgetEntries, owner, running, talked } from './case.ts';

export const recordCases: Case[] = [
  {
    invariant: 'invariant_09_status_follows_words',
    title: 'a status that the provider did not say',
    break: [`update public.calls set status = 'failed' where id = ${running}`],
    row: { object: 'calls', key: running },
    repair: [`update public.calls set status = 'in-progress' where id = ${running}`],
  },
  {
    invariant: 'invariant_09_status_follows_words',
    title: 'a call that stands below a word it has heard',
    break: [
      `insert into public.webhook_events (source, agent_id, execution_id, status, body_hash, body)
       select 'webhook', c.agent_id, c.bolna_execution_id, 'call-disconnected', 'x', '{}' from public.calls c where c.id = ${running}`,
    ],
    row: { object: 'calls', key: running },
    repair: ["delete from public.webhook_events where body_hash = 'x'"],
  },
  {
    invariant: 'invariant_10_unapplied_events',
    title: 'an event about a known call that nobody applies',
    break: [
      `update public.calls c set created_at = t.at, local_date = (t.at at time zone 'UTC')::date, local_hour = extract(hour from t.at at time zone 'UTC')
       from (select now() - interval '5 minutes' as at) t where c.id = ${running}`,
      `with stored as (
         insert into public.webhook_events (source, agent_id, execution_id, status, body_hash, body, received_at)
         select 'webhook', c.agent_id, c.bolna_execution_id, 'ringing', 'x', '{}', now() - interval '2 minutes' from public.calls c where c.id = ${running}
         returning id
       )
       insert into public.unapplied_events (event_id, share) select s.id, 1 from stored s`,
    ],
    row: { object: 'webhook_events', key: "(select w.id from public.webhook_events w where w.body_hash = 'x')" },
    repair: ['delete from public.unapplied_events'],
  },
  {
    invariant: 'invariant_11_balance_is_ledger',
    title: 'a balance without its entry',
    break: [`update public.users set credits = credits + 1 where id = ${ada}`],
    row: { object: 'users', key: ada },
    repair: [`update public.users set credits = credits - 1 where id = ${ada}`],
  },
  {
    invariant: 'invariant_12_ledger_runs',
    title: 'an entry that says another balance than the entries before it',
    break: [
      `insert into public.credit_transactions (id, user_id, amount, type, balance_after) values ('${X}', ${bo}, 5, 'purchase', 999)`,
      `update public.users set credits = credits + 5 where id = ${bo}`,
    ],
    row: { object: 'credit_transactions', key: `(select '${X}')` },
    repair: [`update public.users set credits = credits - 5 where id = ${bo}`, forgetEntries(`t.id = '${X}'`)],
  },
  {
    invariant: 'invariant_12_ledger_runs',
    title: 'holds that no balance covers',
    break: ['update public.credit_holds set amount = amount + 1000'],
    row: { object: 'users', key: ada },
    repair: ['update public.credit_holds set amount = amount - 1000'],
  },
  {
    invariant: 'invariant_13_charged_once',
    title: 'a call that was charged otherwise than it says',
    break: [`update public.calls set credits = credits + 1 where id = ${talked}`],
    row: { object: 'calls', key: talked },
    repair: [`update public.calls set credits = credits - 1 where id = ${talked}`],
  },
  {
    invariant: 'invariant_13_charged_once',
    title: 'a call that was charged twice',
    break: [
      owner('drop index public.idx_credit_transactions_call_type'),
      `insert into public.credit_transactions (id, user_id, call_id, amount, type, balance_after) values ('${X}', ${ada}, ${talked}, -2, 'usage', 196)`,
      `update public.users set credits = credits - 2 where id = ${ada}`,
    ],
    row: { object: 'calls', key: talked },
    repair: [`update public.users set credits = credits + 2 where id = ${ada}`, forgetEntries(`t.id = '${X}'`)],
  },
  {
    invariant: 'invariant_13_charged_once',
    title: 'a call that was charged before its end was confirmed',
    break: [`update public.calls set credits = 1 where id = ${running}`],
    row: { object: 'calls', key: running },
    repair: [`update public.calls set credits = 0 where id = ${running}`],
  },
  {
    invariant: 'invariant_14_holds_match_attempts',
    title: 'a hold without an attempt',
    break: [`insert into public.credit_holds (attempt_id, user_id, amount) values ('${X}', ${ada}, 1)`],
    row: { object: 'credit_holds', key: `(select '${X}')` },
    repair: [`delete from public.credit_holds where attempt_id = '${X}'`],
  },
  {
    invariant: 'invariant_14_holds_match_attempts',
    title: 'a call on the line without its hold',
    break: [`delete from public.credit_holds where attempt_id = ${attempt('accepted')}`],
    row: { object: 'call_attempts', key: attempt('accepted') },
    repair: [
      `insert into public.credit_holds (attempt_id, user_id, amount)
       select a.id, a.user_id, a.hold_amount from public.call_attempts a where a.id = ${attempt('accepted')}`,
    ],
  },
  {
    invariant: 'invariant_16_rollups_match',
    title: 'a cell of an hour that nothing accounts for',
    break: ['update public.agent_analytics set answered_calls = answered_calls + 1 where hour is not null'],
    row: { object: 'agent_analytics', key: "(select format('%s %s %s', a.agent_id, a.date, a.hour) from public.agent_analytics a where a.hour is not null)" },
    repair: ['update public.agent_analytics set answered_calls = answered_calls - 1 where hour is not null'],
  },
  {
    invariant: 'invariant_17_rollups_add_up',
    title: 'a day that is not the sum of its hours',
    break: ['update public.agent_analytics set credits_used = credits_used + 1 where hour is null'],
    row: { object: 'agent_analytics', key: "(select format('%s %s', a.agent_id, a.date) from public.agent_analytics a where a.hour is null)" },
    repair: ['update public.agent_analytics set credits_used = credits_used - 1 where hour is null'],
  },
  {
    invariant: 'invariant_17_rollups_add_up',
    title: 'a day of a tenant with an agent too many',
    break: ['update public.user_analytics set total_agents = total_agents + 1'],
    row: { object: 'user_analytics', key: "(select format('%s %s', u.user_id, u.date) from public.user_analytics u)" },
    repair: ['update public.user_analytics set total_agents = total_agents - 1'],
  },
  {
    invariant: 'invariant_18_kpi_is_live',
    title: 'a stored day that is old without a note',
    break: [
      'select public.refresh_user_kpi_summary()',
      'update public.user_analytics set credits_used = credits_used + 1',
      'delete from public.kpi_notes',
    ],
    row: { object: 'user_kpi_live', key: "(select format('%s %s', u.user_id, u.date) from public.user_analytics u)" },
    repair: ['update public.user_analytics set credits_used = credits_used - 1'],
  },
  {
    invariant: 'invariant_19_stamps_are_local',
    title: 'a call that is filed under the day before',
    break: [`update public.calls set local_date = local_date - 1 where id = ${talked}`],
    row: { object: 'calls', key: talked },
    repair: [`update public.calls set local_date = local_date + 1 where id = ${talked}`],
  },
  {
    invariant: 'invariant_25_leads_are_as_analysed',
    title: 'a lead that somebody wrote by hand',
    break: [`update public.lead_analytics set qualification_status = 'qualified' where call_id = ${talked}`],
    row: { object: 'calls', key: talked },
    repair: [`select public.write_leads(array[${talked}], now())`],
  },
  {
    invariant: 'invariant_25_leads_are_as_analysed',
    title: 'a call that nobody analyses',
    break: [`delete from public.lead_analytics where call_id = ${talked}`],
    row: { object: 'calls', key: talked },
    repair: [`select public.write_leads(array[${talked}], now())`],
  },
  {
    invariant: 'invariant_20_counters',
    title: 'a campaign that counts a call too many',
    break: ['update public.call_campaigns set completed_calls = completed_calls + 1'],
    row: { object: 'call_campaigns', key: THE_CAMPAIGN },
    repair: ['update public.call_campaigns set completed_calls = completed_calls - 1'],
  },
  {
    invariant: 'invariant_20_counters',
    title: 'a campaign with more people than it ever took',
    break: ['update public.call_campaigns set total_contacts = 5'],
    row: { object: 'call_campaigns', key: THE_CAMPAIGN },
    repair: ['update public.call_campaigns set total_contacts = 6'],
  },
  {
    invariant: 'invariant_20_counters',
    title: 'a contact that counts a missed call that never was',
    break: [`update public.contacts set not_connected = 1 where user_id = ${bo}`],
    row: { object: 'contacts', key: `(select t.id from public.contacts t where t.user_id = ${bo})` },
    repair: [`update public.contacts set not_connected = 0 where user_id = ${bo}`],
  },
  {
    invariant: 'invariant_21_campaigns_end',
    title: 'a campaign that is completed while people wait',
    break: [owner('alter table public.call_campaigns disable trigger _100_refuse_illegal_step'), "update public.call_campaigns set status = 'completed'"],
    row: { object: 'call_campaigns', key: THE_CAMPAIGN },
    repair: ["update public.call_campaigns set status = 'active'"],
  },
  {
    invariant: 'invariant_21_campaigns_end',
    title: 'an active campaign without anybody left',
    break: [
      `insert into public.call_campaigns (id, user_id, agent_id, name, next_action, status, first_call_time, last_call_time, start_date)
       select '${X}', c.user_id, c.agent_id, 'Empty', 'none', 'active', '00:00', '00:00', c.start_date from public.call_campaigns c`,
    ],
    row: { object: 'call_campaigns', key: `(select '${X}')` },
    repair: [`delete from public.call_campaigns where id = '${X}'`],
  },
  {
    invariant: 'invariant_22_references_stay_with_tenant',
    title: 'a call with the contact of another tenant',
    break: [
      owner('alter table public.calls drop constraint calls_contact_id_fkey'),
      owner('alter table public.calls add constraint calls_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete set null'),
      `update public.calls set contact_id = (select t.id from public.contacts t where t.user_id = ${bo}) where id = ${running}`,
    ],
    row: { object: 'calls', key: `(select t.id from public.contacts t where t.user_id = ${bo})` },
    repair: [`update public.calls set contact_id = null where id = ${running}`],
  },
  {
    invariant: 'invariant_22_references_stay_with_tenant',
    title: 'a hold of one tenant for the attempt of another, which no key forbids',
    break: [`update public.credit_holds set user_id = ${bo} where attempt_id = ${attempt('intent')}`],
    row: { object: 'credit_holds', key: attempt('intent') },
    repair: [`update public.credit_holds set user_id = ${ada} where user_id = ${bo}`],
  },
  {
    invariant: 'invariant_23_imports_add_up',
    title: 'an import that is done and has lost a line',
    break: [
      owner('alter table public.contact_imports drop constraint contact_imports_every_line_accounted_for'),
      'update public.contact_imports set lines_read = 4',
    ],
    row: { object: 'contact_imports', key: '(select i.id from public.contact_imports i)' },
    repair: ['update public.contact_imports set lines_read = 3'],
  },
  {
    invariant: 'invariant_23_imports_add_up',
    title: 'a refused line that the report does not show',
    break: ['update public.contact_import_rejects set kind = \'suppressed\''],
    row: { object: 'contact_imports', key: '(select i.id from public.contact_imports i)' },
    repair: ['update public.contact_import_rejects set kind = \'rejected\''],
  },
  {
    invariant: 'invariant_23_imports_add_up',
    title: 'staged lines of an import that is over',
    break: ['insert into api.contact_import_rows (import_id, line_number) select i.id, 9 from public.contact_imports i'],
    row: { object: 'contact_import_rows', key: '(select i.id from public.contact_imports i)' },
    repair: ['delete from api.contact_import_rows'],
  },
  {
    invariant: 'invariant_24_secrets_are_hashes',
    title: 'a session token as it was sent',
    break: [
      owner('alter table public.user_sessions drop constraint user_sessions_token_is_a_hash'),
      "update public.user_sessions set token = 'token of ada'",
    ],
    row: { object: 'user_sessions', key: '(select s.id from public.user_sessions s)' },
    repair: ["update public.user_sessions set token = repeat('a', 64)"],
  },
  {
    invariant: 'invariant_24_secrets_are_hashes',
    title: 'a webhook secret as it stands in the address',
    break: [
      owner('alter table public.agents drop constraint agents_webhook_secret_is_a_hash'),
      `update public.agents set webhook_secret_hash = 'secret' where user_id = ${bo}`,
    ],
    row: { object: 'agents', key: `(select a.id from public.agents a where a.user_id = ${bo})` },
    repair: [`update public.agents set webhook_secret_hash = null where user_id = ${bo}`],
  },
  {
    invariant: 'invariant_26_deleted_accounts_are_empty',
    title: 'a number that was written after the account was gone',
    break: [
      "insert into public.users (id, email, name, is_active) values (md5('gone')::uuid, md5('gone')::uuid || '@deleted.invalid', 'Deleted account', false)",
      "delete from public.tenant_dispatch where user_id = md5('gone')::uuid",
      "delete from public.notification_preferences where user_id = md5('gone')::uuid",
      "insert into public.account_deletions (user_id, requested_at, next_try_at, finished_at) values (md5('gone')::uuid, now(), now(), now())",
      "insert into public.do_not_call (user_id, phone_number) values (md5('gone')::uuid, '+447700900001')",
    ],
    row: { object: 'do_not_call', key: "md5('gone')::uuid" },
    repair: ["delete from public.do_not_call where user_id = md5('gone')::uuid"],
  },
  {
    invariant: 'invariant_26_deleted_accounts_are_empty',
    title: 'an account that still names its person',
    break: [
      "insert into public.users (id, email, name, is_active) values (md5('gone')::uuid, md5('gone')::uuid || '@deleted.invalid', 'Somebody', false)",
      "delete from public.tenant_dispatch where user_id = md5('gone')::uuid",
      "delete from public.notification_preferences where user_id = md5('gone')::uuid",
      "insert into public.account_deletions (user_id, requested_at, next_try_at, finished_at) values (md5('gone')::uuid, now(), now(), now())",
    ],
    row: { object: 'users', key: "md5('gone')::uuid" },
    repair: ["update public.users set name = 'Deleted account' where id = md5('gone')::uuid"],
  },
];
