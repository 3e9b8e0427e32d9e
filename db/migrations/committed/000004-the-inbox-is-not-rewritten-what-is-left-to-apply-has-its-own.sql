--! Previous: sha1:b3223c96eb88ac376fbc6aa24277c5ad0702a33d
--! Hash: sha1:471726aee76548f9dca22d304fd7c5d08073ecc0
--! Message: The inbox is not rewritten: what is left to apply has its own table

--! split: 1-current.sql
-- What is left to apply of the inbox gets a table of its own; marking it in webhook_events rewrote a wide row with five indexes for each
-- event. What every event is asked for whenever its call changes is computed when it is stored.
set local role app_migrator;

create table if not exists public.unapplied_events (
  event_id bigint not null,
  next_try_at timestamptz not null default now(),
  tries integer not null default 0,
  constraint unapplied_events_pkey primary key (event_id),
  constraint unapplied_events_event_id_fkey foreign key (event_id) references public.webhook_events (id) on delete cascade
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index if not exists idx_unapplied_events_next_try on public.unapplied_events (next_try_at, event_id);

--! Included platform/public.safe_timestamptz.sql
-- An instant as a provider writes it, null for anything else: a cast that fails would stop a whole batch. The pattern admits
-- only days that exist, so no block that catches errors is needed; one costs a subtransaction, and this runs for every event.
-- No zone means UTC.
create or replace function public.safe_timestamptz(p_text text)
  returns timestamptz
  language plpgsql
  immutable
  parallel safe
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_text !~ '^((19|20)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|((19|20)(0[48]|[2468][048]|[13579][26])|2000)-02-29)[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-5]):?[0-5][0-9])?$' then
    return null;
  end if;
  return case when p_text ~ '(Z|[+-][0-9]{2}:?[0-9]{2})$' then p_text else p_text || 'Z' end::timestamptz;
end
$function$;
comment on function public.safe_timestamptz is
  'The instant written in an ISO 8601 text, UTC when it names no zone; null when it is none.';
revoke all on function public.safe_timestamptz from public;
grant execute on function public.safe_timestamptz to app_definer;
--! EndIncluded platform/public.safe_timestamptz.sql

alter table public.webhook_events
  add column happened_at timestamptz not null generated always as (
    coalesce(public.safe_timestamptz(body ->> 'updated_at'), received_at)
  ) stored,
  -- Durations are binary floats, written with up to 17 digits: 60.000000000000004 is a minute, not a minute and a pulse.
  add column duration_seconds integer generated always as (
    case
      when coalesce(body ->> 'conversation_duration', body ->> 'conversation_time') ~ '^[0-9]{1,6}(\.[0-9]+)?$'
        then ceil(round(coalesce(body ->> 'conversation_duration', body ->> 'conversation_time')::numeric, 6))::integer
    end
  ) stored,
  -- A body is read some twenty times when its event is applied; compressed, it would be unpacked as often.
  set (toast_tuple_target = 8160);
insert into public.unapplied_events (event_id, next_try_at, tries)
select w.id, w.next_try_at, w.tries
from public.webhook_events w
where w.applied_at is null and w.quarantine_reason is null
on conflict (event_id) do nothing;

-- The refresh of the summary consumes all notes, those of deleted tenants with them; the check of the key was half the price of a note.
alter table public.kpi_notes drop constraint if exists kpi_notes_user_id_fkey;

--! Included calls/public.unapplied_events.sql
-- What is left to do of the inbox: a row comes with its event and goes when the event has reached its call or was put aside. Names no
-- tenant.

comment on table public.unapplied_events is
  'One row per event in webhook_events whose content has not reached its call yet.';
comment on column public.unapplied_events.event_id is 'The event; the row is deleted with it.';
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
--! Included calls/public.call_event_facts.sql
-- How an execution of the provider is read: the one mapping from its words and fields to ours. The whole body
-- stays beside it, so a better mapping can be applied to what is stored. What the order and the price of a call need of
-- every event (happened_at, duration_seconds) is computed once, when the event is stored; the rest is read from the body.
-- No cast here can fail: numbers are tested by pattern, instants go through safe_timestamptz.
create or replace view public.call_event_facts with (security_barrier = true) as
select
  w.id,
  w.execution_id,
  w.agent_id,
  w.source,
  w.source = 'pull' as is_confirmation,
  p.status as word,
  coalesce(p.rank, (-1)::smallint) as rank,
  coalesce(p.is_terminal, false) as is_terminal,
  coalesce(p.frees_line, false) as frees_line,
  w.happened_at,
  coalesce(public.safe_timestamptz(w.body ->> 'created_at'), w.happened_at) as began_at,
  w.body_hash,
  w.duration_seconds,
  nullif(w.body ->> 'transcript', '') as transcript,
  nullif(w.body ->> 'summary', '') as summary,
  nullif(w.body #>> '{telephony_data,recording_url}', '') as recording_url,
  left(nullif(w.body #>> '{telephony_data,from_number}', ''), 50) as from_number,
  left(nullif(w.body #>> '{telephony_data,to_number}', ''), 50) as to_number,
  w.body #>> '{telephony_data,call_type}' as direction,
  w.body #>> '{telephony_data,provider}' as carrier,
  case
    when w.body #>> '{extracted_data,Callgres,sentiment,objective}' in ('positive', 'neutral', 'negative', 'mixed')
      then w.body #>> '{extracted_data,Callgres,sentiment,objective}'
  end as sentiment,
  nullif(w.body #>> '{extracted_data,Callgres,next_action,subjective}', '') as next_action,
  case
    when w.body #>> '{context_details,recipient_data,callgres_attempt_id}'
      ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
      then (w.body #>> '{context_details,recipient_data,callgres_attempt_id}')::uuid
  end as attempt_id,
  jsonb_strip_nulls(jsonb_build_object(
    'hangup_by', w.body #> '{telephony_data,hangup_by}',
    'hangup_reason', w.body #> '{telephony_data,hangup_reason}',
    'hangup_provider_code', w.body #> '{telephony_data,hangup_provider_code}',
    'ring_duration', w.body #> '{telephony_data,ring_duration}',
    'telephony_duration', w.body #> '{telephony_data,duration}',
    'telephony_provider', w.body #> '{telephony_data,provider}',
    'error_message', w.body -> 'error_message',
    'answered_by_voice_mail', w.body -> 'answered_by_voice_mail',
    'total_cost', w.body -> 'total_cost',
    'cost_breakdown', w.body -> 'cost_breakdown',
    'termination_reason', w.body -> 'termination_reason',
    'extracted_data', w.body -> 'extracted_data'
  )) as details
from public.webhook_events w
left join public.provider_statuses p on p.status = w.status
where w.quarantine_reason is null;

comment on view public.call_event_facts is 'One row per stored provider event read into typed facts; word is null and rank -1 for a status word that we do not know, whose echo and text still count. Read by the functions that apply events; for nobody else.';
comment on column public.call_event_facts.id is 'The event in webhook_events.';
comment on column public.call_event_facts.execution_id is 'The provider''s id of the call.';
comment on column public.call_event_facts.agent_id is 'The agent through whose secret address, or for whose call, the event came.';
comment on column public.call_event_facts.source is 'webhook: the provider told us. pull: we asked.';
comment on column public.call_event_facts.is_confirmation is 'True for an answer to our own question: only that can confirm an end.';
comment on column public.call_event_facts.word is 'Status word of the provider.';
comment on column public.call_event_facts.rank is 'How far along a call with this word is, 0 to 6.';
comment on column public.call_event_facts.is_terminal is 'True when nothing can follow.';
comment on column public.call_event_facts.frees_line is 'True when the line is free at this word.';
comment on column public.call_event_facts.happened_at is 'When the provider last changed the call; when it does not say, when we heard.';
comment on column public.call_event_facts.began_at is 'When the call began at the provider, the same in all its events; when the body does not say, as happened_at.';
comment on column public.call_event_facts.body_hash is 'SHA-256 of the body, the last tie-break between events.';
comment on column public.call_event_facts.duration_seconds is 'Talk time, rounded up. Unit: seconds.';
comment on column public.call_event_facts.transcript is 'What was said, a line for each turn.';
comment on column public.call_event_facts.summary is 'The provider''s summary.';
comment on column public.call_event_facts.recording_url is 'The provider''s link to the recording; it expires.';
comment on column public.call_event_facts.from_number is 'The calling end.';
comment on column public.call_event_facts.to_number is 'The called end.';
comment on column public.call_event_facts.direction is 'inbound or outbound, as the provider says.';
comment on column public.call_event_facts.carrier is 'Telephony provider behind the voice provider.';
comment on column public.call_event_facts.sentiment is 'Sentiment that the provider extracted, when it is one of our words.';
comment on column public.call_event_facts.next_action is 'Next step that the provider extracted.';
comment on column public.call_event_facts.attempt_id is 'Our attempt id as echoed by the provider, when it is well formed.';
comment on column public.call_event_facts.details is 'Hang-up, cost and extraction as the provider wrote them, for calls.metadata.';
revoke all on public.call_event_facts from public;
grant select on public.call_event_facts to app_definer;
alter view public.call_event_facts owner to app_definer;
--! EndIncluded calls/public.call_event_facts.sql
--! Included calls/public.fold_call_events.sql
-- What the events of a call amount to. A function of the set of events and of nothing else: neither order nor
-- repetition can matter, because they are not in it. A status word only rises in rank; each field comes from the
-- highest event that has it (rank, our own question before hearsay, the provider's time, hash); nothing is blanked.
--
-- Bodies are large and most of them were read before. Those below the lowest new event need not be read again: where none of
-- the others has a field, the call holds what they had.
--
-- The planner cannot know how many events there are, and would join them in nested loops, quadratic in the batch.
--
-- Only what came through the address of the call's own agent counts. An event that speaks of another tenant's call is
-- put aside when its batch is matched, but until then it lies beside the others and may not be folded in with them.
create or replace function public.fold_call_events(p_execution_ids text[])
  returns table (
    execution_id varchar,
    word varchar,
    rank smallint,
    is_confirmed boolean,
    started_at timestamptz,
    ended_at timestamptz,
    duration_seconds integer,
    transcript text,
    summary text,
    recording_url text,
    from_number text,
    to_number text,
    sentiment text,
    next_action text,
    details jsonb
  )
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set enable_nestloop = off
  set jit = off
as $function$
  with facts as materialized (
    select e.id, e.execution_id, e.agent_id, e.word, e.rank, e.is_confirmation, e.is_terminal, e.frees_line, e.happened_at,
      e.duration_seconds, e.body_hash
    from public.call_event_facts e
    where e.execution_id = any (p_execution_ids)
  ),
  events as materialized (
    select
      e.*,
      u.event_id is not null as is_new,
      row_number() over (order by e.rank, e.is_confirmation, e.happened_at, e.body_hash) as place,
      bool_or(e.is_confirmation and e.is_terminal) over (partition by e.execution_id) as is_over
    from facts e
    join public.calls c on c.bolna_execution_id = e.execution_id and c.agent_id = e.agent_id
    left join public.unapplied_events u on u.event_id = e.id and u.event_id = any (array(select f.id from facts f))
    where c.bolna_execution_id = any (p_execution_ids)
  ),
  outcomes as materialized (
    select
      e.execution_id,
      (array_agg(e.word order by e.place desc))[1] as word,
      max(e.rank) as rank,
      bool_or(e.is_confirmation and e.is_terminal) as is_confirmed,
      coalesce(
        min(e.happened_at) filter (where e.rank = 4),
        min(e.happened_at) filter (where e.frees_line)
          - max(e.duration_seconds) filter (where e.duration_seconds > 0) * interval '1 second'
      ) as started_at,
      min(e.happened_at) filter (where e.frees_line) as ended_at,
      -- Money follows the duration: once the end is confirmed, only our own question can have told it.
      (array_agg(e.duration_seconds order by e.place desc) filter (
        where e.duration_seconds is not null and (e.is_confirmation or not e.is_over)
      ))[1] as duration_seconds,
      min(e.place) filter (where e.is_new) as lowest_new_place
    from events e
    group by e.execution_id
  ),
  texts as materialized (
    select
      e.execution_id,
      (array_agg(f.transcript order by e.place desc) filter (where f.transcript is not null))[1] as transcript,
      (array_agg(f.summary order by e.place desc) filter (where f.summary is not null))[1] as summary,
      (array_agg(f.recording_url order by e.place desc) filter (where f.recording_url is not null))[1] as recording_url,
      (array_agg(f.from_number order by e.place desc) filter (where f.from_number is not null))[1] as from_number,
      (array_agg(f.to_number order by e.place desc) filter (where f.to_number is not null))[1] as to_number,
      (array_agg(f.sentiment order by e.place desc) filter (where f.sentiment is not null))[1] as sentiment,
      (array_agg(f.next_action order by e.place desc) filter (where f.next_action is not null))[1] as next_action,
      (array_agg(f.details order by e.place desc) filter (where f.details <> '{}'))[1] as details
    from public.call_event_facts f
    join events e on e.id = f.id
    where f.id = any (array(
      select n.id
      from events n
      join outcomes o on o.execution_id = n.execution_id and o.lowest_new_place <= n.place
    ))
    group by e.execution_id
  )
  select o.execution_id, o.word, o.rank, o.is_confirmed, o.started_at, o.ended_at, o.duration_seconds,
    t.transcript, t.summary, t.recording_url, t.from_number, t.to_number, t.sentiment, t.next_action, t.details
  from outcomes o
  left join texts t on t.execution_id = o.execution_id
$function$;
comment on function public.fold_call_events is
  'For each execution what all its stored events amount to; a text (transcript to details) is null when the call holds it already or nobody has it. Times are the provider''s; durations in seconds. Called by merge_folded_calls.';
revoke all on function public.fold_call_events from public;
alter function public.fold_call_events owner to app_definer;
--! EndIncluded calls/public.fold_call_events.sql
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
  'Brings calls to what their events amount to and sets the price of those whose end is now confirmed; returns how many changed. Called by apply_call_events.';
revoke all on function public.merge_folded_calls from public;
alter function public.merge_folded_calls owner to app_definer;
--! EndIncluded calls/public.merge_folded_calls.sql
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
  'Makes the calls of events whose execution has none: accepted dials and inbound calls. Called by match_call_events.';
revoke all on function public.match_unknown_executions from public;
alter function public.match_unknown_executions owner to app_definer;
--! EndIncluded calls/public.match_unknown_executions.sql
--! Included calls/public.match_call_events.sql
-- Finds the calls of events whose execution we do not know yet. An event that came through one agent's address about another
-- agent's call changes nothing and is put aside.
create or replace function public.match_call_events(p_event_ids bigint[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_unknown bigint[];
begin
  v_unknown := array(
    select w.id
    from public.webhook_events w
    where w.id = any (p_event_ids)
      and not exists (select from public.calls c where c.bolna_execution_id = w.execution_id)
  );
  if v_unknown <> '{}' then
    perform public.match_unknown_executions(v_unknown, p_now);
  end if;

  update public.webhook_events w
  set quarantine_reason = 'foreign_call'
  from public.calls c
  where w.id = any (p_event_ids)
    and c.bolna_execution_id = w.execution_id
    and w.agent_id is distinct from c.agent_id;
end
$function$;
comment on function public.match_call_events is
  'Makes the calls that events are the first to tell of and quarantines events about another agent''s call. Called by apply_call_events.';
revoke all on function public.match_call_events from public;
alter function public.match_call_events owner to app_definer;
--! EndIncluded calls/public.match_call_events.sql
--! Included calls/public.postpone_call_events.sql
-- Events that matched no call: the answer to our dial may be slower than the webhook about it, so they are tried again, at
-- growing intervals; after a day nobody will tell us of that call any more. What was put aside meanwhile leaves the queue.
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
    and w.received_at < p_now - interval '24 hours';

  delete from public.unapplied_events u
  using public.webhook_events w
  where u.event_id = any (p_event_ids)
    and w.id = u.event_id
    and w.quarantine_reason is not null;

  update public.unapplied_events u
  set tries = u.tries + 1,
      next_try_at = p_now + least(interval '5 minutes', interval '2 seconds' * power(2, least(u.tries, 10)))
  where u.event_id = any (p_event_ids);
end
$function$;
comment on function public.postpone_call_events is
  'Has those of the events that are still unapplied tried again later, or puts them aside after 24 hours. Called by apply_call_events.';
revoke all on function public.postpone_call_events from public;
alter function public.postpone_call_events owner to app_definer;
--! EndIncluded calls/public.postpone_call_events.sql
--! Included calls/public.apply_call_events.sql
-- Applies a batch of stored provider events to the calls they are about. Consequences (slots, queue, money,
-- counters, live events) are the statement triggers of calls, for the whole batch at once.
--
-- One applier at a time, under the row 'events'; whoever finds it taken leaves. Events are taken by "not yet
-- applied", never by "id greater than the last": ids are not commit order, and a lower id that commits later would
-- be skipped for ever.
-- Locks: events, attempts, calls, users, then the triggers in their order.
create or replace function public.apply_call_events(p_limit integer default 200, p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
declare
  v_events bigint[];
  v_known bigint[];
  v_executions text[];
begin
  perform 1 from public.dispatch_locks d where d.name = 'events' for update skip locked;
  if not found then
    return 0;
  end if;
  v_events := array(
    select u.event_id
    from public.unapplied_events u
    where u.next_try_at <= p_now
    order by u.next_try_at, u.event_id
    limit p_limit
  );
  if v_events = '{}' then
    return 0;
  end if;

  perform public.match_call_events(v_events, p_now);
  select array_agg(w.id), array_agg(distinct w.execution_id::text)
  into v_known, v_executions
  from public.webhook_events w
  join public.calls c on c.bolna_execution_id = w.execution_id
  where w.id = any (v_events) and w.quarantine_reason is null;
  perform public.merge_folded_calls(v_executions, p_now);

  delete from public.unapplied_events u where u.event_id = any (v_known);
  if cardinality(v_events) > coalesce(cardinality(v_known), 0) then
    perform public.postpone_call_events(v_events, p_now);
  end if;
  return cardinality(v_events);
end
$function$;
comment on function public.apply_call_events is
  'Applies up to p_limit stored provider events and returns how many were looked at: 0 when none is due or another applier is at work. What matches no call is tried again for 24 hours, then quarantined.';
revoke all on function public.apply_call_events from public;
grant execute on function public.apply_call_events to app_worker;
alter function public.apply_call_events owner to app_definer;
--! EndIncluded calls/public.apply_call_events.sql
--! Included calls/public.quarantine_next_event.sql
-- The last resort of the applier: when a batch of one still fails, that event is put aside so that the others go on.
create or replace function public.quarantine_next_event(p_reason text, p_now timestamptz default now())
  returns bigint
  language sql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  with next as (
    delete from public.unapplied_events u
    where u.event_id = (
      select x.event_id
      from public.unapplied_events x
      where x.next_try_at <= p_now
      order by x.next_try_at, x.event_id
      limit 1
      for update skip locked
    )
    returning u.event_id
  )
  update public.webhook_events w
  set quarantine_reason = left(p_reason, 50)
  from next
  where w.id = next.event_id
  returning w.id
$function$;
comment on function public.quarantine_next_event is
  'Puts the event aside that apply_call_events would take next; returns its id. Called when a batch of one has failed.';
revoke all on function public.quarantine_next_event from public;
grant execute on function public.quarantine_next_event to app_worker;
alter function public.quarantine_next_event owner to app_definer;
--! EndIncluded calls/public.quarantine_next_event.sql
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
    insert into public.unapplied_events (event_id, next_try_at)
    values (v_id, p_now)
    on conflict (event_id) do update
    set tries = 0, next_try_at = excluded.next_try_at;
  end if;
  return true;
end
$function$;
comment on function public.store_call_event is
  'Stores one provider event; returns false for a repetition. Called by receive_call_event and store_pulled_execution.';
revoke all on function public.store_call_event from public;
alter function public.store_call_event owner to app_definer;
--! EndIncluded calls/public.store_call_event.sql
--! Included calls/public.store_transcripts.sql
-- The text of a call has its own table, because it is large and read rarely.
create or replace function public.store_transcripts()
  returns trigger
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into public.transcripts as t (call_id, user_id, agent_id, transcript_text, word_count)
  select n.id, n.user_id, n.agent_id, n.transcript,
    regexp_count(n.transcript, '\S+')
  from new_rows n
  join old_rows o on o.id = n.id
  where n.transcript is not null
    and n.transcript is distinct from o.transcript
  order by n.id
  on conflict (call_id) do update
  set transcript_text = excluded.transcript_text,
      word_count = excluded.word_count,
      updated_at = excluded.updated_at;
  return null;
end
$function$;
comment on function public.store_transcripts is
  'Keeps transcripts beside the calls whose text has changed.';
revoke all on function public.store_transcripts from public;
alter function public.store_transcripts owner to app_definer;
--! EndIncluded calls/public.store_transcripts.sql
--! Included dialing/public.insert_dialed_calls.sql
-- The rows of accepted dials. Their day and hour are those of the moment at which the dial was sent, in the
-- tenant's zone: what arrives late does not move to another day.
create or replace function public.insert_dialed_calls(
  p_attempt_ids uuid[],
  p_execution_ids text[],
  p_bind_to_queue boolean,
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_silence interval := public.setting('dial.silence_ms') * interval '1 millisecond';
begin
  insert into public.calls (
    user_id, agent_id, contact_id, campaign_id, queue_id, attempt_id, bolna_conversation_id, bolna_execution_id,
    phone_number, to_number, call_source, caller_name, lead_type, status, created_at, next_confirm_at,
    local_date, local_hour
  )
  select
    a.user_id, q.agent_id, q.contact_id, q.campaign_id, case when p_bind_to_queue then q.id end, a.id,
    e.execution_id, e.execution_id, a.phone_number, a.phone_number,
    public.determine_call_source(null, a.phone_number), q.contact_name, 'outbound', 'initiated',
    a.sent_at, p_now + v_silence,
    (a.sent_at at time zone z.zone)::date, extract(hour from a.sent_at at time zone z.zone)
  from unnest(p_attempt_ids, p_execution_ids) as e (attempt_id, execution_id)
  join public.call_attempts a on a.id = e.attempt_id
  join public.call_queue q on q.id = a.queue_id
  cross join lateral (select public.get_user_timezone(a.user_id) as zone) z
  order by e.execution_id
  on conflict (bolna_execution_id) do nothing;

  -- What came in before the call was known need not wait for its next try.
  update public.unapplied_events u
  set next_try_at = p_now
  from public.webhook_events w
  where w.execution_id = any (p_execution_ids)
    and u.event_id = w.id
    and u.next_try_at > p_now;
end
$function$;
comment on function public.insert_dialed_calls is
  'Inserts the calls of accepted attempts and makes waiting events of theirs due. Called by accept_attempts and adopt_ghosts.';
revoke all on function public.insert_dialed_calls from public;
alter function public.insert_dialed_calls owner to app_definer;
--! EndIncluded dialing/public.insert_dialed_calls.sql
--! Included dialing/public.note_listed_executions.sql
-- Of the executions that a listing shows, those that we know nothing about: each must be fetched whole, because the
-- rows of a listing do not say which attempt they are. One that was fetched and matched nothing is fetched again after
-- half a minute: early answers may lack what identifies them.
create or replace function public.note_listed_executions(
  p_reconciliation_id bigint,
  p_execution_ids text[],
  p_now timestamptz default now()
)
  returns setof text
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select distinct e.id
  from unnest(p_execution_ids) as e (id)
  where exists (select from public.reconciliations r where r.id = p_reconciliation_id and r.finished_at is null)
    and not exists (select from public.calls c where c.bolna_execution_id = e.id)
    and not exists (
      select
      from public.webhook_events w
      where w.execution_id = e.id
        and w.source = 'pull'
        and (
          w.received_at > p_now - interval '30 seconds'
          or (w.quarantine_reason is null and not exists (select from public.unapplied_events u where u.event_id = w.id))
        )
    )
$function$;
comment on function public.note_listed_executions is
  'Those of the listed executions that have to be fetched whole: neither a call of ours nor asked about just now.';
revoke all on function public.note_listed_executions from public;
grant execute on function public.note_listed_executions to app_worker;
alter function public.note_listed_executions owner to app_definer;
--! EndIncluded dialing/public.note_listed_executions.sql
--! Included dialing/public.finish_reconciliation.sql
-- Writes off what the provider does not show. Only by a listing that was complete and was begun after the
-- attempt's lease and the settle time: before that the provider need not show a call that it has accepted.
-- As long as answers of this agent wait to be applied, one of them may be the call: then nothing is written off now.
create or replace function public.finish_reconciliation(
  p_reconciliation_id bigint,
  p_complete boolean,
  p_now timestamptz default now()
)
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_listing public.reconciliations;
  v_settle interval := public.setting('dial.settle_ms') * interval '1 millisecond';
  v_voided integer := 0;
begin
  select r.*
  into strict v_listing
  from public.reconciliations r
  where r.id = p_reconciliation_id
  for no key update;

  if p_complete and not exists (
    select
    from public.webhook_events w
    join public.unapplied_events u on u.event_id = w.id
    where w.agent_id = v_listing.agent_id and u.tries = 0
  ) and not exists (
    -- An execution that nobody can identify yet may be any of them.
    select
    from public.webhook_events w
    join public.unapplied_events u on u.event_id = w.id
    where w.agent_id = v_listing.agent_id
      and w.source = 'pull'
    group by w.execution_id
    having bool_and(
      w.body #>> '{telephony_data,to_number}' is null
      and w.body #>> '{context_details,recipient_data,callgres_attempt_id}' is null
    )
  ) then
    v_voided := public.end_attempts(
      array(
        select a.id
        from public.call_attempts a
        join public.call_queue q on q.id = a.queue_id
        where a.state = 'unknown'
          and q.agent_id = v_listing.agent_id
          and a.sent_at >= v_listing.window_from
          and a.lease_deadline + v_settle < v_listing.begun_at
      ),
      'void', 'retry', 'not_shown_by_provider', p_now => p_now
    );
  end if;

  update public.reconciliations r
  set finished_at = p_now, complete = p_complete, voided = v_voided
  where r.id = p_reconciliation_id;
  return v_voided;
end
$function$;
comment on function public.finish_reconciliation is
  'Ends a listing. When it was complete, attempts that it should have shown and did not become void; returns how many.';
revoke all on function public.finish_reconciliation from public;
grant execute on function public.finish_reconciliation to app_worker;
alter function public.finish_reconciliation owner to app_definer;
--! EndIncluded dialing/public.finish_reconciliation.sql
--! Included integrity/public.invariant_09_status_follows_words.sql
-- The status of a call is the map of the highest word heard of it, and a word only rises. The one exception is decided at
-- confirmation: a completed call with too little talk counts as not answered. Which talk was too little then is a
-- setting, so both outcomes pass here. Calls without any word (loaded history) have nothing to be compared with.
create or replace view public.invariant_09_status_follows_words with (security_barrier = true) as
select
  'calls' as object,
  c.id::text as key,
  format('%s at rank %s, but %s has rank %s and means %s', c.status, c.status_rank, c.provider_status, p.rank, p.call_status) as detail
from public.calls c
left join public.provider_statuses p on p.status = c.provider_status
where c.provider_status is not null
  and (
    p.status is null
    or (c.status <> p.call_status and not (p.call_status = 'completed' and c.confirmed_at is not null and c.status = 'no-answer'))
    or c.status_rank < p.rank
    or (c.confirmed_at is null and c.status_rank > p.rank)
  )
union all
select 'calls', c.id::text, format('rank %s, but an applied event says %s', c.status_rank, max(f.rank))
from public.call_event_facts f
join public.calls c on c.bolna_execution_id = f.execution_id
where f.rank > c.status_rank
  and not exists (select from public.unapplied_events u where u.event_id = f.id)
group by c.id, c.status_rank;

comment on view public.invariant_09_status_follows_words is 'Calls whose status does not follow from the providers words. Must be empty.';
comment on column public.invariant_09_status_follows_words.object is 'The table at fault.';
comment on column public.invariant_09_status_follows_words.key is 'Key of the row at fault.';
comment on column public.invariant_09_status_follows_words.detail is 'What was expected.';
revoke all on public.invariant_09_status_follows_words from public;
alter view public.invariant_09_status_follows_words owner to app_definer;
--! EndIncluded integrity/public.invariant_09_status_follows_words.sql
--! Included integrity/public.invariant_10_unapplied_events_at.sql
-- What the provider says about a call that we know is applied at once. An event that waits for a minute is stuck: the
-- batch it is in fails, or nobody applies.
create or replace function public.invariant_10_unapplied_events_at(p_now timestamptz default now())
  returns table (object text, key text, detail text)
  language sql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
  select 'webhook_events', w.id::text, format('about %s, waits since %s', w.execution_id, w.received_at)
  from public.unapplied_events u
  join public.webhook_events w on w.id = u.event_id
  where w.received_at < p_now - interval '60 seconds'
    and exists (
      select from public.calls c where c.bolna_execution_id = w.execution_id and c.created_at < p_now - interval '60 seconds'
    )
$function$;

comment on function public.invariant_10_unapplied_events_at is
  'Events about known calls that had waited for a minute at an instant. Read by invariant_10_unapplied_events.';
revoke all on function public.invariant_10_unapplied_events_at from public;
alter function public.invariant_10_unapplied_events_at owner to app_definer;
--! EndIncluded integrity/public.invariant_10_unapplied_events_at.sql
--! Included platform/api.get_health.sql
-- Is the installation fit for work: schema there, a worker alive, events applied in time.
create or replace function api.get_health(p_now timestamptz default now())
  returns table (part text, is_ok boolean, detail text)
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select 'worker', coalesce(max(w.seen_at) > p_now - interval '60 seconds', false),
    coalesce('last seen ' || round(extract(epoch from p_now - max(w.seen_at)))::text || ' s ago', 'never seen')
  from public.workers w
  union all
  select 'events', coalesce(min(e.received_at) > p_now - interval '60 seconds', true),
    count(*)::text || ' waiting'
  from public.unapplied_events u
  join public.webhook_events e on e.id = u.event_id
  where u.tries = 0
  union all
  select 'attempts', coalesce(min(a.lease_deadline) > p_now - interval '30 minutes', true),
    count(*)::text || ' open before acceptance'
  from public.call_attempts a
  where a.state in ('intent', 'sending', 'unknown')
$function$;
comment on function api.get_health is
  'One row per part of the installation with whether it works and a word why. Counts only, no tenant''s data.
@notNull part
@notNull is_ok';
revoke all on function api.get_health from public;
grant execute on function api.get_health to app_api;
alter function api.get_health owner to app_definer;
--! EndIncluded platform/api.get_health.sql
--! Included analytics/public.kpi_notes.sql
-- Append-only notes which days of the KPI summary are out of date. Without a unique key on purpose: "note only if not noted" may meet the
-- very note that the refresh is deleting, and the day stays wrong for ever.

comment on table public.kpi_notes is
  'One row per change of a tenant''s day since the last refresh of the summary; pairs repeat.';
comment on column public.kpi_notes.user_id is 'The tenant the row belongs to; the next refresh deletes it, whether the tenant is still there or not.';
comment on column public.kpi_notes.date is 'Local day whose row in the summary is out of date; -infinity: none, but all that is cached about the tenant is.';

alter table public.kpi_notes enable row level security;
alter table public.kpi_notes force row level security;

drop policy if exists kpi_notes_select_own on public.kpi_notes;
create policy kpi_notes_select_own on public.kpi_notes for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy kpi_notes_select_own on public.kpi_notes is 'A tenant reads which of its own days are noted.';

drop policy if exists kpi_notes_select_masker on public.kpi_notes;
create policy kpi_notes_select_masker on public.kpi_notes for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy kpi_notes_select_masker on public.kpi_notes is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists kpi_notes_all_definer on public.kpi_notes;
create policy kpi_notes_all_definer on public.kpi_notes for all to app_definer
  using (true) with check (true);
comment on policy kpi_notes_all_definer on public.kpi_notes is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.kpi_notes to app_user;
grant select, insert, update, delete on public.kpi_notes to app_definer;
grant select on public.kpi_notes to app_masker;
--! EndIncluded analytics/public.kpi_notes.sql

alter table public.webhook_events
  drop column applied_at,
  drop column next_try_at,
  drop column tries;
--! Included calls/public.webhook_events.sql
-- The inbox. Everything the provider said is kept as it came, then applied in batches; the same words twice are one row. Bodies hold
-- personal data and come from outside: functions only. Rows are not written again (unless one is put aside): what still has to be
-- applied is unapplied_events, because a mark in these wide, much indexed rows was a tenth of the price of applying an event.

comment on table public.webhook_events is
  'One row per event of the provider, pushed by it or pulled by us; kept for 30 days.';
comment on column public.webhook_events.id is 'Running number; not an order: ids do not commit in order.';
comment on column public.webhook_events.source is 'webhook: pushed to us, a hint; pull: our own question, which may confirm.';
comment on column public.webhook_events.agent_id is 'Agent whose secret path or listing it came by; null when that is unknown.';
comment on column public.webhook_events.execution_id is 'Id of the call at the provider, as text; null when the body has none.';
comment on column public.webhook_events.status is 'The provider''s word; null when the body has none.';
comment on column public.webhook_events.body_hash is 'SHA-256 of the bytes in hex: with source, execution and status it recognises a repetition.';
comment on column public.webhook_events.body is 'The body as JSON; null when it could not be read as such.';
comment on column public.webhook_events.raw_text is 'The body as text when it is not usable JSON, else null.';
comment on column public.webhook_events.source_ip is 'Address it came from; null for pulled ones.';
comment on column public.webhook_events.received_at is 'When it was stored.';
comment on column public.webhook_events.quarantine_reason is 'Key of the reason why it is not applied any more; null while it may be.';
comment on column public.webhook_events.happened_at is 'When the provider last changed the call; when it does not say, when we heard.';
comment on column public.webhook_events.duration_seconds is 'Talk time, rounded up. Unit: seconds.';

alter table public.webhook_events enable row level security;
alter table public.webhook_events force row level security;

drop policy if exists webhook_events_all_definer on public.webhook_events;
create policy webhook_events_all_definer on public.webhook_events for all to app_definer
  using (true) with check (true);
comment on policy webhook_events_all_definer on public.webhook_events is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select, insert, update, delete on public.webhook_events to app_definer;
--! EndIncluded calls/public.webhook_events.sql
