--! Previous: sha1:05703bd17672a8c40d34d25472c32c36a2466704
--! Hash: sha1:eaaca5fe556ab82347c0270ea3e4b7edc2a126a6
--! Message: Contacts, imports and events

--! split: 1-current.sql
-- The body of an event is read in one pass, and only where something new may be in it.
--! Included calls/public.call_event_words.sql
-- What the order and the price of a call need of each of its events, without a look into the body: happened_at and duration_seconds are
-- computed once, when the event is stored.
create or replace view public.call_event_words with (security_barrier = true) as
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
  w.body_hash,
  w.duration_seconds,
  w.body
from public.webhook_events w
left join public.provider_statuses p on p.status = w.status
where w.quarantine_reason is null;

comment on view public.call_event_words is 'One row per stored provider event that may count, read as far as its status word goes; word is null and rank -1 for one that we do not know, whose echo and text still count. Read by the functions that apply events; for nobody else.';
comment on column public.call_event_words.id is 'The event in webhook_events.';
comment on column public.call_event_words.execution_id is 'The provider''s id of the call.';
comment on column public.call_event_words.agent_id is 'The agent through whose secret address, or for whose call, the event came.';
comment on column public.call_event_words.source is 'webhook: the provider told us. pull: we asked.';
comment on column public.call_event_words.is_confirmation is 'True for an answer to our own question: only that can confirm an end.';
comment on column public.call_event_words.word is 'Status word of the provider.';
comment on column public.call_event_words.rank is 'How far along a call with this word is, 0 to 6.';
comment on column public.call_event_words.is_terminal is 'True when nothing can follow.';
comment on column public.call_event_words.frees_line is 'True when the line is free at this word.';
comment on column public.call_event_words.happened_at is 'When the provider last changed the call; when it does not say, when we heard.';
comment on column public.call_event_words.body_hash is 'SHA-256 of the body, the last tie-break between events.';
comment on column public.call_event_words.duration_seconds is 'Talk time, rounded up. Unit: seconds.';
comment on column public.call_event_words.body is 'The body as JSON, for call_event_facts; null when it could not be read as such.';
revoke all on public.call_event_words from public;
grant select on public.call_event_words to app_definer;
alter view public.call_event_words owner to app_definer;
--! EndIncluded calls/public.call_event_words.sql
--! Included calls/public.call_event_facts.sql
-- How an execution of the provider is read: the one mapping from its fields to ours; its words are read by call_event_words. The
-- whole body stays beside it, so a better mapping can be applied to what is stored.
-- No cast here can fail: numbers are tested by pattern, instants go through safe_timestamptz.
create or replace view public.call_event_facts with (security_barrier = true) as
select
  w.id,
  w.execution_id,
  w.agent_id,
  w.source,
  w.is_confirmation,
  w.word,
  w.rank,
  w.is_terminal,
  w.frees_line,
  w.happened_at,
  coalesce(public.safe_timestamptz(b.created_at), w.happened_at) as began_at,
  w.body_hash,
  w.duration_seconds,
  nullif(b.transcript, '') as transcript,
  nullif(b.summary, '') as summary,
  nullif(b.telephony_data ->> 'recording_url', '') as recording_url,
  left(nullif(b.telephony_data ->> 'from_number', ''), 50) as from_number,
  left(nullif(b.telephony_data ->> 'to_number', ''), 50) as to_number,
  b.telephony_data ->> 'call_type' as direction,
  b.telephony_data ->> 'provider' as carrier,
  case
    when b.extracted_data #>> '{Callgres,sentiment,objective}' in ('positive', 'neutral', 'negative', 'mixed')
      then b.extracted_data #>> '{Callgres,sentiment,objective}'
  end as sentiment,
  nullif(b.extracted_data #>> '{Callgres,next_action,subjective}', '') as next_action,
  case
    when b.context_details #>> '{recipient_data,callgres_attempt_id}'
      ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
      then (b.context_details #>> '{recipient_data,callgres_attempt_id}')::uuid
  end as attempt_id,
  jsonb_strip_nulls(jsonb_build_object(
    'hangup_by', b.telephony_data -> 'hangup_by',
    'hangup_reason', b.telephony_data -> 'hangup_reason',
    'hangup_provider_code', b.telephony_data -> 'hangup_provider_code',
    'ring_duration', b.telephony_data -> 'ring_duration',
    'telephony_duration', b.telephony_data -> 'duration',
    'telephony_provider', b.telephony_data -> 'provider',
    'error_message', b.error_message,
    'answered_by_voice_mail', b.answered_by_voice_mail,
    'total_cost', b.total_cost,
    'cost_breakdown', b.cost_breakdown,
    'termination_reason', b.termination_reason,
    'extracted_data', b.extracted_data
  )) as details
from public.call_event_words w
-- One pass over the body: each ->> of a large value unpacks the whole of it again, and there are twenty.
left join lateral jsonb_to_record(case when jsonb_typeof(w.body) = 'object' then w.body end) as b (
  created_at text, transcript text, summary text, telephony_data jsonb, extracted_data jsonb, context_details jsonb,
  error_message jsonb, answered_by_voice_mail jsonb, total_cost jsonb, cost_breakdown jsonb, termination_reason jsonb
) on true;

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
--! EndIncluded calls/public.fold_call_events.sql

-- Attempts of an agent that is gone at the provider end.
drop function if exists public.finish_reconciliation(bigint, boolean, timestamptz);
--! Included dialing/public.finish_reconciliation.sql
-- Writes off what the provider does not show. Only by a listing that was complete and was begun after the
-- attempt's lease and the settle time: before that the provider need not show a call that it has accepted.
-- As long as answers of this agent wait to be applied, one of them may be the call: then nothing is written off now.
--
-- An agent that is gone at the provider took its executions along: no listing can ever be complete. After an hour of that its
-- attempts end without another try, because a phone may have rung; before, a 404 may be a slip of the provider.
create or replace function public.finish_reconciliation(
  p_reconciliation_id bigint,
  p_complete boolean,
  p_http_status integer default null,
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

  if not p_complete and p_http_status = 404 then
    v_voided := public.end_attempts(
      array(
        select a.id
        from public.call_attempts a
        join public.call_queue q on q.id = a.queue_id
        where a.state = 'unknown'
          and q.agent_id = v_listing.agent_id
          and a.lease_deadline + v_settle + interval '1 hour' < v_listing.begun_at
      ),
      'void', 'fail', 'agent_gone_at_provider', p_now => p_now
    );
  end if;

  update public.reconciliations r
  set finished_at = p_now, complete = p_complete, voided = v_voided
  where r.id = p_reconciliation_id;
  return v_voided;
end
$function$;
comment on function public.finish_reconciliation is
  'Ends a listing. When it was complete, attempts that it should have shown and did not become void; when it was not, p_http_status is what the provider answered at last, and 404 gives up attempts that are over an hour old. Returns how many became void.';
revoke all on function public.finish_reconciliation from public;
grant execute on function public.finish_reconciliation to app_worker;
alter function public.finish_reconciliation owner to app_definer;
--! EndIncluded dialing/public.finish_reconciliation.sql

-- Contacts by hand: added, changed, and acts on many of them that can be undone.
drop table if exists public.contact_actions cascade;
create table public.contact_actions (
  id uuid not null default public.uuid_generate_v4(),
  user_id uuid not null,
  kind varchar(20) not null,
  tag varchar(50),
  status varchar(20) not null default 'running',
  contact_ids uuid[] not null,
  people_done integer not null default 0,
  created_at timestamptz not null default current_timestamp,
  finished_at timestamptz,
  constraint contact_actions_pkey primary key (id),
  constraint contact_actions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint contact_actions_kind_check check (kind in ('add_tag', 'remove_tag', 'remove')),
  constraint contact_actions_tag_check check ((kind = 'remove') = (tag is null)),
  constraint contact_actions_status_check check (status in ('running', 'done', 'undoing', 'undone')),
  constraint contact_actions_people_done_check check (people_done between 0 and cardinality(contact_ids)),
  constraint contact_actions_finished_check check ((finished_at is null) = (status in ('running', 'undoing')))
);
create index idx_contact_actions_user on public.contact_actions (user_id, created_at desc);
insert into public.system_config (key, value, description)
values ('bulk.chunk_people', '5000', 'Contacts that an act on many of them changes in one transaction. Unit: people. Bounds: 1 to 100000.')
on conflict (key) do nothing;
--! Included contacts/public.contact_actions.sql
-- What was done to many contacts at once: the people are fixed when it is asked for, so that what was counted is what is done, and undo
-- finds the same ones. An array, not a table of targets: it is written once, read in slices, and nobody asks it backwards.

comment on table public.contact_actions is 'One row per act on many contacts, kept while it can be undone.';
comment on column public.contact_actions.id is 'The act.';
comment on column public.contact_actions.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_actions.kind is 'add_tag, remove_tag; remove takes them out of the directory.';
comment on column public.contact_actions.tag is 'Which tag; null when they are removed.';
comment on column public.contact_actions.status is 'running; done; undoing; undone.';
comment on column public.contact_actions.contact_ids is 'Whom it changes, by id: those that had the tag already, and the like, are not among them.';
comment on column public.contact_actions.people_done is 'How many of them are done, in the direction that status says. Unit: people.';
comment on column public.contact_actions.created_at is 'When it was asked for; removed contacts carry it as deleted_at, by which undo knows them.';
comment on column public.contact_actions.finished_at is 'When the last one was done, or undone; null before.';

alter table public.contact_actions enable row level security;
alter table public.contact_actions force row level security;

drop policy if exists contact_actions_select_own on public.contact_actions;
create policy contact_actions_select_own on public.contact_actions for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_actions_select_own on public.contact_actions is 'A tenant reads its own acts on contacts.';

drop policy if exists contact_actions_all_definer on public.contact_actions;
create policy contact_actions_all_definer on public.contact_actions for all to app_definer
  using (true) with check (true);
comment on policy contact_actions_all_definer on public.contact_actions is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_actions to app_user;
grant select, insert, update, delete on public.contact_actions to app_definer;
--! EndIncluded contacts/public.contact_actions.sql
--! Included contacts/api.contact_actions.sql
create or replace view api.contact_actions with (security_invoker = true) as
select
  a.id,
  a.kind,
  a.tag,
  a.status,
  cardinality(a.contact_ids) as people,
  a.people_done,
  a.created_at,
  a.finished_at
from public.contact_actions a;
comment on view api.contact_actions is 'One row per act of the tenant on many contacts, as long as it can be undone.';
comment on column api.contact_actions.id is 'The act.';
comment on column api.contact_actions.kind is 'add_tag, remove_tag or remove.';
comment on column api.contact_actions.tag is 'Which tag; null when the contacts are removed.';
comment on column api.contact_actions.status is 'running, done, undoing or undone.';
comment on column api.contact_actions.people is E'How many contacts it changes. Unit: people.\n@notNull';
comment on column api.contact_actions.people_done is 'How many of them are done, or undone. Unit: people.';
comment on column api.contact_actions.created_at is 'When it was asked for.';
comment on column api.contact_actions.finished_at is 'When the last one was done or undone.';
grant select on api.contact_actions to app_user, app_definer;
--! EndIncluded contacts/api.contact_actions.sql
--! Included contacts/public.require_tag.sql
create or replace function public.require_tag(p_tag text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_tag is null or length(btrim(p_tag)) not between 1 and 50 or p_tag ~ '[[:cntrl:]]' then
    raise sqlstate 'VC400' using
      message = 'tag_invalid',
      detail = format('%s characters', length(p_tag)),
      hint = 'A tag has 1 to 50 characters on one line.';
  end if;
  return btrim(p_tag);
end
$function$;
comment on function public.require_tag is
  'The tag without spaces around it. Raises tag_invalid.';
revoke all on function public.require_tag from public;
grant execute on function public.require_tag to app_definer;
--! EndIncluded contacts/public.require_tag.sql
--! Included contacts/public.require_contact_text.sql
create or replace function public.require_contact_text(
  p_name text,
  p_email text,
  p_company text,
  p_city text,
  p_country text,
  p_notes text,
  p_business_context text,
  p_tags text[]
)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if greatest(length(btrim(p_name)), length(p_email), length(p_company), length(p_city), length(p_country)) > 255
    or greatest(length(p_notes), length(p_business_context)) > 10000
    or concat(p_name, p_email, p_company, p_city, p_country) ~ '[[:cntrl:]]' then
    raise sqlstate 'VC400' using
      message = 'contact_text_invalid',
      detail = format('name %s, e-mail %s, company %s, notes %s characters', length(p_name), length(p_email), length(p_company), length(p_notes)),
      hint = 'Name, e-mail, company, city and country have at most 255 characters on one line, notes and context at most 10000.';
  end if;
  if btrim(p_email) <> '' and not public.is_mail_address(btrim(p_email)) then
    raise sqlstate 'VC400' using
      message = 'contact_email_invalid',
      detail = format('%s characters', length(p_email)),
      hint = 'This is no e-mail address.';
  end if;
  perform public.require_tag(t.tag) from unnest(p_tags) as t (tag);
end
$function$;
comment on function public.require_contact_text is
  'Nothing, if the words about a contact are usable; null leaves one out. Called by add_contact and change_contact. Raises contact_text_invalid, contact_email_invalid, tag_invalid.';
revoke all on function public.require_contact_text from public;
grant execute on function public.require_contact_text to app_definer;
--! EndIncluded contacts/public.require_contact_text.sql
--! Included contacts/api.add_contact.sql
create or replace function api.add_contact(
  p_phone_number text,
  p_name text default null,
  p_email text default null,
  p_company text default null,
  p_city text default null,
  p_country text default null,
  p_notes text default null,
  p_business_context text default null,
  p_tags text[] default '{}',
  p_now timestamptz default now()
)
  returns api.contacts
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_number text := public.normalise_phone(p_phone_number);
  v_id uuid;
  v_contact api.contacts;
begin
  if v_number is null then
    raise sqlstate 'VC400' using
      message = 'phone_number_invalid',
      detail = public.phone_fault(p_phone_number),
      hint = 'This is no telephone number: it begins with + and the country code.';
  end if;
  perform public.require_contact_text(p_name, p_email, p_company, p_city, p_country, p_notes, p_business_context, p_tags);
  -- Who was removed comes back as what is said now, with the calls of before.
  insert into public.contacts as c (
    user_id, name, phone_number, email, company, city, country, notes, business_context, tags, auto_creation_source, created_at, updated_at
  )
  values (
    v_user_id, coalesce(nullif(btrim(p_name), ''), v_number), v_number, nullif(btrim(p_email), ''), nullif(btrim(p_company), ''),
    nullif(btrim(p_city), ''), nullif(btrim(p_country), ''), nullif(btrim(p_notes), ''), nullif(btrim(p_business_context), ''),
    public.merge_tags('{}', p_tags), 'manual', p_now, p_now
  )
  on conflict (user_id, phone_number) do update
  set name = excluded.name, email = excluded.email, company = excluded.company, city = excluded.city, country = excluded.country,
      notes = excluded.notes, business_context = excluded.business_context, tags = excluded.tags, deleted_at = null
  where c.deleted_at is not null
  returning c.id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'contact_exists',
      detail = format('number %s', v_number),
      hint = 'You have a contact with this number already.';
  end if;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'contacts', v_id);
  select v.* into v_contact from api.contacts v where v.id = v_id;
  return v_contact;
end
$function$;
comment on function api.add_contact is
  'Adds a person by their number, in any notation with a country code, and returns the contact; without a name the number is the name. Raises not_signed_in, phone_number_invalid, contact_text_invalid, contact_email_invalid, tag_invalid, contact_exists.';
revoke all on function api.add_contact from public;
grant execute on function api.add_contact to app_user;
alter function api.add_contact owner to app_definer;
--! EndIncluded contacts/api.add_contact.sql
--! Included contacts/api.change_contact.sql
create or replace function api.change_contact(
  p_contact_id uuid,
  p_name text default null,
  p_email text default null,
  p_company text default null,
  p_city text default null,
  p_country text default null,
  p_notes text default null,
  p_business_context text default null,
  p_tags text[] default null
)
  returns api.contacts
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_contact api.contacts;
begin
  perform public.require_contact_text(p_name, p_email, p_company, p_city, p_country, p_notes, p_business_context, p_tags);
  update public.contacts c
  set name = case when p_name is null then c.name else coalesce(nullif(btrim(p_name), ''), c.phone_number) end,
      email = case when p_email is null then c.email else nullif(btrim(p_email), '') end,
      company = case when p_company is null then c.company else nullif(btrim(p_company), '') end,
      city = case when p_city is null then c.city else nullif(btrim(p_city), '') end,
      country = case when p_country is null then c.country else nullif(btrim(p_country), '') end,
      notes = case when p_notes is null then c.notes else nullif(btrim(p_notes), '') end,
      business_context = case when p_business_context is null then c.business_context else nullif(btrim(p_business_context), '') end,
      tags = case when p_tags is null then c.tags else public.merge_tags('{}', p_tags) end
  where c.id = p_contact_id
    and c.user_id = v_user_id
    and c.deleted_at is null;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_not_found',
      detail = format('contact %s', p_contact_id),
      hint = 'This contact no longer exists.';
  end if;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'contacts', p_contact_id);
  select v.* into v_contact from api.contacts v where v.id = p_contact_id;
  return v_contact;
end
$function$;
comment on function api.change_contact is
  'Changes what is known of a contact and returns it; null leaves a field as it is, an empty text empties it (the name becomes the number). The number stays: calls, consents and opt-outs hang on it. Raises not_signed_in, contact_text_invalid, contact_email_invalid, tag_invalid, contact_not_found.';
revoke all on function api.change_contact from public;
grant execute on function api.change_contact to app_user;
alter function api.change_contact owner to app_definer;
--! EndIncluded contacts/api.change_contact.sql
--! Included contacts/public.stop_calling_removed.sql
-- As with opt-outs (obey_opt_outs): items that the claim holds at this moment are skipped, and stopped by the fence.
create or replace function public.stop_calling_removed(p_contact_ids uuid[], p_now timestamptz)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_campaigns uuid[];
begin
  with waiting as (
    select q.id
    from public.call_queue q
    join public.contacts t on t.id = q.contact_id and t.deleted_at is not null
    where q.contact_id = any (p_contact_ids) and q.status = 'pending'
    order by q.id
    for no key update of q skip locked
  ),
  cancelled as (
    update public.call_queue q
    set status = 'cancelled', due = true, completed_at = p_now, error_message = 'contact_removed'
    from waiting w
    where q.id = w.id
    returning q.campaign_id
  )
  select array_agg(distinct c.campaign_id) filter (where c.campaign_id is not null)
  into v_campaigns
  from cancelled c;
  if v_campaigns is not null then
    perform public.complete_campaigns(v_campaigns, p_now);
  end if;
end
$function$;
comment on function public.stop_calling_removed is
  'Cancels who of these contacts is removed and waits to be called. Called by apply_contact_action.';
revoke all on function public.stop_calling_removed from public;
alter function public.stop_calling_removed owner to app_definer;
--! EndIncluded contacts/public.stop_calling_removed.sql
--! Included contacts/public.apply_contact_action.sql
-- Taking back is the same act the other way round: its people are those that it changed, and nobody else.
-- Locks: contacts by id, then what waits for removed ones.
create or replace function public.apply_contact_action(
  p_action public.contact_actions,
  p_contact_ids uuid[],
  p_now timestamptz
)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform 1
  from public.contacts c
  where c.id = any (p_contact_ids) and c.user_id = p_action.user_id
  order by c.id
  for no key update;

  if p_action.kind = 'remove' then
    update public.contacts c
    set deleted_at = case when p_action.status = 'running' then p_action.created_at end
    where c.id = any (p_contact_ids)
      and c.user_id = p_action.user_id
      and c.deleted_at is not distinct from case when p_action.status = 'undoing' then p_action.created_at end
      and not c.is_customer;
    if p_action.status = 'running' then
      perform public.stop_calling_removed(p_contact_ids, p_now);
    end if;
  elsif (p_action.kind = 'add_tag') = (p_action.status = 'running') then
    update public.contacts c
    set tags = public.merge_tags(c.tags, array[p_action.tag::text])
    where c.id = any (p_contact_ids) and c.user_id = p_action.user_id and not c.tags @> array[p_action.tag::text];
  else
    update public.contacts c
    set tags = array_remove(c.tags, p_action.tag::text)
    where c.id = any (p_contact_ids) and c.user_id = p_action.user_id and c.tags @> array[p_action.tag::text];
  end if;
end
$function$;
comment on function public.apply_contact_action is
  'Does an act, or takes it back, for these of its people. Called by work_on_contact_action.';
revoke all on function public.apply_contact_action from public;
alter function public.apply_contact_action owner to app_definer;
--! EndIncluded contacts/public.apply_contact_action.sql
--! Included contacts/public.work_on_contact_action.sql
-- One portion, one transaction of the job: a worker that dies goes on behind the last one.
create or replace function public.work_on_contact_action(p_action_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_action public.contact_actions;
  v_ids uuid[];
begin
  select a.* into v_action from public.contact_actions a where a.id = p_action_id and a.status in ('running', 'undoing') for no key update;
  if not found then
    return false;
  end if;
  v_ids := v_action.contact_ids[v_action.people_done + 1 : v_action.people_done + public.setting('bulk.chunk_people')];
  perform public.apply_contact_action(v_action, v_ids, p_now);
  update public.contact_actions a
  set people_done = a.people_done + cardinality(v_ids),
      status = case
        when a.people_done + cardinality(v_ids) < cardinality(a.contact_ids) then a.status
        when a.status = 'running' then 'done'
        else 'undone'
      end,
      finished_at = case when a.people_done + cardinality(v_ids) >= cardinality(a.contact_ids) then p_now end
  where a.id = p_action_id
  returning a.* into v_action;
  insert into public.ui_events (user_id, topic, ref)
  values (v_action.user_id, 'contacts', p_action_id);
  return v_action.finished_at is null;
end
$function$;
comment on function public.work_on_contact_action is
  'Does or undoes an act for its next people (bulk.chunk_people) and returns whether some are left. Called by act_on_contacts and undo_contact_action for the first ones, and by the job contact_action__work until false.';
revoke all on function public.work_on_contact_action from public;
grant execute on function public.work_on_contact_action to app_worker;
alter function public.work_on_contact_action owner to app_definer;
--! EndIncluded contacts/public.work_on_contact_action.sql
--! Included contacts/api.act_on_contacts.sql
create or replace function api.act_on_contacts(
  p_act text,
  p_tag text default null,
  p_contact_ids uuid[] default null,
  p_search text default null,
  p_with_tag text default null,
  p_import_id uuid default null,
  p_now timestamptz default now()
)
  returns api.contact_actions
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_tag text := case when p_act <> 'remove' then public.require_tag(p_tag) end;
  v_ids uuid[];
  v_id uuid;
  v_action api.contact_actions;
begin
  if p_act not in ('add_tag', 'remove_tag', 'remove') then
    raise sqlstate 'VC400' using
      message = 'contact_act_unknown',
      detail = p_act,
      hint = 'Tags can be added and removed, and contacts be removed.';
  end if;
  v_ids := array(
    select c.id
    from public.contacts c
    where c.user_id = v_user_id
      and c.deleted_at is null
      and (p_contact_ids is null or c.id = any (p_contact_ids))
      and public.contact_matches(c, p_search, p_with_tag, p_import_id)
      and case p_act
        when 'add_tag' then not c.tags @> array[v_tag]
        when 'remove_tag' then c.tags @> array[v_tag]
        else not c.is_customer
      end
    order by c.id
  );
  insert into public.contact_actions (user_id, kind, tag, contact_ids, created_at)
  values (v_user_id, p_act, v_tag, v_ids, p_now)
  returning id into v_id;
  if public.work_on_contact_action(v_id, p_now) then
    perform public.add_job('contact_action__work', json_build_object('action_id', v_id));
  end if;
  select a.* into v_action from api.contact_actions a where a.id = v_id;
  return v_action;
end
$function$;
comment on function api.act_on_contacts is
  'Does something to contacts: those named by id, or all that a filter finds (as in list_contacts; without one, all). The first are done at once, the others by a job. Returns the act, by which it can be watched and undone; people are those that it changes. Customers are never removed. Raises not_signed_in, tag_invalid, contact_act_unknown.
@words p_act contact_actions.kind';
revoke all on function api.act_on_contacts from public;
grant execute on function api.act_on_contacts to app_user;
alter function api.act_on_contacts owner to app_definer;
--! EndIncluded contacts/api.act_on_contacts.sql
--! Included contacts/api.undo_contact_action.sql
create or replace function api.undo_contact_action(p_action_id uuid, p_now timestamptz default now())
  returns api.contact_actions
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_action api.contact_actions;
begin
  update public.contact_actions a
  set status = 'undoing', people_done = 0, finished_at = null
  where a.id = p_action_id
    and a.user_id = v_user_id
    and a.status in ('running', 'done');
  if found and public.work_on_contact_action(p_action_id, p_now) then
    perform public.add_job('contact_action__work', json_build_object('action_id', p_action_id));
  end if;
  select a.* into v_action from api.contact_actions a join public.contact_actions x on x.id = a.id where a.id = p_action_id and x.user_id = v_user_id;
  if v_action.id is null then
    raise sqlstate 'VC404' using
      message = 'contact_action_not_found',
      detail = format('act %s', p_action_id),
      hint = 'This can no longer be undone.';
  end if;
  return v_action;
end
$function$;
comment on function api.undo_contact_action is
  'Takes an act on contacts back, also one that is still under way, and returns it; one that was undone stays so. Raises not_signed_in, contact_action_not_found.';
revoke all on function api.undo_contact_action from public;
grant execute on function api.undo_contact_action to app_user;
alter function api.undo_contact_action owner to app_definer;
--! EndIncluded contacts/api.undo_contact_action.sql
--! Included contacts/api.get_contact_action.sql
create or replace function api.get_contact_action(p_action_id uuid)
  returns api.contact_actions
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_action api.contact_actions;
begin
  perform public.require_user();
  select a.* into v_action from api.contact_actions a where a.id = p_action_id;
  if not found then
    raise sqlstate 'VC404' using
      message = 'contact_action_not_found',
      detail = format('act %s', p_action_id),
      hint = 'This can no longer be undone.';
  end if;
  return v_action;
end
$function$;
comment on function api.get_contact_action is
  'An act on contacts, with how far it has come. Raises not_signed_in, contact_action_not_found.';
revoke all on function api.get_contact_action from public;
grant execute on function api.get_contact_action to app_user;
--! EndIncluded contacts/api.get_contact_action.sql
--! Included dialing/public.fence_refusal.sql
-- Why an attempt may not be sent now, null when it may. The margins make the answer fit into the lease, and the
-- whole request into the calling hours.
create or replace function public.fence_refusal(p_attempt public.call_attempts, p_now timestamptz)
  returns text
  language plpgsql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_refusal text;
  v_margin interval := public.setting('dial.fence_margin_ms') * interval '1 millisecond';
  v_timeout interval := public.setting('dial.http_timeout_ms') * interval '1 millisecond';
begin
  if p_attempt.lease_deadline - p_now < v_margin then
    return 'lease_too_short';
  end if;

  select
    case
      when not u.is_active then 'account_inactive'
      when not g.is_active then 'agent_off'
      when exists (
        select from public.do_not_call d
        where d.phone_number = p_attempt.phone_number and (d.user_id = p_attempt.user_id or d.user_id is null)
      ) then 'opted_out'
      when t.deleted_at is not null then 'contact_removed'
      when l.zone_key is distinct from public.rule_key_of(p_attempt.phone_number) then 'no_calling_rule'
      when l.needs_consent and not exists (
        select from public.contact_consents n
        where n.contact_id = q.contact_id and n.user_id = q.user_id and n.withdrawn_at is null
      ) then 'no_consent'
      when q.campaign_id is not null and c.status <> 'active' then 'campaign_not_active'
      when not l.open or l.closes_at <= p_now + v_timeout then 'outside_hours'
    end
  into strict v_refusal
  from public.call_queue q
  join public.users u on u.id = q.user_id
  join public.agents g on g.id = q.agent_id
  join public.dispatch_lanes l on l.id = q.lane_id
  join public.contacts t on t.id = q.contact_id
  left join public.call_campaigns c on c.id = q.campaign_id
  where q.id = p_attempt.queue_id;
  return v_refusal;
end
$function$;
comment on function public.fence_refusal is
  'The reason why an attempt may not be sent at p_now, null when it may: lease_too_short, account_inactive, agent_off, opted_out, contact_removed, no_calling_rule, no_consent, campaign_not_active, outside_hours.';
revoke all on function public.fence_refusal from public;
alter function public.fence_refusal owner to app_definer;
--! EndIncluded dialing/public.fence_refusal.sql
--! Included dialing/public.fence_attempt.sql
-- The last word before the wire. A row comes back exactly when this worker, and nobody else, may now send this
-- one request, once: the attempt is sending from here on and can never be sent again.
--
-- Each statement sees what has committed before it, so a pause, an opt-out or a shut lane that was committed
-- before the fence began stops the call, even if the claim had not seen it. What may not be sent becomes void
-- and its person waits again, or is cancelled.
create or replace function public.fence_attempt(
  p_attempt_id uuid,
  p_worker_id uuid,
  p_now timestamptz default now()
)
  returns table (
    ms_left integer,
    bolna_agent_id text,
    recipient_phone_number text,
    from_phone_number text,
    user_data jsonb
  )
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
declare
  v_attempt public.call_attempts;
  v_refusal text;
  v_http_timeout integer := public.setting('dial.http_timeout_ms');
begin
  select a.*
  into v_attempt
  from public.call_attempts a
  where a.id = p_attempt_id
    and a.state = 'intent'
    and a.owner = p_worker_id
  for no key update;
  if not found then
    return;
  end if;

  v_refusal := public.fence_refusal(v_attempt, p_now);
  if v_refusal is not null then
    perform public.end_attempts(
      array[p_attempt_id], 'void', case when v_refusal in ('opted_out', 'contact_removed', 'no_calling_rule', 'no_consent') then 'cancel' else 'requeue' end,
      v_refusal, p_now => p_now
    );
    return;
  end if;

  update public.call_attempts a
  set state = 'sending', sent_at = p_now
  where a.id = p_attempt_id and a.user_id = v_attempt.user_id;

  return query
  select
    (extract(epoch from v_attempt.lease_deadline - p_now) * 1000)::integer - v_http_timeout,
    g.bolna_agent_id::text,
    v_attempt.phone_number::text,
    null::text,
    jsonb_strip_nulls(jsonb_build_object(
      'callgres_attempt_id', v_attempt.id,
      'name', q.contact_name,
      'company', t.company,
      'context', t.business_context,
      'goal', c.next_action,
      'timezone', case when c.id is null then public.get_user_timezone(q.user_id) else public.campaign_timezone(c) end
    ))
  from public.call_queue q
  join public.agents g on g.id = q.agent_id
  join public.contacts t on t.id = q.contact_id
  left join public.call_campaigns c on c.id = q.campaign_id
  where q.id = v_attempt.queue_id;
end
$function$;
comment on function public.fence_attempt is
  'Moves an attempt of this worker from intent to sending and returns what to send and the milliseconds within which the request must have been handed to the socket; no row when it may not be sent (not its attempt, lease too short, paused, opted out, outside hours, switched off).';
revoke all on function public.fence_attempt from public;
grant execute on function public.fence_attempt to app_worker;
alter function public.fence_attempt owner to app_definer;
--! EndIncluded dialing/public.fence_attempt.sql
--! Included follow-ups/public.purge_removed.sql
-- Until then whoever removed one can bring it back.
create or replace function public.purge_removed(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_before timestamptz := p_now - public.setting('removed.keep_days') * interval '1 day';
  v_follow_ups integer;
  v_customers integer;
begin
  delete from public.follow_ups f where f.deleted_at < v_before;
  get diagnostics v_follow_ups = row_count;
  delete from public.customers k where k.deleted_at < v_before;
  get diagnostics v_customers = row_count;
  delete from public.contact_actions a where a.created_at < v_before;
  return v_follow_ups + v_customers;
end
$function$;
comment on function public.purge_removed is
  'Deletes follow-ups and customers that were removed longer ago than removed.keep_days and returns how many. Scheduled daily.';
revoke all on function public.purge_removed from public;
grant execute on function public.purge_removed to app_worker;
alter function public.purge_removed owner to app_definer;
--! EndIncluded follow-ups/public.purge_removed.sql

-- Nobody of a new file has been called: an entry for each of them in this index would be read by nobody.
drop index if exists public.idx_contacts_last_contact;
create index idx_contacts_last_contact on public.contacts (user_id, last_contact_at desc nulls last) where last_contact_at is not null;
--! Included contacts/public.normalise_phone.sql
-- One notation for one telephone: E.164. Only numbers that name their country can be told apart from others, so a
-- national number is no number here. A spreadsheet that turned a number into 9.19E+11 has destroyed its digits.
-- "(0)" after the country code says "dial a zero inside the country": it is no digit of the number.
create or replace function public.normalise_phone(p_text text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when p_text ~ '^\+[1-9][0-9]{6,14}$' then p_text -- most are so, and a file has a million of them
    when translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '') ~ '^\+[1-9][0-9]{6,14}$'
      then translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '')
    when translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', '') ~ '^00[1-9][0-9]{6,14}$'
      then '+' || substr(translate(replace(p_text, '(0)', ''), E' \t-.()/\u00a0', ''), 3)
  end;
comment on function public.normalise_phone is
  'The number in E.164, null when the text is none: it must begin with + or 00 and the country code.';
revoke all on function public.normalise_phone from public;
grant execute on function public.normalise_phone to app_definer, app_user;
--! EndIncluded contacts/public.normalise_phone.sql

-- Imports that are looked at before they begin, and can be cancelled and undone.
alter table public.contact_imports
  add column if not exists header text[] not null default '{}',
  add column if not exists columns text[] not null default '{}',
  add column if not exists undone integer not null default 0,
  add column if not exists kept_in_use integer not null default 0,
  add column if not exists kept_edited integer not null default 0,
  drop constraint if exists contact_imports_status_check,
  add constraint contact_imports_status_check
    check (status in ('uploading', 'checking', 'ready', 'merging', 'done', 'failed', 'cancelled', 'undoing', 'undone'));
drop index if exists public.idx_contact_imports_one_running;
create unique index idx_contact_imports_one_running on public.contact_imports (user_id)
  where status in ('uploading', 'checking', 'merging', 'undoing');
create index if not exists idx_contact_imports_hash on public.contact_imports (user_id, file_hash);
drop table if exists public.contact_import_forecasts cascade;
create table public.contact_import_forecasts (
  import_id uuid not null,
  user_id uuid not null,
  policy varchar(20) not null,
  inserted integer not null,
  updated integer not null,
  unchanged integer not null,
  constraint contact_import_forecasts_pkey primary key (user_id, import_id, policy),
  constraint contact_import_forecasts_import_id_fkey foreign key (import_id, user_id) references public.contact_imports (id, user_id) on delete cascade,
  constraint contact_import_forecasts_policy_check check (policy in ('skip', 'fill', 'overwrite'))
);
create index idx_contact_import_forecasts_import on public.contact_import_forecasts (import_id);
--! Included contacts/public.contact_imports.sql
-- The account of every file: each line that was read is somewhere, or the import cannot be done. One import runs per tenant, because
-- two merges of one tenant would lock the same contacts in two orders.

comment on table public.contact_imports is
  'One row per uploaded contact file, with the fate of its lines.';
comment on column public.contact_imports.id is 'Key; random, and the only tie between staged lines and their owner.';
comment on column public.contact_imports.user_id is 'The tenant the row belongs to; deleted with it.';
comment on column public.contact_imports.file_name is 'Name of the file as uploaded; text to show, never a path.';
comment on column public.contact_imports.file_hash is 'SHA-256 of the bytes in hex: the same file again is recognised by it.';
comment on column public.contact_imports.status is
  'uploading: lines arrive; checking: what would become of them is counted; ready: the counts are that forecast and the tenant decides; merging: they become contacts; done; failed, with a reason; cancelled by the tenant; undoing: the new contacts are removed; undone.';
comment on column public.contact_imports.policy is
  'What happens to a contact that exists: skip leaves it, fill writes empty fields only, overwrite writes all given ones.';
comment on column public.contact_imports.tags is 'Words added to every contact of the file; empty when none.';
comment on column public.contact_imports.lines_read is 'Data lines in the file, header and nothing else left out.';
comment on column public.contact_imports.inserted is 'Lines that became a new contact.';
comment on column public.contact_imports.updated is 'Lines that changed a contact.';
comment on column public.contact_imports.unchanged is 'Lines whose contact says the same already, or may not be changed by the policy.';
comment on column public.contact_imports.duplicate_in_file is 'Lines whose number stood on an earlier line of the file.';
comment on column public.contact_imports.rejected is 'Lines that cannot be a contact; the reason is kept for each.';
comment on column public.contact_imports.suppressed is 'Lines whose number is on the opt-out list of the tenant or of the platform.';
comment on column public.contact_imports.blank is 'Lines without any content.';
comment on column public.contact_imports.merged_to_line is 'Last line already merged: an interrupted merge goes on behind it.';
comment on column public.contact_imports.failure_reason is 'Sentence that says why the import failed; null unless it did.';
comment on column public.contact_imports.created_at is 'When the upload began.';
comment on column public.contact_imports.updated_at is 'When the import last made progress; written by its functions.';
comment on column public.contact_imports.header is 'Names of the columns as the file has them; empty when it was not said.';
comment on column public.contact_imports.columns is
  'What each column is taken for: phone_number, name, first_name, last_name, email, company, city, country, notes, business_context; context: kept as "name: value" in the context; ignore. Empty when it was not said.';
comment on column public.contact_imports.undone is 'Contacts that undoing the import has removed.';
comment on column public.contact_imports.kept_in_use is 'Contacts that stayed when it was undone, because something hangs on them.';
comment on column public.contact_imports.kept_edited is 'Contacts that stayed when it was undone, because they were changed since.';
comment on column public.contact_imports.finished_at is 'When it was done, failed or cancelled; null before.';

alter table public.contact_imports enable row level security;
alter table public.contact_imports force row level security;

drop policy if exists contact_imports_select_own on public.contact_imports;
create policy contact_imports_select_own on public.contact_imports for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_imports_select_own on public.contact_imports is 'A tenant reads its own contact imports.';

drop policy if exists contact_imports_select_masker on public.contact_imports;
create policy contact_imports_select_masker on public.contact_imports for select to app_masker
  using (user_id = any (array(select analytics.granted_tenants())));
comment on policy contact_imports_select_masker on public.contact_imports is 'Views of schema analytics see the tenants that the login may see.';

drop policy if exists contact_imports_all_definer on public.contact_imports;
create policy contact_imports_all_definer on public.contact_imports for all to app_definer
  using (true) with check (true);
comment on policy contact_imports_all_definer on public.contact_imports is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_imports to app_user;
grant select, insert, update, delete on public.contact_imports to app_definer;
grant select on public.contact_imports to app_masker;
--! EndIncluded contacts/public.contact_imports.sql
--! Included contacts/public.contact_import_forecasts.sql
-- What an import would do under each policy: the choice between them is made with these numbers in sight. Gone when the import begins.

comment on table public.contact_import_forecasts is 'One row per policy of an import that waits for its owner.';
comment on column public.contact_import_forecasts.import_id is 'The import; the row is deleted with it.';
comment on column public.contact_import_forecasts.user_id is 'The tenant the import belongs to.';
comment on column public.contact_import_forecasts.policy is 'skip, fill or overwrite.';
comment on column public.contact_import_forecasts.inserted is 'Lines that would become a new contact.';
comment on column public.contact_import_forecasts.updated is 'Lines that would change a contact.';
comment on column public.contact_import_forecasts.unchanged is 'Lines whose contact would stay as it is.';

alter table public.contact_import_forecasts enable row level security;
alter table public.contact_import_forecasts force row level security;

drop policy if exists contact_import_forecasts_select_own on public.contact_import_forecasts;
create policy contact_import_forecasts_select_own on public.contact_import_forecasts for select to app_user
  using (user_id = (select public.current_user_id()));
comment on policy contact_import_forecasts_select_own on public.contact_import_forecasts is 'A tenant reads its own contact import forecasts.';

drop policy if exists contact_import_forecasts_all_definer on public.contact_import_forecasts;
create policy contact_import_forecasts_all_definer on public.contact_import_forecasts for all to app_definer
  using (true) with check (true);
comment on policy contact_import_forecasts_all_definer on public.contact_import_forecasts is
  'Functions of ours see all rows; each checks the ids it is given, and the grants say what it may do.';

grant select on public.contact_import_forecasts to app_user;
grant select, insert, update, delete on public.contact_import_forecasts to app_definer;
--! EndIncluded contacts/public.contact_import_forecasts.sql
--! Included contacts/api.contact_imports.sql
create or replace view api.contact_imports with (security_invoker = true) as
select
  i.id, i.file_name, i.status, i.policy, i.tags, i.lines_read, i.inserted, i.updated, i.unchanged,
  i.duplicate_in_file, i.rejected, i.suppressed, i.blank, i.failure_reason, i.created_at, i.finished_at, i.header, i.columns,
  (
    select max(b.finished_at)
    from public.contact_imports b
    where b.user_id = i.user_id and b.file_hash = i.file_hash and b.id <> i.id and b.status = 'done' and b.finished_at < i.created_at
  ) as imported_before_at,
  i.undone, i.kept_in_use, i.kept_edited
from public.contact_imports i;
comment on view api.contact_imports is 'One row per file of contacts that the tenant has given us.';
comment on column api.contact_imports.id is 'The import.';
comment on column api.contact_imports.file_name is 'Name of the file.';
comment on column api.contact_imports.status is 'uploading, checking, ready (waits for the owner), merging, done, failed, cancelled, undoing or undone.';
comment on column api.contact_imports.policy is 'What happens to contacts that exist: skip, fill empty fields, overwrite.';
comment on column api.contact_imports.tags is 'Tags that every contact of the file gets.';
comment on column api.contact_imports.lines_read is 'Data rows of the file. When done, the sum of the seven counts. Unit: rows.';
comment on column api.contact_imports.inserted is 'New contacts. Unit: rows.';
comment on column api.contact_imports.updated is 'Existing contacts that were changed. Unit: rows.';
comment on column api.contact_imports.unchanged is 'Existing contacts that stayed as they were. Unit: rows.';
comment on column api.contact_imports.duplicate_in_file is 'Rows whose number stands in an earlier row. Unit: rows.';
comment on column api.contact_imports.rejected is 'Rows that could not be taken, each with its reason. Unit: rows.';
comment on column api.contact_imports.suppressed is 'Rows whose number is on the do-not-call list. Unit: rows.';
comment on column api.contact_imports.blank is 'Rows without any text. Unit: rows.';
comment on column api.contact_imports.failure_reason is 'Why the import failed as a whole.';
comment on column api.contact_imports.created_at is 'When the upload began.';
comment on column api.contact_imports.finished_at is 'When everything was merged.';
comment on column api.contact_imports.header is 'Names of the columns as the file has them; empty when it was not said.';
comment on column api.contact_imports.columns is 'What each column was taken for: a field of a contact, context (kept as "name: value") or ignore.';
comment on column api.contact_imports.imported_before_at is 'When the same bytes were last imported before; null when they were not.';
comment on column api.contact_imports.undone is 'Contacts of this import that were removed again by undoing it. Unit: rows.';
comment on column api.contact_imports.kept_in_use is 'Contacts that stayed when it was undone, because calls, queues, meetings, follow-ups or customers hang on them. Unit: rows.';
comment on column api.contact_imports.kept_edited is 'Contacts that stayed when it was undone, because they were changed since. Unit: rows.';
grant select on api.contact_imports to app_user, app_definer;
--! EndIncluded contacts/api.contact_imports.sql
--! Included contacts/api.contact_import_forecasts.sql
create or replace view api.contact_import_forecasts with (security_invoker = true) as
select f.import_id, f.policy, f.inserted, f.updated, f.unchanged
from public.contact_import_forecasts f;
comment on view api.contact_import_forecasts is 'One row per policy of an import of the tenant that waits to be begun.';
comment on column api.contact_import_forecasts.import_id is 'The import.';
comment on column api.contact_import_forecasts.policy is 'What would happen to contacts that exist: skip, fill empty fields, overwrite.';
comment on column api.contact_import_forecasts.inserted is 'New contacts. Unit: rows.';
comment on column api.contact_import_forecasts.updated is 'Existing contacts that would be changed. Unit: rows.';
comment on column api.contact_import_forecasts.unchanged is 'Existing contacts that would stay as they are. Unit: rows.';
grant select on api.contact_import_forecasts to app_user, app_definer;
--! EndIncluded contacts/api.contact_import_forecasts.sql
--! Included contacts/public.imported_text.sql
-- Inlined into the queries around it.
create or replace function public.imported_text(p_policy text, p_have text, p_given text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case p_policy
    when 'overwrite' then coalesce(p_given, p_have)
    when 'fill' then coalesce(p_have, p_given)
    else p_have
  end;
comment on function public.imported_text is
  'What a text of a contact is after an import: overwrite writes what the file gives, fill only where there is nothing, skip never. Called by merge_contact_lines and forecast_contact_import.';
revoke all on function public.imported_text from public;
grant execute on function public.imported_text to app_definer;
--! EndIncluded contacts/public.imported_text.sql
--! Included contacts/public.imported_name.sql
-- Inlined into the queries around it.
create or replace function public.imported_name(p_policy text, p_have text, p_given text, p_number text)
  returns text
  language sql
  immutable
  parallel safe
  security invoker
  return case
    when p_policy = 'skip' or p_given is null or p_given = p_number then p_have
    when p_policy = 'overwrite' or p_have = p_number then p_given
    else p_have
  end;
comment on function public.imported_name is
  'What a contact is called after an import: a line without a name comes with its number for one and overwrites none; who had no name gets one. Called by merge_contact_lines and forecast_contact_import.';
revoke all on function public.imported_name from public;
grant execute on function public.imported_name to app_definer;
--! EndIncluded contacts/public.imported_name.sql
--! Included contacts/public.judge_contact_lines.sql
-- The one judgement of lines, for the check before an import and for the import. "First row wins" reaches over chunks: a number that this
-- import has inserted or updated before is a duplicate in the file.
--
-- Staging and the numbers seen are empty whenever they are analysed between imports: the planner would read all of them for each line.
create or replace function public.judge_contact_lines(p_import_id uuid, p_user_id uuid, p_after_line integer, p_to_line integer)
  returns table (
    line_number integer, number text, name text, email text, company text, city text, country text, notes text, business_context text,
    verdict text, reason text, raw_text text
  )
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
  with lines as materialized (
    select r.*,
      case
        when r.parse_error is not null then r.parse_error
        when r.number is null then public.phone_fault(r.phone_number)
        when length(r.name) > 255 or length(r.email) > 255 or length(r.company) > 255 or length(r.city) > 255
          or length(r.country) > 255 then 'text_too_long'
      end as fault,
      r.parse_error is null
        and coalesce(r.name, r.phone_number, r.email, r.company, r.city, r.country, r.notes, r.business_context) is null
        as is_blank
    from (
      select x.*, public.normalise_phone(x.phone_number) collate "C" as number
      from api.contact_import_rows x
      where x.import_id = p_import_id
        and x.line_number > p_after_line
        and x.line_number <= p_to_line
      -- A fence: without it the number is worked out again wherever it is named.
      offset 0
    ) r
  ),
  judged as (
    select
      l.*,
      case
        when l.is_blank then 'blank'
        when l.fault is not null then 'rejected'
        when l.nth > 1 or exists (
          select from public.contact_import_numbers n
          where n.import_id = p_import_id and n.phone_number = l.number
        ) then 'duplicate_in_file'
        when exists (
          select from public.do_not_call d
          where d.phone_number = l.number collate "default" and (d.user_id = p_user_id or d.user_id is null)
        ) then 'suppressed'
        else 'good'
      end as verdict
    from (
      -- Only good lines count as the first: a rejected one does not take the number.
      select x.*, row_number() over (partition by x.number, x.fault is null order by x.line_number) as nth
      from lines x
    ) l
  )
  select j.line_number, j.number, j.name, j.email, j.company, j.city, j.country, j.notes, j.business_context, j.verdict,
    case j.verdict when 'rejected' then j.fault when 'suppressed' then 'opted_out' when 'duplicate_in_file' then 'duplicate_in_file' end,
    case when j.verdict in ('rejected', 'duplicate_in_file', 'suppressed')
      then left(coalesce(j.raw_text, concat_ws(', ', j.name, j.phone_number, j.email, j.company)), 2000) end
  from judged j
$function$;
comment on function public.judge_contact_lines is
  'What staged lines of an import are worth: verdict is good, blank, rejected, duplicate_in_file or suppressed; reason and raw_text (the line as it stood) are null for good and blank ones. Called by merge_contact_lines and forecast_contact_import.';
revoke all on function public.judge_contact_lines from public;
alter function public.judge_contact_lines owner to app_definer;
--! EndIncluded contacts/public.judge_contact_lines.sql
--! Included contacts/public.merge_contact_lines.sql
-- One chunk of lines, set-wise.
create or replace function public.merge_contact_lines(
  p_import public.contact_imports,
  p_to_line integer,
  p_now timestamptz
)
  returns table (
    inserted integer, updated integer, unchanged integer, duplicate_in_file integer, rejected integer,
    suppressed integer, blank integer
  )
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off
  set jit = off
as $function$
#variable_conflict use_column
declare
  -- For who is in the directory, and for who was removed.
  v_policies text[] := array[p_import.policy::text, case when p_import.policy = 'overwrite' then 'overwrite' else 'fill' end];
begin
  return query
  with judged as materialized (
    select l.* from public.judge_contact_lines(p_import.id, p_import.user_id, p_import.merged_to_line, p_to_line) l
  ),
  seen as (
    insert into public.contact_import_numbers (import_id, phone_number)
    select p_import.id, j.number
    from judged j
    where j.verdict in ('good', 'suppressed')
    order by j.number collate "C"
    on conflict do nothing
  ),
  refused as (
    insert into public.contact_import_rejects (import_id, user_id, line_number, kind, reason, raw_text)
    select p_import.id, p_import.user_id, j.line_number, j.verdict, j.reason, j.raw_text
    from judged j
    where j.reason is not null
  ),
  written as (
    insert into public.contacts as c (
      user_id, name, phone_number, email, company, city, country, notes, business_context, tags, import_id,
      auto_creation_source, created_at, updated_at
    )
    select p_import.user_id, coalesce(j.name, j.number), j.number, j.email, j.company, j.city, j.country, j.notes,
      j.business_context, p_import.tags, p_import.id, 'bulk_upload', p_now, p_now
    from judged j
    where j.verdict = 'good'
    order by j.number collate "C"
    on conflict (user_id, phone_number) do update
    -- Who was removed comes back with this file, and goes again when it is undone; fields are filled then, if nothing else is asked.
    set name = public.imported_name(v_policies[(c.deleted_at is not null)::integer + 1], c.name, excluded.name, c.phone_number),
        email = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.email, excluded.email),
        company = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.company, excluded.company),
        city = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.city, excluded.city),
        country = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.country, excluded.country),
        notes = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.notes, excluded.notes),
        business_context = public.imported_text(v_policies[(c.deleted_at is not null)::integer + 1], c.business_context, excluded.business_context),
        tags = public.merge_tags(c.tags, excluded.tags),
        import_id = case when c.deleted_at is null then c.import_id else excluded.import_id end,
        deleted_at = null
    where c.deleted_at is not null
      or p_import.policy <> 'skip' and (
        not c.tags @> excluded.tags
        or (
          public.imported_name(p_import.policy, c.name, excluded.name, c.phone_number),
          public.imported_text(p_import.policy, c.email, excluded.email),
          public.imported_text(p_import.policy, c.company, excluded.company),
          public.imported_text(p_import.policy, c.city, excluded.city),
          public.imported_text(p_import.policy, c.country, excluded.country),
          public.imported_text(p_import.policy, c.notes, excluded.notes),
          public.imported_text(p_import.policy, c.business_context, excluded.business_context)
        ) is distinct from (c.name, c.email, c.company, c.city, c.country, c.notes, c.business_context)
      )
    returning c.xmax = 0 as is_new
  )
  select
    (select count(*) from written w where w.is_new)::integer,
    (select count(*) from written w where not w.is_new)::integer,
    (count(*) filter (where j.verdict = 'good') - (select count(*) from written))::integer,
    count(*) filter (where j.verdict = 'duplicate_in_file')::integer,
    count(*) filter (where j.verdict = 'rejected')::integer,
    count(*) filter (where j.verdict = 'suppressed')::integer,
    count(*) filter (where j.verdict = 'blank')::integer
  from judged j;
end
$function$;
comment on function public.merge_contact_lines is
  'Merges staged lines up to a line and counts what became of each. Called by merge_contact_import_chunk.';
revoke all on function public.merge_contact_lines from public;
alter function public.merge_contact_lines owner to app_definer;
--! EndIncluded contacts/public.merge_contact_lines.sql
--! Included contacts/public.forecast_contact_import.sql
-- The same judgement and the same rules as the import itself, so that what is told before is what happens, unless contacts change meanwhile.
create or replace function public.forecast_contact_import(p_import public.contact_imports)
  returns void
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
  set jit = off
as $function$
begin
  with judged as materialized (
    select l.* from public.judge_contact_lines(p_import.id, p_import.user_id, 0, 2147483647) l
  ),
  refused as (
    insert into public.contact_import_rejects (import_id, user_id, line_number, kind, reason, raw_text)
    select p_import.id, p_import.user_id, j.line_number, j.verdict, j.reason, j.raw_text
    from judged j
    where j.reason is not null
  ),
  good as (
    select
      p.policy,
      count(*) filter (where c.id is null) as inserted,
      count(*) filter (
        where c.id is not null and (c.deleted_at is not null
          or p.policy <> 'skip' and (
            not c.tags @> p_import.tags
            or (
              public.imported_name(p.policy, c.name, j.name, c.phone_number),
              public.imported_text(p.policy, c.email, j.email),
              public.imported_text(p.policy, c.company, j.company),
              public.imported_text(p.policy, c.city, j.city),
              public.imported_text(p.policy, c.country, j.country),
              public.imported_text(p.policy, c.notes, j.notes),
              public.imported_text(p.policy, c.business_context, j.business_context)
            ) is distinct from (c.name, c.email, c.company, c.city, c.country, c.notes, c.business_context)
          ))
      ) as updated,
      count(*) as lines
    from judged j
    left join public.contacts c on c.user_id = p_import.user_id and c.phone_number = j.number
    cross join (values ('skip'), ('fill'), ('overwrite')) as p (policy)
    where j.verdict = 'good'
    group by p.policy
  ),
  forecasts as (
    insert into public.contact_import_forecasts (import_id, user_id, policy, inserted, updated, unchanged)
    select p_import.id, p_import.user_id, g.policy, g.inserted, g.updated, g.lines - g.inserted - g.updated
    from good g
    returning policy, inserted, updated, unchanged
  )
  update public.contact_imports i
  set inserted = coalesce(f.inserted, 0),
      updated = coalesce(f.updated, 0),
      unchanged = coalesce(f.unchanged, 0),
      duplicate_in_file = v.duplicates,
      rejected = v.rejected,
      suppressed = v.suppressed,
      blank = v.blank
  from (
    select
      count(*) filter (where j.verdict = 'duplicate_in_file') as duplicates,
      count(*) filter (where j.verdict = 'rejected') as rejected,
      count(*) filter (where j.verdict = 'suppressed') as suppressed,
      count(*) filter (where j.verdict = 'blank') as blank
    from judged j
  ) v
  left join forecasts f on f.policy = p_import.policy
  where i.id = p_import.id;
end
$function$;
comment on function public.forecast_contact_import is
  'Counts what an import would do, for each policy, and notes the lines that would not be written; changes no contact. Called by check_contact_import.';
revoke all on function public.forecast_contact_import from public;
alter function public.forecast_contact_import owner to app_definer;
--! EndIncluded contacts/public.forecast_contact_import.sql
--! Included contacts/public.check_contact_import.sql
create or replace function public.check_contact_import(p_import_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import public.contact_imports;
begin
  select i.* into v_import from public.contact_imports i where i.id = p_import_id and i.status = 'checking' for no key update;
  if not found then
    return false;
  end if;
  perform public.forecast_contact_import(v_import);
  update public.contact_imports i
  set status = case when f.adds_up then 'ready' else 'failed' end,
      failure_reason = case when not f.adds_up then 'staging_lost' end,
      finished_at = case when not f.adds_up then p_now end,
      updated_at = p_now
  from (
    select x.lines_read = x.inserted + x.updated + x.unchanged + x.duplicate_in_file + x.rejected + x.suppressed + x.blank as adds_up
    from public.contact_imports x
    where x.id = p_import_id
  ) f
  where i.id = p_import_id;
  insert into public.ui_events (user_id, topic, ref) values (v_import.user_id, 'imports', p_import_id);
  return false;
end
$function$;
comment on function public.check_contact_import is
  'Says of a staged file what an import of it would do, and lets it wait for its owner (ready). Always false: it is done at once. Called by the job contact_import__check.';
revoke all on function public.check_contact_import from public;
grant execute on function public.check_contact_import to app_worker;
alter function public.check_contact_import owner to app_definer;
--! EndIncluded contacts/public.check_contact_import.sql
--! Included contacts/public.lock_own_import.sql
create or replace function public.lock_own_import(p_import_id uuid, p_user_id uuid, p_statuses text[])
  returns public.contact_imports
  language plpgsql
  volatile
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import public.contact_imports;
begin
  select i.* into v_import from public.contact_imports i where i.id = p_import_id and i.user_id = p_user_id for no key update;
  if not found then
    raise sqlstate 'VC404' using
      message = 'import_not_found',
      detail = format('import %s', p_import_id),
      hint = 'This import no longer exists.';
  end if;
  if v_import.status <> all (p_statuses) then
    raise sqlstate 'VC409' using
      message = 'import_step_not_allowed',
      detail = format('import %s is %s', p_import_id, v_import.status),
      hint = 'This import is past that by now.';
  end if;
  return v_import;
end
$function$;
comment on function public.lock_own_import is
  'Locks an import of the tenant that is in one of these states and returns it. Called by the functions that move one on. Raises import_not_found, import_step_not_allowed.';
revoke all on function public.lock_own_import from public;
grant execute on function public.lock_own_import to app_definer;
--! EndIncluded contacts/public.lock_own_import.sql
--! Included contacts/public.refuse_second_import.sql
-- A unique index keeps two from running whatever happens; this says so in words. The tenant is locked by its callers, so that one of two finds the other.
create or replace function public.refuse_second_import(p_import_id uuid, p_user_id uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  if exists (
    select
    from public.contact_imports i
    where i.user_id = p_user_id and i.id <> p_import_id and i.status in ('uploading', 'checking', 'merging', 'undoing')
  ) then
    raise sqlstate 'VC409' using
      message = 'import_running',
      hint = 'Another file is being imported; wait until it is done.';
  end if;
end
$function$;
comment on function public.refuse_second_import is
  'Nothing, if no other import of the tenant is at work. Called by start_contact_import and undo_contact_import. Raises import_running.';
revoke all on function public.refuse_second_import from public;
grant execute on function public.refuse_second_import to app_definer;
--! EndIncluded contacts/public.refuse_second_import.sql
drop function if exists api.begin_contact_import(text, text, text[], text, timestamptz);
--! Included contacts/api.begin_contact_import.sql
-- Announces a file. Its random id is the key under which the rows are staged; nobody else can guess it.
create or replace function api.begin_contact_import(
  p_file_name text,
  p_file_hash text,
  p_tags text[] default '{}',
  p_policy text default 'fill',
  p_header text[] default '{}',
  p_columns text[] default '{}',
  p_now timestamptz default now()
)
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_id uuid;
  v_import api.contact_imports;
begin
  perform public.require_tag(t.tag) from unnest(p_tags) as t (tag);
  if p_columns <> '{}' and (
    cardinality(array_positions(p_columns, 'phone_number')) <> 1
    or exists (
      select from unnest(p_columns) as w (word)
      where w.word not in ('context', 'ignore')
      group by w.word
      having count(*) > 1
    )
    or not p_columns <@ array['phone_number', 'name', 'first_name', 'last_name', 'email', 'company', 'city', 'country', 'notes', 'business_context', 'context', 'ignore']
  ) then
    raise sqlstate 'VC400' using
      message = 'import_columns_invalid',
      detail = left(array_to_string(p_columns, ', '), 500),
      hint = 'One column is the telephone number, and no two are the same field.';
  end if;
  -- An upload that never ended (closed laptop) must not block the next one for ever, nor leave its lines behind.
  with interrupted as (
    update public.contact_imports i
    set status = 'failed', failure_reason = 'upload_interrupted', finished_at = p_now, updated_at = p_now
    where i.user_id = v_user_id
      and i.status = 'uploading'
      and i.created_at < p_now - interval '15 minutes'
    returning i.id
  )
  delete from api.contact_import_rows r
  using interrupted x
  where r.import_id = x.id;

  insert into public.contact_imports (user_id, file_name, file_hash, tags, policy, header, columns, created_at, updated_at)
  values (v_user_id, left(p_file_name, 255), p_file_hash, public.merge_tags('{}', p_tags), p_policy, p_header, p_columns, p_now, p_now)
  on conflict (user_id) where status in ('uploading', 'checking', 'merging', 'undoing') do nothing
  returning id into v_id;
  if v_id is null then
    raise sqlstate 'VC409' using
      message = 'import_running',
      hint = 'Another file is being imported; wait until it is done.';
  end if;
  select i.* into v_import from api.contact_imports i where i.id = v_id;
  return v_import;
end
$function$;
comment on function api.begin_contact_import is
  'Announces a file of contacts and returns the import under whose id its rows are staged. p_header names its columns, p_columns what each is taken for, a word of contact_imports.columns each. Raises not_signed_in, tag_invalid, import_columns_invalid, import_running.
@words p_policy contact_imports.policy';
revoke all on function api.begin_contact_import from public;
grant execute on function api.begin_contact_import to app_user;
alter function api.begin_contact_import owner to app_definer;
--! EndIncluded contacts/api.begin_contact_import.sql
drop function if exists api.finish_contact_import(uuid, integer, text, timestamptz);
--! Included contacts/api.finish_contact_import.sql
-- All rows are staged: the merge, or the check before it, may begin, as a job in this transaction. p_failure says that the file could not be
-- read at all.
create or replace function api.finish_contact_import(
  p_import_id uuid,
  p_lines_read integer,
  p_failure text default null,
  p_review boolean default false,
  p_now timestamptz default now()
)
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_import api.contact_imports;
begin
  update public.contact_imports i
  set status = case when p_failure is not null then 'failed' when p_review then 'checking' else 'merging' end,
      lines_read = p_lines_read,
      failure_reason = left(p_failure, 500),
      finished_at = case when p_failure is not null then p_now end,
      updated_at = p_now
  where i.id = p_import_id
    and i.user_id = v_user_id
    and i.status = 'uploading';
  if not found then
    raise sqlstate 'VC404' using
      message = 'import_not_found',
      detail = format('import %s', p_import_id),
      hint = 'This import no longer exists.';
  end if;
  if p_failure is not null then
    delete from api.contact_import_rows r where r.import_id = p_import_id;
  elsif p_review then
    perform public.add_job('contact_import__check', json_build_object('import_id', p_import_id));
  else
    perform public.add_job('contact_import__merge', json_build_object('import_id', p_import_id));
  end if;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.finish_contact_import is
  'Says that all rows of a file are staged (how many were read), or that the file could not be read; the merge begins as a job, or with p_review a check, after which the import waits for start_contact_import. Raises not_signed_in, import_not_found.';
revoke all on function api.finish_contact_import from public;
grant execute on function api.finish_contact_import to app_user;
alter function api.finish_contact_import owner to app_definer;
--! EndIncluded contacts/api.finish_contact_import.sql
--! Included contacts/api.start_contact_import.sql
-- The counts of the check are begun anew: contacts may have changed since.
create or replace function api.start_contact_import(
  p_import_id uuid,
  p_policy text default null,
  p_tags text[] default null,
  p_now timestamptz default now()
)
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_import api.contact_imports;
begin
  perform public.require_tag(t.tag) from unnest(p_tags) as t (tag);
  perform 1 from public.users u where u.id = v_user_id for no key update;
  perform public.lock_own_import(p_import_id, v_user_id, array['ready']);
  perform public.refuse_second_import(p_import_id, v_user_id);
  delete from public.contact_import_forecasts f where f.import_id = p_import_id;
  delete from public.contact_import_rejects r where r.import_id = p_import_id;
  update public.contact_imports i
  set status = 'merging',
      policy = coalesce(p_policy, i.policy),
      tags = case when p_tags is null then i.tags else public.merge_tags('{}', p_tags) end,
      inserted = 0, updated = 0, unchanged = 0, duplicate_in_file = 0, rejected = 0, suppressed = 0, blank = 0,
      updated_at = p_now
  where i.id = p_import_id;
  perform public.add_job('contact_import__merge', json_build_object('import_id', p_import_id));
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.start_contact_import is
  'Begins an import that waits for its owner; null keeps policy and tags as they were announced. Raises not_signed_in, tag_invalid, import_not_found, import_step_not_allowed, import_running.
@words p_policy contact_imports.policy';
revoke all on function api.start_contact_import from public;
grant execute on function api.start_contact_import to app_user;
alter function api.start_contact_import owner to app_definer;
--! EndIncluded contacts/api.start_contact_import.sql
--! Included contacts/api.cancel_contact_import.sql
create or replace function api.cancel_contact_import(p_import_id uuid, p_now timestamptz default now())
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_import api.contact_imports;
begin
  perform public.lock_own_import(p_import_id, v_user_id, array['uploading', 'checking', 'ready', 'merging', 'cancelled']);
  update public.contact_imports i
  set status = 'cancelled', finished_at = p_now, updated_at = p_now,
      -- What a check has counted has not happened.
      inserted = case when i.status = 'merging' then i.inserted else 0 end,
      updated = case when i.status = 'merging' then i.updated else 0 end,
      unchanged = case when i.status = 'merging' then i.unchanged else 0 end
  where i.id = p_import_id and i.status <> 'cancelled';
  delete from api.contact_import_rows r where r.import_id = p_import_id;
  delete from public.contact_import_numbers n where n.import_id = p_import_id;
  delete from public.contact_import_forecasts f where f.import_id = p_import_id;
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.cancel_contact_import is
  'Stops an import and returns it: portions that were merged stay, nothing of the others is kept. Raises not_signed_in, import_not_found, import_step_not_allowed.';
revoke all on function api.cancel_contact_import from public;
grant execute on function api.cancel_contact_import to app_user;
alter function api.cancel_contact_import owner to app_definer;
--! EndIncluded contacts/api.cancel_contact_import.sql
--! Included contacts/api.undo_contact_import.sql
create or replace function api.undo_contact_import(p_import_id uuid, p_now timestamptz default now())
  returns api.contact_imports
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_user_id uuid := public.require_user();
  v_import api.contact_imports;
begin
  perform 1 from public.users u where u.id = v_user_id for no key update;
  perform public.lock_own_import(p_import_id, v_user_id, array['done', 'cancelled', 'failed']);
  perform public.refuse_second_import(p_import_id, v_user_id);
  update public.contact_imports i set status = 'undoing', updated_at = p_now where i.id = p_import_id;
  perform public.add_job('contact_import__undo', json_build_object('import_id', p_import_id));
  insert into public.ui_events (user_id, topic, ref) values (v_user_id, 'imports', p_import_id);
  select i.* into v_import from api.contact_imports i where i.id = p_import_id;
  return v_import;
end
$function$;
comment on function api.undo_contact_import is
  'Takes an import back, as a job: removes the contacts that it made, but for those that somebody has called, queued, met or edited since; returns it. Contacts that it changed stay changed. Raises not_signed_in, import_not_found, import_step_not_allowed, import_running.';
revoke all on function api.undo_contact_import from public;
grant execute on function api.undo_contact_import to app_user;
alter function api.undo_contact_import owner to app_definer;
--! EndIncluded contacts/api.undo_contact_import.sql
--! Included contacts/api.list_contact_import_forecasts.sql
create or replace function api.list_contact_import_forecasts(p_import_id uuid)
  returns setof api.contact_import_forecasts
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return query
  select f.* from api.contact_import_forecasts f where f.import_id = p_import_id order by f.policy;
end
$function$;
comment on function api.list_contact_import_forecasts is
  'What an import that waits would do under each policy; empty once it has begun. Raises not_signed_in.';
revoke all on function api.list_contact_import_forecasts from public;
grant execute on function api.list_contact_import_forecasts to app_user;
--! EndIncluded contacts/api.list_contact_import_forecasts.sql
--! Included contacts/api.recall_import_columns.sql
create or replace function api.recall_import_columns(p_header text[])
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = pg_catalog, pg_temp
as $function$
begin
  perform public.require_user();
  return (
    select i.columns
    from public.contact_imports i
    where i.header = p_header and i.status in ('done', 'undone')
    order by i.created_at desc, i.id
    limit 1
  );
end
$function$;
comment on function api.recall_import_columns is
  'What the tenant took the columns of a file with this header for the last time, a word of contact_imports.columns for each; null when there was none. Raises not_signed_in.';
revoke all on function api.recall_import_columns from public;
grant execute on function api.recall_import_columns to app_user;
--! EndIncluded contacts/api.recall_import_columns.sql
--! Included contacts/public.contact_in_use.sql
create or replace function public.contact_in_use(p_contact public.contacts)
  returns boolean
  language sql
  stable
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
  select p_contact.is_customer
    or exists (select from public.calls c where c.contact_id = p_contact.id)
    or exists (select from public.call_queue q where q.contact_id = p_contact.id)
    or exists (select from public.calendar_meetings m where m.contact_id = p_contact.id)
    or exists (select from public.follow_ups f where f.user_id = p_contact.user_id and f.lead_phone = p_contact.phone_number)
$function$;
comment on function public.contact_in_use is
  'Whether something hangs on a contact: calls, a place in a queue, meetings, follow-ups, a customer. Called by undo_contact_import_chunk.';
revoke all on function public.contact_in_use from public;
alter function public.contact_in_use owner to app_definer;
--! EndIncluded contacts/public.contact_in_use.sql
--! Included contacts/public.undo_contact_import_chunk.sql
-- Edited is what was written after the import had ended: whoever changed a contact by hand wants to keep it.
create or replace function public.undo_contact_import_chunk(p_import_id uuid, p_now timestamptz default now())
  returns boolean
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_import public.contact_imports;
  v_removed integer;
begin
  select i.* into v_import from public.contact_imports i where i.id = p_import_id and i.status = 'undoing' for no key update;
  if not found then
    return false;
  end if;
  with next as (
    select c.id
    from public.contacts c
    where c.import_id = p_import_id
      and c.user_id = v_import.user_id
      and c.deleted_at is null
      and c.updated_at <= v_import.finished_at
      and not public.contact_in_use(c)
    order by c.id
    limit public.setting('bulk.chunk_people')
    for no key update
  )
  update public.contacts c
  set deleted_at = p_now
  from next n
  where c.id = n.id;
  get diagnostics v_removed = row_count;

  update public.contact_imports i
  set undone = i.undone + v_removed,
      status = case when v_removed = 0 then 'undone' else i.status end,
      kept_in_use = case when v_removed = 0 then k.in_use else i.kept_in_use end,
      kept_edited = case when v_removed = 0 then k.edited else i.kept_edited end,
      updated_at = p_now
  from (
    select count(*) filter (where x.in_use)::integer as in_use, count(*) filter (where not x.in_use)::integer as edited
    from (
      select public.contact_in_use(c) as in_use
      from public.contacts c
      where v_removed = 0 and c.import_id = p_import_id and c.user_id = v_import.user_id and c.deleted_at is null
    ) x
  ) k
  where i.id = p_import_id;
  insert into public.ui_events (user_id, topic, ref)
  values (v_import.user_id, 'imports', p_import_id), (v_import.user_id, 'contacts', null);
  return v_removed > 0;
end
$function$;
comment on function public.undo_contact_import_chunk is
  'Removes the next contacts that an import made (bulk.chunk_people) and returns true; false when all are gone that may go. Called by the job contact_import__undo until false.';
revoke all on function public.undo_contact_import_chunk from public;
grant execute on function public.undo_contact_import_chunk to app_worker;
alter function public.undo_contact_import_chunk owner to app_definer;
--! EndIncluded contacts/public.undo_contact_import_chunk.sql
--! Included contacts/public.expire_contact_imports.sql
-- A laptop that was closed must not keep the lines of a file for ever.
create or replace function public.expire_contact_imports(p_now timestamptz default now())
  returns integer
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_ids uuid[];
begin
  with old as (
    select i.id
    from public.contact_imports i
    where i.status = 'uploading' and i.created_at < p_now - interval '15 minutes'
      or i.status = 'ready' and i.updated_at < p_now - interval '1 day'
    order by i.id
    for no key update skip locked
  ),
  ended as (
    update public.contact_imports i
    set status = case i.status when 'ready' then 'cancelled' else 'failed' end,
        failure_reason = case i.status when 'uploading' then 'upload_interrupted' end,
        inserted = 0, updated = 0, unchanged = 0, finished_at = p_now, updated_at = p_now
    from old o
    where i.id = o.id
    returning i.id
  )
  select array_agg(e.id) into v_ids from ended e;
  delete from api.contact_import_rows r where r.import_id = any (v_ids);
  delete from public.contact_import_forecasts f where f.import_id = any (v_ids);
  return coalesce(cardinality(v_ids), 0);
end
$function$;
comment on function public.expire_contact_imports is
  'Ends imports whose upload broke off and those that waited a day for their owner; returns how many. Scheduled hourly.';
revoke all on function public.expire_contact_imports from public;
grant execute on function public.expire_contact_imports to app_worker;
alter function public.expire_contact_imports owner to app_definer;
--! EndIncluded contacts/public.expire_contact_imports.sql
--! Included integrity/public.invariant_23_imports_add_up.sql
-- Every line of a file is somewhere. While lines are sent or merged, those not yet looked at are the difference; the report of
-- refused lines is as long as its counts; and what an import has staged goes with its end.
create or replace view public.invariant_23_imports_add_up with (security_barrier = true) as
select
  'contact_imports' as object,
  i.id::text as key,
  format('%s: %s lines read, %s accounted for; refused %s, duplicate %s, opted out %s, reported %s, %s, %s',
    i.status, i.lines_read, n.accounted, i.rejected, i.duplicate_in_file, i.suppressed, r.rejected,
    r.duplicate_in_file, r.suppressed) as detail
from public.contact_imports i
cross join lateral (
  select i.inserted + i.updated + i.unchanged + i.duplicate_in_file + i.rejected + i.suppressed + i.blank as accounted
) n
cross join lateral (
  select
    count(*) filter (where x.kind = 'rejected') as rejected,
    count(*) filter (where x.kind = 'duplicate_in_file') as duplicate_in_file,
    count(*) filter (where x.kind = 'suppressed') as suppressed
  from public.contact_import_rejects x
  where x.import_id = i.id
) r
where (i.status in ('ready', 'done') and n.accounted <> i.lines_read)
  or n.accounted > i.lines_read
  or (i.rejected, i.duplicate_in_file, i.suppressed) <> (r.rejected, r.duplicate_in_file, r.suppressed)
  or (i.status in ('uploading', 'checking', 'ready', 'merging')) <> (i.finished_at is null)
union all
select 'contact_import_rows', s.import_id::text, format('%s staged lines of an import that is not running', count(*))
from api.contact_import_rows s
where not exists (
  select from public.contact_imports i where i.id = s.import_id and i.status in ('uploading', 'checking', 'ready', 'merging')
)
group by s.import_id;

comment on view public.invariant_23_imports_add_up is 'Imports whose lines do not add up, and staged lines of no running import. Must be empty.';
comment on column public.invariant_23_imports_add_up.object is 'The table at fault.';
comment on column public.invariant_23_imports_add_up.key is 'Key of the row at fault.';
comment on column public.invariant_23_imports_add_up.detail is 'What does not add up.';
revoke all on public.invariant_23_imports_add_up from public;
alter view public.invariant_23_imports_add_up owner to app_definer;
--! EndIncluded integrity/public.invariant_23_imports_add_up.sql
