-- The body of an event is read in one pass, and only where something new may be in it.
--!include calls/public.call_event_words.sql
--!include calls/public.call_event_facts.sql
--!include calls/public.fold_call_events.sql

-- Attempts of an agent that is gone at the provider end.
drop function if exists public.finish_reconciliation(bigint, boolean, timestamptz);
--!include dialing/public.finish_reconciliation.sql
