// What must hold in every snapshot while calls are claimed and released, as one query of counts that must all be 0.
import type pg from 'pg';
import { one } from '../../support/cast.ts';

/**
 * Keeps a log of slots taken and freed, in the order of the claims (which is the order of the claim's lock). It is
 * the oracle for the time between two looks, and says which attempt of a tenant is its newest.
 */
export async function logSlots(migrator: pg.Client): Promise<void> {
  await migrator.query(`
    create table public.slot_log (
      seq bigint generated always as identity primary key, slot_id uuid not null, user_id uuid not null, step integer not null
    );
    create index slot_log_slot on public.slot_log (slot_id);
    grant select, insert, delete on public.slot_log to app_definer;
    create function public.log_slot() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
    begin
      insert into public.slot_log (slot_id, user_id, step)
      select r.id, r.user_id, case tg_op when 'INSERT' then 1 else -1 end from rows r;
      return null;
    end $$;
    alter function public.log_slot owner to app_definer;
    create trigger slot_log_insert after insert on public.active_calls referencing new table as rows
      for each statement execute function public.log_slot();
    create trigger slot_log_delete after delete on public.active_calls referencing old table as rows
      for each statement execute function public.log_slot();`);
}

const OPEN = "(a.state in ('intent', 'sending', 'unknown') or a.state = 'accepted' and a.closed_at is null)";

const VIOLATIONS = `
with slots as materialized (
  select s.id, s.user_id, s.phone_number from public.active_calls s where not s.adopted
),
open as materialized (
  select a.id, a.user_id, a.queue_id, a.state, a.execution_id, a.tenant_cap, a.system_cap from public.call_attempts a where ${OPEN}
),
newest as materialized (
  select distinct on (l.user_id) l.user_id, o.tenant_cap, o.system_cap, l.seq
  from public.slot_log l
  join open o on o.queue_id = l.slot_id
  where l.step = 1 and l.slot_id in (select s.id from slots s)
  order by l.user_id, l.seq desc
)
select
  (select count(*) from (
    select s.user_id from slots s where s.user_id = any ($1) group by s.user_id having count(*) > $2) x) as tenants_over_the_fixed_cap,
  (select count(*) from newest n where n.tenant_cap < (select count(*) from slots s where s.user_id = n.user_id)) as tenants_over_the_cap_in_force,
  (select greatest(count(*) - $3, 0) from slots) as slots_over_the_system_cap,
  (select count(*) from (select n.system_cap from newest n order by n.seq desc limit 1) n
   where n.system_cap < (select count(*) from slots)) as system_over_the_cap_in_force,
  (select count(*) - count(distinct (s.user_id, s.phone_number)) from slots s) as numbers_with_two_slots,
  (select count(*) from slots s where not exists (select from open o where o.queue_id = s.id)) as slots_without_an_open_attempt,
  (select count(*) from open o left join public.calls c on c.bolna_execution_id = o.execution_id
   where (c.id is null or c.ended_at is null and c.confirmed_at is null)
     and not exists (select from public.active_calls s where s.id in (o.queue_id, c.id))) as open_attempts_without_a_slot,
  (select count(*) - count(distinct o.queue_id) from open o) as items_with_two_open_attempts,
  (select count(*) from public.call_queue q
   where q.status = 'processing' and not exists (select from open o where o.queue_id = q.id)) as processing_items_without_an_open_attempt,
  (select count(*) from open o
   where not exists (select from public.call_queue q where q.id = o.queue_id and q.status = 'processing')) as open_attempts_of_items_not_processing,
  (select count(*) from open o where not exists (select from public.credit_holds h where h.attempt_id = o.id)) as open_attempts_without_a_hold,
  (select count(*) from public.credit_holds h where not exists (select from open o where o.id = h.attempt_id)) as holds_without_an_open_attempt,
  (select count(*) from public.users u
   where u.credits < (select coalesce(sum(h.amount), 0) from public.credit_holds h where h.user_id = u.id)) as tenants_with_more_held_than_owned`;

export type Counts = Record<string, number>;

export interface Bounds {
  /** Tenants whose limit is never touched. */
  fixed: readonly string[];
  tenantCap: number;
  systemCap: number;
}

const nonZero = (row: Record<string, unknown>): Counts =>
  Object.fromEntries(Object.entries(row).map(([name, n]) => [name, Number(n)] as const).filter(([, n]) => n !== 0));

/** The violations in this instant, those that are not 0; none is {}. */
export async function violations(monitor: pg.Client, { fixed, tenantCap, systemCap }: Bounds): Promise<Counts> {
  return nonZero(await one(monitor, VIOLATIONS, [fixed, tenantCap, systemCap]));
}

/** The same over all of the past: proof columns of every attempt, and the log of slots between any two looks. */
export async function pastViolations(monitor: pg.Client, { fixed, tenantCap, systemCap }: Bounds): Promise<Counts> {
  return nonZero(await one(monitor, `
    with ran as (
      select l.user_id, sum(l.step) over (partition by l.user_id order by l.seq) as of_tenant, sum(l.step) over (order by l.seq) as of_all
      from public.slot_log l
    )
    select
      (select count(*) from public.call_attempts a
       where a.tenant_slots_before >= a.tenant_cap or a.system_slots_before >= a.system_cap or a.system_cap > $3
         or (a.user_id = any ($1) and a.tenant_cap <> $2) or a.tenant_slots_before > a.system_slots_before) as proofs_that_do_not_prove,
      (select count(*) from public.call_attempts a where a.sent_at is null and a.state not in ('intent', 'void')) as sent_without_a_fence,
      (select count(*) - count(distinct a.execution_id) from public.call_attempts a where a.execution_id is not null) as executions_of_two_attempts,
      (select count(*) from ran r where r.user_id = any ($1) and r.of_tenant > $2) as log_over_the_tenant_cap,
      (select count(*) from ran r where r.of_all > $3) as log_over_the_system_cap,
      (select count(*) from ran r where r.of_tenant < 0) as slots_freed_twice`, [fixed, tenantCap, systemCap]));
}

export const add = (sum: Counts, more: Counts): void => {
  for (const [name, n] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + n;
};
