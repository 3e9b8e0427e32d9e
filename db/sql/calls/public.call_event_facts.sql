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
