--! Previous: sha1:fee3373535daf932c14d2ebe4c06d45788c36c5b
--! Hash: sha1:ac909f0484b8aa78f612767a16afcc1766dad838
--! Message: Two appliers share the inbox by tenant and execution

--! split: 1-current.sql
-- Two appliers, each with its half of the tenants, and the other half when that is quiet.
alter table public.dispatch_locks drop constraint if exists dispatch_locks_name_check;
set local role app_definer;
delete from public.dispatch_locks where name = 'events';
insert into public.dispatch_locks (name) values ('events_1'), ('events_2'), ('events_3'), ('events_4') on conflict do nothing;
set local role app_migrator;
alter table public.dispatch_locks
  add constraint dispatch_locks_name_check check (name in ('claim', 'events_1', 'events_2', 'events_3', 'events_4', 'kpi'));
--! Included dialing/public.dispatch_locks.sql
-- Rows that exist to be locked: a row lock ends with its transaction and obeys grants, which an advisory lock does not. They are never
-- updated, so they leave no dead version behind.

comment on table public.dispatch_locks is
  'One row per job of which only one may run at a time.';
comment on column public.dispatch_locks.name is
  'claim: filling slots; events_1 to events_4: applying that part of the inbox, all together other bulk changes of calls; kpi: refreshing the summary.';

alter table public.dispatch_locks enable row level security;
alter table public.dispatch_locks force row level security;

drop policy if exists dispatch_locks_all_definer on public.dispatch_locks;
create policy dispatch_locks_all_definer on public.dispatch_locks for all to app_definer
  using (true) with check (true);
comment on policy dispatch_locks_all_definer on public.dispatch_locks is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.dispatch_locks to app_definer;
--! EndIncluded dialing/public.dispatch_locks.sql

--! Included calls/public.share_of_event.sql
-- Events are shared out into four parts so that several can be applied at once: two parts for each half of the tenants, because
-- whoever works on other tenants wants none of the same rows, and within a half by execution, because a call must not be folded
-- twice at once. What names no agent of ours changes no call, so its part does not matter.
create or replace function public.share_of_event(p_agent_id uuid, p_execution_id text)
  returns smallint
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select (
    1
    + 2 * coalesce((select hashtext(g.user_id::text) & 1 from public.agents g where g.id = p_agent_id), 0)
    + (hashtext(p_execution_id) & 1)
  )::smallint
$function$;
comment on function public.share_of_event is
  'Returns the part of the inbox, 1 to 4, that events of this agent and execution belong to; 1 and 2 are the first applier''s, 3 and 4 the second''s. Called by store_call_event.';
revoke all on function public.share_of_event from public;
alter function public.share_of_event owner to app_definer;
--! EndIncluded calls/public.share_of_event.sql
alter table public.unapplied_events add column if not exists share smallint not null default 1;
alter table public.unapplied_events alter column share drop default;
alter table public.unapplied_events drop constraint if exists unapplied_events_share_check;
alter table public.unapplied_events add constraint unapplied_events_share_check check (share between 1 and 4);
set local role app_definer;
update public.unapplied_events u
set share = public.share_of_event(w.agent_id, w.execution_id)
from public.webhook_events w
where w.id = u.event_id and u.share <> public.share_of_event(w.agent_id, w.execution_id);
set local role app_migrator;
drop index if exists public.idx_unapplied_events_next_try;
create index if not exists idx_unapplied_events_share on public.unapplied_events (share, next_try_at, event_id);
--! Included calls/public.unapplied_events.sql
-- What is left to do of the inbox: a row comes with its event and goes when the event has reached its call or was put aside. Names no
-- tenant.

comment on table public.unapplied_events is
  'One row per event in webhook_events whose content has not reached its call yet.';
comment on column public.unapplied_events.event_id is 'The event; the row is deleted with it.';
comment on column public.unapplied_events.share is 'The part of the inbox it belongs to, by tenant and execution (share_of_event); each part is applied by one at a time.';
comment on column public.unapplied_events.next_try_at is 'Not to be tried before this instant.';
comment on column public.unapplied_events.tries is 'How often applying it was tried without finding its call.';

alter table public.unapplied_events enable row level security;
alter table public.unapplied_events force row level security;

drop policy if exists unapplied_events_all_definer on public.unapplied_events;
create policy unapplied_events_all_definer on public.unapplied_events for all to app_definer
  using (true) with check (true);
comment on policy unapplied_events_all_definer on public.unapplied_events is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.unapplied_events to app_definer;
--! EndIncluded calls/public.unapplied_events.sql

--! Included calls/public.lock_appliers.sql
-- Who changes calls in bulk, or deletes what the rollups hang on, takes their rows in another order than an applier does, so it has
-- to be alone with them.
create or replace function public.lock_appliers()
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select from public.dispatch_locks d where d.name between 'events_1' and 'events_4' order by d.name for update
$function$;
comment on function public.lock_appliers is
  'Waits until no event is being applied and keeps it so until the transaction ends. Called by restamp_calls, batch_calculate_call_analytics, lock_rollups_before_delete.';
revoke all on function public.lock_appliers from public;
alter function public.lock_appliers owner to app_definer;
--! EndIncluded calls/public.lock_appliers.sql
--! Included calls/public.lock_event_shares.sql
-- Which part of the inbox an applier takes next, and its lock until the transaction ends. Its own half of the tenants goes first;
-- from the other half it takes what has been due five seconds longer. So two appliers keep out of each other's way while both
-- halves are busy, one tenant alone still has both, and nobody starves when one applier hangs.
create or replace function public.lock_event_shares(p_applier integer, p_now timestamptz)
  returns smallint[]
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_share smallint;
begin
  if p_applier is null then
    return array(
      select right(d.name, 1)::smallint
      from public.dispatch_locks d
      where d.name between 'events_1' and 'events_4'
      order by d.name
      for update skip locked
    );
  end if;

  for v_share in
    select s.share
    from (values (1::smallint, 1), (2::smallint, 1), (3::smallint, 2), (4::smallint, 2)) as s (share, applier)
    cross join lateral (
      select u.next_try_at
      from public.unapplied_events u
      where u.share = s.share and u.next_try_at <= p_now
      order by u.next_try_at
      limit 1
    ) due
    order by due.next_try_at + case when s.applier = p_applier then interval '0' else interval '5 seconds' end, s.share
  loop
    perform 1 from public.dispatch_locks d where d.name = 'events_' || v_share for update skip locked;
    if found then
      return array[v_share];
    end if;
  end loop;
  return array[]::smallint[];
end
$function$;
comment on function public.lock_event_shares is
  'Locks and returns the part of the inbox, 1 to 4, that p_applier (1 or 2) shall apply now; for null all that nobody holds. Empty: nothing is due or others are at it. Called by apply_call_events.';
revoke all on function public.lock_event_shares from public;
alter function public.lock_event_shares owner to app_definer;
--! EndIncluded calls/public.lock_event_shares.sql
--! Included calls/public.set_aside_foreign_events.sql
-- An event that came through one agent's address about another agent's call changes nothing.
create or replace function public.set_aside_foreign_events(p_event_ids bigint[])
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
  update public.webhook_events w
  set quarantine_reason = 'foreign_call'
  from public.calls c
  where w.id = any (p_event_ids)
    and c.bolna_execution_id = w.execution_id
    and w.agent_id is distinct from c.agent_id
$function$;
comment on function public.set_aside_foreign_events is
  'Quarantines those of the events that speak of another agent''s call. Called by apply_events.';
revoke all on function public.set_aside_foreign_events from public;
alter function public.set_aside_foreign_events owner to app_definer;
--! EndIncluded calls/public.set_aside_foreign_events.sql
--! Included calls/public.match_unknown_executions.sql
-- An execution that we do not know is the attempt whose id the provider echoes (the webhook was faster than the answer, or the
-- answer was lost), or a person who called us. An answer to our own question that echoes nothing is matched by its number with
-- an attempt that is unknown: taking it for ours costs one call at most, writing it off would dial the person twice.
create or replace function public.match_unknown_executions(p_event_ids bigint[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_attempts uuid[];
  v_executions text[];
begin
  select array_agg(m.attempt_id), array_agg(m.execution_id::text)
  into v_attempts, v_executions
  from (
    select distinct on (a.id) a.id as attempt_id, f.execution_id
    from (
      select x.execution_id, x.agent_id, x.attempt_id
      from public.call_event_facts x
      where x.id = any (p_event_ids) and x.attempt_id is not null
      union all
      select x.execution_id, x.agent_id, u.id
      from public.call_event_facts x
      join public.call_attempts u on u.state = 'unknown' and u.phone_number = x.to_number
      where x.id = any (p_event_ids)
        and x.attempt_id is null
        and x.is_confirmation
        and x.direction is distinct from 'inbound'
    ) f
    join public.call_attempts a on a.id = f.attempt_id and a.execution_id is null
    join public.call_queue q on q.id = a.queue_id and q.agent_id = f.agent_id
    order by a.id, f.execution_id
  ) m;
  if v_attempts is not null then
    perform public.accept_attempts(v_attempts, v_executions, p_now);
  end if;

  perform public.insert_inbound_calls(p_event_ids, p_now);
end
$function$;
comment on function public.match_unknown_executions is
  'Makes the calls of events whose execution has none: accepted dials and inbound calls. Called by apply_events.';
revoke all on function public.match_unknown_executions from public;
alter function public.match_unknown_executions owner to app_definer;
--! EndIncluded calls/public.match_unknown_executions.sql
drop function if exists public.match_call_events(bigint[], timestamptz);
drop function if exists public.apply_call_events(integer, timestamptz);
--! Included calls/public.take_unapplied_events.sql
-- Events are taken by "not yet applied", never by "id greater than the last": ids are not commit order, and a lower id that commits
-- later would be skipped for ever.
create or replace function public.take_unapplied_events(p_limit integer, p_now timestamptz, p_applier integer)
  returns bigint[]
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
as $function$
declare
  v_shares smallint[] := public.lock_event_shares(p_applier, p_now);
begin
  return array(
    select u.event_id
    from unnest(v_shares) as s (share)
    cross join lateral (
      select x.event_id, x.next_try_at
      from public.unapplied_events x
      where x.share = s.share and x.next_try_at <= p_now
      order by x.next_try_at, x.event_id
      limit p_limit
    ) u
    order by u.next_try_at, u.event_id
    limit p_limit
  );
end
$function$;
comment on function public.take_unapplied_events is
  'Returns up to p_limit events that are due, oldest first, whose part of the inbox is then locked; empty when none is due or others are at work. Called by apply_call_events and apply_event_alone.';
revoke all on function public.take_unapplied_events from public;
alter function public.take_unapplied_events owner to app_definer;
--! EndIncluded calls/public.take_unapplied_events.sql
--! Included calls/public.apply_events.sql
-- Brings stored events to the calls they are about. Consequences (slots, queue, money, counters, live events) are the statement
-- triggers of calls, for the whole batch at once.
--
-- Calls that events are the first to tell of are made in a transaction of their own: making one takes its day before its tenant's
-- wallet, ending one the wallet before the day, and two appliers on one tenant would wait for each other. The events of those
-- stay due.
-- Locks: attempts, calls, users, then the triggers in their order.
create or replace function public.apply_events(p_event_ids bigint[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_unknown bigint[];
  v_known bigint[];
  v_executions text[];
begin
  v_unknown := array(
    select w.id
    from public.webhook_events w
    where w.id = any (p_event_ids)
      and not exists (select from public.calls c where c.bolna_execution_id = w.execution_id)
  );
  if v_unknown <> '{}' then
    perform public.match_unknown_executions(v_unknown, p_now);
    perform public.postpone_call_events(v_unknown, p_now);
    return cardinality(v_unknown);
  end if;

  perform public.set_aside_foreign_events(p_event_ids);
  select array_agg(w.id), array_agg(distinct w.execution_id::text) filter (where w.quarantine_reason is null)
  into v_known, v_executions
  from public.webhook_events w
  join public.calls c on c.bolna_execution_id = w.execution_id
  where w.id = any (p_event_ids);
  if v_executions is not null then
    perform public.merge_folded_calls(v_executions, p_now);
  end if;
  delete from public.unapplied_events u where u.event_id = any (v_known);
  return cardinality(p_event_ids);
end
$function$;
comment on function public.apply_events is
  'Applies these stored events, or, when the calls of some are not known yet, only makes those calls; returns how many events were looked at. What matches no call is tried again for 24 hours, then quarantined. Called by apply_call_events and apply_event_alone.';
revoke all on function public.apply_events from public;
alter function public.apply_events owner to app_definer;
--! EndIncluded calls/public.apply_events.sql
--! Included calls/public.apply_call_events.sql
-- One step of an applier, one transaction; see apply_events for what it does and lock_event_shares for who does what.
create or replace function public.apply_call_events(
  p_limit integer default 200,
  p_now timestamptz default now(),
  p_applier integer default null
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_events bigint[] := public.take_unapplied_events(p_limit, p_now, p_applier);
begin
  if v_events = '{}' then
    return 0;
  end if;
  return public.apply_events(v_events, p_now);
end
$function$;
comment on function public.apply_call_events is
  'Applies up to p_limit stored provider events and returns how many were looked at, 0 when none is due or others are at work. p_applier (1 or 2) is one of two that work side by side; null takes all that nobody is at. Called by the worker.';
revoke all on function public.apply_call_events from public;
grant execute on function public.apply_call_events to app_worker;
alter function public.apply_call_events owner to app_definer;
--! EndIncluded calls/public.apply_call_events.sql
drop function if exists public.quarantine_next_event(text, timestamptz);
--! Included calls/public.apply_event_alone.sql
-- The last resort of an applier whose batches fail: one event alone, and when that fails for what is in it, the event is put aside so
-- that the others go on. In one transaction, because nobody else may apply or blame it in between.
create or replace function public.apply_event_alone(
  p_now timestamptz default now(),
  p_applier integer default null,
  out looked_at integer,
  out put_aside bigint
)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_events bigint[] := public.take_unapplied_events(1, p_now, p_applier);
begin
  looked_at := cardinality(v_events);
  if looked_at = 0 then
    return;
  end if;
  begin
    perform public.apply_events(v_events, p_now);
  exception when others then
    -- Connection, transaction, rights, missing objects, resources, locks, server, our own errors: they say nothing about the event.
    if sqlstate ~ '^(08|25|40|42|53|55|57|58|VC)' then
      raise;
    end if;
    put_aside := v_events[1];
    update public.webhook_events w set quarantine_reason = 'apply_failed_' || sqlstate where w.id = put_aside;
    delete from public.unapplied_events u where u.event_id = put_aside;
  end;
end
$function$;
comment on function public.apply_event_alone is
  'Applies the event that is due next; looked_at is 0 when there is none, put_aside is its id when it can never be applied and was quarantined. Called by the worker after batches failed; p_applier as in apply_call_events.';
revoke all on function public.apply_event_alone from public;
grant execute on function public.apply_event_alone to app_worker;
alter function public.apply_event_alone owner to app_definer;
--! EndIncluded calls/public.apply_event_alone.sql
--! Included calls/public.store_call_event.sql
-- One row for each thing the provider ever said. The source is part of the key: a confirming answer with the same
-- bytes as a webhook is not a repetition of it, else money would never move.
--
-- The answer about an ended call never changes. One that was put aside, or read when its word was not known yet, comes
-- back to life when it is given again for a call that is still unconfirmed; else that call could never be confirmed.
create or replace function public.store_call_event(
  p_source text,
  p_agent_id uuid,
  p_execution_id text,
  p_body jsonb,
  p_raw_text text,
  p_source_ip inet,
  p_now timestamptz,
  p_quarantine_reason text default null
)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_id bigint;
begin
  insert into public.webhook_events (
    source, agent_id, execution_id, status, body_hash, body, raw_text, source_ip, received_at, quarantine_reason
  )
  values (
    p_source,
    p_agent_id,
    left(p_execution_id, 255),
    left(p_body ->> 'status', 50),
    encode(sha256(convert_to(coalesce(p_body::text, p_raw_text), 'UTF8')), 'hex'),
    p_body,
    p_raw_text,
    p_source_ip,
    p_now,
    p_quarantine_reason
  )
  on conflict (source, execution_id, status, body_hash) do update
  set quarantine_reason = null,
      agent_id = coalesce(webhook_events.agent_id, excluded.agent_id)
  where webhook_events.source = 'pull'
    and excluded.quarantine_reason is null
    and (
      webhook_events.quarantine_reason is not null
      or webhook_events.agent_id is null
      or (
        not exists (select from public.unapplied_events u where u.event_id = webhook_events.id)
        and exists (select from public.provider_statuses p where p.status = webhook_events.status and p.is_terminal)
      )
    )
    and exists (
      select
      from public.calls c
      where c.bolna_execution_id = webhook_events.execution_id and c.confirmed_at is null
    )
  returning id
  into v_id;
  if v_id is null then
    return false;
  end if;

  if p_quarantine_reason is null then
    insert into public.unapplied_events (event_id, share, next_try_at)
    values (v_id, public.share_of_event(p_agent_id, left(p_execution_id, 255)), p_now)
    on conflict (event_id) do update
    set share = excluded.share, tries = 0, next_try_at = excluded.next_try_at;
  end if;
  return true;
end
$function$;
comment on function public.store_call_event is
  'Stores one provider event; returns false for a repetition. Called by receive_call_event and store_pulled_execution.';
revoke all on function public.store_call_event from public;
alter function public.store_call_event owner to app_definer;
--! EndIncluded calls/public.store_call_event.sql
--! Included calls/public.merge_folded_calls.sql
-- Writes what the events amount to into the calls, and the price of those whose end is confirmed. A confirmed
-- call keeps its outcome, duration and price: money has moved; it may only be completed by text that was missing,
-- and its times move to those of events that were overtaken by the confirmation.
-- Repetitions change nothing, and what changes nothing fires nothing.
create or replace function public.merge_folded_calls(p_execution_ids text[], p_now timestamptz)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_min_talk integer := public.setting('bolna.min_conversation_seconds');
  v_silence interval := public.setting('dial.silence_ms') * interval '1 millisecond';
  v_changed integer;
begin
  perform 1
  from public.calls c
  where c.bolna_execution_id = any (p_execution_ids)
  order by c.id
  for no key update;

  with folded as materialized (
    select f.*, p.is_terminal, p.may_charge,
      case
        when p.call_status = 'completed' and f.is_confirmed and coalesce(f.duration_seconds, 0) <= v_min_talk
          then 'no-answer'
        else p.call_status
      end as status
    from public.fold_call_events(p_execution_ids) f
    join public.provider_statuses p on p.status = f.word
  ),
  priced as materialized (
    select * from public.price_confirmed_calls(
      array(select f.execution_id from folded f where f.is_confirmed),
      array(select case when f.may_charge then coalesce(f.duration_seconds, 0) else 0 end from folded f where f.is_confirmed)
    )
  )
  update public.calls c
  set provider_status = case when c.confirmed_at is null then f.word else c.provider_status end,
      status_rank = greatest(c.status_rank, f.rank),
      status = case when c.confirmed_at is null then f.status else c.status end,
      confirmed_at = coalesce(c.confirmed_at, case when f.is_confirmed then p_now end),
      next_confirm_at = case when f.is_terminal then p_now else p_now + v_silence end,
      confirm_tries = case when f.rank > c.status_rank then 0 else c.confirm_tries end,
      started_at = coalesce(f.started_at, c.started_at),
      ended_at = coalesce(f.ended_at, c.ended_at),
      duration_seconds = coalesce(case when c.confirmed_at is null then f.duration_seconds end, c.duration_seconds),
      credits = coalesce(x.credits, c.credits),
      credits_shortfall = coalesce(x.shortfall, c.credits_shortfall),
      transcript = coalesce(f.transcript, c.transcript),
      summary = coalesce(f.summary, c.summary),
      recording_url = coalesce(f.recording_url, c.recording_url),
      from_number = coalesce(f.from_number, c.from_number),
      to_number = coalesce(f.to_number, c.to_number),
      sentiment = coalesce(f.sentiment, c.sentiment),
      next_action = coalesce(f.next_action, c.next_action),
      metadata = coalesce(f.details, c.metadata)
  from folded f
  left join priced x on x.execution_id = f.execution_id
  where c.bolna_execution_id = f.execution_id
    and (
      (c.confirmed_at is null and (
        f.rank > c.status_rank
        or f.is_confirmed
        or (f.word, f.status, f.duration_seconds) is distinct from (c.provider_status, c.status, c.duration_seconds)
      ))
      or (f.started_at, f.ended_at) is distinct from (c.started_at, c.ended_at)
      or f.transcript <> coalesce(c.transcript, '')
      or f.summary <> coalesce(c.summary, '')
      or f.recording_url <> coalesce(c.recording_url, '')
      or f.from_number <> coalesce(c.from_number, '')
      or f.to_number <> coalesce(c.to_number, '')
      or f.sentiment <> coalesce(c.sentiment, '')
      or f.next_action <> coalesce(c.next_action, '')
      or f.details <> coalesce(c.metadata, '{}')
    );
  get diagnostics v_changed = row_count;
  return v_changed;
end
$function$;
comment on function public.merge_folded_calls is
  'Brings calls to what their events amount to and sets the price of those whose end is now confirmed; returns how many changed. Called by apply_events.';
revoke all on function public.merge_folded_calls from public;
alter function public.merge_folded_calls owner to app_definer;
--! EndIncluded calls/public.merge_folded_calls.sql
--! Included calls/public.insert_inbound_calls.sql
-- A person called the agent. The first event may be any, also the last one. Inbound calls take no slot and have
-- no hold: they exist already.
create or replace function public.insert_inbound_calls(p_event_ids bigint[], p_now timestamptz)
  returns void
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  insert into public.calls (
    user_id, agent_id, contact_id, bolna_conversation_id, bolna_execution_id, phone_number, from_number, to_number,
    call_source, caller_name, lead_type, status, created_at, next_confirm_at, local_date, local_hour
  )
  select distinct on (f.execution_id)
    g.user_id, g.id, t.id, f.execution_id, f.execution_id, f.from_number, f.from_number, f.to_number,
    public.determine_call_source(f.from_number, f.to_number), t.name, 'inbound', 'initiated', f.began_at, p_now,
    (f.began_at at time zone z.zone)::date, extract(hour from f.began_at at time zone z.zone)
  from public.call_event_facts f
  join public.agents g on g.id = f.agent_id
  left join public.contacts t on t.user_id = g.user_id and t.phone_number = f.from_number
  cross join lateral (select public.get_user_timezone(g.user_id) as zone) z
  where f.id = any (p_event_ids)
    and f.direction = 'inbound'
    and f.from_number is not null
    and f.execution_id is not null
    and not exists (select from public.calls c where c.bolna_execution_id = f.execution_id)
  order by f.execution_id, f.began_at
  on conflict (bolna_execution_id) do nothing
$function$;
comment on function public.insert_inbound_calls is
  'Inserts the calls of inbound executions that events are the first to tell of. Called by match_unknown_executions.';
revoke all on function public.insert_inbound_calls from public;
alter function public.insert_inbound_calls owner to app_definer;
--! EndIncluded calls/public.insert_inbound_calls.sql
--! Included calls/public.postpone_call_events.sql
-- Events that matched no call: the answer to our dial may be slower than the webhook about it, so they are tried again, at
-- growing intervals; after a day nobody will tell us of that call any more. Those whose call has just been made stay due.
create or replace function public.postpone_call_events(p_event_ids bigint[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  update public.webhook_events w
  set quarantine_reason = 'no_such_call'
  from public.unapplied_events u
  where u.event_id = any (p_event_ids)
    and w.id = u.event_id
    and w.quarantine_reason is null
    and w.received_at < p_now - interval '24 hours'
    and not exists (select from public.calls c where c.bolna_execution_id = w.execution_id);

  delete from public.unapplied_events u
  using public.webhook_events w
  where u.event_id = any (p_event_ids)
    and w.id = u.event_id
    and w.quarantine_reason is not null;

  update public.unapplied_events u
  set tries = u.tries + 1,
      next_try_at = p_now + least(interval '5 minutes', interval '2 seconds' * power(2, least(u.tries, 10)))
  from public.webhook_events w
  where u.event_id = any (p_event_ids)
    and w.id = u.event_id
    and not exists (select from public.calls c where c.bolna_execution_id = w.execution_id);
end
$function$;
comment on function public.postpone_call_events is
  'Has those of the events that still have no call tried again later, or puts them aside after 24 hours. Called by apply_events.';
revoke all on function public.postpone_call_events from public;
alter function public.postpone_call_events owner to app_definer;
--! EndIncluded calls/public.postpone_call_events.sql
--! Included analytics/public.batch_calculate_call_analytics.sql
-- One transaction: writers of these days wait meanwhile, so a long range is better given in parts.
create or replace function public.batch_calculate_call_analytics(p_user_id uuid, p_start_date date, p_end_date date)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_day date;
begin
  if p_end_date < p_start_date or p_end_date - p_start_date > 366 then
    raise sqlstate 'VC422' using
      message = 'date_range_invalid',
      detail = format('from %s to %s', p_start_date, p_end_date),
      hint = 'Give a first and a last day that are in order and at most 366 days apart.';
  end if;
  perform public.lock_appliers();
  for v_day in select d::date from generate_series(p_start_date::timestamp, p_end_date, interval '1 day') d
  loop
    perform public.calculate_daily_call_analytics(p_user_id, v_day);
  end loop;
end
$function$;
comment on function public.batch_calculate_call_analytics is
  'Counts the days from p_start_date to p_end_date of a tenant anew, at most 367. Called by hand. Raises date_range_invalid.';
revoke all on function public.batch_calculate_call_analytics from public;
grant execute on function public.batch_calculate_call_analytics to app_worker;
alter function public.batch_calculate_call_analytics owner to app_definer;
--! EndIncluded analytics/public.batch_calculate_call_analytics.sql
--! Included analytics/public.restamp_calls.sql
-- After a change of zone: files the tenant's calls under their new local day and hour, newest first, because those are looked
-- at. The triggers move what they count, so at every moment the rollups are what the stamps say.
-- Alone with the event applier: a bulk change of calls beside it would lock in another order.
create or replace function public.restamp_calls(p_user_id uuid, p_limit integer default 5000)
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_zone text := public.get_user_timezone(p_user_id);
  v_calls uuid[];
begin
  perform public.lock_appliers();

  v_calls := array(
    select c.id
    from public.calls c
    where c.user_id = p_user_id
      and (c.local_date, c.local_hour)
        <> ((c.created_at at time zone v_zone)::date, extract(hour from c.created_at at time zone v_zone))
    order by c.created_at desc
    limit p_limit
  );
  perform 1 from public.calls c where c.id = any (v_calls) order by c.id for no key update;
  -- Leads and calls are two steps, and a lead may belong to another agent than its call does by now.
  perform public.lock_agent_days(array_agg(d.agent_id), array_agg(d.date))
  from (
    select x.agent_id, x.local_date as date from public.calls x where x.id = any (v_calls)
    union
    select x.agent_id, (x.created_at at time zone v_zone)::date from public.calls x where x.id = any (v_calls)
    union
    select l.agent_id, l.local_date from public.lead_analytics l where l.call_id = any (v_calls)
    union
    select l.agent_id, (x.created_at at time zone v_zone)::date
    from public.lead_analytics l
    join public.calls x on x.id = l.call_id
    where l.call_id = any (v_calls)
  ) d;

  update public.calls c
  set local_date = (c.created_at at time zone v_zone)::date,
      local_hour = extract(hour from c.created_at at time zone v_zone)
  where c.id = any (v_calls);
  return cardinality(v_calls) = p_limit;
end
$function$;
comment on function public.restamp_calls is
  'Files up to p_limit calls of a tenant under the local day and hour of its present zone; returns whether there may be more. Called by the job call__restamp.';
revoke all on function public.restamp_calls from public;
grant execute on function public.restamp_calls to app_worker;
alter function public.restamp_calls owner to app_definer;
--! EndIncluded analytics/public.restamp_calls.sql
--! Included analytics/public.lock_rollups_before_delete.sql
-- A deleted agent or tenant takes calls, analyses and rollups along by cascades, which reach the rollups in several steps and in no
-- order. So the deletion is alone with the event applier, and has all the days before the first step.
create or replace function public.lock_rollups_before_delete()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.lock_appliers();
  perform 1
  from public.agent_analytics a
  where case tg_table_name when 'agents' then a.agent_id = old.id else a.user_id = old.id end
    and a.hour is null
  order by a.agent_id, a.date
  for no key update;
  return old;
end
$function$;
comment on function public.lock_rollups_before_delete is
  'Trigger of agents and users: locks the rollups that the deletion will reach.';
revoke all on function public.lock_rollups_before_delete from public;
alter function public.lock_rollups_before_delete owner to app_definer;
--! EndIncluded analytics/public.lock_rollups_before_delete.sql
