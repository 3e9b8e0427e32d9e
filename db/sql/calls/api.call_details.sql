create or replace view api.call_details with (security_invoker = true) as
select
  c.*,
  k.transcript,
  k.recording_url is not null as recording_available,
  k.next_action,
  k.metadata ->> 'hangup_reason' as hangup_reason,
  k.credits_shortfall,
  t.hold_amount,
  t.pulse_seconds,
  t.price_per_pulse
from api.calls c
join public.calls k on k.id = c.id
left join public.call_attempts t on t.id = k.attempt_id;
comment on view api.call_details is 'One row per call, with everything its page shows.';
comment on column api.call_details.id is 'The call.';
comment on column api.call_details.agent_id is 'Who talked.';
comment on column api.call_details.agent_name is 'Its name.';
comment on column api.call_details.contact_id is 'With whom.';
comment on column api.call_details.contact_name is 'Their name.';
comment on column api.call_details.campaign_id is 'In which campaign.';
comment on column api.call_details.campaign_name is 'Its name.';
comment on column api.call_details.phone_number is 'The other party''s number, E.164.';
comment on column api.call_details.lead_type is 'inbound or outbound.';
comment on column api.call_details.call_source is 'phone, internet or unknown.';
comment on column api.call_details.status is 'Where the call stands.';
comment on column api.call_details.provider_status is 'The provider''s own word for it.';
comment on column api.call_details.duration_seconds is 'Seconds of talk as billed, null until known.';
comment on column api.call_details.summary is 'The provider''s summary.';
comment on column api.call_details.sentiment is 'positive, neutral, negative or mixed.';
comment on column api.call_details.credits is 'Charged. Unit: credits.';
comment on column api.call_details.started_at is 'When somebody answered.';
comment on column api.call_details.ended_at is 'When the line was free.';
comment on column api.call_details.confirmed_at is 'When the provider confirmed the end.';
comment on column api.call_details.created_at is 'When it was dialed, or came in.';
comment on column api.call_details.has_transcript is E'True when there is something to read.\n@notNull';
comment on column api.call_details.transcript is 'What was said, a line for each turn: assistant: or user:. The provider gives no times.';
comment on column api.call_details.recording_available is E'True when the provider has named a recording.\n@notNull';
comment on column api.call_details.next_action is 'Next step that the analysis proposes.';
comment on column api.call_details.hangup_reason is 'Why the line was closed, in the provider''s words.';
comment on column api.call_details.is_voicemail is E'True when the provider heard a voicemail greeting.\n@notNull';
comment on column api.call_details.credits_shortfall is 'Price that the balance could not pay (inbound calls have no hold). Unit: credits.';
comment on column api.call_details.hold_amount is 'Reserved when the call was claimed. Unit: credits.';
comment on column api.call_details.pulse_seconds is 'Talk time is charged in pulses of this length. Unit: seconds.';
comment on column api.call_details.price_per_pulse is 'Price of a pulse. Unit: credits.';
grant select on api.call_details to app_user, app_definer;
