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
