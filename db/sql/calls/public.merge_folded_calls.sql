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
