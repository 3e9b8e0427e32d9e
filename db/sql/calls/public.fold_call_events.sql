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
    from public.call_event_words e
    where e.execution_id = any (p_execution_ids)
  ),
  -- Place 1 is the highest event of its call.
  events as materialized (
    select
      e.*,
      u.event_id is not null as is_new,
      row_number() over (
        partition by e.execution_id order by e.rank desc, e.is_confirmation desc, e.happened_at desc, e.body_hash desc
      ) as place,
      bool_or(e.is_confirmation and e.is_terminal) over (partition by e.execution_id) as is_over
    from facts e
    join public.calls c on c.bolna_execution_id = e.execution_id and c.agent_id = e.agent_id
    left join public.unapplied_events u on u.event_id = e.id and u.event_id = any (array(select f.id from facts f))
    where c.bolna_execution_id = any (p_execution_ids)
  ),
  outcomes as materialized (
    select
      e.execution_id,
      (array_agg(e.word order by e.place))[1] as word,
      max(e.rank) as rank,
      bool_or(e.is_confirmation and e.is_terminal) as is_confirmed,
      coalesce(
        min(e.happened_at) filter (where e.rank = 4),
        min(e.happened_at) filter (where e.frees_line)
          - max(e.duration_seconds) filter (where e.duration_seconds > 0) * interval '1 second'
      ) as started_at,
      min(e.happened_at) filter (where e.frees_line) as ended_at,
      -- Money follows the duration: once the end is confirmed, only our own question can have told it.
      (array_agg(e.duration_seconds order by e.place) filter (
        where e.duration_seconds is not null and (e.is_confirmation or not e.is_over)
      ))[1] as duration_seconds,
      max(e.place) filter (where e.is_new) as lowest_new_place
    from events e
    group by e.execution_id
  ),
  texts as materialized (
    select
      e.execution_id,
      (array_agg(f.transcript order by e.place) filter (where f.transcript is not null))[1] as transcript,
      (array_agg(f.summary order by e.place) filter (where f.summary is not null))[1] as summary,
      (array_agg(f.recording_url order by e.place) filter (where f.recording_url is not null))[1] as recording_url,
      (array_agg(f.from_number order by e.place) filter (where f.from_number is not null))[1] as from_number,
      (array_agg(f.to_number order by e.place) filter (where f.to_number is not null))[1] as to_number,
      (array_agg(f.sentiment order by e.place) filter (where f.sentiment is not null))[1] as sentiment,
      (array_agg(f.next_action order by e.place) filter (where f.next_action is not null))[1] as next_action,
      (array_agg(f.details order by e.place) filter (where f.details <> '{}'))[1] as details
    from public.call_event_facts f
    join events e on e.id = f.id
    where f.id = any (array(
      select n.id
      from events n
      join outcomes o on o.execution_id = n.execution_id and n.place <= o.lowest_new_place
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
