create or replace function public.record_calendar_answer(p_account_id uuid, p_lease_id uuid, p_answer jsonb, p_now timestamptz default now())
  returns text
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_sync public.calendar_sync;
  v_class text;
  v_kind text;
begin
  select s.* into v_sync from public.calendar_sync s where s.account_id = p_account_id and s.lease_id = p_lease_id for no key update;
  if v_sync.request is null then
    return null;
  end if;
  v_class := public.calendar_answer_class((p_answer ->> 'status')::integer, p_answer ->> 'reason');
  v_kind := v_sync.request ->> 'kind';
  update public.calendar_sync s
  set request = null,
      failures = case when v_class in ('unclear', 'pace', 'quota') then s.failures + 1 else 0 end,
      not_before = case v_class
        when 'unclear' then p_now + least(power(2, s.failures), 900) * interval '1 second'
        when 'pace' then p_now + greatest(coalesce((p_answer ->> 'retry_after')::integer, 0), least(power(2, s.failures), 900)) * interval '1 second'
        when 'quota' then p_now + interval '3 hours'
        else s.not_before
      end
  where s.account_id = p_account_id;

  if v_class in ('unclear', 'pace', 'quota', 'reconnect') then
    perform public.doubt_calendar_request(
      case when v_class = 'unclear' then v_sync.request else v_sync.request || '{"kind": "not done"}' end, p_now
    );
    if v_class = 'reconnect' or v_sync.failures >= 3 then
      -- If it is being given up, there is no more to do about it than to forget it.
      perform public.leave_calendar(p_account_id, p_now);
    end if;
    if v_class in ('reconnect', 'quota') then
      perform public.break_calendar(p_account_id, v_class, p_answer ->> 'reason', p_now);
    end if;
  elsif v_kind in ('get', 'insert', 'patch', 'delete') then
    perform public.record_meeting_answer(v_sync, v_class, p_answer, p_now);
  elsif v_kind = 'list' then
    perform public.record_pull_answer(v_sync, v_class, p_answer, p_now);
  elsif v_kind = 'revoke' then
    perform public.leave_calendar(p_account_id, p_now);
  else
    perform public.record_channel_answer(v_sync, v_class, p_answer, p_now);
  end if;
  return v_class;
end
$function$;
comment on function public.record_calendar_answer is
  'Notes what the calendar answered to what next_calendar_request asked: an object of status (HTTP; null when no answer came), reason, message, retry_after (seconds) and body. Returns what it means, null when somebody else has the calendar by now. Called by the job calendar__sync.';
revoke all on function public.record_calendar_answer from public;
grant execute on function public.record_calendar_answer to app_worker;
alter function public.record_calendar_answer owner to app_definer;
