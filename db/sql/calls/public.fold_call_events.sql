-- What the events of a call amount to. A function of the set of events and of nothing else: neither order nor
-- repetition can matter, because they are not in it. A status word only rises in rank; each field comes from the
-- highest event that has it (rank, our own question before hearsay, the provider's time, hash); nothing is blanked.
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
  set jit = off
as $function$
  select
    f.execution_id,
    (array_agg(f.word order by f.place desc))[1],
    max(f.rank),
    bool_or(f.is_confirmation and f.is_terminal),
    coalesce(
      min(f.happened_at) filter (where f.rank = 4),
      min(f.happened_at) filter (where f.frees_line)
        - max(f.duration_seconds) filter (where f.duration_seconds > 0) * interval '1 second'
    ),
    min(f.happened_at) filter (where f.frees_line),
    -- Money follows the duration: once the end is confirmed, only our own question can have told it.
    (array_agg(f.duration_seconds order by f.place desc) filter (
      where f.duration_seconds is not null and (f.is_confirmation or not f.is_over)
    ))[1],
    (array_agg(f.transcript order by f.place desc) filter (where f.transcript is not null))[1],
    (array_agg(f.summary order by f.place desc) filter (where f.summary is not null))[1],
    (array_agg(f.recording_url order by f.place desc) filter (where f.recording_url is not null))[1],
    (array_agg(f.from_number order by f.place desc) filter (where f.from_number is not null))[1],
    (array_agg(f.to_number order by f.place desc) filter (where f.to_number is not null))[1],
    (array_agg(f.sentiment order by f.place desc) filter (where f.sentiment is not null))[1],
    (array_agg(f.next_action order by f.place desc) filter (where f.next_action is not null))[1],
    coalesce((array_agg(f.details order by f.place desc) filter (where f.details <> '{}'))[1], '{}')
  from (
    select
      e.*,
      row_number() over (order by e.rank, e.is_confirmation, e.happened_at, e.body_hash) as place,
      bool_or(e.is_confirmation and e.is_terminal) over (partition by e.execution_id) as is_over
    from public.call_event_facts e
    join public.calls c on c.bolna_execution_id = e.execution_id and c.agent_id = e.agent_id
    where e.execution_id = any (p_execution_ids)
  ) f
  group by f.execution_id
$function$;
comment on function public.fold_call_events is
  'For each execution what all its stored events amount to. Times are the provider''s; durations in seconds. Called by apply_call_events.';
revoke all on function public.fold_call_events from public;
alter function public.fold_call_events owner to app_definer;
