create or replace function public.take_calendar_account(p_lease_id uuid, p_now timestamptz default now())
  returns table (account_id uuid, secret_sealed text)
  language plpgsql
  volatile
  security definer
  set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_column
begin
  return query
  update public.calendar_sync s
  set lease_id = p_lease_id, lease_until = p_now + interval '2 minutes'
  from public.provider_accounts a
  where a.id = s.account_id
    and s.account_id = (
      select x.account_id
      from public.calendar_sync x
      join public.provider_accounts p on p.id = x.account_id
      where p.status in ('connected', 'leaving')
        and (x.lease_until is null or x.lease_until < p_now)
        and x.not_before <= p_now
        and (
          p.status = 'leaving'
          or x.next_pull_at <= p_now
          or x.next_watch_at <= p_now
          or x.old_channel_id is not null
          or exists (
            select from public.calendar_meeting_sync m
            where m.account_id = x.account_id and m.push_state = 'waiting' and m.next_try_at <= p_now
          )
        )
      order by x.next_pull_at, x.account_id
      limit 1
      for update of x skip locked
    )
  returning s.account_id, a.secret_sealed;
end
$function$;
comment on function public.take_calendar_account is
  'Takes a calendar about which something is to be done, with what opens it, for two minutes, which each question renews; none when nothing is due. Called by the job calendar__sync.';
revoke all on function public.take_calendar_account from public;
grant execute on function public.take_calendar_account to app_worker;
alter function public.take_calendar_account owner to app_definer;
