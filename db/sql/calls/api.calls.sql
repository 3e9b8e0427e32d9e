create or replace view api.calls with (security_invoker = true) as
select
  c.id, c.agent_id, a.name as agent_name, c.contact_id, coalesce(t.name, c.caller_name) as contact_name, c.campaign_id,
  k.name as campaign_name, c.phone_number, c.lead_type, c.call_source, c.status, c.provider_status,
  c.duration_seconds, c.summary, c.sentiment, c.credits, c.started_at, c.ended_at, c.confirmed_at, c.created_at,
  c.transcript is not null as has_transcript,
  coalesce(c.metadata ->> 'answered_by_voice_mail' = 'true', false) as is_voicemail
from public.calls c
join public.agents a on a.id = c.agent_id
left join public.contacts t on t.id = c.contact_id
left join public.call_campaigns k on k.id = c.campaign_id;
comment on view api.calls is 'One row per call that the provider has accepted or that came in.';
comment on column api.calls.id is 'The call.';
comment on column api.calls.agent_id is 'Who talked.';
comment on column api.calls.agent_name is 'Its name.';
comment on column api.calls.contact_id is 'With whom.';
comment on column api.calls.contact_name is 'Their name.';
comment on column api.calls.campaign_id is 'In which campaign, null for direct and inbound calls.';
comment on column api.calls.campaign_name is 'Its name.';
comment on column api.calls.phone_number is 'The other party''s number, E.164.';
comment on column api.calls.lead_type is 'inbound or outbound.';
comment on column api.calls.call_source is 'phone, internet or unknown.';
comment on column api.calls.status is 'Where the call stands.';
comment on column api.calls.provider_status is 'The provider''s own word for it.';
comment on column api.calls.duration_seconds is 'Seconds of talk as billed, null until known.';
comment on column api.calls.summary is 'The provider''s summary.';
comment on column api.calls.sentiment is 'positive, neutral, negative or mixed.';
comment on column api.calls.credits is 'Charged, 0 until the end is confirmed. Unit: credits.';
comment on column api.calls.started_at is 'When somebody answered.';
comment on column api.calls.ended_at is 'When the line was free.';
comment on column api.calls.confirmed_at is 'When the provider confirmed the end to our own question.';
comment on column api.calls.created_at is 'When it was dialed, or came in.';
comment on column api.calls.has_transcript is E'True when there is something to read.\n@notNull';
comment on column api.calls.is_voicemail is E'True when the provider heard a voicemail greeting.\n@notNull';
grant select on api.calls to app_user, app_definer;
