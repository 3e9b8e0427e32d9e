-- What was asked by a worker that died may have been done: that is settled before anything else is asked.
create or replace function public.next_calendar_request(p_account_id uuid, p_lease_id uuid, p_now timestamptz default now())
  returns jsonb
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
declare
  v_sync public.calendar_sync;
  v_status text;
  v_request jsonb;
begin
  select s.* into v_sync from public.calendar_sync s where s.account_id = p_account_id and s.lease_id = p_lease_id for no key update;
  if not found then
    return null;
  end if;
  select a.status into v_status from public.provider_accounts a where a.id = p_account_id;
  if v_sync.request is not null then
    perform public.doubt_calendar_request(v_sync.request, p_now);
  end if;
  if v_sync.not_before <= p_now then
    v_request := case
      when v_status = 'leaving' then public.leaving_request(v_sync)
      when v_status = 'connected' then coalesce(
        public.meeting_request(p_account_id, p_now), public.pull_request(v_sync, p_now), public.channel_request(v_sync, p_now)
      )
    end;
  end if;
  update public.calendar_sync s
  set request = v_request,
      lease_id = case when v_request is not null then p_lease_id end,
      lease_until = case when v_request is not null then p_now + interval '2 minutes' end
  where s.account_id = p_account_id;
  return v_request || jsonb_build_object('calendar_id', v_sync.calendar_id);
end
$function$;
comment on function public.next_calendar_request is
  'What to ask of the calendar next, as an object: kind (get, insert, patch, delete, list, watch, stop, revoke) and what belongs to it. null: nothing, and the lease is given back. Called by the job calendar__sync, which answers with record_calendar_answer.';
revoke all on function public.next_calendar_request from public;
grant execute on function public.next_calendar_request to app_worker;
alter function public.next_calendar_request owner to app_definer;
