// Broken slots, attempts, items and lanes.
import { type Case, X, ada, attempt, item, lane, owner, running, talked, waiting } from './case.ts';

export const dialingCases: Case[] = [
  {
    invariant: 'invariant_01_claims_within_caps',
    title: 'a claim above the tenant\'s limit',
    break: [
      owner('alter table public.call_attempts drop constraint call_attempts_within_caps'),
      "update public.call_attempts set tenant_slots_before = tenant_cap where state = 'intent'",
    ],
    row: { object: 'call_attempts', key: attempt('intent') },
    repair: ["update public.call_attempts set tenant_slots_before = 3 where state = 'intent'"],
  },
  {
    invariant: 'invariant_02_slots_within_caps',
    title: 'more slots of a tenant than its limit',
    break: ['update public.call_attempts set tenant_slots_before = 0, tenant_cap = 2'],
    row: { object: 'users', key: ada },
    repair: ['update public.call_attempts set tenant_cap = 10'],
  },
  {
    invariant: 'invariant_02_slots_within_caps',
    title: 'more slots than the platform may have',
    break: ['update public.call_attempts set system_slots_before = 0, system_cap = 2'],
    row: { object: 'active_calls', key: "(select 'platform')" },
    repair: ['update public.call_attempts set system_cap = 100'],
  },
  {
    invariant: 'invariant_03_slots_are_lines',
    title: 'a slot without a call',
    break: [`insert into public.active_calls (id, user_id, call_type, phone_number) values ('${X}', ${ada}, 'direct', '+15550100077')`],
    row: { object: 'active_calls', key: `(select '${X}')` },
    repair: [`delete from public.active_calls where id = '${X}'`],
  },
  {
    invariant: 'invariant_03_slots_are_lines',
    title: 'a slot that outlived its call',
    break: [
      `insert into public.active_calls (id, user_id, call_type, phone_number, bolna_execution_id)
       select q.id, q.user_id, q.call_type, q.phone_number, 'execution-1' from public.call_queue q where q.call_id = ${talked}`,
    ],
    row: { object: 'active_calls', key: `(select q.id from public.call_queue q where q.call_id = ${talked})` },
    repair: ["delete from public.active_calls where bolna_execution_id = 'execution-1'"],
  },
  {
    invariant: 'invariant_03_slots_are_lines',
    title: 'a dial that may be on the wire and has no slot',
    break: [`delete from public.active_calls where id = ${item('unknown')}`],
    row: { object: 'call_attempts', key: attempt('unknown') },
    repair: [
      `insert into public.active_calls (id, user_id, call_type, phone_number)
       select q.id, q.user_id, q.call_type, q.phone_number from public.call_queue q where q.id = ${item('unknown')}`,
    ],
  },
  {
    invariant: 'invariant_03_slots_are_lines',
    title: 'a call on the line that has no slot',
    break: ["delete from public.active_calls where bolna_execution_id = 'execution-2'"],
    row: { object: 'call_attempts', key: attempt('accepted') },
    repair: [
      `insert into public.active_calls (id, user_id, call_type, phone_number, bolna_execution_id)
       select q.id, q.user_id, q.call_type, q.phone_number, 'execution-2' from public.call_queue q where q.call_id = ${running}`,
    ],
  },
  {
    invariant: 'invariant_04_nobody_called_twice',
    title: 'an item with two open attempts',
    break: [
      owner('alter table public.call_attempts drop constraint call_attempts_one_open_per_item'),
      `insert into public.call_attempts (id, user_id, queue_id, phone_number, owner, lease_deadline, created_at, hold_amount, pulse_seconds,
         price_per_pulse, tenant_slots_before, tenant_cap, system_slots_before, system_cap)
       select '${X}', a.user_id, a.queue_id, a.phone_number, a.owner, a.lease_deadline, a.created_at, a.hold_amount, a.pulse_seconds,
         a.price_per_pulse, 0, 9, 0, 9
       from public.call_attempts a where a.state = 'intent'`,
    ],
    row: { object: 'call_queue', key: `(select a.queue_id from public.call_attempts a where a.id = '${X}')` },
    repair: [`delete from public.call_attempts where id = '${X}'`],
  },
  {
    invariant: 'invariant_04_nobody_called_twice',
    title: 'a telephone that rings twice for one tenant',
    break: [
      `insert into public.calls (id, user_id, agent_id, phone_number, lead_type, bolna_conversation_id, bolna_execution_id, local_date, local_hour)
       select '${X}', c.user_id, c.agent_id, c.phone_number, 'outbound', 'other', 'other', c.local_date, c.local_hour from public.calls c where c.id = ${running}`,
    ],
    row: { object: 'calls', key: `(select c.user_id || ' ' || c.phone_number from public.calls c where c.id = ${running})` },
    repair: [`delete from public.calls where id = '${X}'`],
  },
  {
    invariant: 'invariant_05_processing_is_attempted',
    title: 'an item that is processing while nobody dials it',
    break: [`update public.call_queue set status = 'processing', error_message = 'by hand' where id = ${waiting}`],
    row: { object: 'call_queue', key: "(select q.id from public.call_queue q where q.error_message = 'by hand')" },
    repair: ["update public.call_queue set status = 'pending', error_message = null where error_message = 'by hand'"],
  },
  {
    invariant: 'invariant_05_processing_is_attempted',
    title: 'an item that waits while it is being dialed',
    break: [`update public.call_queue set status = 'pending' where id = ${item('intent')}`],
    row: { object: 'call_attempts', key: attempt('intent') },
    repair: [`update public.call_queue set status = 'processing' where id = ${item('intent')}`],
  },
  {
    invariant: 'invariant_07_late_attempts',
    title: 'an intent whose lease is long over',
    break: ["update public.call_attempts set lease_deadline = now() - interval '2 minutes' where state = 'intent'"],
    row: { object: 'call_attempts', key: attempt('intent') },
    repair: ["update public.call_attempts set lease_deadline = now() where state = 'intent'"],
  },
  {
    invariant: 'invariant_07_late_attempts',
    title: 'an unknown attempt that no listing has resolved',
    break: ["update public.call_attempts set lease_deadline = now() - interval '12 minutes' where state = 'unknown'"],
    row: { object: 'call_attempts', key: attempt('unknown') },
    repair: ["update public.call_attempts set lease_deadline = now() - interval '10 minutes' where state = 'unknown'"],
  },
  {
    invariant: 'invariant_08_nobody_forgotten',
    title: 'a lane that sleeps on people who wait',
    break: [`update public.dispatch_lanes set ready = false where id = ${lane}`],
    row: { object: 'dispatch_lanes', key: lane },
    repair: [`update public.dispatch_lanes set ready = true where id = ${lane}`],
  },
  {
    invariant: 'invariant_08_nobody_forgotten',
    title: 'a tenant that sleeps on people who wait',
    break: [`update public.tenant_dispatch set ready = false where user_id = ${ada}`],
    row: { object: 'dispatch_lanes', key: lane },
    // Whoever could not raise the flag leaves a note; the claim reads it.
    repair: [`insert into public.dispatch_wakes (pos) select d.pos from public.tenant_dispatch d where d.user_id = ${ada}`],
  },
  {
    invariant: 'invariant_08_nobody_forgotten',
    title: 'a retry whose time has come and gone',
    break: [`update public.call_queue set due = false, scheduled_for = now() - interval '2 minutes' where id = ${waiting}`],
    row: { object: 'call_queue', key: '(select q.id from public.call_queue q where not q.due)' },
    repair: ['update public.call_queue set due = true where not due'],
  },
  {
    invariant: 'invariant_08_nobody_forgotten',
    title: 'a lane that is shut in its hours',
    break: [`update public.dispatch_lanes set open = false where id = ${lane}`],
    row: { object: 'dispatch_lanes', key: lane },
    repair: [`update public.dispatch_lanes set open = true where id = ${lane}`],
  },
  {
    invariant: 'invariant_08_nobody_forgotten',
    title: 'a paused campaign whose lane is open',
    break: ["update public.call_campaigns set status = 'paused'"],
    row: { object: 'dispatch_lanes', key: lane },
    repair: ["update public.call_campaigns set status = 'active'"],
  },
];
